/** Makes single rows of a diagram, when they become visible. */
import {
  FILLED_ACK,
  FILLED_SEQ,
  type Finding,
  type SegmentStep,
  type Step,
  type Trace,
  before,
  duration,
  isPresumed,
  showNumber,
  stepSending,
  threeForms,
} from '../trace';
import { ACK, NO_OPTIONS, type Options, PSH, SYN, type Segment, type Seq, distance, flagNames, has } from '../wire';
import type { EndId, Sent, World } from '../sim';
import { FORGETS, LEAK, visible } from '../script';
import { type State, isProbing } from '../tcp';
import { type Looks, arrowPart, hasArrows, heardIn, isReadable, sharesIn } from './shares';
import { type Change, type Fold, type Row, type RowFinding, type RowKind, type Way, type WindowUse } from './model';
import { ghostOf } from './ghost';
import { icmpText } from './terms';

/** The number of duplicate ACKs that start fast retransmit (RFC 5681 §3.2). */
const DUPLICATES = 3;

export function kindOf(step: Step): RowKind {
  switch (step.kind) {
    case 'deliver':
    case 'duplicate':
      return 'arrival';
    case 'icmp':
    case 'given':
    case 'forget':
    case 'leak':
      return 'event';
    case 'segment':
    case 'drop':
    case 'call':
    case 'timer':
    case 'wait':
    case 'note':
    case 'expect':
      return step.kind;
  }
}

export function hasOptions(options: Options): boolean {
  if (options === NO_OPTIONS) return false;
  const { mss, wscale, sackOk, sack, ts, fastopen } = options;
  return (mss ?? wscale ?? sackOk ?? sack ?? ts ?? fastopen) !== undefined;
}

/** Options in the language's notation: `mss 1460 · wscale 7 · sackok`. */
function optionsText(trace: Trace, sent: Sent): string {
  const { options } = sent.segment;
  const parts: string[] = [];
  if (options.mss !== undefined) parts.push(`mss ${options.mss}`);
  if (options.wscale !== undefined) parts.push(`wscale ${options.wscale}`);
  if (options.sackOk) parts.push('sackok');
  if (options.ts) parts.push(`ts ${options.ts.val} ${options.ts.ecr}`);
  for (const block of options.sack ?? []) {
    const side = (n: Seq): string => showNumber(trace.bases, sent.to, n, 'symbolic');
    parts.push(`sack ${side(block.left)}..${side(block.right)}`);
  }
  if (options.fastopen !== undefined) parts.push(`fastopen ${options.fastopen}`.trim());
  return parts.join(' · ');
}

const EXCERPT = 32;

/** The first characters of a payload, control characters escaped; empty if it is not text. */
function excerptOf(segment: Segment): string {
  if (!segment.data || segment.data.length === 0) return '';
  const cut = segment.data.length > 4 * EXCERPT;
  const text = new TextDecoder('utf-8').decode(cut ? segment.data.subarray(0, 4 * EXCERPT) : segment.data);
  if (text.includes('\uFFFD')) return '';
  const letters = [...text.replace(/\r\n|\r|\n/g, '⏎')];
  return visible(letters.slice(0, EXCERPT).join('')) + (letters.length > EXCERPT ? '…' : '');
}

function statesIn(trace: Trace, { ends }: World): State[] {
  return trace.cast.ends.map((e) => ends.get(e.id)?.tcb.state ?? 'CLOSED');
}

function presumedIn(trace: Trace, { ends }: World, given: ReadonlySet<EndId>): readonly EndId[] {
  // Only a flow that begins in the middle of a connection has presumed states.
  if (given.size === 0) return NOBODY;
  return trace.cast.ends.filter(({ id }) => isPresumed(ends.get(id), given.has(id))).map(({ id }) => id);
}

const NOBODY: readonly EndId[] = [];

