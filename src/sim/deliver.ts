/** A segment arrives: RFC 9293 §3.10.7 on it, and what its receiver owes then. */
import {
  ACK,
  FIN,
  RST,
  SYN,
  type Segment,
  add,
  distance,
  has,
  isMulticastOrBroadcast,
  parseAddress,
  received,
  segLen,
} from '../wire';
import {
  type Arrival,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  REPLY_IS_SPARED,
  SECOND,
  type Tcb,
  arrive,
  backToListen,
  fixedByHearing,
  isBareSyn,
  isHeldBack,
  isSynchronized,
  owesReply,
} from '../tcp';
import { noteHeardCookie, withRightCookie } from './cookies';
import { outlook } from './depart';
import type { Landing } from './happening';
import { configOf, infoOf, issAbove, nextIss, note, setEndpoint, withIss, type Motion } from './motion';
import { deliveredBy, withoutAcked } from './queue';
import { endpointOf } from './setting';
import type { Due, DueFor, EndId, Endpoint, Sent } from './world';

/** The receiver's side: RFC 9293 §3.10.7 on the segment, and what is now owed. */
export function deliver(m: Motion, to: EndId, onTheWire: Sent): Landing {
  const sent = asRead(m, onTheWire);
  if (sent !== undefined) return take(m, to, sent);
  m.recorder.unread(onTheWire);
  return 'dropped';
}

/** SEGMENT ARRIVES, for a segment that the receiver could read. */
export function take(m: Motion, to: EndId, sent: Sent): Landing {
  m.recorder.taken(sent);
  const receiver = endpointOf(m.world, to);
  let { tcb } = receiver;
  const forks = isServedAgain(m, to, receiver, sent.segment);
  if (forks) tcb = backToListen(tcb);
  const opening = tcb.state === 'LISTEN';
  if (opening) tcb = withRightCookie(m, to, withIss(tcb, nextIss(m, to)), sent.segment);
  if (tcb.unknown !== 0) tcb = learnt(m, to, tcb, sent.segment);
  if (tcb.closing && !tcb.congestion.waits && isHeldBack(outlook(m, to)))
    tcb = { ...tcb, congestion: { ...tcb.congestion, waits: true } };
  const config = configOf(m, to);
  const arrival = arrive(tcb, sent.segment, config, m.world.clock);
  note(m, to, arrival.taken);
  let after = arrival.tcb;
  if (receiver.tcb.state === 'SYN-SENT' && after.state === 'ESTABLISHED') noteHeardCookie(m, to, sent.segment);
  const reopens = receiver.tcb.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  after = reopened(m, to, receiver.tcb, after);
  if (m.setting.roles[to]?.bound.receive === true) after = keepUnread(receiver.tcb, after);
  const over = receiver.tcb.state !== 'CLOSED' && after.state === 'CLOSED';
  const attempts =
    over || reopens || (receiver.tcb.state === 'SYN-RECEIVED' && after.state === 'LISTEN')
      ? receiver.attempts + 1
      : receiver.attempts;
  setEndpoint(m, to, {
    tcb: after,
    resets: arrival.reset === undefined ? receiver.resets : [...receiver.resets, arrival.reset].slice(-MAX_RESETS),
    // A CLOSE that leaves data unread is an abort, whatever comes behind it.
    parting: receiver.tcb.state === 'CLOSED' || over ? undefined : receiver.parting,
    lastSent: forks || reopens ? undefined : receiver.lastSent,
    lastHeard: sent,
    lastLost: receiver.lastLost,
    heardSince: receiver.heardSince + 1,
    reuses: receiver.reuses,
    sndBy: receiver.sndBy,
    rcvBy: after.rcvNxt === receiver.tcb.rcvNxt ? receiver.rcvBy : sent,
    unacked: withoutAcked(receiver, arrival),
    delivered: forks || reopens || !config.rackTlp ? undefined : deliveredBy(receiver, arrival, m.world.clock),
    outgoing: receiver.outgoing,
    asked: askedBy(receiver, sent),
    due: dueAfter(m, receiver, arrival, sent),
    ended: over ? (arrival.wasReset ? 'reset' : 'closed') : forks || reopens ? 'never' : receiver.ended,
    attempts,
  });
  return arrival.dropped ? 'dropped' : 'arrived';
}

/** A TCB of which not all is known: what an arriving segment fixes of it, before it is processed. */
function learnt(m: Motion, end: EndId, tcb: Tcb, segment: Segment): Tcb {
  const isFirst = endpointOf(m.world, end).lastHeard === undefined;
  return fixedByHearing(tcb, endpointOf(m.world, infoOf(m, end).peer).tcb, segment, isFirst);
}

/** Does the receiver throw the segment away before it looks at any state? */
export function isUnread(m: Motion, sent: Sent): boolean {
  return (sent.segment.raw !== undefined || has(sent.segment, SYN)) && asRead(m, sent) === undefined;
}

/**
 * The segment as its receiver reads it; undefined where it throws it away: its checksum does not hold or its data offset is
 * impossible (RFC 9293 §3.1, MUST-3), or it is a SYN from or to an address of many hosts (§3.9.2.3, MUST-57, MUST-63).
 */
