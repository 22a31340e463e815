/**
 * Decides which retransmission timers can still expire. In the search, segments arrive before any timer expires. Once
 * no fault is left and no outstanding segment has been lost, all data, current and later, is acknowledged in time: RTO,
 * its measurement and the remaining time make no difference any more. A side that lacks only the ACK of its SYN or FIN
 * resends once; only the order of its timer among the others matters.
 */
import { type EndId, type Endpoint, type Micros, configOf, endpointOf, infoOf } from '../sim';
import { type Config, type State, type Tcb, hasQueued, usesTimestamps } from '../tcp';
import { ACK, RST, SYN, type Seq, add, has, le, lt, max, segEnd, segLen } from '../wire';
import type { Acts } from './acts';
import { isOfConnection, isOpening, isOver, type Side } from './ghosts';
import type { Carried, Node } from './node';

/** The sides whose retransmission timers may still expire, as far as the search can tell. */
export interface Resending {
  /**
   * By end: true if the timer may expire; `once` if only its order among the timers matters, since the resent segment
   * is not lost.
   */
  readonly ends: readonly (boolean | 'once')[];
  /** The times of which only the order matters ({@link orderedTimes}). */
  readonly times: readonly Micros[] | undefined;
}

/** The sides that may still resend; undefined for all sides, which is always so while a fault is left. */
export function resending(node: Node, acts: Acts): Resending | undefined {
  // After a crash or a forged segment the sides may disagree on the sequence numbers that were sent and acknowledged.
  if (acts.isAttacked || !acts.spent.isSpent(node.used)) return undefined;
  const lacks = node.sides.map((_, end) => mayLack(node, acts, end));
  if (!mayMislead(node, acts)) {
    if (!lacks.includes(true)) return { ends: lacks, times: orderedTimes(node, acts, lacks) };
    const times = lacks.every((is, end) => !is || lacksOne(node, acts, end)) && orderedTimes(node, acts, lacks);
    if (times) return { ends: lacks.map((is) => is && 'once'), times };
  }
  const ends = node.sides.map((_, end) => !isSureOfAck(node, acts, end));
  return ends.every(Boolean) ? undefined : { ends, times: undefined };
}

/**
 * True if a side lacks only the ACK of its SYN or FIN, and its peer processes its segments: one retransmission is
 * enough.
 */
function lacksOne({ world, sides }: Node, { m }: Acts, end: number): boolean {
  const { tcb } = endpointOf(world, end);
  const { peer } = infoOf(m, end);
  if (add(tcb.sndUna, 1) !== tcb.sndNxt || tcb.timers.loss.mustResend) return false;
  return isHeard(tcb, endpointOf(world, peer).tcb, sides[end] as Side, sides[peer] as Side);
}

/** True if the peer assigns the segments of a side to its own connection, or opens the connection by them. */
function isHeard(tcb: Tcb, other: Tcb, own: Side, side: Side): boolean {
  if (other.state === 'LISTEN') return tcb.state === 'SYN-SENT';
  if (other.state === 'SYN-SENT') return tcb.state === 'SYN-SENT';
  return other.state !== 'CLOSED' && isOfConnection(side, own.con, own);
}

/** True if a side has sent its FIN, its last segment, and the FIN's ACK is in flight. */
function isSureOfAck({ world, queues, aside, sides }: Node, { m }: Acts, end: number): boolean {
  const { tcb } = endpointOf(world, end);
  if (tcb.finSeq === undefined || !le(tcb.finSeq, add(tcb.sndNxt, -1))) return false;
  const { peer } = infoOf(m, end);
  const { of } = sides[end] as Side;
  const heard = queues[peer] as readonly Carried[];
  const others = heard.findIndex(({ con }) => con !== of);
  // New octets in a segment set aside might arrive first and move the window past the segment with the ACK.
  const isNew = ({ sent: { to, segment } }: Carried): boolean =>
    to === end && segLen(segment) > 0 && lt(tcb.rcvNxt, segEnd(segment));
  if (aside.some(isNew)) return false;
  return heardAck(tcb, others < 0 ? heard : heard.slice(0, others)) === tcb.sndNxt;
}

/**
 * True if a side may still receive a segment of another connection, and therefore discard its peer's segments. A copy
 * set aside may open, refuse or reset a connection; a side that connects again may meet a peer that still has the
 * earlier connection (RFC 9293 §3.5.1).
 */
