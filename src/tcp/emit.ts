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
import { isTailProbe } from './congestion';
import { onDataSent } from './congestion-sent';
import { onAnswer } from './quick-ack';
import { countsOffered, NO_DOUBTS, noteWindow, withinWindow } from './kept';
import { negotiatedShifts } from './scaling';
import type { Reset } from './reset';
import { noteOwnSyn } from './partial';
import { ownWindow, untoldWindow } from './still-unknown';
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
 * The TCB after this side sends a segment. Calls implied by the segment (CONNECT, CLOSE) have been applied before. The
 * phases mirror SEGMENT ARRIVES (RFC 9293 §3.10.7). Each phase writes the new TCB `next` and reads the old one from
 * `tcb`.
 */
export function emit(tcb: Tcb, segment: Segment, config: Config, taken: Taken[], now: number): Tcb {
  // An RST takes no sequence number. If it ends the connection, the caller deletes the TCB.
  if (has(segment, RST)) return tcb;
  const next = draftOf(tcb);
  // First, sequence space: SND.NXT, the retransmission timer and the congestion window.
  if (segLen(segment) > 0) sendNumbers(next, tcb, segment, config, now);
  // Second, delayed ACKs and probes.
  if (config.quickAcks > 0 && tcb.quickAck.heardAt !== undefined) {
    next.quickAck = onAnswer(tcb.quickAck, (tcb.owed & OWES_ACK) !== 0, segment.len > 0, now);
  }
  const gap = probeGap(tcb, segment, config);
  sendProbe(next, tcb, segment, gap, now);
  // Third, URG, CWR and the timestamp.
  if (has(segment, URG)) next.urgent = { ...tcb.urgent, sndUp: add(segment.seq, segment.urg) };
  if (has(segment, CWR) && !has(segment, SYN)) {
    next.ecn = { ...tcb.ecn, cwrDue: false, cwrEnd: segEnd(segment) };
  }
  if (segment.options.ts !== undefined || has(segment, ACK))
    next.ts = noteSentTimestamp(tcb.ts, segment, has(segment, ACK), now);
  // Fourth, the SYN bit.
  if (has(segment, SYN)) sendSyn(next, tcb, segment, config, now);
  if (tcb.unknown !== 0 && gap === undefined) next.unknown &= ~IDLE;
  // Fifth, the ACK field and the window. A SYN without ACK does not know RCV.NXT yet, so its right edge is set later.
  if (has(segment, ACK)) sendAck(next, tcb, segment, now);
  else if (has(segment, SYN)) next.rcvWnd = segment.win;
  // Sixth, the variants without the third segment of the handshake and without TIME-WAIT.
  if (has(segment, SYN) && tcb.state === 'SYN-RECEIVED' && config.variants.has('two-way-handshake')) {
    taken.push({ row: 'V01', from: 'SYN-RECEIVED', to: 'ESTABLISHED' });
    next.state = 'ESTABLISHED';
    // No third segment is expected, so nothing is left to be retransmitted.
    next.sndUna = next.sndNxt;
    next.timers = { ...next.timers, retransmitAt: undefined };
  }
  if (tcb.state === 'TIME-WAIT' && has(segment, ACK) && config.variants.has('no-time-wait')) {
    taken.push({ row: 'V02', from: 'TIME-WAIT', to: 'CLOSED' });
    return closed(tcb);
  }
  // Seventh, the FIN bit.
  if (has(segment, FIN)) sendFin(next, tcb, segment, taken);
  return next;
}

/**
 * First phase: SND.NXT moves to the end of the segment, and the retransmission timer covers what is not acknowledged.
 */
function sendNumbers(next: Draft, tcb: Tcb, segment: Segment, config: Config, now: number): void {
  const end = segEnd(segment);
  next.sndNxt = max(tcb.sndNxt, end);
  if (tcb.writes.length > 0 && !hasQueued(next)) next.writes = NO_WRITES;
  // A segment that is acknowledged as a whole needs no retransmission timer.
  if (gt(end, tcb.sndUna)) next.timers = timedSending(tcb, segment, config, now);
  next.congestion = onDataSent(tcb, segment.seq, end, config, now);
}