/** The changes of state between two worlds. The sender's change belongs to the departure, all others to the arrival. */
function changesBetween(
  trace: Trace,
  { ends: was }: World,
  after: World,
  sender: EndId,
  given: ReadonlySet<EndId>,
): Change[] {
  const is = after.ends;
  if (was === is) return [];
  const changes: Change[] = [];
  const seen = trace.cast.ends.length;
  is.changes(was, (id) => {
    const tcb = is.get(id)?.tcb;
    if (id >= seen || !tcb || tcb.state === (was.get(id)?.tcb.state ?? 'CLOSED')) return;
    const wait = tcb.state === 'TIME-WAIT' && tcb.timeWaitEnd !== undefined ? tcb.timeWaitEnd - after.clock : -1;
    const at = id === sender ? 'departure' : 'arrival';
    const presumed = given.size > 0 && isPresumed(is.get(id), given.has(id)) ? ({ presumed: true } as const) : {};
    changes.push({ end: id, at, to: tcb.state, ...presumed, ...(wait > 0 ? { wait } : {}) });
  });
  return changes;
}

/** A statement as written, without its comment. */
export function written(trace: Trace, line: number): string {
  const l = trace.script.lines[line];
  return visible((l?.comment ? l.text.slice(0, l.comment.start) : (l?.text ?? '')).trim());
}

function rowFinding({ rule, level, args }: Finding): RowFinding {
  const { written: was, right } = args;
  const mended = was !== undefined && right !== undefined && was !== right ? `${was} → ${right}` : '';
  return { rule, level, mended };
}

/**
 * For each end, the window offered by its peer and the octets in flight: SND.WND and SND.NXT - SND.UNA (RFC 9293
 * §3.8.6).
 */
function windowsIn(trace: Trace, { ends }: World): WindowUse[] {
  return trace.cast.ends.map(({ id }) => {
    const tcb = ends.get(id)?.tcb;
    if (!tcb?.synchronised || tcb.state === 'CLOSED') return { offered: 0, used: 0 };
    return { offered: tcb.sndWnd, used: distance(tcb.sndUna, tcb.sndNxt) };
  });
}

/** The step of a segment's first transmission; -1 if it is no retransmission. */
export function originalOf({ steps }: Trace, { repeats }: Sent): number {
  return repeats === undefined ? -1 : stepSending(steps, repeats);
}

function isSynAck(segment: Segment | undefined): boolean {
  return segment !== undefined && (segment.flags & (SYN | ACK)) === (SYN | ACK);
}

/**
 * True if SEG.SEQ or SEG.ACK of a segment is known: a segment that was not sent has only the numbers in its script
 * line.
 */
export function isKnown({ fate, filled }: SegmentStep, number: number): boolean {
  return fate !== 'not-sent' || (filled & number) === 0;
}

/** The cause of a retransmission by its sender's TCB (RFC 6298 §5.4, RFC 5681 §3.2). */
export function cause(trace: Trace, step: SegmentStep, at: number): Pick<Row, 'because' | 'rto'> {
  if (step.sent.repeats === undefined) return { because: '', rto: 0 };
  const tcb = before(trace, at).ends.get(step.sent.from)?.tcb;
  // After a zero window has opened, the octet of the window probe is retransmitted for that reason, not for a timeout.
  if (tcb && isProbing(tcb)) return { because: '', rto: 0 };
  if (
    tcb &&
    (tcb.duplicateAcks >= DUPLICATES || (tcb.timers.loss.recover !== undefined && !tcb.timers.loss.mustResend))
  ) {
    return { because: 'duplicates', rto: 0 };
  }
  if (tcb?.timers.loss.mustResend === true) return { because: 'timeout', rto: tcb.timers.rto };
  // Without times in the script, a timeout is assumed. A SYN,ACK after a SYN answers the peer's SYN and is no
  // retransmission.
  const first = trace.steps[originalOf(trace, step.sent)];
  const same = first?.kind === 'segment' && ((first.sent.segment.flags ^ step.sent.segment.flags) & ~PSH) === 0;
  return { because: same && step.time === first.time ? 'timeout' : '', rto: 0 };
}

const EMPTY = {
  from: -1,
  to: -1,
  changes: [],
  calls: [],
  findings: [],
  flags: '',
  seq: undefined,
  ack: undefined,
  options: '',
  bytes: 0,
  excerpt: '',
  fate: 'arrived',
  presumed: NOBODY,
  supposed: false,
  spoofed: -1,
  repeats: 0,
  altered: 0,
  original: -1,
  because: '',
  rto: 0,
  text: '',
  count: undefined,
  over: [],
  fold: undefined,
  closed: false,
  foldable: -1,
  bracket: '',
  windows: [],
  says: [],
  hears: [],
  as: '',
  begins: [],
  ghost: undefined,
  held: [],
} as const;

