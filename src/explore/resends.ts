/**
 * Whether a retransmission timer can still run out. Segments arrive before any timer runs out. So once no fault is left, and
 * nothing outstanding has been lost, all of it is acknowledged in time, and so is all that is sent later: RTO, its
 * measurement and the time left make no difference any more. A side that lacks the ACK of its SYN or FIN alone resends once; of
 * its timer only the order among the others counts.
 */
import { type EndId, type Endpoint, type Micros, configOf, endpointOf, infoOf } from '../sim';
import { type Config, type State, type Tcb, hasQueued, usesTimestamps } from '../tcp';
import { ACK, RST, SYN, type Seq, add, has, le, lt, max, segEnd, segLen } from '../wire';
import type { Acts } from './acts';
import { isOfConnection, isOpening, isOver, type Side } from './ghosts';
import type { Carried, Node } from './node';

/** The sides whose retransmission timers may still run out, as far as the search can tell. */
export interface Resending {
  /** By end: whether its timer may run out; `once` if only its order among the others counts, as what it resends is not lost. */
  readonly ends: readonly (boolean | 'once')[];
  /** The times of which only the order counts ({@link orderedTimes}). */
  readonly times: readonly Micros[] | undefined;
}

/** The sides that may still resend; undefined for all, as always while a fault is left. */
export function resending(node: Node, acts: Acts): Resending | undefined {
  // A crash and a forged segment leave the sides with different views of what has been said.
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

/** True if a side lacks the ACK of its SYN or FIN alone, and its peer hears it: to resend once is enough. */
function lacksOne({ world, sides }: Node, { m }: Acts, end: number): boolean {
  const { tcb } = endpointOf(world, end);
  const { peer } = infoOf(m, end);
  if (add(tcb.sndUna, 1) !== tcb.sndNxt || tcb.timers.loss.mustResend) return false;
  return isHeard(tcb, endpointOf(world, peer).tcb, sides[end] as Side, sides[peer] as Side);
}

/** True if a peer takes the segments of a side for those of its own connection, or opens it by them. */
function isHeard(tcb: Tcb, other: Tcb, own: Side, side: Side): boolean {
  if (other.state === 'LISTEN') return tcb.state === 'SYN-SENT';
  if (other.state === 'SYN-SENT') return tcb.state === 'SYN-SENT';
  return other.state !== 'CLOSED' && isOfConnection(side, own.con, own);
}

/** True if a side has sent its FIN, and an ACK of it is on its way: it has nothing else to send. */
function isSureOfAck({ world, queues, aside, sides }: Node, { m }: Acts, end: number): boolean {
  const { tcb } = endpointOf(world, end);
  if (tcb.finSeq === undefined || !le(tcb.finSeq, add(tcb.sndNxt, -1))) return false;
  const { peer } = infoOf(m, end);
  const { of } = sides[end] as Side;
  const heard = queues[peer] as readonly Carried[];
  const others = heard.findIndex(({ con }) => con !== of);
  // New octets that arrive from aside would put the segment with the ACK out of the window.
  const isNew = ({ sent: { to, segment } }: Carried): boolean =>
    to === end && segLen(segment) > 0 && lt(tcb.rcvNxt, segEnd(segment));
  if (aside.some(isNew)) return false;
  return heardAck(tcb, others < 0 ? heard : heard.slice(0, others)) === tcb.sndNxt;
}

/**
 * True if a side may yet hear a segment of another connection, and discard what its peer says. A copy that is set aside may
 * open, refuse or reset one; a side that connects again may meet a peer that still has the earlier one (RFC 9293 §3.5.1).
 */
function mayMislead(node: Node, acts: Acts): boolean {
  const { world, queues, aside, sides } = node;
  const { m } = acts;
  const isOld = ({ sent, con }: Carried): boolean => con !== sides[sent.from]?.con;
  if (queues.some((queue) => queue.some(isOld))) return true;
  const isReset = ({ sent }: Carried): boolean => has(sent.segment, RST);
  // A side that has aborted, and connects again, may meet a peer that has not heard of it.
  const connects = acts.isLeft(node, (call) => call === 'connect');
  if (connects && (aside.length > 0 || acts.aborts || queues.some((queue) => queue.some(isReset)))) return true;
  if (aside.length === 0) return false;
  const stateOf = (end: EndId): State => endpointOf(world, end).tcb.state;
  const opens = sides.some((_, end) => stateOf(end) === 'SYN-SENT');
  return aside.some((carried) => {
    const { from, to, segment } = carried.sent;
    // A segment of a connection that is over is an old one as soon as another is opened.
    if (isOld(carried) || has(segment, RST) || (opens && isOver(stateOf(from)))) return true;
    const { tcb } = endpointOf(world, to);
    // Octets that have been taken already are out of the window, and answered by an ACK (RFC 9293 §3.10.7.4). New ones would
    // put what is in flight out of the window.
    const isTaken = tcb.state === 'CLOSED' || (tcb.synchronised && le(segEnd(segment), tcb.rcvNxt));
    if (!has(segment, SYN)) return segLen(segment) > 0 && !isTaken;
    const mayOpen = !has(segment, ACK) && (tcb.state === 'LISTEN' || m.setting.roles[to]?.listens === true);
    return mayOpen || !isTaken;
  });
}

/** True if a delayed ACK of the peer (RFC 9293 §3.8.6.3) may come behind the retransmission timer. Times in microseconds. */
function isSlow({ timers }: Tcb, delay: Micros, ackAt: Micros | undefined, now: Micros): boolean {
  const { rto, retransmitAt = now + rto } = timers;
  return rto <= delay || retransmitAt <= Math.max(now + delay, ackAt ?? 0);
}

/** True if something outstanding of a side is neither on its way nor acknowledged by a segment on its way, or finds no ear. */
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
 * SND.UNA once all has arrived that is on its way, and the peer has sent the ACKs that it owes for it.
 *
 * @param said segments of the side that are on their way, in the order of arrival; `heard` those of its peer
 */
function acknowledged(tcb: Tcb, other: Tcb, said: readonly Carried[], heard: readonly Carried[]): Seq {
  const next = heardAck(tcb, heard);
  let taken = other.synchronised ? other.rcvNxt : next;
  // Simultaneous open: a SYN,ACK whose SYN has been taken already is not answered by an ACK (RFC 9293 §3.5).
  let answers = other.synchronised && other.ackAt !== undefined;
  for (const { sent } of said) {
    const { segment } = sent;
    const isNew = le(segment.seq, taken) && lt(taken, segEnd(segment));
    if (isNew) taken = segEnd(segment);
    answers ||= isNew || (segLen(segment) > 0 && !has(segment, SYN));
  }
  return answers ? max(next, taken) : next;
}

/** SND.UNA once all has arrived that is on its way to the side. */
function heardAck(tcb: Tcb, heard: readonly Carried[]): Seq {
  let next = tcb.sndUna;
  let { rcvNxt } = tcb;
  for (const { sent } of heard) {
    const { segment } = sent;
    // The ACK of an unacceptable segment is not looked at, but that of a SYN,ACK before ESTABLISHED (RFC 9293 §3.10.7.4).
    const isOld = segLen(segment) === 0 ? lt(segment.seq, rcvNxt) : le(segEnd(segment), rcvNxt);
    if (tcb.synchronised && isOld && !(has(segment, SYN) && isOpening(tcb.state))) continue;
    if (le(segment.seq, rcvNxt) && lt(rcvNxt, segEnd(segment))) rcvNxt = segEnd(segment);
    if (has(segment, ACK) && lt(next, segment.ack) && le(segment.ack, tcb.sndNxt)) next = segment.ack;
  }
  return next;
}

/** True if a side has taken, or holds, octets that its peer has not sent: of an earlier connection, whose numbers came again. */
function hasForeign({ synchronised, rcvNxt, reassembly }: Tcb, other: Tcb): boolean {
  if (!synchronised || isOver(other.state)) return false;
  return lt(other.sndNxt, rcvNxt) || reassembly.held.some(({ right }) => lt(other.sndNxt, right));
}

/**
 * Whether a peer without a connection resets a side for certain: `yes` if its RST is on its way, `no` if what is on its way
 * moves RCV.NXT so that an RST in reply to an earlier ACK is out of place (RFC 9293 §3.5.2, §3.10.7.4), `open` otherwise.
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

/** Calls behind which data or another connection may come, and with them other timers. */
const MOVING: ReadonlySet<string> = new Set(['connect', 'listen', 'send']);

/**
 * The times of which only the order counts, ascending: the ends of TIME-WAIT, those of one that begins now, those of the lives of
 * segments that are set aside, and the retransmission timers of sides that lack an ACK. No other timer runs, as no data and no connection is to come.
 * Undefined if more depends on time.
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