/** Second phase: the time of the next probe, and the octet that a window probe carries (RFC 9293 §3.8.4, §3.8.6.1). */
function sendProbe(next: Draft, tcb: Tcb, segment: Segment, gap: number | undefined, now: number): void {
  const carries = segment.len === 1 && segment.seq === tcb.sndUna && (tcb.sndUna === tcb.sndNxt || isProbing(tcb));
  // The persist timer, not the retransmission timer, covers the octet of a window probe.
  if (gap !== undefined && carries) next.timers = onProbe({ ...tcb.timers, activeAt: now }, gap, segment.seq, now);
  else if (gap !== undefined) next.timers = onProbe(next.timers, gap, tcb.timers.probing.octet, now);
  else if (segment.len > 0 && segment.seq === tcb.timers.probing.octet)
    next.timers = { ...next.timers, probing: { ...next.timers.probing, octet: undefined } };
  const { loss, rto } = next.timers;
  // A late retransmission is reported once: this segment was the occasion.
  if (loss.expiredAt !== undefined && now - loss.expiredAt >= rto)
    next.timers = { ...next.timers, loss: { ...loss, expiredAt: undefined } };
}

/** Fourth phase, SYN: the options that this side offers, and the timer of the first SYN. */
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
    // The ACK that ended the handshake was discarded together with everything after it, so no ACK is due for that.
    next.owed &= ~(OWES_ACK | OWES_REPLY_ACK | OWES_AT_ONCE);
    next.ackSince = undefined;
    next.ackAt = undefined;
  }
}

/** Fifth phase, the ACK field and the window: ACKs that are no longer due, and the window offered to the peer. */
function sendAck(next: Draft, tcb: Tcb, segment: Segment, now: number): void {
  if (has(segment, SYN)) takeSynData(next, segment);
  if (countsOffered(next, segment)) next.rcvNxt = segment.ack;
  if (tcb.synchronised && segment.ack === next.rcvNxt) settleOwed(next, tcb, now);
  // A repeated SYN may be answered by a bare ACK or by the SYN,ACK.
  if (!has(segment, SYN) && tcb.sndNxt !== tcb.iss) next.owed &= ~OWES_SYN_ACK;
  if (tcb.unknown === 0) noteWindow(next, segment);
  else noteUntoldWindow(next, tcb, segment);
  forgetOffered(next);
}

/** Clears all ACKs that are due, as the segment acknowledges RCV.NXT. */
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

/** The window offered by a side whose window is not fully known: it is taken from the segment. */
function noteUntoldWindow(next: Draft, tcb: Tcb, segment: Segment): void {
  const window = has(segment, SYN) ? segment.win : segment.win << tcb.opening.rcvShift;
  next.rcvWnd = ownWindow(tcb, segment);
  next.rcvEdge = add(segment.ack, window);
  if ((tcb.unknown & RCV_SHIFT) === 0 || window === 0) next.unknown &= ~RCV_WND;
  else next.unknown |= RCV_WND;
}

/** Seventh phase, FIN: its sequence number, and LAST-ACK from CLOSE-WAIT. */
function sendFin(next: Draft, tcb: Tcb, segment: Segment, taken: Taken[]): void {
  next.finSeq = add(dataStart(segment), segment.len);
  next.closing = true;
  if (tcb.state !== 'CLOSE-WAIT') return;
  next.state = 'LAST-ACK';
  taken.push({ row: 'U21', from: 'CLOSE-WAIT', to: 'LAST-ACK' });
}

/**
 * A SYN,ACK that acknowledges data of the peer's SYN accepts that data (RFC 7413 §4.2.2; RFC 9293 §3.10.7.2 leaves it
 * open).
 */
function takeSynData(next: Draft, segment: Segment): void {
  const [first, ...rest] = next.reassembly.held;
  if (first?.left !== next.rcvNxt || !acknowledgesSynData(next, segment)) return;
  next.rcvNxt = segment.ack;
  const held = segment.ack === first.right ? rest : [{ left: segment.ack, right: first.right }, ...rest];
  next.reassembly = { ...next.reassembly, held };
}

