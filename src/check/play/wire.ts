import { ACK, FIN, RST, SYN } from '../../wire/flags';
import { isMulticastOrBroadcast, parseAddress } from '../../wire/address';
import { received } from '../../wire/header';
import { dataStart, has, segLen, type Segment } from '../../wire/segment';
import { add, difference, distance, gt, lt, type Seq } from '../../wire/seq';
import { lineAt } from '../../script/pieces';
import type { Due, EndId, Endpoint, Sent } from '../../sim/world';
import { backToListen, closed, type Arrival, type Taken } from '../../tcp/arrival';
import { arrive } from '../../tcp/arrive';
import { SECOND } from '../../tcp/config';
import { emit } from '../../tcp/emit';
import type { Losses } from '../../tcp/rack';
import type { Reset } from '../../tcp/reset';
import { isHeldBack, type Outlook } from '../../tcp/sender';
import { isBareSyn } from '../../tcp/time-wait';
import { isSynchronized } from '../../tcp/state';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, REPLY_IS_SPARED, type Tcb } from '../../tcp/tcb';
import { noteHeardCookie, noteSentCookie, withRightCookie } from './cookies';
import { learnFromHearing } from './evidence';
import { deliveredBy, lossesOf, queuedAt, queuePlace, sentAgain, withoutAcked } from './queue';
import { configOf, endpointOf, infoOf, nextIss, note, setEndpoint, withIss, type Player } from './player';
import type { Landing } from '../../trace/trace';

/** What an end knows when it decides what to send by itself. */
export function outlook(p: Player, end: EndId): Outlook {
  const endpoint = endpointOf(p.world, end);
  return {
    tcb: endpoint.tcb,
    resets: resetsOf(endpoint),
    config: configOf(p, end),
    now: p.world.clock,
    queued: (at: Seq): Segment | undefined => queuedAt(endpoint, at)?.segment,
    losses: (mss: number): Losses => lossesOf(endpoint, mss, p.world.clock),
    receives: p.roles.roles[end]?.bound.receive === true,
  };
}

/** The RSTs that an end sends by itself: those that are due, or the parting word of a side that gives up with one. */
export function resetsOf({ resets, parting }: Endpoint): readonly Reset[] {
  return resets.length === 0 && parting?.sends === true ? [parting] : resets;
}

/** Does a segment that waits for its ACK begin with this number? */
export function beginsAt(sender: Endpoint, n: Seq): boolean {
  const segment = sender.unacked.get(queuePlace(sender, n))?.segment;
  return segment !== undefined && dataStart(segment) === n;
}

/** The first octet that the segment carries under a number that still waits for its ACK with another octet (§3.4). */
export function differingOctet(sender: Endpoint, segment: Segment): Seq | undefined {
  const { data, len } = segment;
  if (data === undefined || len === 0 || !lt(segment.seq, sender.tcb.sndNxt)) return undefined;
  const start = dataStart(segment);
  for (let at = queuePlace(sender, start); at < sender.unacked.size; at++) {
    const earlier = sender.unacked.get(at)?.segment;
    if (earlier === undefined || !lt(dataStart(earlier), add(start, len))) return undefined;
    if (earlier.data === undefined) continue;
    // Where the earlier segment's first octet lies in this one: before it (negative), or behind its first.
    const offset = difference(start, dataStart(earlier));
    const end = Math.min(len, offset + earlier.len);
    for (let i = Math.max(0, offset); i < end; i++) if (data[i] !== earlier.data[i - offset]) return add(start, i);
  }
  return undefined;
}

/** The sender's side of sending. */
export function depart(p: Player, from: EndId, sent: Sent, lost = false): void {
  const sender = endpointOf(p.world, from);
  const { segment } = sent;
  const taken: Taken[] = [];
  if (has(segment, RST)) {
    const due = sender.resets[0] ?? sender.parting;
    const ends = (due?.mayAck !== undefined || due?.row !== undefined) && sender.tcb.state !== 'CLOSED';
    if (ends) taken.push({ row: due.row ?? 'U14', from: sender.tcb.state, to: 'CLOSED' });
    note(p, from, taken);
    setEndpoint(p, from, {
      ...sender,
      tcb: ends ? closed(sender.tcb) : sender.tcb,
      ended: ends ? (due.row === 'E42' ? 'reset' : 'aborted') : sender.ended,
      attempts: ends ? sender.attempts + 1 : sender.attempts,
      resets: sender.resets.slice(1),
      parting: undefined,
      asked: undefined,
      lastSent: sent,
      heardSince: 0,
      lastLost: lost,
      reuses: false,
      due: undefined,
    });
    return;
  }
  // What cannot be sent at all (`violates`) leaves a side without a connection as it is.
  const { state } = sender.tcb;
  const speechless = state === 'CLOSED' || state === 'LISTEN' || (state === 'SYN-SENT' && !has(segment, SYN));
  const tcb = speechless ? sender.tcb : emit(sender.tcb, segment, configOf(p, from), taken, p.world.clock);
  note(p, from, taken);
  if (has(segment, SYN)) noteSentCookie(p, from, sender.tcb, segment);
  const isNew = tcb.sndNxt !== sender.tcb.sndNxt;
  // Written out whole here and in `deliver`, as every step makes these two: a literal is quicker than a copy with changes.
  setEndpoint(p, from, {
    tcb,
    resets: sender.resets,
    parting: undefined,
    lastSent: sent,
    lastHeard: sender.lastHeard,
    lastLost: lost,
    heardSince: 0,
    reuses: false,
    sndBy: isNew ? sent : sender.sndBy,
    rcvBy: sender.rcvBy,
    unacked: isNew ? sender.unacked.push(sent) : sentAgain(sender, sent),
    delivered: sender.delivered,
    outgoing: sender.outgoing,
    asked: undefined,
    due: owesReply(tcb) ? sender.due : undefined,
    ended: sender.ended,
    attempts: sender.attempts,
  });
}

