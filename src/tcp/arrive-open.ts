import {
  ACK,
  CWR,
  ECE,
  FIN,
  RST,
  SYN,
  type Segment,
  URG,
  add,
  gt,
  has,
  inWindow,
  le,
  lt,
  max,
  optionBytes,
  segEnd,
  segLen,
  isBareSyn,
} from '../wire';
import {
  acknowledgesNew,
  backToListen,
  closed,
  drop,
  isAcceptable,
  isOfOtherSecurity,
  outcome,
  resetFromAck,
  resetOf,
  type Arrival,
  type Taken,
} from './arrival';
import { SECOND, type Config } from './config';
import { onAckArrived } from './congestion';
import { mustRepeatSynAck } from './expire';
import { onDataHeard, onDisorder, onPeerClosed } from './quick-ack';
import { doubtJoined, offer, wasInWindow } from './kept';
import { afterWindow, largestWindow } from './still-unknown';
import { absorb, noteFin, takeText } from './receive';
import { isSynchronized } from './state';
import { arriveInTimeWait, backToTimeWait, pawsTicks, resetForSyn } from './time-wait';
import {
  draftOf,
  mayReportSack,
  OWES_ACK,
  OWES_AT_ONCE,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  usesEcn,
  usesTimestamps,
  type Draft,
  type Tcb,
} from './tcb';
import { isProbing, onAck, onHandshake, onHeard } from './timers';
import { echoedTrip, heardAt, isOldDuplicate, noteOldTimestamp, noteTimestamp } from './timestamps';

/**
 * SEGMENT ARRIVES in SYN-RECEIVED and the seven synchronized states (RFC 9293 §3.10.7.4). The checks come in the
 * standard's order: sequence number, RST, security, SYN, ACK, URG, segment text, FIN.
 */
export function arriveSynchronized(before: Tcb, segment: Segment, config: Config, now: number): Arrival {
  const ts = heardAt(before.ts, segment, now - before.timers.activeAt);
  const tcb = ts === before.ts ? before : { ...before, ts };
  if (tcb.state === 'TIME-WAIT' && isBareSyn(segment)) {
    const arrival = arriveInTimeWait(tcb, segment, config);
    if (arrival !== undefined) return arrival;
  }
  if (isSynAckOfCrossedOpen(tcb, segment) && !isOfOtherSecurity(segment, config)) {
    const reassembly = repeated(tcb, segment);
    return establish({ ...marked(tcb, segment, now), reassembly }, segment, config, now);
  }
  // PAWS (RFC 7323 §5.3, R1) comes before the sequence number check.
  if (usesTimestamps(tcb) && isOldDuplicate(tcb.ts, segment, pawsTicks(tcb, config))) {
    return outcome(tcb, 'E10', { ...tcb, reassembly: repeated(tcb, segment), owed: tcb.owed | OWES_REPLY_ACK });
  }
  // RFC 7323 §3.2: once timestamps are negotiated, a segment without them is dropped without a reply.
  if (usesTimestamps(tcb) && config.dropsUnstamped && segment.options.ts === undefined && !has(segment, RST | SYN)) {
    return drop(tcb, 'E14');
  }
  if (!isAcceptable(tcb, segment)) return refuse(tcb, segment, config, now);
  if (has(segment, RST)) return resetArrived(tcb, segment, config, now);
  if (isOfOtherSecurity(segment, config)) return otherSecurity(tcb, segment);
  if (has(segment, SYN)) return synArrived(tcb, segment, config, now);
  // Fifth check, the ACK field: a segment without ACK is dropped.
  if (!has(segment, ACK)) return drop(tcb, 'E50');
  if (tcb.state === 'SYN-RECEIVED') {
    if (!acknowledgesNew(tcb, segment.ack)) return outcome(tcb, 'E53', tcb, resetFromAck(segment));
    return establish(marked(tcb, segment, now), segment, config, now);
  }
  return acknowledge(marked(tcb, segment, now), segment, config, now);
}

const NO_BLOCKS: Tcb['sacked'] = [];

