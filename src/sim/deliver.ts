/** The arrival of a segment: SEGMENT ARRIVES (RFC 9293 §3.10.7), and the replies that are due afterwards. */
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
  isBareSyn,
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
  isHeldBack,
  isSynchronized,
  owesReply,
  unlearned,
} from '../tcp';
import { appBehindArrival } from './app';
import { noteHeardCookie, withRightCookie } from './cookies';
import { asBaked, isBaked, proven, queueUp, turnedAway } from './listener';
import { outlook } from './depart';
import type { Landing } from './happening';
import { configOf, infoOf, issAbove, nextIss, note, setEndpoint, withIss, type Motion } from './motion';
import { clamped } from './path';
import { deliveredBy, withoutAcked } from './queue';
import { endpointOf } from './setting';
import type { Due, DueFor, EndId, Endpoint, Sent } from './world';

/** Delivers a segment to its receiver. */
export function deliver(m: Motion, to: EndId, onTheWire: Sent): Landing {
  const sent = asRead(m, asClamped(m, asAltered(onTheWire)));
  if (sent !== undefined) return take(m, to, sent);
  m.recorder.unread(onTheWire);
  return 'dropped';
}

/** The segment with the octet that was changed on its way; whoever changed it has made the checksum good. */
export function asAltered(sent: Sent): Sent {
  const { altered, segment } = sent;
  if (altered === undefined || segment.data === undefined || altered > segment.len) return sent;
  const data = segment.data.slice();
  data[altered - 1] = (data[altered - 1] ?? 0) ^ 1;
  return { ...sent, segment: { ...segment, data } };
}

/** The segment as a router leaves it that lowers the MSS of SYNs. */
function asClamped(m: Motion, sent: Sent): Sent {
  if (sent.segment.options.mss === undefined || m.world.network.links.length === 0) return sent;
  const hosts = [infoOf(m, sent.spoofed ?? sent.from).host, infoOf(m, sent.to).host] as const;
  const segment = clamped(m.world.network, hosts, sent.segment);
  return segment === sent.segment ? sent : { ...sent, segment };
}

/** SEGMENT ARRIVES, for a segment that the receiver could read. */
export function take(m: Motion, to: EndId, sent: Sent): Landing {
  m.recorder.taken(sent);
  const receiver = endpointOf(m.world, to);
  let { tcb } = receiver;
  const forks = isServedAgain(m, to, receiver, sent.segment);
  if (forks) tcb = backToListen(tcb);
  const baked = isBaked(m, to, tcb, sent.segment);
  tcb = proven(m, to, tcb, sent.segment) ?? tcb;
  const opening = tcb.state === 'LISTEN';
  if (opening) tcb = withRightCookie(m, to, withIss(tcb, nextIss(m, to)), sent.segment);
  if (tcb.unknown !== 0) tcb = learnt(m, to, tcb, sent.segment);
  if (tcb.closing && !tcb.congestion.waits && isHeldBack(outlook(m, to)))
    tcb = { ...tcb, congestion: { ...tcb.congestion, waits: true } };
  const config = configOf(m, to);
  const arrival =
    turnedAway(m, to, tcb, sent.segment) ??
    arrive(tcb, baked ? asBaked(sent.segment, config.timestamps) : sent.segment, config, m.world.clock);
  note(m, to, arrival.taken);
  let after = unlearned(tcb, arrival.tcb, sent.supposed ?? 0);
  if (receiver.tcb.state === 'SYN-SENT' && after.state === 'ESTABLISHED') noteHeardCookie(m, to, sent.segment);
  const reopens = receiver.tcb.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  after = reopened(m, to, receiver.tcb, after);
  if (m.setting.roles[to]?.bound.receive === true) after = keepUnread(receiver.tcb, after);
  const over = receiver.tcb.state !== 'CLOSED' && after.state === 'CLOSED';
  const begins = forks || reopens;
  const attempts =
    over || reopens || (receiver.tcb.state === 'SYN-RECEIVED' && after.state === 'LISTEN')
      ? receiver.attempts + 1
      : receiver.attempts;
  setEndpoint(m, to, {
    tcb: after,
    resets: arrival.reset === undefined ? receiver.resets : [...receiver.resets, arrival.reset].slice(-MAX_RESETS),
    // A CLOSE with unread data aborts the connection (SHLD-3), whatever arrives afterwards; the pending RST is kept.
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
    app: begins ? undefined : appBehindArrival(m, to, receiver, after, sent),
    asked: askedBy(receiver, sent),
    due: dueAfter(m, receiver, arrival, sent),
    ended: over ? (arrival.wasReset ? 'reset' : 'closed') : forks || reopens ? 'never' : receiver.ended,
    attempts,
  });
  queueUp(m, to, tcb.state, baked);
  return arrival.dropped ? 'dropped' : 'arrived';
}

