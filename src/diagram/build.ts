/** Trace → diagram: one pass that numbers the rows; rows.ts makes single ones. */
import { has } from '../wire/segment';
import { ACK, flagNames } from '../wire/flags';
import { flightKey, type Sent, type World } from '../sim/world';
import type { State } from '../tcp/state';
import { showNumber, FORMS } from '../trace/numbers';
import { firstStepFrom, givenEnds } from '../trace/lookup';
import type { Finding } from '../trace/finding';
import { before, final, type SegmentStep, type Step, type Trace } from '../trace/trace';
import type { Level } from '../script/syntax';
import { visible } from '../script/visible';
import { inSight, leftOutOf } from './in-sight';
import { arrange, PLAIN, type Arrangement } from './arrange';
import {
  HAS_CALL,
  HAS_SECOND,
  HAS_STATE,
  HAS_TIME_WAIT,
  HEADING_UNIT,
  IS_THIN,
  NOTE_SHIFT,
  NOTE_UNIT,
  ROW_KINDS,
  type Diagram,
  type DiagramIndex,
  type Fold,
  type Row,
  type RowWindow,
  type Span,
} from './model';
import { units } from './measure';
import {
  captionRow,
  cause,
  foldRow,
  hasOptions,
  isSameRun,
  kindOf,
  originalOf,
  sectionRow,
  stepRow,
  type Place,
} from './rows';

interface Section {
  readonly line: number;
  readonly title: string;
  /** The first step behind it. */
  readonly step: number;
}

const LEVEL_RANK: Readonly<Record<Level, number>> = { hint: 0, open: 1, warning: 2, error: 3 };

/** The rank of the gravest of some findings: 3 error, 2 warning, 1 open, 0 hint, -1 for none. */
function gravest(findings: readonly Finding[]): number {
  let rank = -1;
  for (const f of findings) rank = Math.max(rank, LEVEL_RANK[f.level]);
  return rank;
}

const CODE = Object.fromEntries(ROW_KINDS.map((kind, code) => [kind, code])) as Readonly<Record<Row['kind'], number>>;

/** Whether some endpoint is in another state behind steps `from` up to but not including `to`. */
function changesState(trace: Trace, from: number, to: number): boolean {
  const [was, is] = [before(trace, from).ends, before(trace, to).ends];
  if (was === is) return false;
  const state = (ends: World['ends'], id: number): State => ends.get(id)?.tcb.state ?? 'CLOSED';
  return trace.cast.ends.some(({ id }) => state(was, id) !== state(is, id));
}

// Called for every step of a flow, however long.
function shapeOf(trace: Trace, step: Step, at: number): number {
  let shape = CODE[kindOf(step)];
  if (step.kind === 'note') {
    return shape | (Math.min(15, Math.ceil(units(visible(step.text)) / NOTE_UNIT)) << NOTE_SHIFT);
  }
  if (step.moves.length > 0) {
    for (const { from, to } of step.moves) {
      if (from !== to) shape |= to === 'TIME-WAIT' ? HAS_STATE | HAS_TIME_WAIT : HAS_STATE;
    }
  }
  if (step.findings.length > 0) {
    shape |= HAS_SECOND;
    // Behind a mistake the checker may put an endpoint into the state in which it would have been.
    if (changesState(trace, at, at + 1)) shape |= HAS_STATE;
  }
  if (step.kind === 'timer' && step.timer === 'time-wait') shape |= HAS_TIME_WAIT;
  if (step.kind === 'segment') {
    const { segment, repeats, spoofed, supposed } = step.sent;
    const isMore = (repeats ?? spoofed ?? supposed) !== undefined || step.fate === 'dropped';
    if (segment.len > 0 || isMore || hasOptions(segment.options)) shape |= HAS_SECOND;
    if (step.implied.length > 0) shape |= HAS_CALL;
  }
  return shape;
}

/** A fold is as high as what went in it: in one direction, or in both. */
function foldShape(trace: Trace, from: number, to: number, why: Fold['why']): number {
  let shape = CODE.fold;
  let first: Sent | undefined;
  if (changesState(trace, from, to)) shape |= HAS_STATE;
  if (why !== 'run') return shape | IS_THIN;
  for (let at = from; at < to; at++) {
    const step = trace.steps[at] as Step;
    if (step.kind !== 'segment') continue;
    first ??= step.sent;
    if (step.sent.from !== first.from) return shape | HAS_SECOND;
  }
  return shape;
}

function sectionsOf(trace: Trace): Section[] {
  const { lines } = trace.script;
  const sections: Section[] = [];
  for (let line = 0; line < lines.length; line++) {
    const statement = lines[line]?.statement;
    if (statement?.kind === 'section') {
      sections.push({ line, title: visible(statement.title.text), step: firstStepFrom(trace, line) });
    }
  }
  return sections;
}

