import {
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type SegmentStep,
  type Trace,
} from '../check/trace';
import { nearestBase, showNumber } from '../check/numbers';
import type { EndId, Sent } from '../network/world';
import { ACK, formatFlags } from '../wire/flags';
import { formatOptions } from '../wire/options';
import { has } from '../wire/segment';
import type { Seq } from '../wire/seq';

/** A sequence number as it could stand in the text: `x+1` where the flow has named its base, else the number itself. */
export function writeNumber(trace: Trace, end: EndId, value: Seq): string {
  const named = nearestBase(trace.bases[end] ?? [], value)?.name !== undefined;
  return showNumber(trace.bases, end, value, named ? 'symbolic' : 'absolute');
}

/** Whose numbering a segment's seq and ack belong to; a forged segment speaks in the numbers of the host it forges. */
export function numberings(trace: Trace, sent: Sent): { readonly seq: EndId; readonly ack: EndId } {
  const seq = sent.spoofed ?? sent.from;
  return { seq, ack: trace.cast.ends[seq]?.peer ?? sent.to };
}

/** The clauses of a segment that the engine filled in, as they would be written: `seq=y+1 ack=x+19 win=65160`. */
export function filledClauses(trace: Trace, step: SegmentStep): string[] {
  const { sent, filled } = step;
  const { segment } = sent;
  const end = numberings(trace, sent);
  const parts: string[] = [];
  if (filled & FILLED_FLAGS) parts.push(formatFlags(segment.flags));
  if (filled & FILLED_SEQ) parts.push(`seq=${writeNumber(trace, end.seq, segment.seq)}`);
  if (filled & FILLED_ACK && has(segment, ACK)) parts.push(`ack=${writeNumber(trace, end.ack, segment.ack)}`);
  if (filled & FILLED_WIN) parts.push(`win=${segment.win}`);
  if (filled & FILLED_LEN && segment.len > 0) parts.push(`len=${segment.len}`);
  if (filled & FILLED_OPTIONS) parts.push(formatOptions(segment.options));
  return parts.filter((part) => part !== '');
}

/** A segment's numbers on one line, for the outline. */
export function briefNumbers(trace: Trace, sent: Sent): string {
  const { segment } = sent;
  const end = numberings(trace, sent);
  const parts = [`seq=${writeNumber(trace, end.seq, segment.seq)}`];
  if (has(segment, ACK)) parts.push(`ack=${writeNumber(trace, end.ack, segment.ack)}`);
  if (segment.len > 0) parts.push(`len=${segment.len}`);
  return parts.join(' ');
}