/** The input of a row besides the trace. */
export interface Place extends Looks {
  readonly row: number;
  /** The row of a step. */
  readonly rowOf: (step: number) => number;
  readonly foldable: number;
  readonly windows: boolean;
  /** The ends of `given` statements. */
  readonly given: ReadonlySet<EndId>;
}

export function sectionRow(trace: Trace, row: number, line: number, title: string, step: number, closed: boolean): Row {
  const states = statesIn(trace, before(trace, step));
  return { ...EMPTY, row, step: -1, line, kind: 'section', before: states, text: title, closed };
}

/** The row of the `run` statement whose steps follow. */
export function captionRow(trace: Trace, row: number, step: number): Row {
  const line = trace.steps[step]?.line ?? -1;
  const states = statesIn(trace, before(trace, step));
  return { ...EMPTY, row, step: -1, line, kind: 'run', before: states, text: written(trace, line), bracket: 'first' };
}

/** True if the simulation made both steps for the same statement. */
export function isSameRun(a: Step | undefined, b: Step | undefined): boolean {
  return a?.generated === true && b?.generated === true && a.line === b.line;
}

function bracketOf(trace: Trace, first: number, last: number): Row['bracket'] {
  const step = trace.steps[first];
  if (step?.generated !== true) return '';
  // The bracket begins at the caption above, so the first step is in its middle.
  return isSameRun(trace.steps[last], trace.steps[last + 1]) ? 'middle' : 'last';
}

const NO_WAY: Omit<Way, 'from' | 'to'> = { data: 0, bytes: 0, each: 0, alike: 0, acks: 0, others: 0 };

export function foldRow(trace: Trace, place: Place, from: number, to: number, why: Fold['why']): Row {
  const world = before(trace, from);
  const after = before(trace, to);
  const ways = new Map<string, { -readonly [K in keyof Way]: Way[K] }>();
  const findings: RowFinding[] = [];
  for (let at = from; at < to; at++) {
    const step = trace.steps[at] as Step;
    for (const f of step.findings) if (f.level !== 'hint') findings.push(rowFinding(f));
    if (step.kind !== 'segment') continue;
    const { from: a, to: b, segment } = step.sent;
    const key = `${a} ${b}`;
    const way = ways.get(key) ?? { ...NO_WAY, from: a, to: b };
    if (segment.len > 0) {
      if (way.data === 0) way.each = segment.len;
      if (segment.len === way.each) way.alike++;
      way.data++;
      way.bytes += segment.len;
    } else if (segment.flags === ACK) way.acks++;
    else way.others++;
    ways.set(key, way);
  }
  const [first] = ways.values();
  return {
    ...EMPTY,
    row: place.row,
    step: from,
    line: trace.steps[from]?.line ?? -1,
    kind: 'fold',
    from: first?.from ?? -1,
    to: first?.to ?? -1,
    before: statesIn(trace, world),
    presumed: presumedIn(trace, world, place.given),
    changes: changesBetween(trace, world, after, -1, place.given),
    // One finding of each rule is enough to show that the fold is worth opening.
    findings: findings.filter((f, i) => findings.findIndex((g) => g.rule === f.rule) === i).slice(0, 4),
    fold: { why, steps: to - from, ways: [...ways.values()] },
    bracket: bracketOf(trace, from, to - 1),
    windows: place.windows ? windowsIn(trace, after) : [],
    as: hasArrows(place) ? 'tick' : '',
  };
}

