import { type SegmentStep, type Step, type Trace, firstStepFrom, lineSending, stepsAt } from '../trace';
import type { EndId, Sent } from '../sim';
import type { Message } from '../layers';
import type { Span } from '../script';
import { ACK, type Seq, distance, has, segEnd, segLen } from '../wire';
import { otherHalf } from './exchanges';
import { wholesAt } from './explain/said';
import { targetAt, type Target } from './target';

/** The most steps that are searched for related segments. */
const FAR = 2000;

function segmentOn(trace: Trace, line: number): { readonly step: SegmentStep; readonly index: number } | undefined {
  const from = firstStepFrom(trace, line);
  const at = stepsAt(trace, line).findIndex((s) => s.kind === 'segment');
  const step = trace.steps[from + at];
  return at < 0 || step?.kind !== 'segment' ? undefined : { step, index: from + at };
}

/** True if `a` is not after `b` in sequence space. */
function upTo(a: Seq, b: Seq): boolean {
  return distance(a, b) < 0x8000_0000;
}

function takesNumbers(step: Step | undefined): step is SegmentStep {
  return step?.kind === 'segment' && segLen(step.sent.segment) > 0;
}

/**
 * The step of the segment that the ACK covers: the one that ends at the acknowledgment number, else the latest one
 * below it.
 */
function acknowledged(trace: Trace, { step, index }: { step: SegmentStep; index: number }): number | undefined {
  const { sent } = step;
  if (!has(sent.segment, ACK)) return undefined;
  let before: number | undefined;
  for (let i = index - 1; i >= Math.max(0, index - FAR); i--) {
    const earlier = trace.steps[i];
    if (!takesNumbers(earlier) || earlier.sent.from !== sent.to || earlier.sent.to !== sent.from) continue;
    const end = segEnd(earlier.sent.segment);
    if (end === sent.segment.ack) return earlier.line;
    if (upTo(end, sent.segment.ack)) before ??= earlier.line;
  }
  return before;
}

/** The lines of the first ACK that covers the whole segment, and of the segment's arrival if that is another line. */
function followers(trace: Trace, { step, index }: { step: SegmentStep; index: number }): number[] {
  const { sent } = step;
  const end = segEnd(sent.segment);
  const lines: number[] = [];
  let acked = !takesNumbers(step);
  for (let i = index + 1; i < Math.min(trace.steps.length, index + FAR); i++) {
    const later = trace.steps[i];
    if (later === undefined) break;
    if ((later.kind === 'deliver' || later.kind === 'drop' || later.kind === 'duplicate') && later.sent === sent)
      lines.push(later.line);
    if (later.kind !== 'segment') continue;
    if (later.sent.repeats === sent.id) lines.push(later.line);
    const answers = later.sent.from === sent.to && later.sent.to === sent.from && has(later.sent.segment, ACK);
    if (!acked && answers && upTo(end, later.sent.segment.ack)) {
      acked = true;
      lines.push(later.line);
    }
  }
  return [...new Set(lines)];
}

/** The line in which an end entered the state that it has after `line`. */
function stateSince(trace: Trace, end: EndId, line: number): number | undefined {
  for (let i = firstStepFrom(trace, line + 1) - 1; i >= 0; i--) {
    const step = trace.steps[i];
    if (step?.moves.some((m) => m.end === end && m.from !== m.to) === true) return step.line;
  }
  return undefined;
}

function endOf(trace: Trace, name: string, port: number | undefined): EndId | undefined {
  const host = trace.cast.hosts.find((h) => h.name === name);
  return host?.ends.find((id) => port === undefined || trace.cast.ends[id]?.port === port);
}

export interface Lead {
  /** The span of the link. */
  readonly from: Span;
  /** The linked lines, from 0. */
  readonly to: readonly number[];
}

/**
 * The lines that a place depends on. `ack` (or the flags) leads to the acknowledged segment; `seq` to the first
 * transmission, or to the sender's previous segment. An expected state leads to the line in which it was entered.
 */
export function causes(trace: Trace, line: number, column: number): Lead | undefined {
  const script = trace.script.lines[line];
  const target = targetAt(script, column);
  if (target === undefined) return undefined;
  const { statement } = script ?? {};
  if (target.kind === 'state' && (statement?.kind === 'expect' || statement?.kind === 'run')) {
    const items = (statement.kind === 'run' ? statement.until : statement.items) ?? [];
    const item = items.find((i) => i.kind === 'state' && i.state.start === target.start);
    const end = item?.who && endOf(trace, item.who.host.text, item.who.port?.value);
    const since = end === undefined ? undefined : stateSince(trace, end, line);
    return since === undefined ? undefined : { from: target, to: [since] };
  }
  if (target.kind === 'said') return toOther(trace, line, target, (m) => m === 'response');
  const found = segmentOn(trace, line);
  if (found === undefined) return undefined;
  const to = causeOf(trace, target, found);
  return to === undefined ? undefined : { from: target, to: [to] };
}

/** A response leads to its request, and a request to its response. */
function toOther(
  trace: Trace,
  line: number,
  target: Target & { readonly kind: 'said' },
  leads: (kind: Message['kind'] | undefined) => boolean,
): Lead | undefined {
  if (!leads(wholesAt(trace, line)[target.index]?.message?.kind)) return undefined;
  const other = otherHalf(trace, line, target.index);
  return other === undefined ? undefined : { from: target, to: [other] };
}

/** The line of a retransmission's first transmission. */
function firstSent({ steps }: Trace, { repeats }: Sent): number | undefined {
  return repeats === undefined ? undefined : lineSending(steps, repeats);
}

function causeOf(trace: Trace, target: Target, found: { step: SegmentStep; index: number }): number | undefined {
  const { sent } = found.step;
  switch (target.kind) {
    case 'field':
    case 'number':
      if (target.field === 'ack') return acknowledged(trace, found);
      if (target.field !== 'seq') return undefined;
      return firstSent(trace, sent) ?? numberedBefore(trace, found);
    case 'flag':
    case 'arrow':
      return firstSent(trace, sent) ?? acknowledged(trace, found);
    default:
      return undefined;
  }
}

/** The step of the sender's segment that ends at this one's sequence number. */
function numberedBefore(trace: Trace, { step, index }: { step: SegmentStep; index: number }): number | undefined {
  for (let i = index - 1; i >= Math.max(0, index - FAR); i--) {
    const earlier = trace.steps[i];
    if (takesNumbers(earlier) && earlier.sent.from === step.sent.from && earlier.sent.to === step.sent.to)
      if (segEnd(earlier.sent.segment) === step.sent.segment.seq) return earlier.line;
  }
  return undefined;
}

/** The lines that a segment leads to: its arrival, its acknowledgment, and its retransmission. */
export function effects(trace: Trace, line: number, column: number): Lead | undefined {
  const target = targetAt(trace.script.lines[line], column);
  if (target?.kind === 'said') return toOther(trace, line, target, (m) => m === 'request');
  if (target === undefined || !['field', 'number', 'flag', 'arrow'].includes(target.kind)) return undefined;
  const found = segmentOn(trace, line);
  return found && { from: target, to: followers(trace, found) };
}
