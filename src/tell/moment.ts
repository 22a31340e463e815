/**
 * A step with everything needed to describe it: the ends, the simulated states before and after, the form of numbers,
 * and the language.
 */
import { ACK, type Segment, type Seq, formatFlags, has } from '../wire';
import type { EndId, Endpoint, Sent, World } from '../sim';
import { type NumberForm, type Step, type Trace, before, showNumber } from '../trace';
import { CLOSED_TCB, type Tcb } from '../tcp';
import type { Say } from '../words/words';
import type { Args } from '../script';

export interface Moment {
  readonly trace: Trace;
  readonly at: number;
  readonly step: Step;
  readonly was: World;
  readonly say: Say;
  readonly form: NumberForm;
}

export function momentOf(trace: Trace, at: number, step: Step, say: Say, form: NumberForm): Moment {
  return { trace, at, step, was: before(trace, at), say, form };
}

/** The name of an end in a sentence, without the suffix that distinguishes several connections of one port. */
export function nameOf(trace: Trace, end: EndId): string {
  const name = trace.cast.ends[end]?.name ?? '';
  return name.includes('-') ? name.slice(0, name.indexOf(':')) : name;
}

export function peerOf(trace: Trace, end: EndId): EndId {
  return trace.cast.ends[end]?.peer ?? -1;
}

/** A sequence number of an end, in the form chosen (symbolic, relative or absolute). */
export function number({ trace, form }: Pick<Moment, 'trace' | 'form'>, end: EndId, value: Seq): string {
  return showNumber(trace.bases, end, value, form);
}

export function endpointBefore(m: Moment, end: EndId): Endpoint | undefined {
  return m.was.ends.get(end);
}

function endpointAfter(m: Moment, end: EndId): Endpoint | undefined {
  return m.step.after.ends.get(end);
}

export function tcbBefore(m: Moment, end: EndId): Tcb {
  return endpointBefore(m, end)?.tcb ?? CLOSED_TCB;
}

export function tcbAfter(m: Moment, end: EndId): Tcb {
  return endpointAfter(m, end)?.tcb ?? CLOSED_TCB;
}

/** A number of bytes: `1 byte`, `500 bytes`. */
export function bytesText(say: Say, count: number): string {
  return count === 1 ? say('panel/byte') : say('panel/bytes', { count });
}

/** A segment's label, each number relative to its own side's ISN: `SYN,ACK seq=y ack=x+1`. */
export function labelOf(m: Moment, sent: Sent): string {
  const { segment } = sent;
  const owner = sent.spoofed ?? sent.from;
  const parts = [formatFlags(segment.flags), `seq=${number(m, owner, segment.seq)}`];
  if (has(segment, ACK)) parts.push(`ack=${number(m, peerOf(m.trace, owner), segment.ack)}`);
  if (segment.len > 0) parts.push(`len=${segment.len}`);
  return parts.filter((part) => part !== '').join(' ');
}

/** The window that a segment offers, bytes: the field scaled by its sender's shift count, unscaled on a SYN. */
export function windowOf(segment: Segment, isSyn: boolean, sender: Tcb): number {
  return isSyn ? segment.win : segment.win * 2 ** sender.opening.rcvShift;
}

/** The text of a clause about `host`. */
export function clause(m: Moment, id: string, host: EndId, args: Args = {}): string {
  const names = { host: nameOf(m.trace, host), peer: nameOf(m.trace, peerOf(m.trace, host)) };
  return m.say(`story/${id}`, { ...names, ...args });
}