export function stepRow(trace: Trace, place: Place, at: number, step: Step): Row {
  const world = before(trace, at);
  const base = baseOf(trace, place, at, step, world);
  switch (step.kind) {
    case 'segment':
      return segmentRow(trace, place, at, step, base);
    case 'deliver':
    case 'duplicate':
    case 'drop': {
      const { sent } = step;
      return {
        ...base,
        from: sent.from,
        to: sent.to,
        flags: flagNames(sent.segment.flags).join(', '),
        fate: step.fate,
        supposed: sent.supposed !== undefined,
        text: step.label ?? '',
      };
    }
    case 'call':
      return { ...base, from: step.end, text: step.call, count: step.count };
    case 'icmp':
      return { ...base, from: step.end, text: icmpText(step.error, step.mtu) };
    case 'given':
      return { ...base, from: step.end, text: `given ${step.state}` };
    case 'forget':
      return { ...base, from: step.end, text: FORGETS };
    case 'leak':
      return { ...base, from: step.end, text: LEAK };
    case 'timer': {
      // The duration of TIME-WAIT; the waits of other timers have rows of their own.
      const waited = step.timer === 'time-wait' ? step.time - world.clock : 0;
      return { ...base, from: step.end, text: step.timer, count: waited > 0 ? waited : undefined };
    }
    case 'wait': {
      const count = Math.max(0, step.time - world.clock);
      // If a timer expired during the wait, this row is the rest of the wait.
      const isRest = count > 0 && trace.steps[at - 1]?.line === step.line;
      const said = isRest ? duration(count) : written(trace, step.line).replace(/^wait\s*/i, '');
      return { ...base, text: said, count };
    }
    case 'note':
      return { ...base, text: visible(step.text), over: step.over.filter((host) => host < trace.cast.hosts.length) };
    case 'expect':
      return { ...base, text: written(trace, step.line) };
  }
}

/**
 * The fields common to the rows of all steps. They are listed one by one, because a copy by spread with replaced fields
 * takes many times the memory.
 */
function baseOf(trace: Trace, place: Place, at: number, step: Step, world: World): Row {
  const sender = step.kind === 'segment' ? step.sent.from : -1;
  return {
    row: place.row,
    step: at,
    line: step.line,
    kind: kindOf(step),
    from: -1,
    to: -1,
    before: statesIn(trace, world),
    presumed: presumedIn(trace, world, place.given),
    changes: changesBetween(trace, world, step.after, sender, place.given),
    calls: [],
    findings: step.findings.map(rowFinding),
    flags: '',
    seq: undefined,
    ack: undefined,
    options: '',
    bytes: 0,
    excerpt: '',
    fate: 'arrived',
    supposed: false,
    spoofed: -1,
    repeats: 0,
    altered: 0,
    original: -1,
    because: '',
    rto: 0,
    text: '',
    count: undefined,
    over: [],
    fold: undefined,
    closed: false,
    foldable: place.foldable,
    bracket: bracketOf(trace, at, at),
    windows: place.windows ? windowsIn(trace, step.after) : [],
    says: [],
    hears: heardIn(place, at),
    as: '',
    begins: [],
    ghost: undefined,
    held: [],
    ...('sent' in step && hasArrows(place) ? arrowPart(place, at) : {}),
  };
}

function segmentRow(trace: Trace, place: Place, at: number, step: SegmentStep, base: Row): Row {
  const { sent } = step;
  const { segment } = sent;
  const original = repeatedBy(trace, step);
  return {
    ...base,
    from: sent.from,
    to: sent.to,
    calls: step.implied,
    flags: flagNames(segment.flags).join(', '),
    seq: isKnown(step, FILLED_SEQ) ? threeForms(trace, sent.spoofed ?? sent.from, segment.seq) : undefined,
    ack: has(segment, ACK) && isKnown(step, FILLED_ACK) ? threeForms(trace, sent.to, segment.ack) : undefined,
    options: optionsText(trace, sent),
    bytes: segment.len,
    excerpt: isReadable(place, at, step) ? excerptOf(segment) : '',
    says: sharesIn(place, at),
    fate: step.fate,
    ghost: base.as === '' ? ghostOf(step) : undefined,
    supposed: sent.supposed !== undefined,
    spoofed: sent.spoofed ?? -1,
    repeats: original + 1,
    altered: sent.altered ?? 0,
    original: original < 0 ? -1 : place.rowOf(original),
    ...cause(trace, step, at),
    text: step.label ?? '',
  };
}

/**
 * The step that a retransmission is shown to repeat; -1 for none. A SYN,ACK after a SYN is no retransmission, although
 * its sequence number is the same.
 */
function repeatedBy(trace: Trace, step: SegmentStep): number {
  const first = originalOf(trace, step.sent);
  const earlier = trace.steps[first] as SegmentStep | undefined;
  return isSynAck(step.sent.segment) && !isSynAck(earlier?.sent.segment) ? -1 : first;
}