/**
 * The parts of an acceptable segment beside its numbers: timestamp, ECN marks, SACK blocks, and a sign of life for
 * keepalive.
 */
function marked(tcb: Tcb, segment: Segment, now: number): Draft {
  const d = draftOf(tcb);
  if (usesTimestamps(tcb)) d.ts = noteTimestamp(tcb.ts, segment);
  if (usesEcn(tcb)) {
    const { eceDue, cwrDue, cwrEnd } = tcb.ecn;
    // cwnd is reduced once a window of data, however many ACKs carry ECE (RFC 3168 §6.1.2).
    const isNews = cwrEnd === undefined || gt(segment.ack, cwrEnd);
    d.ecn = {
      // The peer's CWR ends the ECE echo, unless the same segment carries a new CE mark (RFC 3168 §6.1.3).
      eceDue: segment.ecn === 'ce' || (eceDue && !has(segment, CWR)),
      // ECE on the SYN,ACK of a simultaneous open negotiates ECN; it echoes no mark.
      cwrDue: cwrDue || (has(segment, ECE) && !has(segment, SYN) && isNews),
      cwrEnd,
    };
  }
  d.timers = onHeard(tcb.timers, tcb.sndWnd === 0 && segment.win === 0, now);
  d.sacked = segment.options.sack ?? NO_BLOCKS;
  return d;
}

/**
 * True for the peer's SYN,ACK in a simultaneous open (RFC 9293 §3.5 figure 7). Its SEG.SEQ is IRS, just below the
 * window, so the sequence number check would refuse it and the handshake could not end (Appendix A.2). It therefore
 * counts as the ACK of this side's SYN.
 */
function isSynAckOfCrossedOpen(tcb: Tcb, segment: Segment): boolean {
  return (
    tcb.state === 'SYN-RECEIVED' &&
    tcb.opening.origin === 'active' &&
    (segment.flags & (SYN | ACK | RST)) === (SYN | ACK) &&
    segment.seq === tcb.irs &&
    acknowledgesNew(tcb, segment.ack)
  );
}

/**
 * The sequence number check failed: an RST is dropped, and any other segment gets an ACK with SND.NXT and RCV.NXT in
 * reply.
 */
function refuse(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  const atClosedWindow = tcb.rcvWnd === 0 && segment.seq === tcb.rcvNxt;
  if (has(segment, RST)) {
    // MUST-66: an RST is processed even if RCV.WND is 0. It may carry data (SHLD-2).
    return atClosedWindow ? resetArrived(tcb, segment, config, now) : drop(tcb, 'E11');
  }
  // A retransmission that ends at RCV.NXT: its TSval becomes TS.Recent (RFC 7323 §4.3), and the reply echoes it.
  const repeats = segLen(segment) > 0 && segEnd(segment) === tcb.rcvNxt && tcb.state !== 'TIME-WAIT';
  const stamped = usesTimestamps(tcb) && !has(segment, SYN);
  const ts = stamped ? noteOldTimestamp(tcb.ts, segment, repeats) : tcb.ts;
  let reassembly = repeated(tcb, segment);
  const wasOffered = wasInWindow(tcb, segment);
  if ((atClosedWindow || wasOffered) && segment.len > 0)
    reassembly = offer(reassembly, tcb.rcvNxt, segment.seq, add(segment.seq, segment.len));
  // An empty segment beyond the right edge of a shrunk window gets no reply (RFC 7323 §2.4).
  const isSilent = wasOffered && segLen(segment) === 0;
  const next: Tcb = { ...tcb, ts, reassembly, owed: isSilent ? tcb.owed : tcb.owed | OWES_REPLY_ACK };
  if (mustRepeatSynAck(tcb) && has(segment, SYN) && segment.seq === tcb.irs) {
    // The peer repeats its SYN. RFC 9293 asks for a bare ACK, TCP implementations repeat the SYN,ACK; both are
    // accepted.
    return outcome(tcb, 'E12', { ...next, owed: next.owed | OWES_SYN_ACK });
  }
  if (tcb.state === 'TIME-WAIT' && has(segment, FIN) && segEnd(segment) === tcb.rcvNxt) {
    // A repeated FIN lies below the window. It restarts the 2MSL timer all the same (fifth and eighth check).
    return outcome(tcb, 'E85', { ...next, timeWaitEnd: now + 2 * config.msl });
  }
  // After a window probe whose octet was refused, the peer's SND.NXT is RCV.NXT + 1.
  const behindProbe = tcb.rcvWnd === 0 && segment.seq === add(tcb.rcvNxt, 1) && isSynchronized(tcb.state);
  if ((atClosedWindow || behindProbe || wasOffered) && has(segment, ACK) && !has(segment, SYN)) {
    // MUST-66: while RCV.WND is 0, valid ACKs are processed. The segment text is not.
    return withoutText(next, { ...segment, len: 0, flags: segment.flags & ~FIN }, config, now);
  }
  return outcome(tcb, 'E12', next);
}