/** The receiver's side: RFC 9293 §3.10.7 on the segment, and what is now owed. */
export function deliver(p: Player, to: EndId, onTheWire: Sent): Landing {
  const sent = asRead(p, onTheWire);
  if (sent !== undefined) return take(p, to, sent);
  doubt(p, onTheWire);
  return 'dropped';
}

/** SEGMENT ARRIVES, for a segment that the receiver could read. */
export function take(p: Player, to: EndId, sent: Sent): Landing {
  const { doubted } = p.world;
  if (doubted !== undefined && repeats(sent, doubted)) p.world = { ...p.world, doubted: undefined };
  const receiver = endpointOf(p.world, to);
  let { tcb } = receiver;
  const forks = isServedAgain(p, to, receiver, sent.segment);
  if (forks) tcb = backToListen(tcb);
  const opening = tcb.state === 'LISTEN';
  if (opening) tcb = withRightCookie(p, to, withIss(tcb, nextIss(p, to)), sent.segment);
  if (tcb.unknown !== 0) tcb = learnFromHearing(p, to, tcb, sent.segment);
  if (tcb.closing && !tcb.congestion.waits && isHeldBack(outlook(p, to)))
    tcb = { ...tcb, congestion: { ...tcb.congestion, waits: true } };
  const config = configOf(p, to);
  const arrival = arrive(tcb, sent.segment, config, p.world.clock);
  note(p, to, arrival.taken);
  let after = arrival.tcb;
  if (receiver.tcb.state === 'SYN-SENT' && after.state === 'ESTABLISHED') noteHeardCookie(p, to, sent.segment);
  const reopens = receiver.tcb.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  after = reopened(p, to, receiver.tcb, after);
  if (p.roles.roles[to]?.bound.receive === true) after = keepUnread(receiver.tcb, after);
  const over = receiver.tcb.state !== 'CLOSED' && after.state === 'CLOSED';
  const attempts =
    over || reopens || (receiver.tcb.state === 'SYN-RECEIVED' && after.state === 'LISTEN')
      ? receiver.attempts + 1
      : receiver.attempts;
  setEndpoint(p, to, {
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
    delivered: forks || reopens || !config.rackTlp ? undefined : deliveredBy(receiver, arrival, p.world.clock),
    outgoing: receiver.outgoing,
    asked: askedBy(receiver, sent),
    due: dueAfter(p, receiver, arrival, sent),
    ended: over ? (arrival.wasReset ? 'reset' : 'closed') : forks || reopens ? 'never' : receiver.ended,
    attempts,
  });
  return arrival.dropped ? 'dropped' : 'arrived';
}

/** Does the receiver throw the segment away before it looks at any state? */
export function isUnread(p: Player, sent: Sent): boolean {
  return (sent.segment.raw !== undefined || has(sent.segment, SYN)) && asRead(p, sent) === undefined;
}

/** Where the line does not say that the mistake is meant, the flow may go on as if the segment had arrived. */
function doubt(p: Player, sent: Sent): void {
  const by = lineAt(p.script, sent.line)?.statement;
  if (by?.kind === 'segment' && by.violates === undefined) p.world = { ...p.world, doubted: sent };
}

function repeats(sent: Sent, earlier: Sent): boolean {
  return sent.from === earlier.from && sent.segment.seq === earlier.segment.seq && segLen(sent.segment) > 0;
}

/**
 * The segment as its receiver reads it; undefined where it throws it away: its checksum does not hold or its data offset is
 * impossible (RFC 9293 §3.1, MUST-3), or it is a SYN from or to an address of many hosts (§3.9.2.3, MUST-57, MUST-63).
 */
