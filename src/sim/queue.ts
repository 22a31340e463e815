/** The retransmission queue of an end (RFC 9293 §3.10.2): what waits for its acknowledgment, and when it was last sent. */
import { type Block, Queue, type Segment, type Seq, ge, gt, le, lt, max, segEnd, segLen } from '../wire';
import type { Endpoint, Micros, Sent } from './world';
import {
  type Arrival,
  type Losses,
  NO_LOSSES,
  type Rack,
  covers,
  delivered,
  isSentAfter,
  reorderingWindow,
} from '../tcp';

/** The index of the first segment that ends after `n`; the queue is in ascending order. */
export function queuePlace(sender: Endpoint, n: Seq): number {
  let low = 0;
  let high = sender.unacked.size;
  while (low < high) {
    const mid = (low + high) >>> 1;
    const segment = sender.unacked.get(mid)?.segment;
    if (segment !== undefined && le(segEnd(segment), n)) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The segment of the queue that contains a sequence number. */
export function queuedAt(sender: Endpoint, at: Seq): Sent | undefined {
  return sender.unacked.get(queuePlace(sender, at));
}

/** The last transmission of these octets, if they are still unacknowledged. */
export function firstSending(sender: Endpoint, segment: Segment): Sent | undefined {
  if (segLen(segment) === 0 || !lt(segment.seq, sender.tcb.sndNxt)) return undefined;
  const found = queuedAt(sender, segment.seq);
  if (found === undefined || !le(found.segment.seq, segment.seq)) return undefined;
  const { again } = found;
  if (again === undefined || ge(segment.seq, again.to)) return found;
  return { ...found, id: again.id, time: again.time, repeats: found.repeats ?? found.id };
}

/** The queue with the segment's octets marked as retransmitted now. */
export function sentAgain(sender: Endpoint, sent: Sent): Endpoint['unacked'] {
  if (sent.repeats === undefined) return sender.unacked;
  const { segment } = sent;
  const end = segEnd(segment);
  const { unacked } = sender;
  const first = queuePlace(sender, segment.seq);
  const marked: Sent[] = [];
  for (let at = first; at < unacked.size; at++) {
    const entry = unacked.get(at) as Sent;
    if (!lt(entry.segment.seq, end)) break;
    const isSame = entry.segment.seq === segment.seq && segLen(entry.segment) === segLen(segment);
    const to = lt(end, segEnd(entry.segment)) ? end : segEnd(entry.segment);
    marked.push(isSame ? sent : { ...entry, again: { id: sent.id, to, time: sent.time } });
  }
  return marked.length === 0 ? unacked : unacked.set(first, ...marked);
}

/** The queue without acknowledged segments. */
export function withoutAcked(receiver: Endpoint, arrival: Arrival): Endpoint['unacked'] {
  const { unacked } = receiver;
  if (arrival.tcb.state === 'CLOSED' || arrival.tcb.state === 'LISTEN')
    return unacked.size === 0 ? unacked : Queue.empty();
  if (arrival.tcb.sndUna === receiver.tcb.sndUna) return unacked;
  let acked = 0;
  for (let first = unacked.get(0); first !== undefined && le(segEnd(first.segment), arrival.tcb.sndUna);) {
    first = unacked.get(++acked);
  }
  return unacked.drop(acked);
}

/** RACK.segment after an acknowledgment (RFC 8985 §6.2, steps 1 to 3). */
export function deliveredBy(receiver: Endpoint, arrival: Arrival, now: Micros): Rack | undefined {
  const { sndUna, sacked } = arrival.tcb;
  const { unacked, tcb } = receiver;
  if (unacked.size === 0 || (sndUna === tcb.sndUna && sacked.length === 0)) return receiver.delivered;
  const { board } = tcb.congestion;
  let rack = receiver.delivered;
  const see = (entry: Sent): void => {
    const sending = { time: entry.again?.time ?? entry.time, end: segEnd(entry.segment) };
    rack = delivered(rack, sending, isResent(entry), now);
  };
  for (let at = 0; at < unacked.size; at++) {
    const entry = unacked.get(at) as Sent;
    if (gt(segEnd(entry.segment), sndUna)) break;
    // Segments reported by SACK have been processed before.
    if (board.length === 0 || !board.some((b) => covers(b, entry.segment.seq))) see(entry);
  }
  for (const block of sacked) {
    for (const fresh of unreported(block, board)) seeWithin(receiver, fresh, see);
  }
  return rack;
}

const isResent = ({ again, repeats }: Sent): boolean => again !== undefined || repeats !== undefined;

/**
 * The segments of the queue that are lost because later ones have arrived (RACK_detect_loss, RFC 8985 §6.2 step 5), and
 * the time at which the next one counts as lost.
 */
export function lossesOf({ unacked, delivered: rack, tcb }: Endpoint, mss: number, now: Micros): Losses {
  if (rack === undefined || unacked.size === 0) return NO_LOSSES;
  const patience = rack.rtt + reorderingWindow(rack, tcb, mss);
  let hole: Seq | undefined;
  let edge: Seq | undefined;
  let wakeAt: number | undefined;
  const look = (left: Seq, end: Seq, time: Micros): void => {
    if (!lt(left, end) || !isSentAfter(rack, { time, end })) return;
    const at = Math.ceil(time + patience);
    if (at > now) wakeAt = Math.max(wakeAt ?? 0, at);
    else {
      hole ??= left;
      edge = end;
    }
  };
  for (let at = 0; at < unacked.size; at++) {
    const entry = unacked.get(at) as Sent;
    const { segment, again } = entry;
    const end = segEnd(segment);
    // First transmissions are in the order of their sequence numbers.
    if (!isResent(entry) && !isSentAfter(rack, { time: entry.time, end })) break;
    const start = max(tcb.sndUna, segment.seq);
    if (tcb.congestion.board.some((b) => covers(b, start))) continue;
    if (again === undefined) look(start, end, entry.time);
    else {
      look(start, again.to, again.time);
      look(max(start, again.to), end, entry.time);
    }
  }
  return { hole, edge, wakeAt };
}

/** Visits the segments of the queue that lie within a block. */
function seeWithin(receiver: Endpoint, { left, right }: Block, see: (entry: Sent) => void): void {
  for (let at = queuePlace(receiver, left); at < receiver.unacked.size; at++) {
    const entry = receiver.unacked.get(at) as Sent;
    if (gt(segEnd(entry.segment), right)) return;
    see(entry);
  }
}

/** The parts of a block that the scoreboard (disjoint, ascending) does not contain. */
function unreported(block: Block, board: readonly Block[]): Block[] {
  const parts: Block[] = [];
  let { left } = block;
  for (const b of board) {
    if (!gt(b.right, left) || !lt(b.left, block.right)) continue;
    if (lt(left, b.left)) parts.push({ left, right: b.left });
    left = max(left, b.right);
  }
  if (lt(left, block.right)) parts.push({ left, right: block.right });
  return parts;
}