/**
 * The reassembly state after a segment whose octets (or SYN, FIN) have arrived before: the duplicate block for D-SACK
 * (RFC 2883 §4). It is noted even if PAWS drops the segment.
 */
function repeated({ reassembly, rcvNxt }: Tcb, segment: Segment): Tcb['reassembly'] {
  if (segLen(segment) === 0) return reassembly;
  const end = segEnd(segment);
  if (lt(segment.seq, rcvNxt))
    return { ...reassembly, duplicate: { left: segment.seq, right: le(end, rcvNxt) ? end : rcvNxt } };
  const isHeld = reassembly.held.some((b) => le(b.left, segment.seq) && le(end, b.right));
  return isHeld ? { ...reassembly, duplicate: { left: segment.seq, right: end } } : reassembly;
}

/** The ACK field and the URG bit of a segment whose text is refused because RCV.WND is 0. */
function withoutText(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  let arrival: Arrival;
  if (tcb.state !== 'SYN-RECEIVED') arrival = acknowledge(draftOf(tcb), segment, config, now);
  else if (acknowledgesNew(tcb, segment.ack)) arrival = establish(draftOf(tcb), segment, config, now);
  else return outcome(tcb, 'E53', tcb, resetFromAck(segment));
  return { ...arrival, taken: [{ row: 'E12', from: tcb.state, to: tcb.state }, ...arrival.taken] };
}

/**
 * Second check, the RST bit: with challenge ACKs, only an RST with SEG.SEQ = RCV.NXT resets the connection (RFC 5961
 * §3.2).
 */
function resetArrived(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  // RFC 793 accepted any RST in the window.
  if (segment.seq !== tcb.rcvNxt && config.challengeAcks)
    return outcome(tcb, 'E21', { ...tcb, owed: tcb.owed | OWES_REPLY_ACK });
  switch (tcb.state) {
    case 'SYN-RECEIVED':
      if (tcb.opening.origin === 'passive') {
        const old = backToTimeWait(tcb, config, now);
        if (old !== undefined) return outcome(tcb, 'E47', old);
        return { ...outcome(tcb, 'E22', backToListen(tcb)), wasReset: true };
      }
      return { ...outcome(tcb, 'E23', closed(tcb)), wasReset: true };
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
      return { ...outcome(tcb, 'E24', closed(tcb)), wasReset: true };
    case 'TIME-WAIT':
      // RFC 1337 §3, fix F1: an RST is ignored in TIME-WAIT.
      if (config.rfc1337) return drop(tcb, 'E25');
      return { ...outcome(tcb, 'E25', closed(tcb)), wasReset: true };
    case 'CLOSING':
    case 'LAST-ACK':
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
      return { ...outcome(tcb, 'E25', closed(tcb)), wasReset: true };
  }
}

/**
 * Third check, security: a segment of another level or compartment gets an RST in reply. In a synchronized state it
 * also ends the connection.
 */