function asRead(p: Player, sent: Sent): Sent | undefined {
  if (isOpening(sent.segment) && isToMany(p, sent)) return undefined;
  if (sent.segment.raw === undefined) return sent;
  const own = infoOf(p, sent.spoofed ?? sent.from);
  const peer = infoOf(p, own.peer);
  const address = (host: number) => parseAddress(p.roles.cast.hosts[host]?.address ?? '');
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

function isToMany(p: Player, sent: Sent): boolean {
  return [sent.spoofed ?? sent.from, sent.to].some((end) => {
    const bytes = parseAddress(p.roles.cast.hosts[infoOf(p, end).host]?.address ?? '');
    return bytes !== undefined && isMulticastOrBroadcast(bytes);
  });
}

/** A listener outlives the connections that it brings forth (RFC 9293 §3.9.1.1): the next SYN finds it. */
function isServedAgain(p: Player, to: EndId, receiver: Endpoint, segment: Segment): boolean {
  const { state } = receiver.tcb;
  const from = p.roles.roles[to]?.servesFrom ?? Infinity;
  return isOpening(segment) && state === 'CLOSED' && receiver.ended !== 'never' && from < p.line;
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

/** What the receiver owes now, and which rule its silence would break. An older debt goes first. */
function dueAfter(p: Player, receiver: Endpoint, arrival: Arrival, sent: Sent): Due | undefined {
  if (receiver.due !== undefined) return receiver.due;
  // A SYN in TIME-WAIT may be dropped in silence (RFC 6191 §2), and challenge ACKs be throttled (RFC 5961 §7).
  const asked = askedBy(receiver, sent)?.end.tcb.state;
  if (asked === 'TIME-WAIT') return undefined;
  const rule =
    arrival.reset === undefined ? missingReply(receiver.tcb, arrival, sent.segment) : missingReset(receiver.tcb);
  // A side that has answered one such segment just now may leave the next unanswered (RFC 5961 §7).
  const { count, since } = receiver.tcb.timers.replying;
  if (arrival.reset === undefined && (arrival.tcb.owed & REPLY_IS_SPARED) !== 0) return undefined;
  const isSpared = rule === 'tcp/reply-unacceptable-missing' && count > 0 && p.world.clock - since <= 5 * SECOND;
  return rule === undefined || isSpared ? undefined : { since: p.world.clock, rule, by: sent };
}

/** RFC 9293 §3.5.2: who answers with an RST depends on the state that the segment reached. */
function missingReset(tcb: Tcb): string {
  if (tcb.state === 'CLOSED') return 'tcp/rst-missing-closed';
  return tcb.state === 'LISTEN' ? 'tcp/rst-missing-listen' : 'tcp/rst-missing-bad-ack';
}

function missingReply(before: Tcb, arrival: Arrival, segment: Segment): string | undefined {
  const { tcb } = arrival;
  if (!owesReply(tcb)) return undefined;
  if ((tcb.owed & OWES_SYN_ACK) !== 0) return 'tcp/reply-missing';
  if ((tcb.owed & OWES_REPLY_ACK) !== 0) {
    if (arrival.taken.some((t) => t.row === 'E56')) return 'tcp/ack-unsent-reply';
    if (before.state === 'TIME-WAIT' && has(segment, FIN)) return 'tcp/timewait-refin';
    if (before.rcvWnd === 0 && segment.len <= 1) return 'tcp/zwp-unanswered';
    if (segLen(segment) === 0 && segment.seq === add(before.rcvNxt, -1)) return 'tcp/keepalive-reply';
    return 'tcp/reply-unacceptable-missing';
  }
  return has(segment, FIN) ? 'tcp/fin-not-acked' : 'tcp/ack-late';
}

function owesReply(tcb: Tcb): boolean {
  return (tcb.owed & (OWES_ACK | OWES_REPLY_ACK | OWES_SYN_ACK)) !== 0;
}

/** What is still to be answered behind the arrival of a segment: a SYN inside a connection, with the TCB that it met. */
function askedBy(receiver: Endpoint, sent: Sent): Endpoint['asked'] {
  const { tcb, asked } = receiver;
  if (!isBareSyn(sent.segment)) return undefined;
  if (isSynchronized(tcb.state))
    return { end: asked === undefined ? receiver : { ...receiver, asked: undefined }, by: sent };
  // The SYN comes again, unanswered.
  return asked?.by.segment.seq === sent.segment.seq ? asked : undefined;
}

/** The TCB of a side whose TIME-WAIT a SYN has ended: its ISS lies above the old connection. */
export function reopened(p: Player, end: EndId, before: Tcb, after: Tcb): Tcb {
  const opens = before.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  return opens ? withIss(after, issAbove(p, end, before.sndNxt)) : after;
}

/** An ISS above everything that the last connection of the four-tuple used (RFC 9293 §3.6.1, MAY-2). */
export function issAbove(p: Player, end: EndId, used: Seq): Seq {
  const next = nextIss(p, end);
  return gt(next, used) ? next : add(used, 250_000);
}

/** More replies than this are not kept: nobody writes them down, and a flow of nothing but lost causes must not grow. */
const MAX_RESETS = 64;
