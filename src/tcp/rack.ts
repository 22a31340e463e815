import { type Seq, gt, lt, max } from '../wire';
import { hasDuplicateThreshold } from './congestion';
import type { Tcb } from './tcb';

/** The last transmission of a segment: its time, microseconds, and the sequence number after its last octet. */
export interface Sending {
  readonly time: number;
  readonly end: Seq;
}

/** RACK state (RFC 8985 §5.2): the most recently sent segment among those acknowledged or reported by SACK. */
export interface Rack extends Sending {
  /** Time at which that segment was acknowledged or reported, microseconds. */
  readonly at: number;
  /** RACK.rtt: time from that segment's transmission to its acknowledgment, microseconds. */
  readonly rtt: number;
  /** The least round-trip time of any segment that was sent once, microseconds. */
  readonly minRtt: number;
  /** RACK.fack: the highest sequence number acknowledged or reported. */
  readonly fack: Seq;
  /** RACK.reordering_seen: a segment below RACK.fack, sent once, was acknowledged or reported later than RACK.fack. */
  readonly isReordered: boolean;
}

/**
 * RACK_sent_after (RFC 8985 §6.2 step 2): of two segments sent at the same time, the one with the higher end was sent
 * later.
 */
export function isSentAfter(a: Sending, b: Sending): boolean {
  return a.time > b.time || (a.time === b.time && gt(a.end, b.end));
}

/**
 * The RACK state after one segment is acknowledged or reported (RFC 8985 §6.2, steps 1 to 3).
 *
 * @param isResent the segment was sent more than once, so the acknowledgment may belong to an earlier transmission
 */
export function delivered(rack: Rack | undefined, sending: Sending, isResent: boolean, now: number): Rack | undefined {
  const rtt = now - sending.time;
  if (rack === undefined)
    return isResent ? undefined : { ...sending, at: now, rtt, minRtt: rtt, fack: sending.end, isReordered: false };
  if (isResent && rtt < rack.minRtt) return rack;
  const known = {
    minRtt: isResent ? rack.minRtt : Math.min(rack.minRtt, rtt),
    fack: max(rack.fack, sending.end),
    isReordered: rack.isReordered || (!isResent && lt(sending.end, rack.fack)),
  };
  return isSentAfter(sending, rack) ? { ...sending, at: now, rtt, ...known } : { ...rack, ...known };
}

/**
 * RACK_reo_wnd (RFC 8985 §6.2 step 4), microseconds: how late a segment may arrive after one that was sent later. It is
 * a quarter of the least round-trip time. While no reordering has been seen, it is 0 in recovery and once DupThresh
 * segments are reported.
 */
export function reorderingWindow({ minRtt, isReordered }: Rack, tcb: Tcb, mss: number): number {
  const { phase, board } = tcb.congestion;
  if (!isReordered && (phase !== 'open' || hasDuplicateThreshold(board, mss))) return 0;
  return Math.min(minRtt / 4, tcb.timers.rtt?.srtt ?? minRtt);
}

/** The losses that RACK detects in the retransmission queue at present. */
export interface Losses {
  /** The first lost octet that has not been retransmitted; undefined for none. */
  readonly hole: Seq | undefined;
  /** The sequence number after the last lost octet. */
  readonly edge: Seq | undefined;
  /** The time at which the next segment counts as lost, microseconds (the reordering timer, RFC 8985 §6.2 step 5). */
  readonly wakeAt: number | undefined;
}

export const NO_LOSSES: Losses = { hole: undefined, edge: undefined, wakeAt: undefined };
