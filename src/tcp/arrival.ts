import { ACK, type Segment, type Seq, ZERO, add, has, le, lt, segEnd, segLen } from '../wire';
import type { Config } from './config';
import type { Reset } from './reset';
import type { State } from './state';
import { CLOSED_TCB, type Tcb } from './tcb';
import type { RowId } from './rows';

/** A row of the transition tables that was taken, and between which states. */
export interface Taken {
  readonly row: RowId;
  readonly from: State;
  readonly to: State;
}

/** What the arrival of a segment does to an endpoint. */
export interface Arrival {
  readonly tcb: Tcb;
  /** An RST that must go back. ACKs and SYN,ACKs that must are noted in the TCB's `owed`. */
  readonly reset: Reset | undefined;
  /** The rows taken, in order. */
  readonly taken: readonly Taken[];
  /** The peer's RST ended the connection. */
  readonly wasReset: boolean;
  /** The segment was discarded in silence: nothing of it was taken, no state changed, and no reply is owed. */
  readonly dropped: boolean;
}

export function outcome(before: Tcb, row: RowId, after: Tcb, reset?: Reset): Arrival {
  return {
    tcb: after,
    reset,
    taken: [{ row, from: before.state, to: after.state }],
    wasReset: false,
    dropped: false,
  };
}

/** "Drop the segment and return" (§3.10.7): nothing of it is taken, and it has no answer. */
export function drop(tcb: Tcb, row: RowId): Arrival {
  const taken = [{ row, from: tcb.state, to: tcb.state }];
  return { tcb, reset: undefined, taken, wasReset: false, dropped: true };
}

/** R0 of RFC 9293 §3.5.2 group 1: the reset of a segment without ACK. */
export function resetWithoutAck(segment: Segment): Reset {
  return { seq: ZERO, ack: segEnd(segment) };
}

/** RA of RFC 9293 §3.5.2: the reset of a segment with ACK takes its number from there. */
export function resetFromAck(segment: Segment): Reset {
  return { seq: segment.ack, ack: undefined };
}

/** The TCB is deleted; the ISS is kept to tell later attempts apart. */
export function closed(tcb: Tcb): Tcb {
  return { ...CLOSED_TCB, iss: tcb.iss };
}

/** A passive opener goes back to listening (§3.10.7.4 steps 2 and 4). */
export function backToListen(tcb: Tcb): Tcb {
  const fresh = closed(tcb);
  return { ...fresh, state: 'LISTEN', opening: { ...fresh.opening, origin: 'passive' } };
}

/** Is `n` an acknowledgment of something sent and not yet acknowledged: SND.UNA < n =< SND.NXT? */
export function acknowledgesNew(tcb: Tcb, n: Seq): boolean {
  return lt(tcb.sndUna, n) && le(n, tcb.sndNxt);
}

/** A multilevel secure host takes only segments of its own level and compartment (RFC 9293 §3.5.2 group 3, Appendix A.1). */
export function isOfOtherSecurity(segment: Segment, config: Config): boolean {
  return config.security !== undefined && segment.ip?.security !== config.security;
}

/** The reset of a segment as it is: by its acknowledgment where it has one (RFC 9293 §3.5.2). */
export function resetOf(segment: Segment): Reset {
  return has(segment, ACK) ? resetFromAck(segment) : resetWithoutAck(segment);
}

/** ACCEPT(seg): the acceptability test of RFC 9293 §3.10.7.4 step 1, Table 6. */
export function isAcceptable(tcb: Tcb, segment: Segment): boolean {
  const length = segLen(segment);
  const { rcvNxt, rcvWnd } = tcb;
  if (rcvWnd === 0) return length === 0 && segment.seq === rcvNxt;
  const first = (segment.seq - rcvNxt) >>> 0 < rcvWnd;
  if (length === 0) return first;
  return first || (add(segment.seq, length - 1) - rcvNxt) >>> 0 < rcvWnd;
}
