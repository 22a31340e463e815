import {
  ACK,
  CWR,
  ECE,
  FIN,
  NO_OPTIONS,
  type Options,
  PSH,
  RST,
  SYN,
  type Segment,
  type Seq,
  URG,
  ZERO,
  add,
  dataStart,
  distance,
  gt,
  has,
  le,
  max,
  segEnd,
  segLen,
  seq,
} from '../wire';
import { flagsWithAe } from './accecn';
import { closed, type Taken } from './arrival';
import { hasQueued } from './calls';
import { doubledRto, synOptions, type Config } from './config';
import { isTailProbe, onDataSent } from './congestion';
import { onAnswer } from './quick-ack';
import { countsOffered, NO_DOUBTS, noteWindow, withinWindow } from './kept';
import { negotiatedShifts } from './scaling';
import type { Reset } from './reset';
import { noteOwnSyn, ownWindow, untoldWindow } from './partial';
import { isSynchronized } from './state';
import { blocksToReport, mostBlocks } from './sack';
import {
  draftOf,
  hasRightCookie,
  mayReportSack,
  NO_WRITES,
  NONE_FULL,
  OWES_ACK,
  OWES_AT_ONCE,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  REPLY_IS_COUNTED,
  REPLY_IS_SPARED,
  usesEcn,
  usesTimestamps,
  type Draft,
  type Tcb,
} from './tcb';
import { isProbing, onProbe, onReply, onSend } from './timers';
import { dueTimestamps, noteSentTimestamp } from './timestamps';
import { IDLE, RCV_SHIFT, RCV_WND } from './unknown';

/**
 * Accounts for a segment that this side puts on the wire: SND.NXT, the place of its FIN, what it no longer owes, the
 * window that it offers. The calls behind it (connect, close) have been made before. It is divided into phases as SEGMENT
 * ARRIVES is (RFC 9293 §3.10.7): each writes to the draft of what the endpoint is afterwards, and reads from `tcb` what it
 * was.
 */
export function emit(tcb: Tcb, segment: Segment, config: Config, taken: Taken[], now: number): Tcb {
  // An RST leaves no connection behind; as a reply from CLOSED or LISTEN, or in opening, it changes nothing.
  if (has(segment, RST)) return tcb;
  const next = draftOf(tcb);
  // First, what is to be acknowledged: SND.NXT, the retransmission timer and the congestion window.
  if (segLen(segment) > 0) sendNumbers(next, tcb, segment, config, now);
  // Second, the pace of ACKs and of probes.
  if (config.quickAcks > 0 && tcb.quickAck.heardAt !== undefined) {
    next.quickAck = onAnswer(tcb.quickAck, (tcb.owed & OWES_ACK) !== 0, segment.len > 0, now);
  }
  const gap = probeGap(tcb, segment, config);
  sendProbe(next, tcb, segment, gap, now);
  // Third, the URG and CWR bits and the timestamp.
  if (has(segment, URG)) next.urgent = { ...tcb.urgent, sndUp: add(segment.seq, segment.urg) };
  if (has(segment, CWR) && !has(segment, SYN)) {
    next.ecn = { ...tcb.ecn, cwrDue: false, cwrEnd: segEnd(segment) };
  }
  if (segment.options.ts !== undefined || has(segment, ACK))
    next.ts = noteSentTimestamp(tcb.ts, segment, has(segment, ACK), now);
  // Fourth, the SYN bit.
  if (has(segment, SYN)) sendSyn(next, tcb, segment, config, now);
  if (tcb.unknown !== 0 && gap === undefined) next.unknown &= ~IDLE;
  // Fifth, the ACK field and the window. Where a SYN has none, the peer's number is not known yet: the edge follows with it.
  if (has(segment, ACK)) sendAck(next, tcb, segment, now);
  else if (has(segment, SYN)) next.rcvWnd = segment.win;
  // Sixth, the variants that end a handshake or a connection one segment early.
  if (has(segment, SYN) && tcb.state === 'SYN-RECEIVED' && config.variants.has('two-way-handshake')) {
    taken.push({ row: 'V01', from: 'SYN-RECEIVED', to: 'ESTABLISHED' });
    next.state = 'ESTABLISHED';
  }
  if (tcb.state === 'TIME-WAIT' && has(segment, ACK) && config.variants.has('no-time-wait')) {
    taken.push({ row: 'V02', from: 'TIME-WAIT', to: 'CLOSED' });
    return closed(tcb);
  }
  // Seventh, the FIN bit.
  if (has(segment, FIN)) sendFin(next, tcb, segment, taken);
  return next;
}