/** A TCB with unknown facets, updated by an arriving segment before that is processed. */
function learnt(m: Motion, end: EndId, tcb: Tcb, segment: Segment): Tcb {
  const isFirst = endpointOf(m.world, end).lastHeard === undefined;
  return fixedByHearing(tcb, endpointOf(m.world, infoOf(m, end).peer).tcb, segment, isFirst);
}

/** True if the receiver drops the segment unread, whatever its state. */
export function isUnread(m: Motion, sent: Sent): boolean {
  return (sent.segment.raw !== undefined || has(sent.segment, SYN)) && asRead(m, sent) === undefined;
}

/**
 * The segment as the receiver decodes it. Undefined if it is dropped unread: wrong checksum or impossible data offset
 * (RFC 9293 §3.1, MUST-3), or a SYN from or to a multicast or broadcast address (§3.9.2.3, MUST-57, MUST-63).
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

/** True if a listener accepts a further SYN after its last connection has ended (RFC 9293 §3.9.1.1). */
function isServedAgain(m: Motion, to: EndId, receiver: Endpoint, segment: Segment): boolean {
  const isOver = receiver.tcb.state === 'CLOSED' && receiver.ended !== 'never';
  return isOver && isOpening(segment) && m.recorder.serves(to);
}

/**
 * The TCB after data has arrived at a user who gives RECEIVE calls: the data stays in the buffer, and the window is the
 * free space.
 */
function keepUnread(before: Tcb, after: Tcb): Tcb {
  if (!after.synchronised || after.rcvNxt === before.rcvNxt) return after;
  const fin = after.finRcvd !== undefined && before.finRcvd === undefined ? 1 : 0;
  // A SYN with a valid cookie delivers its data at once (RFC 7413 §4.2.2).
  const start = before.synchronised ? before.rcvNxt : add(after.irs, 1);
  const taken = distance(start, after.rcvNxt) - fin;
  return { ...after, unread: after.unread + taken, rcvWnd: Math.max(0, after.rcvWnd - taken) };
}

/** The oldest reply that is due after an arrival, with its cause. */
function dueAfter(m: Motion, receiver: Endpoint, arrival: Arrival, sent: Sent): Due | undefined {
  if (receiver.due !== undefined) return receiver.due;
  // A SYN in TIME-WAIT may be dropped silently (RFC 6191 §2), and challenge ACKs may be rate-limited (RFC 5961 §7).
  const asked = askedBy(receiver, sent)?.end.tcb.state;
  if (asked === 'TIME-WAIT') return undefined;
  const why = arrival.reset === undefined ? replyFor(receiver.tcb, arrival, sent.segment) : resetFor(receiver.tcb);
  // A side that has just answered an unacceptable segment may leave the next one unanswered (RFC 5961 §7).
  const { count, since } = receiver.tcb.timers.replying;
  if (arrival.reset === undefined && (arrival.tcb.owed & REPLY_IS_SPARED) !== 0) return undefined;
  const isSpared = why === 'unacceptable' && count > 0 && m.world.clock - since <= 5 * SECOND;
  return why === undefined || isSpared ? undefined : { since: m.world.clock, for: why, by: sent };
}

/** The cause of an RST, by the state that the segment reached (RFC 9293 §3.5.2). */
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

/** The SYN within a connection that awaits a reply after an arrival, with the end as it was before. */
function askedBy(receiver: Endpoint, sent: Sent): Endpoint['asked'] {
  const { tcb, asked } = receiver;
  if (!isBareSyn(sent.segment)) return undefined;
  if (isSynchronized(tcb.state))
    return { end: asked === undefined ? receiver : { ...receiver, asked: undefined }, by: sent };
  // A repeated SYN that has not been answered yet.
  return asked?.by.segment.seq === sent.segment.seq ? asked : undefined;
}

/** The TCB after a SYN has reopened the connection from TIME-WAIT, with an ISS above the old connection's numbers. */
export function reopened(m: Motion, end: EndId, before: Tcb, after: Tcb): Tcb {
  const opens = before.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  return opens ? withIss(after, issAbove(m, end, before.sndNxt)) : after;
}

/** The most RSTs that are kept as due, so that a flow of refused segments does not grow without limit. */
const MAX_RESETS = 64;