function asRead(m: Motion, sent: Sent): Sent | undefined {
  if (isOpening(sent.segment) && isToMany(m, sent)) return undefined;
  if (sent.segment.raw === undefined) return sent;
  const own = infoOf(m, sent.spoofed ?? sent.from);
  const peer = infoOf(m, own.peer);
  const address = (host: number) => parseAddress(m.setting.cast.hosts[host]?.address ?? '');
  const source = address(own.host);
  const destination = address(peer.host);
  if (source === undefined || destination?.length !== source.length) return sent;
  const path = { source, destination, sourcePort: own.port, destinationPort: peer.port };
  const segment = received(sent.segment, path);
  return segment === undefined || segment === sent.segment ? segment && sent : { ...sent, segment };
}

function isOpening({ flags }: Segment): boolean {
  return (flags & (SYN | ACK | RST)) === SYN;
}

function isToMany(m: Motion, sent: Sent): boolean {
  return [sent.spoofed ?? sent.from, sent.to].some((end) =>
    isMulticastOrBroadcast(m.setting.cast.hosts[infoOf(m, end).host]?.address ?? ''),
  );
}

/** A listener outlives the connections that it brings forth (RFC 9293 §3.9.1.1): the next SYN finds it. */
function isServedAgain(m: Motion, to: EndId, receiver: Endpoint, segment: Segment): boolean {
  const isOver = receiver.tcb.state === 'CLOSED' && receiver.ended !== 'never';
  return isOver && isOpening(segment) && m.recorder.serves(to);
}

/** Where the flow writes RECEIVE, what arrives stays in the buffer until then, and the window is what is left of it. */
function keepUnread(before: Tcb, after: Tcb): Tcb {
  if (!after.synchronised || after.rcvNxt === before.rcvNxt) return after;
  const fin = after.finRcvd !== undefined && before.finRcvd === undefined ? 1 : 0;
  // A SYN with a right cookie brings its data at once (RFC 7413 §4.2.2).
  const start = before.synchronised ? before.rcvNxt : add(after.irs, 1);
  const taken = distance(start, after.rcvNxt) - fin;
  return { ...after, unread: after.unread + taken, rcvWnd: Math.max(0, after.rcvWnd - taken) };
}

/** The oldest reply that the receiver owes behind an arrival, and why. */
function dueAfter(m: Motion, receiver: Endpoint, arrival: Arrival, sent: Sent): Due | undefined {
  if (receiver.due !== undefined) return receiver.due;
  // A SYN in TIME-WAIT may be dropped in silence (RFC 6191 §2), and challenge ACKs be throttled (RFC 5961 §7).
  const asked = askedBy(receiver, sent)?.end.tcb.state;
  if (asked === 'TIME-WAIT') return undefined;
  const why = arrival.reset === undefined ? replyFor(receiver.tcb, arrival, sent.segment) : resetFor(receiver.tcb);
  // A side that has answered one such segment just now may leave the next unanswered (RFC 5961 §7).
  const { count, since } = receiver.tcb.timers.replying;
  if (arrival.reset === undefined && (arrival.tcb.owed & REPLY_IS_SPARED) !== 0) return undefined;
  const isSpared = why === 'unacceptable' && count > 0 && m.world.clock - since <= 5 * SECOND;
  return why === undefined || isSpared ? undefined : { since: m.world.clock, for: why, by: sent };
}

/** RFC 9293 §3.5.2: who answers with an RST depends on the state that the segment reached. */
function resetFor({ state }: Tcb): DueFor {
  if (state === 'CLOSED') return 'reset-closed';
  return state === 'LISTEN' ? 'reset-listen' : 'reset-bad-ack';
}

function replyFor(before: Tcb, arrival: Arrival, segment: Segment): DueFor | undefined {
  const { tcb } = arrival;
  if (!owesReply(tcb)) return undefined;
  if ((tcb.owed & OWES_SYN_ACK) !== 0) return 'syn';
  if ((tcb.owed & OWES_REPLY_ACK) !== 0) {
    if (arrival.taken.some((t) => t.row === 'E56')) return 'ack-unsent';
    if (before.state === 'TIME-WAIT' && has(segment, FIN)) return 'fin-again';
    if (before.rcvWnd === 0 && segment.len <= 1) return 'window-probe';
    if (segLen(segment) === 0 && segment.seq === add(before.rcvNxt, -1)) return 'keepalive';
    return 'unacceptable';
  }
  return has(segment, FIN) ? 'fin' : 'data';
}

/** A SYN inside the connection that waits for its answer behind an arrival, with the TCB that it met. */
function askedBy(receiver: Endpoint, sent: Sent): Endpoint['asked'] {
  const { tcb, asked } = receiver;
  if (!isBareSyn(sent.segment)) return undefined;
  if (isSynchronized(tcb.state))
    return { end: asked === undefined ? receiver : { ...receiver, asked: undefined }, by: sent };
  // The SYN comes again, unanswered.
  return asked?.by.segment.seq === sent.segment.seq ? asked : undefined;
}

/** The TCB of a side whose TIME-WAIT a SYN has ended: its ISS lies above the old connection. */
export function reopened(m: Motion, end: EndId, before: Tcb, after: Tcb): Tcb {
  const opens = before.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  return opens ? withIss(after, issAbove(m, end, before.sndNxt)) : after;
}

/** More replies than this are not kept: nobody writes them down, and a flow of nothing but lost causes must not grow. */
const MAX_RESETS = 64;
