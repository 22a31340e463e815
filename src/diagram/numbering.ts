/** Numbering of the rows of a diagram in one pass over the steps: the index, and the segments that cross rows. */
import { ACK, flagNames, has } from '../wire';
import { type Sent, type World, flightKey } from '../sim';
import type { State } from '../tcp';
import { FORMS, type SegmentStep, type Step, type Trace, before, final, firstStepFrom, showNumber } from '../trace';
import { visible } from '../script';
import type { Arranged, Arrangement } from './arrange';
import {
  HAS_CALL,
  HAS_SECOND,
  HAS_STATE,
  HAS_TIME_WAIT,
  HEADING_UNIT,
  IS_BURST,
  KIND_MASK,
  IS_THIN,
  NOTE_SHIFT,
  NOTE_UNIT,
  BEGINS_SHIFT,
  MOST_BEGINS,
  SHAPE_KINDS,
  gravest,
  type DiagramIndex,
  type Fold,
  type ShapeKind,
  type Span,
} from './model';
import { type Courses, endOf } from '../tell';
import { units } from './measure';
import { ghostOf } from './ghost';
import { begunIn, hasArrows } from './shares';
import { cause, hasOptions, isSameRun, kindOf, originalOf } from './rows';

export interface Section {
  readonly line: number;
  readonly title: string;
  /** The first step after the heading. */
  readonly step: number;
}

const CODE = Object.fromEntries(SHAPE_KINDS.map((kind, code) => [kind, code])) as Readonly<Record<ShapeKind, number>>;

/** True if some endpoint's state changes in the steps from `from` (inclusive) to `to` (exclusive). */
function changesState(trace: Trace, from: number, to: number): boolean {
  const [was, is] = [before(trace, from).ends, before(trace, to).ends];
  if (was === is) return false;
  const state = (ends: World['ends'], id: number): State => ends.get(id)?.tcb.state ?? 'CLOSED';
  return trace.cast.ends.some(({ id }) => state(was, id) !== state(is, id));
}

// `shapeOf` is called for every step, so it must be fast.
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
    // After a mistake the checker may correct an endpoint's state.
    if (changesState(trace, at, at + 1)) shape |= HAS_STATE;
  }
  if (step.kind === 'timer') return step.timer === 'time-wait' ? shape | HAS_TIME_WAIT : shape;
  if (step.kind === 'deliver') return step.hears !== undefined ? shape | HAS_SECOND : shape;
  if (step.kind !== 'segment') return shape;
  const { sent, fate } = step;
  if (fate === 'not-sent' && ghostOf(step)) shape = CODE.unsent | (shape & ~KIND_MASK);
  const { segment } = sent;
  if (segment.len > 0 || fate === 'dropped' || hasOptions(segment.options) || isMore(sent)) shape |= HAS_SECOND;
  return step.implied.length > 0 ? shape | HAS_CALL : shape;
}

/**
 * True if a segment's row shows more than flags and numbers: a retransmission, a forged source, or a segment not
 * captured.
 */
function isMore({ repeats, spoofed, supposed }: Sent): boolean {
  return (repeats ?? spoofed ?? supposed) !== undefined;
}

/** The shape code of the row of a segment, or of its arrival or loss, if messages have arrows. */
function tickShape(trace: Trace, step: Step, at: number, begins: number): number {
  let shape = begins > 0 ? CODE.message | ((Math.min(MOST_BEGINS, begins) - 1) << BEGINS_SHIFT) : CODE.tick;
  if (step.findings.length > 0) shape |= HAS_SECOND;
  if (begins === 0 && step.kind === 'segment' && step.implied.length > 0) shape |= HAS_CALL;
  if (step.moves.length > 0 || step.findings.length > 0) shape |= changesState(trace, at, at + 1) ? HAS_STATE : 0;
  return shape;
}

/** True if the step is an event on the wire. */
function isOnWire({ kind }: Step): boolean {
  return kind === 'segment' || kind === 'deliver' || kind === 'duplicate' || kind === 'drop' || kind === 'icmp';
}

/** The shape code of a fold: its height depends on whether it has segments in one direction or both. */
function foldShape(trace: Trace, from: number, to: number, why: Fold['why'], isThin: boolean): number {
  let shape = why === 'run' ? CODE.fold | IS_BURST : CODE.fold;
  let first: Sent | undefined;
  if (changesState(trace, from, to)) shape |= HAS_STATE;
  if (isThin) return shape | IS_THIN;
  for (let at = from; at < to; at++) {
    const step = trace.steps[at] as Step;
    if (step.kind !== 'segment') continue;
    first ??= step.sent;
    if (step.sent.from !== first.from) return shape | HAS_SECOND;
  }
  return shape;
}

