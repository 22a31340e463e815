import {
  type EndId,
  type Endpoint,
  configOf,
  connect as open,
  endpointOf,
  issAbove,
  nextIss,
  note,
  setEndpoint,
  withIss,
} from '../../sim';
import { ACK, FIN, RST, SYN, type Segment, type Seq, add, gt, has, segEnd } from '../../wire';
import type { SegmentStatement } from '../../script';
import {
  type Call,
  type Given,
  OWES_REPLY_ACK,
  type Reset,
  type Tcb,
  abortReset,
  abortSendsReset,
  call,
  closed,
  isSynchronized,
  mayReuse,
  resetFromAck,
} from '../../tcp';
import { isOpening } from './written';
import { bind, soleName } from './names';
import { addBase, type Player } from './player';
import type { SegmentStep } from '../../trace';

/** True if the `host` line sets the ISN of this end's next connection. */
function isnIsFixed(p: Player, end: EndId): boolean {
  return configOf(p, end).isn !== undefined && endpointOf(p.world, end).attempts === 0;
}

/** A SYN from a side without a connection implies `connect`. Until it is sent, the line may choose the ISN. */
export function openFor(
  p: Player,
  s: SegmentStatement,
  from: EndId,
  given: Given,
  implied: SegmentStep['implied'][number][],
): void {
  const sender = endpointOf(p.world, from);
  const { tcb } = sender;
  const resets = sender.resets.length > 0;
  const flags = given.flags ?? (isOpening(tcb) && !resets ? undefined : ACK);
  const opens =
    flags === undefined ? tcb.state === 'CLOSED' || tcb.state === 'LISTEN' : (flags & (SYN | ACK | RST)) === SYN;
  if (tcb.state === 'TIME-WAIT' && given.flags !== undefined && opens) reuse(p, from, given.seq, implied);
  else if ((tcb.state === 'CLOSED' || tcb.state === 'LISTEN') && opens && !(resets && given.flags === undefined))
    connect(p, from, given.seq, implied);
  else if (
    tcb.sndNxt === tcb.iss &&
    (tcb.state === 'SYN-SENT' || tcb.state === 'SYN-RECEIVED') &&
    given.seq !== undefined
  ) {
    const isSyn = given.flags === undefined || (given.flags & SYN) !== 0;
    if (isSyn && s.seq !== undefined && !isnIsFixed(p, from))
      setEndpoint(p, from, { ...sender, tcb: withIss(tcb, given.seq) });
  }
}

export function connect(
  p: Player,
  from: EndId,
  written: Seq | undefined,
  implied: SegmentStep['implied'][number][],
): void {
  const iss = written === undefined || isnIsFixed(p, from) ? nextIss(p, from) : written;
  implied.push({ end: from, call: 'connect' });
  open(p, from, iss);
}

/** A SYN from TIME-WAIT: the old TCB is deleted, and the new ISS is above its numbers. */
function reuse(p: Player, from: EndId, written: Seq | undefined, implied: SegmentStep['implied'][number][]): void {
  const sender = endpointOf(p.world, from);
  const used = sender.tcb.sndNxt;
  setEndpoint(p, from, { ...sender, tcb: closed(sender.tcb), attempts: sender.attempts + 1 });
  connect(p, from, written ?? issAbove(p, from, used), implied);
  const opened = endpointOf(p.world, from);
  setEndpoint(p, from, {
    ...opened,
    tcb: { ...opened.tcb, opening: { ...opened.tcb.opening, lastUsed: add(used, -1) } },
    reuses: !mayReuse(sender.tcb, configOf(p, from), p.world.clock),
  });
}

