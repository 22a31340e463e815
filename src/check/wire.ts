import { ACK, RST, SYN } from '../wire/flags';
import { has, segEnd, segLen, type Segment } from '../wire/segment';
import { add, gt, le, lt, type Seq } from '../wire/seq';
import type { EndId, Endpoint, Sent } from '../network/world';
import { backToListen, closed, type Arrival, type Taken } from '../tcp/arrival';
import { arrive } from '../tcp/arrive';
import { emit } from '../tcp/emit';
import { configOf, endpointOf, nextIss, note, setEndpoint, withIss, type Player } from './player';

/** When these octets were last sent, if they are still unacknowledged. */
export function firstSending(sender: Endpoint, segment: Segment): Sent | undefined {
  if (segLen(segment) === 0 || !lt(segment.seq, sender.tcb.sndNxt)) return undefined;
  return sender.unacked.find((u) => le(u.segment.seq, segment.seq) && gt(segEnd(u.segment), segment.seq));
}

/** The sender's side of sending. */
export function depart(p: Player, from: EndId, sent: Sent, lost = false): void {
  const sender = endpointOf(p.world, from);
  const { segment } = sent;
  const taken: Taken[] = [];
  if (has(segment, RST)) {
    const due = sender.resets[0];
    const ends = due?.mayAck !== undefined && sender.tcb.state !== 'CLOSED';
    if (ends) taken.push({ row: 'U14', from: sender.tcb.state, to: 'CLOSED' });
    note(p, from, taken);
    setEndpoint(p, from, {
      ...sender,
      tcb: ends ? closed(sender.tcb) : sender.tcb,
      ended: ends ? 'aborted' : sender.ended,
      attempts: ends ? sender.attempts + 1 : sender.attempts,
      resets: sender.resets.slice(1),
      lastSent: sent,
      heardSince: 0,
      lastLost: lost,
      reuses: false,
    });
    return;
  }
  // What cannot be sent at all (`violates`) leaves a side without a connection as it is.
  const { state } = sender.tcb;
  const speechless = state === 'CLOSED' || state === 'LISTEN' || (state === 'SYN-SENT' && !has(segment, SYN));
  const tcb = speechless ? sender.tcb : emit(sender.tcb, segment, configOf(p, from), taken, p.world.clock);
  note(p, from, taken);
  const isNew = tcb.sndNxt !== sender.tcb.sndNxt;
  setEndpoint(p, from, {
    ...sender,
    tcb,
    lastSent: sent,
    heardSince: 0,
    lastLost: lost,
    reuses: false,
    sndBy: isNew ? sent : sender.sndBy,
    unacked: isNew ? sender.unacked.push(sent) : sentAgain(sender, sent),
  });
}

/** The queue with the segment's octets marked as sent again now. */
function sentAgain(sender: Endpoint, sent: Sent): Endpoint['unacked'] {
  if (sent.repeats === undefined) return sender.unacked;
  const at = sender.unacked.findIndex(
    (u) => u.segment.seq === sent.segment.seq && segLen(u.segment) === segLen(sent.segment),
  );
  return at < 0 ? sender.unacked : sender.unacked.set(at, sent);
}

/** The receiver's side: RFC 9293 §3.10.7 on the segment, and what is now owed. */
export function deliver(p: Player, to: EndId, sent: Sent): void {
  const receiver = endpointOf(p.world, to);
  let { tcb } = receiver;
  const forks = isServedAgain(p, to, receiver, sent.segment);
  if (forks) tcb = backToListen(tcb);
  const opening = tcb.state === 'LISTEN';
  if (opening) tcb = withIss(tcb, nextIss(p, to));
  const arrival = arrive(tcb, sent.segment, configOf(p, to), p.world.clock);
  note(p, to, arrival.taken);
  let after = arrival.tcb;
  const reopened = receiver.tcb.state === 'TIME-WAIT' && after.state === 'SYN-RECEIVED';
  if (reopened) after = withIss(after, issAbove(p, to, receiver.tcb.sndNxt));
  const over = receiver.tcb.state !== 'CLOSED' && after.state === 'CLOSED';
  const attempts =
    over || (receiver.tcb.state === 'SYN-RECEIVED' && after.state === 'LISTEN')
      ? receiver.attempts + 1
      : receiver.attempts;
  setEndpoint(p, to, {
    ...receiver,
    tcb: after,
    resets: arrival.reset === undefined ? receiver.resets : [...receiver.resets, arrival.reset].slice(-MAX_RESETS),
    lastHeard: sent,
    heardSince: receiver.heardSince + 1,
    rcvBy: after.rcvNxt === receiver.tcb.rcvNxt ? receiver.rcvBy : sent,
    unacked: acknowledged(receiver, arrival),
    ended: over ? (arrival.wasReset ? 'reset' : 'closed') : forks || reopened ? 'never' : receiver.ended,
    attempts,
    lastSent: forks || reopened ? undefined : receiver.lastSent,
  });
}

/** A listener outlives the connections that it brings forth (RFC 9293 §3.9.1.1): the next SYN finds it. */
function isServedAgain(p: Player, to: EndId, receiver: Endpoint, segment: Segment): boolean {
  const { state } = receiver.tcb;
  const syn = (segment.flags & (SYN | ACK | RST)) === SYN;
  return syn && state === 'CLOSED' && receiver.ended !== 'never' && p.roles.roles[to]?.serves === true;
}

/** An ISS above everything that the last connection of the four-tuple used (RFC 9293 §3.6.1, MAY-2). */
export function issAbove(p: Player, end: EndId, used: Seq): Seq {
  const next = nextIss(p, end);
  return gt(next, used) ? next : add(used, 250_000);
}

/** More replies than this are not kept: nobody writes them down, and a flow of nothing but lost causes must not grow. */
const MAX_RESETS = 64;

function acknowledged(receiver: Endpoint, arrival: Arrival): Endpoint['unacked'] {
  let { unacked } = receiver;
  if (arrival.tcb.state === 'CLOSED' || arrival.tcb.state === 'LISTEN')
    return unacked.isEmpty() ? unacked : unacked.clear();
  if (arrival.tcb.sndUna === receiver.tcb.sndUna) return unacked;
  for (
    let first = unacked.first();
    first !== undefined && le(segEnd(first.segment), arrival.tcb.sndUna);
    first = unacked.first()
  ) {
    unacked = unacked.shift();
  }
  return unacked;
}
