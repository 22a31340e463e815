import { ACK, type Segment, type Seq, ZERO, add, has, le, lt, segEnd, segLen } from '../wire';
import type { Config } from './config';
import type { Reset } from './reset';
import type { State } from './state';
import { CLOSED_TCB, type Tcb } from './tcb';
import type { RowId } from './rows';

/** A row of the transition table that was taken, with the states before and after. */
export interface Taken {
  /** The row's id. */
  readonly row: RowId;
  readonly from: State;
  readonly to: State;
}

/** The result of a segment's arrival at an endpoint (SEGMENT ARRIVES, RFC 9293 §3.10.7). */
export interface Arrival {
  readonly tcb: Tcb;
  /** The RST that must be sent in reply, if any. ACKs and SYN,ACKs that must be sent are bits of `Tcb.owed`. */
  readonly reset: Reset | undefined;
  /** The rows of the transition table that were taken, in order. */
  readonly taken: readonly Taken[];
  /** True if the segment reset the connection: an RST, a SYN (RFC 793), or another security level. */
  readonly wasReset: boolean;
  /** True if the segment was discarded without a reply: no state changed and nothing of it was used. */
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

/** "Drop the segment and return" (RFC 9293 §3.10.7): the TCB stays as it is and no reply is sent. */
export function drop(tcb: Tcb, row: RowId): Arrival {
  const taken = [{ row, from: tcb.state, to: tcb.state }];
  return { tcb, reset: undefined, taken, wasReset: false, dropped: true };
}

/** The reset of a segment without ACK: SEQ 0, ACK = SEG.SEQ + SEG.LEN (RFC 9293 §3.5.2, group 1). */
export function resetWithoutAck(segment: Segment): Reset {
  return { seq: ZERO, ack: segEnd(segment) };
}

/** The reset of a segment with ACK: SEQ = SEG.ACK, no ACK bit (RFC 9293 §3.5.2). */
export function resetFromAck(segment: Segment): Reset {
  return { seq: segment.ack, ack: undefined };
}

/**
 * The TCB of a deleted connection: CLOSED. The ISS is kept, so that the ISN of the next connection can be compared with
 * it.
 */
export function closed(tcb: Tcb): Tcb {
  return { ...CLOSED_TCB, iss: tcb.iss };
}

/** The TCB of a passive opener that returns to LISTEN (RFC 9293 §3.10.7.4, second and fourth check). */
export function backToListen(tcb: Tcb): Tcb {
  const fresh = closed(tcb);
  return { ...fresh, state: 'LISTEN', opening: { ...fresh.opening, origin: 'passive' } };
}

/** True if `n` acknowledges something sent and not yet acknowledged: SND.UNA < n =< SND.NXT. */
export function acknowledgesNew(tcb: Tcb, n: Seq): boolean {
  return lt(tcb.sndUna, n) && le(n, tcb.sndNxt);
}

/**
 * True if a multilevel secure host must refuse the segment: its security level and compartment differ from the host's
 * (RFC 9293 §3.5.2 group 3, Appendix A.1).
 */
export function isOfOtherSecurity(segment: Segment, config: Config): boolean {
  return config.security !== undefined && segment.ip?.security !== config.security;
}

/** The reset in reply to a segment, with or without ACK (RFC 9293 §3.5.2). */
export function resetOf(segment: Segment): Reset {
  return has(segment, ACK) ? resetFromAck(segment) : resetWithoutAck(segment);
}

/** The acceptability test for an arriving segment (RFC 9293 §3.10.7.4, first check, Table 6). */
export function isAcceptable(tcb: Tcb, segment: Segment): boolean {
  const length = segLen(segment);
  const { rcvNxt, rcvWnd } = tcb;
  if (rcvWnd === 0) return length === 0 && segment.seq === rcvNxt;
  const first = (segment.seq - rcvNxt) >>> 0 < rcvWnd;
  if (length === 0) return first;
  return first || (add(segment.seq, length - 1) - rcvNxt) >>> 0 < rcvWnd;
}
