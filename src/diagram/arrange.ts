/**
 * The arrangement of rows: which steps are folded, opened and filtered. One pass over the steps, repeated on every
 * change.
 */
import { ACK, FIN, PSH, RST, SYN } from '../wire';
import type { EndId, Sent } from '../sim';
import type { Step, Trace } from '../trace';
import { EYES, type Eyes } from '../layers/names';
import type { Fold } from './model';

/** Kinds of segments that can be filtered for. */
export const LOOKS = ['data', 'lost', 'again', 'finding'] as const;
export type LookFor = (typeof LOOKS)[number];

/**
 * The display of messages above TCP: segments only, segments with the messages that they carry, or one arrow for each
 * message.
 */
export const SHOWS = ['segments', 'both', 'messages'] as const;
export type Show = (typeof SHOWS)[number];

export { EYES, type Eyes } from '../layers/names';

export interface Arrangement {
  /** True if runs of similar segments are folded; undefined to fold them only in long flows. */
  readonly runs: boolean | undefined;
  /** First steps of the folds that the user has opened or closed against the setting of `runs`. */
  readonly turned: readonly number[];
  /** Lines (from 0) of the closed sections. */
  readonly closed: readonly number[];
  /** Indexes of the hosts to show; empty for all. */
  readonly hosts: readonly number[];
  /** Flags combined with bitwise OR: only segments with one of them are shown; 0 for all segments. */
  readonly flags: number;
  readonly only: readonly LookFor[];
  /** True if rows are placed on a time scale. */
  readonly time: boolean;
  readonly windows: boolean;
  /** The display of messages; a flow without messages above TCP always shows segments only. */
  readonly show: Show;
  readonly eyes: Eyes;
}

/** The display of messages above TCP, and the chosen observer who reads them. */
export type MessageLook = Pick<Arrangement, 'show' | 'eyes'>;

/**
 * The change by a key: M chooses the next display of messages, E the next observer, cyclically; undefined for other
 * keys.
 */
export function nextLook({ show, eyes }: MessageLook, key: string): Partial<MessageLook> | undefined {
  if (key === 'm') return { show: after(SHOWS, show) };
  return key === 'e' ? { eyes: after(EYES, eyes) } : undefined;
}

function after<T>(list: readonly T[], item: T): T {
  return list[(list.indexOf(item) + 1) % list.length] ?? item;
}

export const PLAIN: Arrangement = {
  runs: false,
  turned: [],
  closed: [],
  hosts: [],
  flags: 0,
  only: [],
  time: false,
  windows: false,
  show: 'both',
  eyes: 'wire',
};

/** The list without `item` if the list contains it, else with `item` appended. */
export function flip<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** Opens or closes a fold or a section, given by the id of its sign: `fold:STEP` or `section:LINE`. */
export function turn(how: Arrangement, sign: string): Arrangement {
  const [kind, number] = sign.split(':');
  const item = Number(number);
  return kind === 'section' ? { ...how, closed: flip(how.closed, item) } : { ...how, turned: flip(how.turned, item) };
}

/** Without a setting, runs are folded in flows with more steps than this. */
const LONG = 300;
/** The least number of similar segments that form a run. */
const LEAST_RUN = 8;

export function foldsRuns(trace: Trace, { runs }: Arrangement): boolean {
  return runs ?? trace.steps.length > LONG;
}

/** True if steps are filtered by host, flag or kind. */
export function isFiltering({ hosts, flags, only }: Arrangement): boolean {
  return hosts.length > 0 || flags !== 0 || only.length > 0;
}

function sentOf(step: Step): Sent | undefined {
  switch (step.kind) {
    case 'segment':
    case 'deliver':
    case 'duplicate':
    case 'drop':
      return step.sent;
    case 'call':
    case 'icmp':
    case 'given':
    case 'forget':
    case 'leak':
    case 'timer':
    case 'wait':
    case 'note':
    case 'expect':
      return undefined;
  }
}

function endsOf(step: Step): readonly EndId[] {
  const sent = sentOf(step);
  if (sent) return [sent.from, sent.to];
  return 'end' in step ? [step.end] : [];
}

function isTold(step: Step): boolean {
  return step.findings.some((f) => f.level !== 'hint');
}

/** True if all ends of the step are drawn. */
function isDrawn({ cast }: Trace, step: Step): boolean {
  return endsOf(step).every((end) => end < cast.ends.length);
}

