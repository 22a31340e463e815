import { type Seq, gt, lt, max } from '../wire';
import { hasDuplicateThreshold } from './congestion';
import type { Tcb } from './tcb';

/** When a segment was last sent, microseconds, and the number behind its last octet. */
export interface Sending {
  readonly time: number;
  readonly end: Seq;
}

/** What tells of losses by time (RFC 8985 §5.2): of all that the peer has acknowledged or reported, the segment sent last. */
export interface Rack extends Sending {
  /** When this was learnt. */
  readonly at: number;
  /** RACK.rtt: how long it took from the sending to the news; and the least that any segment took which was sent once. */
  readonly rtt: number;
  readonly minRtt: number;
  /** RACK.fack: the highest number acknowledged or reported. */
  readonly fack: Seq;
  /** Something below RACK.fack, sent once, has been delivered after it (RACK.reordering_seen). */
  readonly isReordered: boolean;
}

/** RACK_sent_after of RFC 8985 §6.2 step 2: of what left at one instant, the higher numbers left later. */
export function isSentAfter(a: Sending, b: Sending): boolean {
  return a.time > b.time || (a.time === b.time && gt(a.end, b.end));
}

/**
 * Steps 1 to 3 of RFC 8985 §6.2, for one segment that the peer has acknowledged or reported.
 *
 * @param isResent it went more than once: the news may be about an earlier sending, and then it tells nothing
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
 * How long a segment may arrive behind one that was sent later (RACK_update_reo_wnd, RFC 8985 §6.2 step 4), microseconds: a
 * quarter of the least round-trip time. Where nothing was ever reordered, three segments reported are enough, and in recovery one.
 */
export function reorderingWindow({ minRtt, isReordered }: Rack, tcb: Tcb, mss: number): number {
  const { phase, board } = tcb.congestion;
  if (!isReordered && (phase !== 'open' || hasDuplicateThreshold(board, mss))) return 0;
  return Math.min(minRtt / 4, tcb.timers.rtt?.srtt ?? minRtt);
}

/** What RACK makes of the retransmission queue now. */
export interface Losses {
  /** The first octet that is lost and has not gone again since. */
  readonly hole: Seq | undefined;
  /** Behind the last that is lost. */
  readonly edge: Seq | undefined;
  /** When more of it will count as lost (the reordering timer of §6.2 step 5). */
  readonly wakeAt: number | undefined;
}

export const NO_LOSSES: Losses = { hole: undefined, edge: undefined, wakeAt: undefined };