function mayMislead(node: Node, acts: Acts): boolean {
  const { world, queues, aside, sides } = node;
  const { m } = acts;
  const isOld = ({ sent, con }: Carried): boolean => con !== sides[sent.from]?.con;
  if (queues.some((queue) => queue.some(isOld))) return true;
  const isReset = ({ sent }: Carried): boolean => has(sent.segment, RST);
  // A side that aborted and connects again may meet a peer that has not received the RST.
  const connects = acts.isLeft(node, (call) => call === 'connect');
  if (connects && (aside.length > 0 || acts.aborts || queues.some((queue) => queue.some(isReset)))) return true;
  if (aside.length === 0) return false;
  const stateOf = (end: EndId): State => endpointOf(world, end).tcb.state;
  const opens = sides.some((_, end) => stateOf(end) === 'SYN-SENT');
  return aside.some((carried) => {
    const { from, to, segment } = carried.sent;
    // A segment of a closed connection is an old duplicate as soon as another connection is opened.
    if (isOld(carried) || has(segment, RST) || (opens && isOver(stateOf(from)))) return true;
    const { tcb } = endpointOf(world, to);
    // Octets received before are outside the window and answered by an ACK (RFC 9293 §3.10.7.4). New octets would move
    // the window past segments in flight.
    const isTaken = tcb.state === 'CLOSED' || (tcb.synchronised && le(segEnd(segment), tcb.rcvNxt));
    if (!has(segment, SYN)) return segLen(segment) > 0 && !isTaken;
    const mayOpen = !has(segment, ACK) && (tcb.state === 'LISTEN' || m.setting.roles[to]?.listens === true);
    return mayOpen || !isTaken;
  });
}

/**
 * True if a delayed ACK of the peer (RFC 9293 §3.8.6.3) may come after the retransmission timer expires. Times in
 * microseconds.
 */
function isSlow({ timers }: Tcb, delay: Micros, ackAt: Micros | undefined, now: Micros): boolean {
  const { rto, retransmitAt = now + rto } = timers;
  return rto <= delay || retransmitAt <= Math.max(now + delay, ackAt ?? 0);
}

/**
 * True if an outstanding segment of a side is neither in flight nor acknowledged by a segment in flight, or if the peer
 * would discard it.
 */
function mayLack({ world, queues, sides }: Node, { m }: Acts, end: number): boolean {
  const { tcb, unacked } = endpointOf(world, end);
  if (isOver(tcb.state)) return false;
  const { peer } = infoOf(m, end);
  const other = endpointOf(world, peer).tcb;
  if (hasForeign(tcb, other)) return true;
  if (tcb.sndUna === tcb.sndNxt) return false;
  const [own, side] = [sides[end] as Side, sides[peer] as Side];
  const [said, heard] = [queues[end] as readonly Carried[], queues[peer] as readonly Carried[]];
  if (isOver(other.state)) {
    const refusal = refused(tcb, said, heard);
    if (refusal !== 'open') return refusal === 'no';
  } else if (!isHeard(tcb, other, own, side)) return true;
  const isData = unacked.some(({ segment }) => segment.len > 0);
  if (isData && isSlow(tcb, configOf(m, peer).delayedAck, other.ackAt, world.clock)) return true;
  return lt(acknowledged(tcb, other, said, heard), tcb.sndNxt);
}

/**
 * SND.UNA after all segments in flight have arrived, including the ACKs that the peer sends for them.
 *
 * @param said segments of the side in flight, in the order of arrival; `heard`: segments of its peer in flight
 */
function acknowledged(tcb: Tcb, other: Tcb, said: readonly Carried[], heard: readonly Carried[]): Seq {
  const next = heardAck(tcb, heard);
  let taken = other.synchronised ? other.rcvNxt : next;
  // Simultaneous open: a SYN,ACK whose SYN was received before is not answered by an ACK (RFC 9293 §3.5).
  let answers = other.synchronised && other.ackAt !== undefined;
  for (const { sent } of said) {
    const { segment } = sent;
    const isNew = le(segment.seq, taken) && lt(taken, segEnd(segment));
    if (isNew) taken = segEnd(segment);
    answers ||= isNew || (segLen(segment) > 0 && !has(segment, SYN));
  }
  return answers ? max(next, taken) : next;
}