export function sectionsOf(trace: Trace): Section[] {
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

/** The length of a segment's label in each form of numbers, in characters. */
function labelLength(trace: Trace, sent: Sent, into: [number, number, number]): void {
  const { segment } = sent;
  const flags = flagNames(segment.flags).join(', ').length;
  FORMS.forEach((form, i) => {
    let n = flags + 5 + showNumber(trace.bases, sent.from, segment.seq, form).length;
    if (has(segment, ACK)) n += 5 + showNumber(trace.bases, sent.to, segment.ack, form).length;
    if (n > (into[i] ?? 0)) into[i] = n;
  });
}

/** The most segments whose labels are measured; in longer flows the longest of these labels is taken for all. */
const MEASURED = 500;

/** The step of the last transmission before a retransmission. */
function lastSending(trace: Trace, step: SegmentStep, at: number): number {
  const original = originalOf(trace, step.sent);
  for (let i = at - 1; i > original; i--) {
    const earlier = trace.steps[i] as Step;
    if (earlier.kind !== 'segment' || earlier.sent.from !== step.sent.from) continue;
    if (earlier.sent.segment.seq === step.sent.segment.seq && earlier.sent.repeats !== undefined) return i;
  }
  return original;
}

/** The content of a row that does not show a single step: a heading, a caption or a fold. */
export interface Entry {
  readonly kind: 'section' | 'run' | 'fold';
  /** The index of the section, the step after a caption, or the first step of a fold. */
  readonly at: number;
  /** The step after a fold's last one. */
  readonly to: number;
  readonly why: Fold['why'];
}

/** A segment in flight: the row that sent it; `landed` is true once its arrival or loss has been seen. */
interface Flight {
  readonly row: number;
  readonly sent: Sent;
  landed: boolean;
}

/** The pass over the rows; `arrange` reports the rows one by one. */
export class Numbering implements Arranged {
  readonly spans: Span[] = [];
  /** The rows that do not show a single step, with their content. */
  readonly entries = new Map<number, Entry>();
  /** The rows that begin a foldable run, with the run's first step. */
  readonly firstFoldable = new Map<number, number>();
  private readonly shapes: Uint8Array;
  private readonly stepOfRow: Int32Array;
  private readonly rowOfStep: Int32Array;
  private readonly onWire: Uint8Array;
  private readonly times: Float64Array;
  private readonly marks: number[] = [];
  private readonly markLevels: number[] = [];
  private readonly labelChars: [number, number, number] = [0, 0, 0];
  private readonly flying = new Map<string, Flight>();
  private row = 0;
  private mayFold = -1;
  private window = 0;
  /** True once a step with a message above TCP has been seen. */
  speaks = false;
  /** True if messages are drawn as arrows. */
  private readonly hasArrows: boolean;

  constructor(
    private readonly trace: Trace,
    private readonly sections: readonly Section[],
    private readonly how: Arrangement,
    /** The courses of the messages; empty unless messages are drawn as arrows. */
    private readonly courses: Courses,
  ) {
    const steps = trace.steps.length;
    // Each step may have a caption. The unused part of the arrays is cut off below; untouched memory costs nothing.
    const atMost = 2 * steps + sections.length;
    this.shapes = new Uint8Array(atMost);
    this.stepOfRow = new Int32Array(atMost);
    this.times = new Float64Array(how.time ? atMost : 0);
    this.rowOfStep = new Int32Array(steps);
    this.onWire = new Uint8Array(steps);
    this.hasArrows = hasArrows({ how, courses });
  }

  section(at: number): void {
    const section = this.sections[at];
    this.entries.set(this.row, { kind: 'section', at, to: at, why: 'section' });
    const long = Math.min(15, Math.ceil(units(section?.title ?? '') / HEADING_UNIT));
    this.put(CODE.section | (long << NOTE_SHIFT), -1, this.clockAt(section?.step ?? 0));
  }

  foldable(from: number): void {
    this.mayFold = from;
  }

  step(at: number): void {
    const { trace } = this;
    const step = trace.steps[at] as Step;
    if (step.kind === 'expect' && step.findings.length === 0) {
      this.rowOfStep[at] = this.row - 1;
      return;
    }
    if (isOnWire(step)) this.onWire[at] = 1;
    if (step.says !== undefined) this.speaks = true;
    this.caption(at);
    if (this.mayFold >= 0) this.firstFoldable.set(this.row, this.mayFold);
    this.mayFold = -1;
    this.rowOfStep[at] = this.row;
    if (step.kind === 'segment' && at < MEASURED) labelLength(trace, step.sent, this.labelChars);
    this.follow(step, at, false);
    this.tell(gravest(step.findings));
    const isSegment = step.kind === 'segment' || 'sent' in step;
    const shape =
      this.hasArrows && isSegment
        ? tickShape(trace, step, at, begunIn(this.courses, at).length)
        : shapeOf(trace, step, at);
    this.put(shape, at, step.time);
  }

  fold(from: number, to: number, why: Fold['why']): void {
    const { trace } = this;
    this.caption(from);
    let rank = -1;
    for (let at = from; at < to; at++) {
      const step = trace.steps[at] as Step;
      this.rowOfStep[at] = this.row;
      if (isOnWire(step)) this.onWire[at] = 1;
      if (step.says !== undefined) this.speaks = true;
      this.follow(step, at, true);
      rank = Math.max(rank, gravest(step.findings));
    }
    if (rank > 0) this.tell(rank);
    this.entries.set(this.row, { kind: 'fold', at: from, to, why });
    this.put(foldShape(trace, from, to, why, why !== 'run' || this.hasArrows), from, this.clockAt(from));
  }

  /**
   * The index of all rows, after the last row.
   *
   * @param courses the courses of all messages
   */
  index(unseen: DiagramIndex['unseen'], courses: Courses): DiagramIndex {
    const { trace, row, how } = this;
    for (const key of this.flying.keys()) this.close(key);
    const end = final(trace).ends;
    return {
      title: visible(trace.title ?? ''),
      rows: row,
      steps: trace.steps.length,
      heads: trace.cast.hosts.map(({ name, address, ends }) => ({ name, address, lanes: ends })),
      lanes: trace.cast.ends.map((e) => ({
        name: e.name,
        host: e.host,
        port: e.port,
        place: Math.max(0, trace.cast.hosts[e.host]?.ends.indexOf(e.id) ?? 0),
      })),
      shapes: this.shapes.slice(0, row),
      stepOfRow: this.stepOfRow.slice(0, row),
      rowOfStep: this.rowOfStep,
      onWire: this.onWire,
      marks: Int32Array.from(this.marks),
      markLevels: Uint8Array.from(this.markLevels),
      labelChars: this.labelChars,
      times: this.times.slice(0, how.time ? row : 0),
      unseen,
      waits: trace.cast.ends.some(({ id }) => end.get(id)?.tcb.state === 'TIME-WAIT'),
      window: this.window,
      messages: Int32Array.from(new Set(courses.all.map(endOf))).sort(),
      streams: 0,
    };
  }

  private put(shape: number, step: number, time: number): void {
    this.shapes[this.row] = shape;
    this.stepOfRow[this.row] = step;
    if (this.how.time) this.times[this.row] = time;
    this.row++;
  }

  /** Marks the row with the rank of its gravest finding. */
  private tell(rank: number): void {
    if (rank < 0) return;
    this.marks.push(this.row);
    this.markLevels.push(rank);
  }

  private clockAt(step: number): number {
    return this.trace.steps[step]?.time ?? before(this.trace, step).clock;
  }

  /** Adds a row for the `run` statement of generated steps, above the first of them. */
  private caption(at: number): void {
    const { steps } = this.trace;
    if (isSameRun(steps[at - 1], steps[at]) || steps[at]?.generated !== true) return;
    this.entries.set(this.row, { kind: 'run', at, to: at, why: 'run' });
    this.put(CODE.run, -1, this.clockAt(at));
  }

  /** Notes segments in flight and timers that a step starts or ends. */
  private follow(step: Step, at: number, inFold: boolean): void {
    const { trace, row } = this;
    if (step.kind === 'segment') this.send(step, at, inFold);
    else if (step.kind === 'deliver' || step.kind === 'drop' || step.kind === 'duplicate') {
      const start = this.flying.get(flightKey(step.sent.copyOf ?? step.sent));
      if (start !== undefined) {
        start.landed = true;
        this.span(start.row, row, step.sent, step.fate === 'dropped' ? 'dropped' : step.kind, 0);
      }
    }
    if (!this.how.windows) return;
    for (const { id } of trace.cast.ends) {
      this.window = Math.max(this.window, step.after.ends.get(id)?.tcb.sndWnd ?? 0);
    }
  }

  private send(step: SegmentStep, at: number, inFold: boolean): void {
    const { trace, row } = this;
    const { sent } = step;
    // No later statement can refer to a segment without a name and without a scheduled arrival.
    const isFollowed = step.label !== undefined || step.generated === true || sent.arrives !== undefined;
    // An arrow that begins in a fold is not drawn.
    if (isFollowed) this.flying.set(flightKey(sent), { row, sent, landed: step.fate !== 'in-flight' || inFold });
    if (sent.repeats === undefined || inFold) return;
    const why = cause(trace, step, at);
    const last = why.because === 'timeout' ? lastSending(trace, step, at) : -1;
    if (last >= 0) this.span(this.rowOfStep[last] ?? row, row, sent, 'timeout', why.rto);
  }

  /** Ends the span of a segment; a segment without arrival or loss has a span of its own row, with the end `open`. */
  private close(key: string): void {
    const start = this.flying.get(key);
    if (start && !start.landed) this.span(start.row, start.row, start.sent, 'open', 0);
  }

  private span(start: number, end: number, { from, to, supposed }: Sent, how: Span['how'], rto: number): void {
    const { ends } = this.trace.cast;
    // With arrows of messages, segments have no arrows across rows.
    if (this.hasArrows && how !== 'timeout') return;
    // A span within one row is folded, and ends that are not drawn have no lifeline.
    if (from >= ends.length || to >= ends.length) return;
    if (start !== end || how === 'open')
      this.spans.push({ start, end, from, to, how, supposed: supposed !== undefined, rto });
  }
}