function otherSecurity(tcb: Tcb, segment: Segment): Arrival {
  if (tcb.state === 'SYN-RECEIVED') return outcome(tcb, 'E30', tcb, resetOf(segment));
  return { ...outcome(tcb, 'E31', closed(tcb), resetOf(segment)), wasReset: true };
}

/**
 * Fourth check, a SYN in the window: a passive opener in SYN-RECEIVED returns to LISTEN; all others send a challenge
 * ACK (RFC 5961 §4.2).
 */
function synArrived(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  if (
    tcb.state === 'SYN-RECEIVED' &&
    tcb.opening.origin === 'passive' &&
    inWindow(segment.seq, tcb.rcvNxt, tcb.rcvWnd)
  ) {
    // RFC 9293 sends no reply here; Linux sends an RST (`tcp_check_req`).
    const old = backToTimeWait(tcb, config, now);
    if (old !== undefined) return outcome(tcb, 'E47', old);
    return outcome(tcb, 'E40', backToListen(tcb), config.resetsHalfOpen ? resetOf(segment) : undefined);
  }
  if (!config.challengeAcks) {
    // RFC 793: a SYN in the window is an error and resets the connection.
    return { ...outcome(tcb, 'E42', closed(tcb), resetForSyn(tcb)), wasReset: true };
  }
  return outcome(tcb, 'E41', { ...tcb, owed: tcb.owed | OWES_REPLY_ACK });
}

/** The timers of a side whose SYN has been acknowledged. */
export function onSynAcked(tcb: Tcb, segment: Segment, config: Config, now: number): Tcb['timers'] {
  const { ack } = segment;
  const timers = onAck(tcb.timers, ack, ack === tcb.sndNxt, config, now, echoedTrip(tcb.ts, segment, now));
  return onHandshake(timers, tcb.opening.synResent, config.initialRto, now);
}

/** Fifth check in SYN-RECEIVED: the ACK of this side's SYN leads to ESTABLISHED, and processing continues there. */
function establish(d: Draft, segment: Segment, config: Config, now: number): Arrival {
  const taken: Taken[] = [{ row: 'E52', from: d.state, to: 'ESTABLISHED' }];
  d.state = 'ESTABLISHED';
  d.sndUna = segment.ack;
  d.timers = onSynAcked(d, segment, config, now);
  setWindow(d, segment);
  if (d.closing) {
    // A CLOSE with queued data was deferred until ESTABLISHED (RFC 9293 §3.10.4, row U13).
    taken.push({ row: 'U16', from: 'ESTABLISHED', to: 'FIN-WAIT-1' });
    d.state = 'FIN-WAIT-1';
  }
  return textAndFin(d, segment, config, now, taken);
}

/**
 * SND.WND, SND.WL1 and SND.WL2 from a segment. The window field is scaled unless the segment carries SYN (RFC 7323
 * §2.2).
 */
function setWindow(d: Draft, segment: Segment): void {
  d.sndWnd = has(segment, SYN) ? segment.win : segment.win << d.opening.sndShift;
  d.sndWl1 = segment.seq;
  d.sndWl2 = segment.ack;
  if (d.unknown !== 0) d.unknown = afterWindow(d.unknown, segment);
  d.maxSndWnd = Math.max(d.maxSndWnd, d.unknown === 0 ? d.sndWnd : largestWindow(d));
}