/** First, a SYN, text or a FIN: SND.NXT goes behind it, and what is not acknowledged yet is timed. */
function sendNumbers(next: Draft, tcb: Tcb, segment: Segment, config: Config, now: number): void {
  const end = segEnd(segment);
  next.sndNxt = max(tcb.sndNxt, end);
  if (tcb.writes.length > 0 && !hasQueued(next)) next.writes = NO_WRITES;
  // What is acknowledged already waits for nothing.
  if (gt(end, tcb.sndUna)) next.timers = timedSending(tcb, segment, config, now);
  next.congestion = onDataSent(tcb, segment.seq, end, config, now);
}

/** Second, probes: how long until the next, and which octet is out as one (§3.8.4, §3.8.6.1). */
function sendProbe(next: Draft, tcb: Tcb, segment: Segment, gap: number | undefined, now: number): void {
  const carries = segment.len === 1 && segment.seq === tcb.sndUna && (tcb.sndUna === tcb.sndNxt || isProbing(tcb));
  // The persist timer sees to the octet of a probe, not the retransmission timer.
  if (gap !== undefined && carries) next.timers = onProbe({ ...tcb.timers, activeAt: now }, gap, segment.seq, now);
  else if (gap !== undefined) next.timers = onProbe(next.timers, gap, tcb.timers.probing.octet, now);
  else if (segment.len > 0 && segment.seq === tcb.timers.probing.octet)
    next.timers = { ...next.timers, probing: { ...next.timers.probing, octet: undefined } };
  const { loss, rto } = next.timers;
  // That it should have gone again has been said by now.
  if (loss.expiredAt !== undefined && now - loss.expiredAt >= rto)
    next.timers = { ...next.timers, loss: { ...loss, expiredAt: undefined } };
}

/** Fourth, the SYN bit: the options that this side has offered, and the timer of a first SYN. */
function sendSyn(next: Draft, tcb: Tcb, segment: Segment, config: Config, now: number): void {
  const isFirst = tcb.sndNxt === tcb.iss;
  if (isFirst) next.timers = { ...next.timers, rto: config.initialRto, retransmitAt: now + config.initialRto };
  next.opening = {
    ...tcb.opening,
    ownSyn: segment.options,
    ownSynFlags: flagsWithAe(segment),
    ...negotiatedShifts(segment.options.wscale, tcb.opening.peerSyn?.wscale),
    synResent: tcb.opening.synResent || !isFirst,
  };
  next.owed &= ~OWES_SYN_ACK;
  if (tcb.unknown !== 0) noteOwnSyn(next, segment, has(segment, ACK));
  if (isSynchronized(tcb.state) && tcb.opening.origin === 'passive') {
    // The handshake's last ACK was thrown away, with all that came behind it: no ACK is due for that.
    next.owed &= ~(OWES_ACK | OWES_REPLY_ACK | OWES_AT_ONCE);
    next.ackSince = undefined;
    next.ackAt = undefined;
  }
}

/** Fifth, the ACK field and the window: what was owed to the peer, and what it may send from now on. */
function sendAck(next: Draft, tcb: Tcb, segment: Segment, now: number): void {
  if (has(segment, SYN)) takeSynData(next, segment);
  if (countsOffered(next, segment)) next.rcvNxt = segment.ack;
  if (tcb.synchronised && segment.ack === next.rcvNxt) settleOwed(next, tcb, now);
  // Either an ACK or the SYN,ACK again answers a repeated SYN.
  if (!has(segment, SYN) && tcb.sndNxt !== tcb.iss) next.owed &= ~OWES_SYN_ACK;
  if (tcb.unknown === 0) noteWindow(next, segment);
  else noteUntoldWindow(next, tcb, segment);
  forgetOffered(next);
}