/** True if a SYN,ACK acknowledges octets of the peer's SYN, some or all. */
export function acknowledgesSynData(tcb: Tcb, segment: Segment): boolean {
  const first = add(tcb.irs, 1);
  return has(segment, SYN) && gt(segment.ack, first) && le(segment.ack, add(first, tcb.opening.synData));
}

/**
 * Clears `Reassembly.offered` if this ACK does not cover it: such text was not accepted. It is kept behind a hole, and
 * while the window is shrunk, as a later ACK may still cover it.
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

/** The timers after a segment that needs an acknowledgment. */
function timedSending(tcb: Tcb, segment: Segment, config: Config, now: number): Tcb['timers'] {
  const { timers } = tcb;
  const isNew = gt(segEnd(segment), tcb.sndNxt);
  const doubled = doubledRto(tcb.state, timers.loss.timeouts, config, timers.rto);
  const next = onSend(timers, segEnd(segment), isNew, doubled, now);
  // A tail loss probe restarts the retransmission timer (RFC 8985 §7.3).
  if (!isNew && isTailProbe(tcb, segment.seq, segEnd(segment), config))
    return { ...next, retransmitAt: now + timers.rto };
  const recovers = !isNew && (timers.loss.mustResend || tcb.duplicateAcks >= 3) && tcb.state !== 'SYN-SENT';
  return recovers ? { ...next, loss: { ...next.loss, recover: next.loss.recover ?? tcb.sndNxt } } : next;
}

/**
 * The time until the next probe if the segment is one, microseconds: constant for keepalives, doubling for window
 * probes. Undefined for any other segment.
 */
function probeGap(tcb: Tcb, segment: Segment, config: Config): number | undefined {
  if (has(segment, SYN) || segLen(segment) > 1 || !tcb.synchronised) return undefined;
  const below = segment.seq === add(tcb.sndNxt, -1) || segment.seq === add(tcb.sndUna, -1);
  if (tcb.sndWnd === 0 && (segLen(segment) === 1 || below)) {
    return Math.min(config.maxRto, tcb.timers.rto * 2 ** Math.min(20, tcb.timers.probing.probes + 1));
  }
  if (!below || segment.seq !== add(tcb.sndNxt, -1) || tcb.sndUna !== tcb.sndNxt) return undefined;
  return config.keepalive?.interval ?? KEEPALIVE_INTERVAL;
}

/** The usual interval between keepalive probes, microseconds; RFC 9293 gives none. */
const KEEPALIVE_INTERVAL = 75_000_000;

/** The fields of a segment that are given; {@link complete} fills in those that are undefined. */
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

/**
 * The flags of the segment that this endpoint would send now: a reply that is due, its next step in opening or closing,
 * or an ACK.
 */
function dueFlags(tcb: Tcb, resets: readonly Reset[], len: number, config: Config): number {
  const reset = resets[0];
  if (reset !== undefined) return reset.ack === undefined ? RST : RST | ACK;
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN' || tcb.state === 'SYN-SENT') {
    // A SYN may have been lost because of its ECN flags; the retransmission leaves them out (RFC 3168 §6.1.1.1).
    const again = tcb.state === 'SYN-SENT' && tcb.sndNxt !== tcb.iss;
    return config.ecn && !again ? SYN | ECE | CWR : SYN;
  }
  // The SYN,ACK comes first, even after a CLOSE in SYN-RECEIVED, which leads to FIN-WAIT-1.
  if ((tcb.state === 'SYN-RECEIVED' || tcb.state === 'FIN-WAIT-1') && (tcb.owed & OWES_SYN_ACK) !== 0) {
    const offered = (tcb.opening.peerSynFlags & (ECE | CWR)) === (ECE | CWR);
    return config.ecn && offered ? SYN | ACK | ECE : SYN | ACK;
  }
  const echo = usesEcn(tcb) && tcb.ecn.eceDue ? ECE : 0;
  if (len > 0) return PSH | ACK | echo | (tcb.ecn.cwrDue ? CWR : 0);
  // The FIN waits for queued data (RFC 9293 §3.10.4), and for an ACK that is due, except in the variant that sends both
  // as one segment.
  const free = (tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) === 0 || config.variants.has('three-way-close');
  if (tcb.closing && tcb.finSeq === undefined && !hasQueued(tcb) && free) return FIN | ACK | echo;
  return ACK | echo;
}