/** Fifth check in the other states: SND.UNA, the send window, then the effects of an acknowledged FIN. */
function acknowledge(d: Draft, segment: Segment, config: Config, now: number): Arrival {
  if (gt(segment.ack, d.sndNxt)) {
    d.owed |= OWES_REPLY_ACK;
    return outcome(d, 'E56', d);
  }
  if (config.challengeAcks && lt(segment.ack, add(d.sndUna, -d.maxSndWnd))) {
    // RFC 5961 §5 (MAY-12): SEG.ACK lies further below SND.UNA than the largest window seen. The ACK is refused.
    d.owed |= OWES_REPLY_ACK;
    return outcome(d, 'E51', d);
  }
  const taken: Taken[] = [];
  const una = d.sndUna;
  const marks = d.ecn.cwrDue && has(segment, ECE);
  if (lt(una, segment.ack)) {
    d.sndUna = segment.ack;
    d.duplicateAcks = 0;
    d.timers = onAck(d.timers, segment.ack, segment.ack === d.sndNxt, config, now, echoedTrip(d.ts, segment, now));
    taken.push({ row: 'E54', from: d.state, to: d.state });
  } else if (segLen(segment) === 0) {
    taken.push({ row: 'E55', from: d.state, to: d.state });
    if (isDuplicateAck(d, segment)) d.duplicateAcks++;
  }
  if (le(una, segment.ack) && isFreshWindow(d, segment)) {
    const window = d.sndWnd;
    setWindow(d, segment);
    if (d.sndWnd !== window) taken.push({ row: 'E57', from: d.state, to: d.state });
  }
  const news = { una, sack: d.sacked, marked: marks, usesSack: mayReportSack(d) };
  d.congestion = onAckArrived(d, news, config);
  if (isOver(d, segment, config, now, taken)) {
    return { tcb: closed(d), reset: undefined, taken, wasReset: false, dropped: false };
  }
  return textAndFin(d, segment, config, now, taken);
}

/** Moves the state on if this side's FIN is acknowledged. Returns true if that ends the connection (LAST-ACK). */
function isOver(d: Draft, segment: Segment, config: Config, now: number, taken: Taken[]): boolean {
  const finAcked = d.finSeq !== undefined && lt(d.finSeq, d.sndUna);
  switch (d.state) {
    case 'FIN-WAIT-1':
      if (finAcked) {
        taken.push({ row: 'E58', from: 'FIN-WAIT-1', to: 'FIN-WAIT-2' });
        d.state = 'FIN-WAIT-2';
      }
      return false;
    case 'CLOSING':
      if (finAcked) {
        taken.push({ row: 'E59', from: 'CLOSING', to: 'TIME-WAIT' });
        d.state = 'TIME-WAIT';
        d.timeWaitEnd = now + 2 * config.msl;
      }
      return false;
    case 'LAST-ACK':
      if (finAcked) taken.push({ row: 'E60', from: 'LAST-ACK', to: 'CLOSED' });
      return finAcked;
    case 'TIME-WAIT':
      if (has(segment, FIN)) {
        taken.push({ row: 'E61', from: 'TIME-WAIT', to: 'TIME-WAIT' });
        d.owed |= OWES_ACK;
        d.timeWaitEnd = now + 2 * config.msl;
      }
      return false;
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
      return false;
  }
}

/**
 * True for a duplicate ACK (RFC 5681 §2): data is outstanding, SEG.ACK = SND.UNA, and the window is unchanged. The
 * caller has checked that the segment is empty.
 */
function isDuplicateAck(tcb: Tcb, segment: Segment): boolean {
  // The reply to a window probe is no sign of loss.
  if (isProbing(tcb)) return false;
  return tcb.sndUna !== tcb.sndNxt && segment.ack === tcb.sndUna && segment.win << tcb.opening.sndShift === tcb.sndWnd;
}

/**
 * True if the segment may update SND.WND: SND.WL1 < SEG.SEQ, or SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK (RFC 9293
 * §3.10.7.4, fifth check).
 */
function isFreshWindow(tcb: Tcb, segment: Segment): boolean {
  return lt(tcb.sndWl1, segment.seq) || (tcb.sndWl1 === segment.seq && le(tcb.sndWl2, segment.ack));
}

/** Counts full-sized segments: an ACK is due for at least every second one (RFC 9293 §3.8.6.3, SHLD-19). */
function countFull(d: Draft, segment: Segment, config: Config, now: number): void {
  const size = (d.opening.ownSyn?.mss ?? config.mss) - optionBytes(segment.options);
  if (segment.len === 0 || segment.len < size) return;
  const { count, secondAt, isLate } = d.full;
  d.full = {
    count: count + 1,
    secondAt: count < 2 ? now : secondAt,
    isLate: isLate || (count >= 2 && now - secondAt >= ONE_QUEUE),
  };
}