/** An ACK of all that has come: none is owed any more. */
function settleOwed(next: Draft, tcb: Tcb, now: number): void {
  if ((tcb.owed & OWES_REPLY_ACK) !== 0) next.timers = onReply(next.timers, now, (tcb.owed & REPLY_IS_COUNTED) !== 0);
  next.owed &= ~(OWES_ACK | OWES_REPLY_ACK | OWES_AT_ONCE | REPLY_IS_COUNTED | REPLY_IS_SPARED);
  next.ackSince = undefined;
  next.ackAt = undefined;
  const { duplicate, doubts } = next.reassembly;
  if (duplicate !== undefined || doubts.length > 0)
    next.reassembly = { ...next.reassembly, duplicate: undefined, doubts: NO_DOUBTS };
  next.full = NONE_FULL;
}

/** The window of a side of which not everything is known: what it offers is read off the segment. */
function noteUntoldWindow(next: Draft, tcb: Tcb, segment: Segment): void {
  const window = has(segment, SYN) ? segment.win : segment.win << tcb.opening.rcvShift;
  next.rcvWnd = ownWindow(tcb, segment);
  next.rcvEdge = add(segment.ack, window);
  if ((tcb.unknown & RCV_SHIFT) === 0 || window === 0) next.unknown &= ~RCV_WND;
  else next.unknown |= RCV_WND;
}

/** Seventh, the FIN bit: where it stands, and that nothing follows it. */
function sendFin(next: Draft, tcb: Tcb, segment: Segment, taken: Taken[]): void {
  next.finSeq = add(dataStart(segment), segment.len);
  next.closing = true;
  if (tcb.state !== 'CLOSE-WAIT') return;
  next.state = 'LAST-ACK';
  taken.push({ row: 'U21', from: 'CLOSE-WAIT', to: 'LAST-ACK' });
}

/** A SYN,ACK that acknowledges data on the peer's SYN takes that data in (RFC 7413 §4.2.2; §3.10.7.2 leaves it open). */
function takeSynData(next: Draft, segment: Segment): void {
  const [first, ...rest] = next.reassembly.held;
  if (first?.left !== next.rcvNxt || !acknowledgesSynData(next, segment)) return;
  next.rcvNxt = segment.ack;
  const held = segment.ack === first.right ? rest : [{ left: segment.ack, right: first.right }, ...rest];
  next.reassembly = { ...next.reassembly, held };
}

/** Does a SYN,ACK count octets that the peer's SYN carried? As many of them as were taken may be acknowledged. */
export function acknowledgesSynData(tcb: Tcb, segment: Segment): boolean {
  const first = add(tcb.irs, 1);
  return has(segment, SYN) && gt(segment.ack, first) && le(segment.ack, add(first, tcb.opening.synData));
}

/**
 * What the window had no room for and this ACK does not count was not taken. Behind a hole it may still be there once the hole
 * is filled, and so it may while the window stays taken back.
 */
function forgetOffered(next: Draft): void {
  const { offered, shrunk } = next.reassembly;
  if (
    offered === undefined ||
    (shrunk !== undefined && gt(offered.right, next.rcvNxt)) ||
    gt(offered.left, next.rcvNxt)
  )
    return;
  next.reassembly = { ...next.reassembly, offered: undefined };
}

/** The retransmission timer behind a segment that has to be acknowledged. */
function timedSending(tcb: Tcb, segment: Segment, config: Config, now: number): Tcb['timers'] {
  const { timers } = tcb;
  const isNew = gt(segEnd(segment), tcb.sndNxt);
  const doubled = doubledRto(tcb.state, timers.loss.timeouts, config, timers.rto);
  const next = onSend(timers, segEnd(segment), isNew, doubled, now);
  // The timer starts afresh behind a tail loss probe (RFC 8985 §7.3).
  if (!isNew && isTailProbe(tcb, segment.seq, segEnd(segment), config))
    return { ...next, retransmitAt: now + timers.rto };
  const recovers = !isNew && (timers.loss.mustResend || tcb.duplicateAcks >= 3) && tcb.state !== 'SYN-SENT';
  return recovers ? { ...next, loss: { ...next.loss, recover: next.loss.recover ?? tcb.sndNxt } } : next;
}

