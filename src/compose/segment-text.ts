import {
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type NumberForm,
  type SegmentStep,
  type Trace,
  numberings,
  showNumber,
  writeNumber,
} from '../trace';
import type { EndId, Sent } from '../sim';
import { ACK, type Seq, formatFlags, formatOptions, has } from '../wire';

/**
 * The clauses of a segment that the simulation filled in: `seq=y+1 ack=x+19 win=65160`. In symbolic form they can stand in
 * a line.
 */
export function filledClauses(trace: Trace, step: SegmentStep, form: NumberForm = 'symbolic'): string[] {
  const { sent, filled } = step;
  const { segment } = sent;
  const end = numberings(trace, sent);
  const number = (whose: EndId, value: Seq): string =>
    form === 'symbolic' ? writeNumber(trace, whose, value) : showNumber(trace.bases, whose, value, form);
  const parts: string[] = [];
  if (filled & FILLED_FLAGS) parts.push(formatFlags(segment.flags));
  if (filled & FILLED_SEQ) parts.push(`seq=${number(end.seq, segment.seq)}`);
  if (filled & FILLED_ACK && has(segment, ACK)) parts.push(`ack=${number(end.ack, segment.ack)}`);
  if (filled & FILLED_WIN) parts.push(`win=${segment.win}`);
  if (filled & FILLED_LEN && segment.len > 0) parts.push(`len=${segment.len}`);
  if (filled & FILLED_OPTIONS) parts.push(formatOptions(segment.options));
  return parts.filter((part) => part !== '');
}

/** A segment's numbers in short, for the outline. */
export function briefNumbers(trace: Trace, sent: Sent): string {
  const { segment } = sent;
  const end = numberings(trace, sent);
  const parts = [`seq=${writeNumber(trace, end.seq, segment.seq)}`];
  if (has(segment, ACK)) parts.push(`ack=${writeNumber(trace, end.ack, segment.ack)}`);
  if (segment.len > 0) parts.push(`len=${segment.len}`);
  return parts.join(' ');
}