/**
 * The complete segment: the given fields, and for the others the values that this endpoint would send (RFC 9293 §3.10).
 * Calls implied by the segment have been applied to the TCB.
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

/** The IP header fields of a segment: the given ones, else the host's configuration (RFC 9293 §3.9.2). */
function ipHeader(given: Segment['ip'], config: Config): Pick<Segment, 'ip'> {
  const { dscp, security } = config;
  if (given === undefined && dscp === 0 && security === undefined) return NO_IP;
  return { ip: { ...(dscp === 0 ? {} : { dscp }), ...(security === undefined ? {} : { security }), ...given } };
}

/**
 * The urgent pointer: to the urgent data announced by an earlier segment, else behind the last octet of this one (RFC
 * 9293 §3.8.5).
 */
function dueUrgent(tcb: Tcb, flags: number, given: Given): number {
  if ((flags & URG) === 0) return 0;
  const start = given.seq ?? dueSeq(tcb, flags, given.len);
  const up = tcb.urgent.sndUp === undefined ? 0 : distance(start, max(start, tcb.urgent.sndUp));
  return Math.min(65535, Math.max(up, given.len));
}

/** SEG.SEQ: a retransmitted FIN keeps its number; anything else has SND.NXT. */
function dueSeq(tcb: Tcb, flags: number, len: number): Seq {
  if ((flags & FIN) !== 0 && tcb.finSeq !== undefined) return add(tcb.finSeq, -len);
  return tcb.sndNxt;
}

function dueAck(tcb: Tcb): Seq {
  return tcb.synchronised ? tcb.rcvNxt : ZERO;
}

/** The window field: RCV.WND, scaled except on a SYN, 65535 at most. */
function dueWindow(tcb: Tcb, syn: boolean, config: Config): number {
  const isTold = (tcb.unknown & RCV_WND) === 0;
  const window = !tcb.synchronised ? config.window : isTold ? tcb.rcvWnd : untoldWindow(tcb, config);
  return Math.min(65535, syn ? window : window >>> tcb.opening.rcvShift);
}

/**
 * The options of a segment for which none are given: on a SYN those that this side offers, later Timestamps and SACK if
 * negotiated.
 */
function dueOptions(tcb: Tcb, flags: number, config: Config, now: number): Options {
  const ackOn = (flags & ACK) !== 0;
  const ts = dueTimestamps(tcb.ts, TS_START, ackOn, now);
  // The RST of an ABORT carries Timestamps if they are negotiated (RFC 7323 §5.2).
  if ((flags & RST) !== 0) return usesTimestamps(tcb) ? { ts } : NO_OPTIONS;
  if ((flags & SYN) !== 0) {
    if (tcb.opening.ownSyn === undefined)
      return synOptions(config, ackOn ? tcb.opening.peerSyn : undefined, ts, dueCookie(tcb, ackOn, config));
    // A retransmitted SYN carries no Fast Open option (RFC 7413 §4.2.2).
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

/**
 * The Fast Open option (RFC 7413 §4.2): a client sends its cookie, or requests one; a server gives its cookie to a
 * client that requests one or sends a wrong one.
 */
function dueCookie(tcb: Tcb, ackOn: boolean, config: Config): string | undefined {
  const { fastOpen, peerSyn } = tcb.opening;
  if (!config.fastopen) return undefined;
  if (!ackOn) return fastOpen?.cookie ?? '';
  return peerSyn?.fastopen === undefined || hasRightCookie(tcb) ? undefined : fastOpen?.cookie;
}

/** The options of the RST of an ABORT, computed before the TCB is deleted. */
export function abortOptions(tcb: Tcb, config: Config, now: number): Options {
  return dueOptions(tcb, RST | ACK, config, now);
}

/** The first TSval that a side sends; only differences matter (RFC 7323 §5.4). */
const TS_START = seq(1000);