/** If the segment is a probe, how long until the next: keepalives at an even pace, window probes at a doubling one. */
function probeGap(tcb: Tcb, segment: Segment, config: Config): number | undefined {
  if (has(segment, SYN) || segLen(segment) > 1 || !tcb.synchronised) return undefined;
  const below = segment.seq === add(tcb.sndNxt, -1) || segment.seq === add(tcb.sndUna, -1);
  if (tcb.sndWnd === 0 && (segLen(segment) === 1 || below)) {
    return Math.min(config.maxRto, tcb.timers.rto * 2 ** Math.min(20, tcb.timers.probing.probes + 1));
  }
  if (!below || segment.seq !== add(tcb.sndNxt, -1) || tcb.sndUna !== tcb.sndNxt) return undefined;
  return config.keepalive?.interval ?? KEEPALIVE_INTERVAL;
}

/** What stacks leave between keepalive probes where nothing is set, microseconds (RFC 9293 names no spacing). */
const KEEPALIVE_INTERVAL = 75_000_000;

/** What is given of a segment; the rest is for the endpoint to say. */
export interface Given {
  readonly flags: number | undefined;
  readonly seq: Seq | undefined;
  readonly ack: Seq | undefined;
  readonly win: number | undefined;
  readonly urg: number | undefined;
  readonly len: number;
  readonly data: Uint8Array | undefined;
  readonly options: Options | undefined;
  readonly ecn: Segment['ecn'] | undefined;
  readonly ip: Segment['ip'] | undefined;
}

/** The flags that this endpoint would send now: what it owes, its next step in opening or closing, or an ACK. */
function dueFlags(tcb: Tcb, resets: readonly Reset[], len: number, config: Config): number {
  const reset = resets[0];
  if (reset !== undefined) return reset.ack === undefined ? RST : RST | ACK;
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN' || tcb.state === 'SYN-SENT') {
    // A SYN that goes again may have been lost for its marks (RFC 3168 §6.1.1.1).
    const again = tcb.state === 'SYN-SENT' && tcb.sndNxt !== tcb.iss;
    return config.ecn && !again ? SYN | ECE | CWR : SYN;
  }
  // Even behind a CLOSE, which leads from SYN-RECEIVED to FIN-WAIT-1, the SYN,ACK goes first.
  if ((tcb.state === 'SYN-RECEIVED' || tcb.state === 'FIN-WAIT-1') && (tcb.owed & OWES_SYN_ACK) !== 0) {
    const offered = (tcb.opening.peerSynFlags & (ECE | CWR)) === (ECE | CWR);
    return config.ecn && offered ? SYN | ACK | ECE : SYN | ACK;
  }
  const echo = usesEcn(tcb) && tcb.ecn.eceDue ? ECE : 0;
  if (len > 0) return PSH | ACK | echo | (tcb.ecn.cwrDue ? CWR : 0);
  // A FIN waits for all that is queued (§3.10.4).
  // Unless the two are to travel together, an ACK that is due goes before the FIN.
  const free = (tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) === 0 || config.variants.has('three-way-close');
  if (tcb.closing && tcb.finSeq === undefined && !hasQueued(tcb) && free) return FIN | ACK | echo;
  return ACK | echo;
}

/**
 * The whole segment: what is given, completed by what this endpoint would send itself (RFC 9293 §3.10). The TCB is the
 * one behind the calls that the segment implies.
 */
export function complete(tcb: Tcb, given: Given, resets: readonly Reset[], config: Config, now: number): Segment {
  const flags = given.flags ?? dueFlags(tcb, resets, given.len, config);
  const syn = (flags & SYN) !== 0;
  const rst = (flags & RST) !== 0;
  const reset = rst ? resets[0] : undefined;
  const ackOn = (flags & ACK) !== 0;
  return {
    flags,
    seq: given.seq ?? reset?.seq ?? (syn ? tcb.iss : dueSeq(tcb, flags, given.len)),
    ack: given.ack ?? (ackOn ? (reset?.ack ?? reset?.mayAck ?? dueAck(tcb)) : ZERO),
    win: given.win ?? (rst ? 0 : dueWindow(tcb, syn, config)),
    urg: given.urg ?? dueUrgent(tcb, flags, given),
    len: given.len,
    ...(given.data === undefined ? {} : { data: given.data }),
    options: given.options ?? reset?.options ?? dueOptions(withinWindow(tcb, given.win, syn), flags, config, now),
    ...(given.ecn === undefined ? {} : { ecn: given.ecn }),
    ...ipHeader(given.ip, config),
  };
}