/** A FIN implies `close`, and an RST that is no reply implies `abort`, unless the script gives these calls explicitly. */
export function implyEnd(p: Player, from: EndId, segment: Segment, implied: SegmentStep['implied'][number][]): void {
  const sender = endpointOf(p.world, from);
  const { tcb } = sender;
  const bound = p.roles.roles[from]?.bound;
  const imply = (name: Call): void => {
    const called = call(tcb, name, tcb.iss);
    if (called.error !== undefined) return;
    implied.push({ end: from, call: name });
    // LAST-ACK, and CLOSED after an abort, are entered when the segment is sent; `emit` notes these rows.
    if (name === 'close' && called.tcb.state !== tcb.state)
      note(p, from, [{ row: called.row, from: tcb.state, to: called.tcb.state }]);
    if (name === 'close') setEndpoint(p, from, { ...sender, tcb: called.tcb });
    else setEndpoint(p, from, { ...sender, resets: [abortReset(tcb)] });
  };
  if (has(segment, FIN) && (segment.flags & (SYN | RST)) === 0 && bound?.close !== true && !tcb.closing) {
    const mayClose =
      tcb.state === 'ESTABLISHED' ||
      tcb.state === 'CLOSE-WAIT' ||
      (tcb.state === 'SYN-RECEIVED' && tcb.sndNxt !== tcb.iss);
    if (mayClose) imply('close');
  }
  // An RST is the wrong reply to an unacceptable segment (RFC 9293 §3.5.2 group 3), so that an abort must be explicit
  // here.
  const answers = isSynchronized(tcb.state) && (tcb.owed & OWES_REPLY_ACK) !== 0;
  // An RST bit on a SYN that is sent for the first time or retransmitted is a mistake.
  const opens = has(segment, SYN) && (tcb.sndNxt === tcb.iss || segment.seq === tcb.iss);
  if (!has(segment, RST) || sender.resets.length > 0 || !abortSendsReset(tcb.state) || opens) return;
  const lost = answersLostData(sender, segment);
  if (lost !== undefined) setEndpoint(p, from, { ...sender, resets: [lost] });
  else if (!answers || leavesUnread(tcb, segment, bound?.receive === true)) imply('abort');
}

/**
 * The RST in reply to data that arrives after CLOSE and that no user will read (RFC 9293 §3.6.1, MAY-1, SHLD-3, row
 * E72). It takes its sequence number from that segment (§3.5.2), while an abort has SND.NXT. Undefined if the segment
 * is no such RST.
 */
function answersLostData({ tcb, lastHeard, rcvBy }: Endpoint, segment: Segment): Reset | undefined {
  const heard = lastHeard?.segment;
  if (heard === undefined || heard.len === 0 || (tcb.state !== 'FIN-WAIT-1' && tcb.state !== 'FIN-WAIT-2'))
    return undefined;
  const isNew = rcvBy === lastHeard || gt(segEnd(heard), tcb.rcvNxt);
  if (!isNew || has(segment, ACK) || segment.seq === tcb.sndNxt || segment.seq !== heard.ack) return undefined;
  return { ...resetFromAck(heard), row: 'E72' };
}

/**
 * True if an RST is the abort of a CLOSE with unread data (RFC 9293 §3.6.1, SHLD-3), even after an unacceptable
 * segment. Without explicit RECEIVE calls, a closed window shows unread data. Otherwise the form of an abort
 * distinguishes it from a reply: RST,ACK with SEQ = SND.NXT and ACK = RCV.NXT.
 */
function leavesUnread(tcb: Tcb, segment: Segment, counted: boolean): boolean {
  if (counted) return tcb.unread > 0;
  const first = add(tcb.irs, 1);
  const end = tcb.finRcvd ?? tcb.rcvNxt;
  if (!gt(end, first)) return false;
  const isAbort = has(segment, ACK) && segment.seq === tcb.sndNxt && segment.ack === tcb.rcvNxt;
  return tcb.rcvWnd === 0 || isAbort;
}

export function hasIss(tcb: Tcb): boolean {
  return tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** Adds a SYN's number to the bases of its end, with the name that the line gives it. */
export function bindIsn(p: Player, s: SegmentStatement, from: EndId, segment: Segment): void {
  if (!has(segment, SYN) || has(segment, RST)) return;
  const name = soleName(s.seq?.expr);
  const { tcb } = endpointOf(p.world, from);
  addBase(p, from, tcb.iss, name !== undefined && segment.seq === tcb.iss ? name : undefined);
  if (name !== undefined && !p.scope.names.has(name)) {
    bind(p, name, { kind: 'number', value: segment.seq });
  }
}