/**
 * Segments that arrive within this time of each other may be processed together before an ACK is sent (RFC 9293,
 * MUST-58, MUST-59); microseconds.
 */
const ONE_QUEUE = 0.001 * SECOND;

/** Sixth check, the URG bit: RCV.UP moves forward and the user is told (RFC 9293 §3.8.5). */
function noteUrgent(d: Draft, segment: Segment, taken: Taken[]): void {
  if (!has(segment, URG) || segment.urg === 0) return;
  const up = add(segment.seq, segment.urg);
  taken.push({ row: 'E65', from: d.state, to: d.state });
  const { sndUp, rcvUp } = d.urgent;
  d.urgent = { sndUp, rcvUp: rcvUp === undefined ? up : max(rcvUp, up) };
}

/**
 * True if new data arrives after CLOSE at a host that reads no more: the host sends an RST to show that data was lost
 * (RFC 9293 §3.6.1, SHLD-3).
 */
function isLost(tcb: Tcb, segment: Segment, config: Config): boolean {
  const isNew = gt(add(segment.seq, segment.len), tcb.rcvNxt);
  return config.halfDuplex && tcb.closing && segment.len > 0 && isNew;
}

/** Seventh and eighth check: segment text and FIN. Both are ignored after the peer's FIN (rows E71, E84). */
function textAndFin(d: Draft, segment: Segment, config: Config, now: number, taken: Taken[]): Arrival {
  const owed = d.owed;
  switch (d.state) {
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2': {
      if (isLost(d, segment, config)) {
        taken.push({ row: 'E72', from: d.state, to: 'CLOSED' });
        return { tcb: closed(d), reset: resetFromAck(segment), taken, wasReset: false, dropped: false };
      }
      const { state, rcvNxt } = d;
      const { held, heldFin } = d.reassembly;
      const gap = held[0]?.left ?? heldFin;
      noteUrgent(d, segment, taken);
      countFull(d, segment, config, now);
      if (segment.len > 0 && config.quickAcks > 0)
        d.quickAck = onDataHeard(d.quickAck, config.quickAcks, d.timers.rto, now);
      takeText(d, segment, taken);
      noteFin(d, segment);
      absorb(d, now, config, taken);
      if (held.length > 0 && d.rcvNxt !== rcvNxt) doubtJoined(d, held, segment);
      if (
        config.quickAcks > 0 &&
        (d.reassembly.held.length > 0 || held.length > 0 || d.reassembly.duplicate !== undefined)
      )
        d.quickAck = onDisorder(d.quickAck, config.quickAcks);
      if (config.quickAcks > 0 && state === 'ESTABLISHED' && d.finRcvd !== undefined)
        d.quickAck = onPeerClosed(d.quickAck);
      if (gap !== undefined && gt(gap, rcvNxt) && d.rcvNxt !== rcvNxt) d.owed |= OWES_AT_ONCE;
      if (d.rcvNxt === rcvNxt && d.reassembly.held !== held) taken.push({ row: 'E70', from: state, to: state });
      break;
    }
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      if (segment.len > 0) taken.push({ row: 'E71', from: d.state, to: d.state });
      if (has(segment, FIN)) {
        taken.push({ row: d.state === 'TIME-WAIT' ? 'E85' : 'E84', from: d.state, to: d.state });
        d.owed |= OWES_ACK;
      }
      break;
    case 'CLOSED':
    case 'LISTEN':
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
      break;
  }
  if ((owed & OWES_ACK) === 0) startDelayedAck(d, config, now);
  return { tcb: d, reset: undefined, taken, wasReset: false, dropped: false };
}

/** Starts the delayed ACK timer for data or a FIN that needs an ACK (RFC 9293 §3.8.6.3). */
function startDelayedAck(d: Draft, config: Config, now: number): void {
  if ((d.owed & OWES_ACK) === 0 || d.ackSince !== undefined) return;
  d.ackSince = now;
  d.ackAt = config.delayedAck > 0 ? now + config.delayedAck : undefined;
}