/** The length of a segment's label in each form, in characters. */
function labelLength(trace: Trace, sent: Sent, into: [number, number, number]): void {
  const { segment } = sent;
  const flags = flagNames(segment.flags).join(', ').length;
  FORMS.forEach((form, i) => {
    let n = flags + 5 + showNumber(trace.bases, sent.from, segment.seq, form).length;
    if (has(segment, ACK)) n += 5 + showNumber(trace.bases, sent.to, segment.ack, form).length;
    if (n > (into[i] ?? 0)) into[i] = n;
  });
}

/** Segments whose labels are measured at most; beyond that the longest of the first ones stands for all. */
const MEASURED = 500;

/** The step that last sent what a step sends again. */
function lastSending(trace: Trace, step: SegmentStep, at: number): number {
  const original = originalOf(trace, step.sent);
  for (let i = at - 1; i > original; i--) {
    const earlier = trace.steps[i] as Step;
    if (earlier.kind !== 'segment' || earlier.sent.from !== step.sent.from) continue;
    if (earlier.sent.segment.seq === step.sent.segment.seq && earlier.sent.repeats !== undefined) return i;
  }
  return original;
}

/** What stands in a row, besides what the index tells: kept by the diagram's own side. */
interface Entry {
  readonly kind: 'section' | 'run' | 'fold';
  /** The section's place in the list; the step behind a caption; the first step of a fold. */
  readonly at: number;
  /** Behind a fold's last step. */
  readonly to: number;
  readonly why: Fold['why'];
}

interface Built {
  readonly index: DiagramIndex;
  readonly spans: readonly Span[];
  /** By row, where it shows no single step. */
  readonly entries: ReadonlyMap<number, Entry>;
  /** Rows that begin what could be folded, and its first step. */
  readonly foldable: ReadonlyMap<number, number>;
}