/** True if the step passes the user's filter. */
function passes(trace: Trace, step: Step, { hosts, flags, only }: Arrangement): boolean {
  const ends = endsOf(step);
  if (!isDrawn(trace, step)) return false;
  if (hosts.length > 0 && ends.length > 0) {
    if (!ends.some((end) => hosts.includes(trace.cast.ends[end]?.host ?? -1))) return false;
  }
  const sent = sentOf(step);
  if (flags !== 0 && (!sent || (sent.segment.flags & flags) === 0)) return false;
  if (only.length === 0) return true;
  return only.some((look) => {
    switch (look) {
      case 'data':
        return sent !== undefined && sent.segment.len > 0;
      case 'lost':
        return step.kind === 'drop' || (step.kind === 'segment' && step.fate === 'lost');
      case 'again':
        return sent?.repeats !== undefined;
      case 'finding':
        return isTold(step);
    }
  });
}

const UNLIKE = SYN | FIN | RST;

/** True if a message above TCP begins with the step. */
function beginsMessage({ says }: Step): boolean {
  return says?.some((said) => said.from === 0) === true;
}

/** True for a step in a bulk transfer: data or an ACK that arrives, in order, without a change of state. */
function isPlain(step: Step, show: Show): boolean {
  if (show !== 'segments' && beginsMessage(step)) return false;
  const sent = sentOf(step);
  if (!sent || step.kind === 'drop' || step.kind === 'duplicate') return false;
  if ('fate' in step && step.fate !== 'arrived' && step.fate !== 'in-flight') return false;
  const { segment } = sent;
  if ((segment.flags & UNLIKE) !== 0 || (segment.flags & ~PSH) !== ACK) return false;
  if (step.kind === 'segment' && step.implied.length > 0) return false;
  if ((sent.repeats ?? sent.spoofed ?? sent.supposed ?? segment.options.sack) !== undefined) return false;
  return !isTold(step) && step.moves.every((m) => m.from === m.to);
}

/** The step after the run that begins at step `at`; `at` itself if no run begins there. */
function runFrom(steps: readonly Step[], at: number, show: Show): number {
  const first = sentOf(steps[at] as Step);
  if (!first || !isPlain(steps[at] as Step, show)) return at;
  let to = at + 1;
  for (; to < steps.length; to++) {
    const step = steps[to] as Step;
    const sent = sentOf(step);
    if (!sent || !isPlain(step, show)) break;
    const same = sent.from === first.from ? sent.to === first.to : sent.from === first.to && sent.to === first.from;
    if (!same) break;
  }
  return to;
}

export interface Arranged {
  readonly section: (section: number) => void;
  readonly step: (at: number) => void;
  /** The steps from `from` (inclusive) to `to` (exclusive) share one row. */
  readonly fold: (from: number, to: number, why: Fold['why']) => void;
  /** The next step begins a run that could be folded. */
  readonly foldable: (from: number) => void;
}

/** Reports the rows in order. `sections` are the headings, each with the step after it and its script line. */
export function arrange(
  trace: Trace,
  sections: readonly { readonly step: number; readonly line: number }[],
  how: Arrangement,
  out: Arranged,
): void {
  const { steps } = trace;
  const folds = foldsRuns(trace, how);
  // In a trace that is drawn in part, some steps belong to ends that are not drawn (`in-sight.ts`).
  const filters = isFiltering(how) || trace.initial.ends.size > trace.cast.ends.length;
  const turned = new Set(how.turned);
  const closed = new Set(how.closed);
  let next = 0;
  let at = 0;
  const nextStep = (): number => sections[next]?.step ?? steps.length;
  while (at < steps.length || next < sections.length) {
    while (next < sections.length && nextStep() <= at) {
      out.section(next);
      const isClosed = closed.has(sections[next]?.line ?? -1);
      next++;
      const end = Math.min(steps.length, nextStep());
      if (isClosed && end > at) {
        out.fold(at, end, 'section');
        at = end;
      }
    }
    if (at >= steps.length) continue;
    const end = Math.min(steps.length, nextStep());
    if (filters) {
      let to = at;
      while (to < end && !passes(trace, steps[to] as Step, how)) to++;
      if (to === at) to++;
      else if (!turned.has(at) || !isDrawn(trace, steps[at] as Step)) {
        out.fold(at, to, 'filter');
        at = to;
      } else out.foldable(at);
      while (at < to) out.step(at++);
      continue;
    }
    // If no run is folded, the search for runs, which tests every step, is skipped.
    const to = folds || turned.size > 0 ? Math.min(end, runFrom(steps, at, how.show)) : at;
    if (to - at >= LEAST_RUN && folds !== turned.has(at)) {
      out.fold(at, to, 'run');
      at = to;
      continue;
    }
    if (to - at >= LEAST_RUN) out.foldable(at);
    // No run begins within a run that is too short or that the user has opened.
    const behind = Math.max(at + 1, to);
    while (at < behind) out.step(at++);
  }
}
