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
 * SEGMENT ARRIVES (RFC 9293 §3.10.7): what a segment does to the endpoint that it reaches.
 *
 * @param now simulated time, microseconds: when the segment arrives
 */
export function arrive(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  switch (tcb.state) {
    case 'CLOSED':
      return arriveClosed(tcb, segment);
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
 * RFC 5961 §7: replies to unacceptable segments may be throttled. Linux sends one in `replyInterval` to segments without data
 * (tcp_oow_rate_limited, tcp_invalid_ratelimit).
 */
function arriveThrottled(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  // A reply that could stay away is not owed any more once something else has come.
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

/** §3.10.7.1: there is no connection, so everything but an RST is answered by one. */
function arriveClosed(tcb: Tcb, segment: Segment): Arrival {
  if (has(segment, RST)) return drop(tcb, 'C01');
  if (!has(segment, ACK)) return outcome(tcb, 'C02', tcb, resetWithoutAck(segment));
  return outcome(tcb, 'C03', tcb, resetFromAck(segment));
}

/** §3.10.7.2: RST, then ACK, then SYN with its security; anything else is dropped. */
function arriveListen(tcb: Tcb, segment: Segment, config: Config): Arrival {
  if (has(segment, RST)) return drop(tcb, 'L01');
  if (has(segment, ACK)) return outcome(tcb, 'L02', tcb, resetFromAck(segment));
  if (!has(segment, SYN)) return drop(tcb, 'L05');
  if (isOfOtherSecurity(segment, config)) return outcome(tcb, 'L03', tcb, resetWithoutAck(segment));
  // Other controls and text of the SYN are queued until ESTABLISHED, but where its cookie proves the peer's address.
  const noted: Draft = { ...noteSyn(tcb, segment, config), state: 'SYN-RECEIVED', owed: OWES_SYN_ACK };
  if (config.fastopen && hasRightCookie(noted)) takeFastData(noted, segment);
  return outcome(tcb, 'L04', noted);
}

/** RFC 7413 §4.2.2: the text of the SYN goes to the user at once. A server without room may drop it all the same. */
function takeFastData(d: Draft, segment: Segment): void {
  const [text] = d.reassembly.held;
  if (text === undefined) return;
  d.rcvNxt = text.right;
  d.reassembly = { ...d.reassembly, held: [] };
  doubtJoined(d, [text], { ...segment, len: 0 });
}

/** §3.10.7.3: the ACK bit first, then RST, then security, then SYN. */
function arriveSynSent(tcb: Tcb, segment: Segment, config: Config, now: number): Arrival {
  const ackOn = has(segment, ACK);
  if (ackOn && (le(segment.ack, tcb.iss) || gt(segment.ack, tcb.sndNxt))) {
    if (has(segment, RST)) return drop(tcb, 'S01');
    // With two segments only, there is no third in which to object.
    if (config.variants.has('two-way-handshake')) return drop(tcb, 'V04');
    return outcome(tcb, 'S02', tcb, resetFromAck(segment));
  }
  if (has(segment, RST)) {
    // Only an RST that acknowledges the SYN refuses the connection; its sequence number is not looked at (RFC 5961 §3.2).
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
    // RFC 1122 §4.2.2.20(c): the window counts from entering ESTABLISHED too; a SYN's window is never scaled.
    sndWnd: segment.win,
    sndWl1: segment.seq,
    sndWl2: segment.ack,
    timers: onSynAcked(noted, segment, config, now),
    owed: OWES_ACK,
  };
  // Data of the SYN that the SYN,ACK does not count goes again at once (RFC 7413 §4.2.1).
  if (gt(open.sndNxt, segment.ack))
    open.congestion = { ...open.congestion, refused: { left: segment.ack, right: open.sndNxt } };
  const taken: Taken[] = [{ row: 'S05', from: tcb.state, to: 'ESTABLISHED' }];
  // URG, text and FIN of the same segment are processed as in ESTABLISHED; they were queued by noteSyn.
  const { held } = open.reassembly;
  absorb(open, now, config, taken);
  // Text of a SYN,ACK need not be kept either: the segment without it is what a handshake consists of.
  if (held.length > 0) doubtJoined(open, held, { ...segment, len: 0 });
  return { tcb: open, reset: undefined, taken, wasReset: false, dropped: false };
}