function build(trace: Trace, unseen: DiagramIndex['unseen'], sections: readonly Section[], how: Arrangement): Built {
  const { steps } = trace;
  // Before each step there may be a caption. What is not used is cut off below, and costs nothing before it is touched.
  const rowsAtMost = 2 * steps.length + sections.length;
  const shapes = new Uint8Array(rowsAtMost);
  const stepOfRow = new Int32Array(rowsAtMost);
  const times = new Float64Array(how.time ? rowsAtMost : 0);
  const rowOfStep = new Int32Array(steps.length);
  const spans: Span[] = [];
  const entries = new Map<number, Entry>();
  const foldable = new Map<number, number>();
  const marks: number[] = [];
  const markLevels: number[] = [];
  const labelChars: [number, number, number] = [0, 0, 0];
  const flying = new Map<string, { readonly row: number; readonly sent: Sent; landed: boolean }>();
  let row = 0;
  let mayFold = -1;
  let window = 0;

  const span = (start: number, end: number, { from, to, supposed }: Sent, how: Span['how'], rto = 0): void => {
    // What begins and ends in one row is folded away, and who is not drawn has no lifeline.
    if (from >= trace.cast.ends.length || to >= trace.cast.ends.length) return;
    if (start !== end || how === 'open') spans.push({ start, end, from, to, how, supposed: supposed === true, rto });
  };
  const close = (key: string): void => {
    const start = flying.get(key);
    if (start && !start.landed) span(start.row, start.row, start.sent, 'open');
  };
  /** What a step starts or ends beyond its own row. */
  const follow = (step: Step, at: number, inFold: boolean): void => {
    if (step.kind === 'segment') {
      const { sent } = step;
      const key = flightKey(sent);
      // Of a segment without a name, and without a scheduled arrival, nothing more is told.
      const isFollowed = step.label !== undefined || step.generated === true || sent.arrives !== undefined;
      // An arrow out of a fold is not drawn.
      if (isFollowed) flying.set(key, { row, sent, landed: step.fate !== 'in-flight' || inFold });
      if (sent.repeats !== undefined && !inFold) {
        const why = cause(trace, step, at);
        const last = why.because === 'timeout' ? lastSending(trace, step, at) : -1;
        if (last >= 0) span(rowOfStep[last] ?? row, row, sent, 'timeout', why.rto);
      }
    } else if (step.kind === 'deliver' || step.kind === 'drop' || step.kind === 'duplicate') {
      const start = flying.get(flightKey(step.sent.copyOf ?? step.sent));
      if (start !== undefined) {
        start.landed = true;
        span(start.row, row, step.sent, step.fate === 'dropped' ? 'dropped' : step.kind);
      }
    }
    if (how.windows) {
      for (const { id } of trace.cast.ends) window = Math.max(window, step.after.ends.get(id)?.tcb.sndWnd ?? 0);
    }
  };
  const tell = (rank: number): void => {
    if (rank < 0) return;
    marks.push(row);
    markLevels.push(rank);
  };
  const put = (shape: number, step: number, time: number): void => {
    shapes[row] = shape;
    stepOfRow[row] = step;
    if (how.time) times[row] = time;
    row++;
  };
  const clockAt = (step: number): number => steps[step]?.time ?? before(trace, step).clock;
  const caption = (at: number): void => {
    if (isSameRun(steps[at - 1], steps[at]) || steps[at]?.generated !== true) return;
    entries.set(row, { kind: 'run', at, to: at, why: 'run' });
    put(CODE.run, -1, clockAt(at));
  };

  arrange(trace, sections, how, {
    section(at) {
      entries.set(row, { kind: 'section', at, to: at, why: 'section' });
      const long = Math.min(15, Math.ceil(units(sections[at]?.title ?? '') / HEADING_UNIT));
      put(CODE.section | (long << NOTE_SHIFT), -1, clockAt(sections[at]?.step ?? 0));
    },
    foldable(from) {
      mayFold = from;
    },
    step(at) {
      const step = steps[at] as Step;
      if (step.kind === 'expect' && step.findings.length === 0) {
        rowOfStep[at] = row - 1;
        return;
      }
      caption(at);
      if (mayFold >= 0) foldable.set(row, mayFold);
      mayFold = -1;
      rowOfStep[at] = row;
      if (step.kind === 'segment' && at < MEASURED) labelLength(trace, step.sent, labelChars);
      follow(step, at, false);
      tell(gravest(step.findings));
      put(shapeOf(trace, step, at), at, step.time);
    },
    fold(from, to, why) {
      caption(from);
      let rank = -1;
      for (let at = from; at < to; at++) {
        const step = steps[at] as Step;
        rowOfStep[at] = row;
        follow(step, at, true);
        rank = Math.max(rank, gravest(step.findings));
      }
      if (rank > 0) tell(rank);
      entries.set(row, { kind: 'fold', at: from, to, why });
      put(foldShape(trace, from, to, why), from, clockAt(from));
    },
  });
  for (const key of flying.keys()) close(key);
  const end = final(trace).ends;
  const index: DiagramIndex = {
    title: visible(trace.title ?? ''),
    rows: row,
    steps: steps.length,
    heads: trace.cast.hosts.map(({ name, address, ends }) => ({ name, address, lanes: ends })),
    lanes: trace.cast.ends.map((e) => ({
      name: e.name,
      host: e.host,
      port: e.port,
      place: Math.max(0, trace.cast.hosts[e.host]?.ends.indexOf(e.id) ?? 0),
    })),
    shapes: shapes.slice(0, row),
    stepOfRow: stepOfRow.slice(0, row),
    rowOfStep,
    marks: Int32Array.from(marks),
    markLevels: Uint8Array.from(markLevels),
    labelChars,
    times: times.slice(0, how.time ? row : 0),
    unseen,
    waits: trace.cast.ends.some(({ id }) => end.get(id)?.tcb.state === 'TIME-WAIT'),
    window,
  };
  return { index, spans, entries, foldable };
}

/** The diagram of a trace as the reader arranges it: the index at once, rows when asked for. */
export function diagram(whole: Trace, how: Arrangement = PLAIN): Diagram {
  const trace = inSight(whole);
  const sections = sectionsOf(trace);
  const { index, spans, entries, foldable } = build(trace, leftOutOf(whole, trace), sections, how);
  const closed = new Set(how.closed);
  const folds = new Map<number, Row>();
  const given = givenEnds(trace);
  const rowOf = (step: number): number => index.rowOfStep[step] ?? -1;

  function rowAt(row: number): Row | undefined {
    const place: Place = { row, rowOf, foldable: foldable.get(row) ?? -1, windows: how.windows, given };
    const entry = entries.get(row);
    if (!entry) {
      const at = index.stepOfRow[row] ?? -1;
      const step = trace.steps[at];
      return step && stepRow(trace, place, at, step);
    }
    switch (entry.kind) {
      case 'section': {
        const section = sections[entry.at];
        if (!section) return undefined;
        const { line, title, step } = section;
        return sectionRow(trace, row, line, title, step, closed.has(line));
      }
      case 'run':
        return captionRow(trace, row, entry.at);
      case 'fold': {
        // What is in a fold is counted once.
        const made = folds.get(row) ?? foldRow(trace, place, entry.at, entry.to, entry.why);
        folds.set(row, made);
        return made;
      }
    }
  }

  function rows(from: number, to: number): RowWindow {
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(index.rows, Math.ceil(to));
    const made: Row[] = [];
    for (let row = first; row < last; row++) {
      const one = rowAt(row);
      if (one) made.push(one);
    }
    return { from: first, rows: made, spans: spans.filter((s) => s.start < last && s.end >= first) };
  }

  return { index, rows };
}