/** SND.UNA of a side after all segments in flight to it have arrived. */
function heardAck(tcb: Tcb, heard: readonly Carried[]): Seq {
  let next = tcb.sndUna;
  let { rcvNxt } = tcb;
  for (const { sent } of heard) {
    const { segment } = sent;
    // SEG.ACK of an unacceptable segment is ignored, except that of a SYN,ACK before ESTABLISHED (RFC 9293 §3.10.7.4).
    const isOld = segLen(segment) === 0 ? lt(segment.seq, rcvNxt) : le(segEnd(segment), rcvNxt);
    if (tcb.synchronised && isOld && !(has(segment, SYN) && isOpening(tcb.state))) continue;
    if (le(segment.seq, rcvNxt) && lt(rcvNxt, segEnd(segment))) rcvNxt = segEnd(segment);
    if (has(segment, ACK) && lt(next, segment.ack) && le(segment.ack, tcb.sndNxt)) next = segment.ack;
  }
  return next;
}

/**
 * True if a side has received octets that its peer did not send in this connection: octets of an earlier connection
 * with the same sequence numbers.
 */
function hasForeign({ synchronised, rcvNxt, reassembly }: Tcb, other: Tcb): boolean {
  if (!synchronised || isOver(other.state)) return false;
  return lt(other.sndNxt, rcvNxt) || reassembly.held.some(({ right }) => lt(other.sndNxt, right));
}

/**
 * Tells if a peer without a connection resets a side for certain: `yes` if its RST is in flight; `no` if segments in
 * flight move RCV.NXT so that an RST in reply to an earlier ACK has another number (RFC 9293 §3.5.2, §3.10.7.4); `open`
 * otherwise.
 */
function refused(tcb: Tcb, said: readonly Carried[], heard: readonly Carried[]): 'yes' | 'no' | 'open' {
  if (tcb.state === 'SYN-SENT') {
    if (heard.length === 0) return 'open';
    return heard.every(({ sent: { segment } }) => has(segment, RST) && segment.ack === tcb.sndNxt) ? 'yes' : 'no';
  }
  let next = tcb.rcvNxt;
  for (const { sent } of heard) {
    const { segment } = sent;
    if (has(segment, RST) && segment.seq === next) return 'yes';
    if (le(segment.seq, next) && lt(next, segEnd(segment))) next = segEnd(segment);
  }
  const last = said.at(-1)?.sent.segment;
  return last !== undefined && has(last, ACK) && last.ack === next ? 'open' : 'no';
}

/** Calls that may be followed by data or another connection, and thus by other timers. */
const MOVING: ReadonlySet<string> = new Set(['connect', 'listen', 'send']);

/**
 * The times of which only the order matters, ascending: the end of each TIME-WAIT, current or beginning now, the end of
 * the lifetime of each segment set aside, and the retransmission timers of sides that lack an ACK. No other timer runs,
 * since no data and no connection follow. Undefined if anything else depends on time.
 */
function orderedTimes(node: Node, acts: Acts, lacks: readonly boolean[]): readonly Micros[] | undefined {
  const { m, lifeEnds } = acts;
  const { world, queues, aside, sides } = node;
  if (acts.isLeft(node, (call) => MOVING.has(call))) return undefined;
  const isData = ({ sent }: Carried): boolean => sent.segment.len > 0;
  if (aside.some(isData) || queues.some((queue) => queue.some(isData))) return undefined;
  const times = aside.map(({ sent }) => lifeEnds(sent));
  for (let end = 0; end < sides.length; end++) {
    const endpoint = endpointOf(world, end);
    if (isOver(endpoint.tcb.state)) continue;
    if (readsTime(endpoint, configOf(m, end))) return undefined;
    times.push(world.clock + 2 * configOf(m, end).msl);
    const { timeWaitEnd, timers } = endpoint.tcb;
    if (timeWaitEnd !== undefined) times.push(timeWaitEnd);
    if (lacks[end] === true && timers.retransmitAt !== undefined) times.push(timers.retransmitAt);
  }
  return times.length < 2 ? times : [...new Set(times)].sort((a, b) => a - b);
}

/** True if an end has, or may have, a timer besides those of retransmission and TIME-WAIT. */
function readsTime({ tcb, unacked }: Endpoint, config: Config): boolean {
  const { finWait2, userTimeout, keepalive, replyInterval } = config;
  if (finWait2 !== undefined || userTimeout !== undefined || keepalive !== undefined || replyInterval > 0) return true;
  if (tcb.ackAt !== undefined || usesTimestamps(tcb) || tcb.opening.waited !== undefined) return true;
  return hasQueued(tcb) || unacked.some(({ segment }) => segment.len > 0);
}
