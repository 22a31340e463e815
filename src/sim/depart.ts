/** A segment leaves: what its sender knows, and what sending changes. */
import { FIN, RST, SYN, type Segment, type Seq, add, dataStart, difference, has, lt, max } from '../wire';
import {
  type Given,
  type Losses,
  type Outlook,
  type Reset,
  type Taken,
  closed,
  complete,
  emit,
  owesReply,
} from '../tcp';
import { appBehindSending, endsVoice } from './app';
import { noteSentCookie } from './cookies';
import { keepNothing } from './listener';
import { configOf, note, setEndpoint, type Motion } from './motion';
import { lossesOf, queuedAt, queuePlace, sentAgain } from './queue';
import { endpointOf } from './setting';
import { textAt } from './text';
import type { EndId, Endpoint, Sent } from './world';

/** The input for an end's decision which segment to send. */
export function outlook(m: Motion, end: EndId): Outlook {
  const endpoint = endpointOf(m.world, end);
  return {
    tcb: endpoint.tcb,
    resets: resetsOf(endpoint),
    config: configOf(m, end),
    now: m.world.clock,
    queued: (at: Seq): Segment | undefined => queuedAt(endpoint, at)?.segment,
    losses: (mss: number): Losses => lossesOf(endpoint, mss, m.world.clock),
    receives: m.setting.roles[end]?.bound.receive === true,
  };
}

/** The RSTs that an end sends of its own accord: those that are due, or the one with which it gives the connection up. */
export function resetsOf({ resets, parting }: Endpoint): readonly Reset[] {
  return resets.length === 0 && parting?.sends === true ? [parting] : resets;
}

/**
 * The segment that an end sends with the given fields. Other fields, and the payload text, are those that its TCP would
 * send.
 */
export function composed(m: Motion, end: EndId, given: Given): Segment {
  const sender = endpointOf(m.world, end);
  const { tcb } = sender;
  return complete(tcb, { ...given, data: textFor(sender, given) }, resetsOf(sender), configOf(m, end), m.world.clock);
}

/** The octets of a segment with these fields: those that are given, or what its user has handed over to be sent there. */
export function textFor(sender: Endpoint, { data, len, seq }: Given): Uint8Array | undefined {
  if (data !== undefined || len === 0 || sender.outgoing.length === 0) return data;
  const { tcb } = sender;
  return textAt(sender, seq ?? max(tcb.sndNxt, add(tcb.iss, 1)), len);
}

/** True if a segment in the retransmission queue begins with this sequence number. */
export function beginsAt(sender: Endpoint, n: Seq): boolean {
  const segment = sender.unacked.get(queuePlace(sender, n))?.segment;
  return segment !== undefined && dataStart(segment) === n;
}

/**
 * The first payload octet that differs from the unacknowledged octet with the same sequence number (RFC 9293 §3.4);
 * undefined for none.
 */
export function differingOctet(sender: Endpoint, segment: Segment): Seq | undefined {
  const { data, len } = segment;
  if (data === undefined || len === 0 || !lt(segment.seq, sender.tcb.sndNxt)) return undefined;
  const start = dataStart(segment);
  for (let at = queuePlace(sender, start); at < sender.unacked.size; at++) {
    const earlier = sender.unacked.get(at)?.segment;
    if (earlier === undefined || !lt(dataStart(earlier), add(start, len))) return undefined;
    if (earlier.data === undefined) continue;
    // The position of the earlier segment's first octet in this one; negative if it lies before.
    const offset = difference(start, dataStart(earlier));
    const end = Math.min(data.length, offset + earlier.data.length);
    for (let i = Math.max(0, offset); i < end; i++) if (data[i] !== earlier.data[i - offset]) return add(start, i);
  }
  return undefined;
}

/** Changes the sender's end for a segment that it sends. */
export function depart(m: Motion, from: EndId, sent: Sent, lost = false): void {
  const sender = endpointOf(m.world, from);
  const { segment } = sent;
  const taken: Taken[] = [];
  if (has(segment, RST)) {
    const due = sender.resets[0] ?? sender.parting;
    const ends = (due?.mayAck !== undefined || due?.row !== undefined) && sender.tcb.state !== 'CLOSED';
    if (ends) taken.push({ row: due.row ?? 'U14', from: sender.tcb.state, to: 'CLOSED' });
    note(m, from, taken);
    setEndpoint(m, from, {
      ...sender,
      tcb: ends ? closed(sender.tcb) : sender.tcb,
      ended: ends ? (due.row === 'E42' ? 'reset' : 'aborted') : sender.ended,
      attempts: ends ? sender.attempts + 1 : sender.attempts,
      resets: sender.resets.slice(1),
      app: ends ? endsVoice(m, from, sender.app) : sender.app,
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
  // A segment that can't be sent in this state (`violates`) does not change a side without a connection.
  const { state } = sender.tcb;
  const speechless = state === 'CLOSED' || state === 'LISTEN' || (state === 'SYN-SENT' && !has(segment, SYN));
  const tcb = speechless ? sender.tcb : emit(sender.tcb, segment, configOf(m, from), taken, m.world.clock);
  note(m, from, taken);
  if (has(segment, SYN)) noteSentCookie(m, from, sender.tcb, segment);
  const isNew = tcb.sndNxt !== sender.tcb.sndNxt;
  const hasMore = segment.len > 0 || (segment.flags & FIN) !== 0;
  // Written out whole here and in `deliver`, as every step makes these two: a literal is quicker than a copy with changes.
  setEndpoint(m, from, {
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
    app: hasMore ? appBehindSending(m, from, sender, segment) : sender.app,
    asked: undefined,
    due: owesReply(tcb) ? sender.due : undefined,
    ended: sender.ended,
    attempts: sender.attempts,
  });
  keepNothing(m, from, segment);
}
