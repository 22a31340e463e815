import { ACK, RST, SYN, type Segment, gt, has, le, segLen } from '../wire';
import {
  closed,
  drop,
  isOfOtherSecurity,
  outcome,
  resetFromAck,
  resetOf,
  resetWithoutAck,
  type Arrival,
  type Taken,
} from './arrival';
import { arriveSynchronized, onSynAcked } from './arrive-open';
import type { Config } from './config';
import { doubtJoined } from './kept';
import { absorb, noteSyn } from './receive';
import {
  hasRightCookie,
  OWES_ACK,
  OWES_REPLY_ACK,
  OWES_SYN_ACK,
  REPLY_IS_COUNTED,
  REPLY_IS_SPARED,
  type Draft,
  type Tcb,
} from './tcb';

/**
 * SEGMENT ARRIVES (RFC 9293 §3.10.7).
 *
 * @param now time of arrival: simulated time, microseconds
 */
export function arrive(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  switch (tcb.state) {
    case 'CLOSED':
      return arriveClosed(tcb, segment, config);
    case 'LISTEN':
      return arriveListen(tcb, segment, config);
    case 'SYN-SENT':
      return arriveSynSent(tcb, segment, config, now);
    case 'SYN-RECEIVED':
    case 'ESTABLISHED':
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
    case 'TIME-WAIT':
      return arriveThrottled(tcb, segment, config, now);
  }
}

/**
 * Rate limit for ACKs in reply to unacceptable segments (RFC 5961 §7). Linux sends one per `replyInterval` to segments
 * without data (`tcp_oow_rate_limited`, `tcp_invalid_ratelimit`).
 */
function arriveThrottled(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  // A rate-limited reply is no longer due once another segment arrives.
  const isOpen = (tcb.owed & REPLY_IS_SPARED) !== 0;
  const before = isOpen ? { ...tcb, owed: tcb.owed & ~(OWES_REPLY_ACK | REPLY_IS_COUNTED | REPLY_IS_SPARED) } : tcb;
  const arrival = arriveSynchronized(before, segment, config, now);
  const isAnswered = (arrival.tcb.owed & OWES_REPLY_ACK) !== 0 && (before.owed & OWES_REPLY_ACK) === 0;
  const isData = segLen(segment) > 0 && !has(segment, SYN);
  if (!isAnswered || isData || config.replyInterval === 0) return arrival;
  const { at } = arrival.tcb.timers.replying;
  const isSpared = at !== undefined && now - at < config.replyInterval;
  const owed = arrival.tcb.owed | REPLY_IS_COUNTED | (isSpared ? REPLY_IS_SPARED : 0);
  return { ...arrival, tcb: { ...arrival.tcb, owed } };
}

/** SEGMENT ARRIVES in CLOSED (RFC 9293 §3.10.7.1): an RST is dropped, any other segment gets an RST in reply. */
function arriveClosed(tcb: Tcb, segment: Segment, config: Config): Arrival {
  if (has(segment, RST)) return drop(tcb, 'C01');
  // The two-way handshake of this variant has no third segment, so a SYN,ACK that answers nothing gets no RST.
  if (has(segment, SYN) && has(segment, ACK) && config.variants.has('two-way-handshake')) return drop(tcb, 'V04');
  if (!has(segment, ACK)) return outcome(tcb, 'C02', tcb, resetWithoutAck(segment));
  return outcome(tcb, 'C03', tcb, resetFromAck(segment));
}

/**
 * SEGMENT ARRIVES in LISTEN (RFC 9293 §3.10.7.2): checks for RST, ACK, SYN and security; any other segment is dropped.
 */
function arriveListen(tcb: Tcb, segment: Segment, config: Config): Arrival {
  if (has(segment, RST)) return drop(tcb, 'L01');
  if (has(segment, ACK)) return outcome(tcb, 'L02', tcb, resetFromAck(segment));
  if (!has(segment, SYN)) return drop(tcb, 'L05');
  if (isOfOtherSecurity(segment, config)) return outcome(tcb, 'L03', tcb, resetWithoutAck(segment));
  // Other controls and text of the SYN are queued until ESTABLISHED; with a valid Fast Open cookie the text is
  // delivered at once.
  const noted: Draft = { ...noteSyn(tcb, segment, config), state: 'SYN-RECEIVED', owed: OWES_SYN_ACK };
  if (config.fastopen && hasRightCookie(noted)) takeFastData(noted, segment);
  return outcome(tcb, 'L04', noted);
}

/**
 * RFC 7413 §4.2.2: with a valid cookie the text of the SYN is delivered at once. A server may still ignore it, for
 * instance for lack of buffer space.
 */
function takeFastData(d: Draft, segment: Segment): void {
  const [text] = d.reassembly.held;
  if (text === undefined) return;
  d.rcvNxt = text.right;
  d.reassembly = { ...d.reassembly, held: [] };
  doubtJoined(d, [text], { ...segment, len: 0 });
}

/** SEGMENT ARRIVES in SYN-SENT (RFC 9293 §3.10.7.3): the ACK bit, RST, security, SYN. */
function arriveSynSent(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  const ackOn = has(segment, ACK);
  if (ackOn && (le(segment.ack, tcb.iss) || gt(segment.ack, tcb.sndNxt))) {
    if (has(segment, RST)) return drop(tcb, 'S01');
    // The two-way handshake of this variant has no third segment, so a wrong ACK gets no RST.
    if (config.variants.has('two-way-handshake')) return drop(tcb, 'V04');
    return outcome(tcb, 'S02', tcb, resetFromAck(segment));
  }
  if (has(segment, RST)) {
    // Only an RST that acknowledges the SYN refuses the connection. Its sequence number is not checked (RFC 5961 §3.2).
    if (!ackOn) return drop(tcb, 'S04');
    return { ...outcome(tcb, 'S03', closed(tcb)), wasReset: true };
  }
  if (isOfOtherSecurity(segment, config)) return outcome(tcb, 'S08', tcb, resetOf(segment));
  if (!has(segment, SYN)) return drop(tcb, 'S07');
  if (!ackOn) {
    return outcome(tcb, 'S06', { ...noteSyn(tcb, segment, config), state: 'SYN-RECEIVED', owed: OWES_SYN_ACK });
  }
  const noted = noteSyn(tcb, segment, config);
  const open: Draft = {
    ...noted,
    state: 'ESTABLISHED',
    sndUna: segment.ack,
    // SND.WND counts from ESTABLISHED on as well (RFC 1122 §4.2.2.20(c)). The window of a SYN is never scaled (RFC 7323
    // §2.2).
    sndWnd: segment.win,
    sndWl1: segment.seq,
    sndWl2: segment.ack,
    timers: onSynAcked(noted, segment, config, now),
    owed: OWES_ACK,
  };
  // Data on the SYN that the SYN,ACK does not acknowledge is retransmitted at once (RFC 7413 §4.2.1).
  if (gt(open.sndNxt, segment.ack))
    open.congestion = { ...open.congestion, refused: { left: segment.ack, right: open.sndNxt } };
  const taken: Taken[] = [{ row: 'S05', from: tcb.state, to: 'ESTABLISHED' }];
  // URG, text and FIN of this segment are processed as in ESTABLISHED; `noteSyn` has queued them.
  const { held } = open.reassembly;
  absorb(open, now, config, taken);
  // A receiver need not keep the text of a SYN,ACK; it may process the segment as if it carried none.
  if (held.length > 0) doubtJoined(open, held, { ...segment, len: 0 });
  return { tcb: open, reset: undefined, taken, wasReset: false, dropped: false };
}