const NO_IP: Pick<Segment, 'ip'> = {};

/** What a segment is handed to IP with: what is given, else as the host is set up (RFC 9293 §3.9.2). */
function ipHeader(given: Segment['ip'], config: Config): Pick<Segment, 'ip'> {
  const { dscp, security } = config;
  if (given === undefined && dscp === 0 && security === undefined) return NO_IP;
  return { ip: { ...(dscp === 0 ? {} : { dscp }), ...(security === undefined ? {} : { security }), ...given } };
}

/** URG points behind the urgent octets: those of an earlier segment, else all that this one carries (RFC 9293 §3.8.5). */
function dueUrgent(tcb: Tcb, flags: number, given: Given): number {
  if ((flags & URG) === 0) return 0;
  const start = given.seq ?? dueSeq(tcb, flags, given.len);
  const up = tcb.urgent.sndUp === undefined ? 0 : distance(start, max(start, tcb.urgent.sndUp));
  return Math.min(65535, Math.max(up, given.len));
}

/** A FIN that is sent again keeps its place; all else goes out at SND.NXT. */
function dueSeq(tcb: Tcb, flags: number, len: number): Seq {
  if ((flags & FIN) !== 0 && tcb.finSeq !== undefined) return add(tcb.finSeq, -len);
  return tcb.sndNxt;
}

function dueAck(tcb: Tcb): Seq {
  return tcb.synchronised ? tcb.rcvNxt : ZERO;
}

/** The window field: RCV.WND, scaled but in SYN segments, as much as 16 bits hold. */
function dueWindow(tcb: Tcb, syn: boolean, config: Config): number {
  const isTold = (tcb.unknown & RCV_WND) === 0;
  const window = !tcb.synchronised ? config.window : isTold ? tcb.rcvWnd : untoldWindow(tcb, config);
  return Math.min(65535, syn ? window : window >>> tcb.opening.rcvShift);
}

/** The options of a segment that says nothing of them: a SYN's offer, and later timestamps and SACK where they are in force. */
function dueOptions(tcb: Tcb, flags: number, config: Config, now: number): Options {
  const ackOn = (flags & ACK) !== 0;
  const ts = dueTimestamps(tcb.ts, TS_START, ackOn, now);
  // An abort carries timestamps where they are in force (RFC 7323 §5.2).
  if ((flags & RST) !== 0) return usesTimestamps(tcb) ? { ts } : NO_OPTIONS;
  if ((flags & SYN) !== 0) {
    if (tcb.opening.ownSyn === undefined)
      return synOptions(config, ackOn ? tcb.opening.peerSyn : undefined, ts, dueCookie(tcb, ackOn, config));
    // A SYN that goes again leaves Fast Open out (RFC 7413 §4.2.2).
    const { fastopen, ...again } = tcb.opening.ownSyn;
    const first = tcb.opening.origin === 'passive' && fastopen !== undefined ? tcb.opening.ownSyn : again;
    return first.ts === undefined ? first : { ...first, ts };
  }
  const stamped = usesTimestamps(tcb);
  const sack =
    ackOn && mayReportSack(tcb) && tcb.reassembly.held.length > 0
      ? blocksToReport(tcb.reassembly, mostBlocks(stamped))
      : [];
  if (!stamped && sack.length === 0) return NO_OPTIONS;
  return { ...(stamped ? { ts } : {}), ...(sack.length > 0 ? { sack } : {}) };
}

/** RFC 7413 §4.2: a client shows its cookie, or asks for one; a listener gives its own to a client that asks, or shows a wrong one. */
function dueCookie(tcb: Tcb, ackOn: boolean, config: Config): string | undefined {
  const { fastOpen, peerSyn } = tcb.opening;
  if (!config.fastopen) return undefined;
  if (!ackOn) return fastOpen?.cookie ?? '';
  return peerSyn?.fastopen === undefined || hasRightCookie(tcb) ? undefined : fastOpen?.cookie;
}

/** The options of an abort's RST, taken while the connection is still there. */
export function abortOptions(tcb: Tcb, config: Config, now: number): Options {
  return dueOptions(tcb, RST | ACK, config, now);
}

/** Where a side's timestamp clock begins; only differences matter (RFC 7323 §5.4). */
const TS_START = seq(1000);
