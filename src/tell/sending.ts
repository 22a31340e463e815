/** The act of a segment's sender and its reason: one clause, derived from the sender's TCB before the segment. */
import { duration } from '../trace';
import {
  ACK,
  FIN,
  RST,
  SYN,
  type Segment,
  type Seq,
  URG,
  add,
  dataStart,
  distance,
  has,
  le,
  lt,
  segEnd,
  segLen,
} from '../wire';
import type { EndId, Sent } from '../sim';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, type Tcb, isProbing } from '../tcp';
import {
  bytesText,
  clause,
  endpointBefore,
  labelOf,
  nameOf,
  number,
  peerOf,
  tcbAfter,
  tcbBefore,
  windowOf,
  type Moment,
} from './moment';

/** A clause, and the section of the standard that is its source. */
export interface Told {
  readonly text: string;
  readonly source: string;
}

const OPENING = 'RFC 9293 §3.5';
const CLOSING = 'RFC 9293 §3.6';
const RESETS = 'RFC 9293 §3.5.2';
const NUMBERS = 'RFC 9293 §3.4';
const WINDOW = 'RFC 9293 §3.8.6';

export function sendingOf(m: Moment, sent: Sent): Told {
  const { from, segment, spoofed } = sent;
  if (spoofed !== undefined) {
    const args = { claimed: nameOf(m.trace, spoofed), label: labelOf(m, sent) };
    return { text: clause(m, 'forged', from, args), source: RESETS };
  }
  if (has(segment, RST)) return resetting(m, from);
  if (has(segment, SYN)) return opening(m, sent);
  const probe = probing(m, from, segment);
  if (probe) return probe;
  if (sent.repeats !== undefined && segLen(segment) > 0) return repeating(m, from, segment);
  if (segLen(segment) > 0) return carrying(m, from, segment);
  if (has(segment, ACK)) return acknowledging(m, from, segment);
  return { text: clause(m, 'other', from, { label: labelOf(m, sent) }), source: NUMBERS };
}

function resetting(m: Moment, from: EndId): Told {
  const endpoint = endpointBefore(m, from);
  // The RST of an ABORT is due as well, but is no reply to a segment.
  const answers = endpoint !== undefined && endpoint.resets.length > 0 && endpoint.due !== undefined;
  if (!answers) return { text: clause(m, 'rst', from), source: 'RFC 9293 §3.10.5' };
  switch (endpoint.tcb.state) {
    case 'CLOSED':
      return { text: clause(m, 'rst-closed', from), source: RESETS };
    case 'LISTEN':
      return { text: clause(m, 'rst-listen', from), source: RESETS };
    default: {
      const heard = endpoint.resets[0]?.seq ?? endpoint.tcb.sndNxt;
      return { text: clause(m, 'rst-opening', from, { heard: number(m, from, heard) }), source: RESETS };
    }
  }
}

function opening(m: Moment, { from, to, segment, repeats }: Sent): Told {
  const isAnswer = has(segment, ACK);
  if (repeats !== undefined && tcbBefore(m, from).state !== 'CLOSED') {
    const crossed = isAnswer && tcbBefore(m, from).opening.origin === 'active' && !sentSynAck(m, from);
    if (!crossed) return again(m, from, segment, m.say(isAnswer ? 'story/what-synack' : 'story/what-syn'));
  }
  const seq = number(m, from, segment.seq);
  if (!isAnswer) {
    const bytes = bytesText(m.say, segment.len);
    return { text: clause(m, segment.len > 0 ? 'syn-data' : 'syn', from, { seq, bytes }), source: OPENING };
  }
  const id =
    tcbBefore(m, from).opening.origin === 'active' && tcbBefore(m, from).state === 'SYN-RECEIVED' ? '-crossed' : '';
  return { text: clause(m, `synack${id}`, from, { seq, ack: number(m, to, segment.ack) }), source: OPENING };
}

function sentSynAck(m: Moment, from: EndId): boolean {
  const last = endpointBefore(m, from)?.lastSent?.segment;
  return last !== undefined && has(last, SYN) && has(last, ACK);
}

/** The clause of a keepalive or window probe; undefined for any other segment. */
function probing(m: Moment, from: EndId, segment: Segment): Told | undefined {
  const x = tcbBefore(m, from);
  if (!x.synchronised || segLen(segment) > 1 || has(segment, FIN)) return undefined;
  const isOld = segment.seq === add(x.sndUna, -1);
  const seq = number(m, from, segment.seq);
  if (x.sndWnd === 0 && x.state !== 'SYN-SENT' && (segment.len === 1 || isOld)) {
    const args = { seq, bytes: bytesText(m.say, segment.len) };
    const text = clause(m, segment.len === 1 ? 'window-probe' : 'window-probe-old', from, args);
    return { text, source: 'RFC 9293 §3.8.6.1' };
  }
  if (isOld && x.sndUna === x.sndNxt) {
    return { text: clause(m, 'keepalive', from, { seq }), source: 'RFC 9293 §3.8.4' };
  }
  return undefined;
}

/** The clause of a retransmission, with its cause. */
function repeating(m: Moment, from: EndId, segment: Segment): Told {
  const { say } = m;
  const first = number(m, from, segment.seq);
  const what =
    segment.len > 0 ? say('story/what-bytes', { bytes: bytesText(say, segment.len), first }) : say('story/what-fin');
  return again(m, from, segment, what);
}

function again(m: Moment, from: EndId, segment: Segment, what: string): Told {
  const { tcb: x } = endpointBefore(m, from) ?? { tcb: tcbBefore(m, from) };
  const told = (id: string, source: string, args = {}): Told => ({
    text: clause(m, id, from, { what, ...args }),
    source,
  });
  if (le(segEnd(segment), x.sndUna)) return told('again-known', NUMBERS);
  if (isProbing(x)) return told('again-opened', 'RFC 9293 §3.8.6.1');
  if (x.timers.loss.mustResend) return told('again-timer', 'RFC 6298 §5', { rto: duration(x.timers.rto) });
  if (x.duplicateAcks >= 3) return told('again-fast', 'RFC 5681 §3.2', { count: x.duplicateAcks });
  // A partial ACK: since the last timeout some data was acknowledged, but not all that was outstanding then.
  const { recover, timeouts } = x.timers.loss;
  if (recover !== undefined && timeouts === 0 && segment.seq === x.sndUna)
    return told('again-partial', 'RFC 6582 §3.2');
  return told('again', 'RFC 9293 §3.8.1');
}

/** A range of octets: `500 bytes, y+1 to y+500`. */
function rangeText(m: Moment, from: EndId, start: Seq, len: number): string {
  const first = number(m, from, start);
  if (len === 1) return m.say('story/byte-one', { first });
  const last = number(m, from, add(start, len - 1));
  return m.say('story/bytes-range', { bytes: bytesText(m.say, len), first, last });
}

/** The clause of a segment with new octets, a FIN, or both. */
function carrying(m: Moment, from: EndId, segment: Segment): Told {
  const range = rangeText(m, from, dataStart(segment), segment.len);
  if (has(segment, FIN)) {
    const fin = number(m, from, add(dataStart(segment), segment.len));
    const isSecond = tcbBefore(m, from).finRcvd !== undefined;
    const id = segment.len > 0 ? 'data-fin' : isSecond ? 'fin-too' : 'fin';
    return { text: aside(m, from, segment, clause(m, id, from, { fin, range })), source: CLOSING };
  }
  const up = number(m, from, add(segment.seq, segment.urg));
  const text = clause(m, has(segment, URG) ? 'data-urgent' : 'data', from, { range, up });
  return { text: aside(m, from, segment, text), source: has(segment, URG) ? 'RFC 9293 §3.8.5' : NUMBERS };
}

/** Adds the acknowledgment and the window of a data segment, if they are new. */
function aside(m: Moment, from: EndId, segment: Segment, text: string): string {
  const x = tcbBefore(m, from);
  if (!has(segment, ACK)) return text;
  const owes = (x.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0;
  const ack = number(m, peerOf(m.trace, from), segment.ack);
  return withWindow(m, from, segment, owes ? m.say('story/and-ack', { text, ack }) : text);
}

function withWindow(m: Moment, from: EndId, segment: Segment, text: string): string {
  const change = windowChange(m, from, segment);
  if (change === 'closes') return m.say('story/and-closes', { text });
  if (change !== 'opens') return text;
  return m.say('story/and-opens', { text, window: bytesText(m.say, offered(m, from, segment)) });
}

function offered(m: Moment, from: EndId, segment: Segment): number {
  return windowOf(segment, has(segment, SYN), tcbAfter(m, from));
}

/** The movement of the window's right edge since the last ACK sent; undefined for none. */
function windowChange(m: Moment, from: EndId, segment: Segment): 'opens' | 'closes' | 'moves' | undefined {
  const last = lastAck(m, from);
  if (!last) return undefined;
  const x = tcbBefore(m, from);
  const old = windowOf(last, has(last, SYN), x);
  const now = offered(m, from, segment);
  if (old === now) return undefined;
  if (now === 0) return 'closes';
  return old === 0 ? 'opens' : 'moves';
}

/** The last segment with ACK that this side sent in the connection. */
function lastAck(m: Moment, from: EndId): Segment | undefined {
  const last = endpointBefore(m, from)?.lastSent?.segment;
  return last && has(last, ACK) && !has(last, RST) ? last : undefined;
}

/**
 * The clause of a pure ACK: the acknowledged octets, or, for an ACK without a new number, the reason for sending it.
 */
function acknowledging(m: Moment, from: EndId, segment: Segment): Told {
  const { say } = m;
  const endpoint = endpointBefore(m, from);
  const x = tcbBefore(m, from);
  const to = peerOf(m.trace, from);
  const ack = number(m, to, segment.ack);
  const last = lastAck(m, from);
  const known = last?.ack ?? add(x.irs, 0);
  const told = (id: string, source: string, args = {}): Told => ({
    text: withWindow(m, from, segment, clause(m, id, from, { ack, ...args })),
    source,
  });
  if (!x.synchronised || !has(segment, ACK)) return told('ack-nothing', NUMBERS);
  if (lt(known, segment.ack)) return freshAck(m, x, segment, known, told);
  if (x.reassembly.held.length > 0) return holeAck(m, x, to, segment, told);
  if ((x.owed & OWES_REPLY_ACK) !== 0) {
    const heard = endpoint?.lastHeard?.segment;
    // After its FIN the peer sends no keepalive probes: the number before RCV.NXT is that of the FIN.
    const mayProbe = heard !== undefined && x.finRcvd === undefined && heard.len <= 1;
    const isProbe = mayProbe && heard.seq === add(x.rcvNxt, -1) && !has(heard, FIN | SYN);
    if (isProbe) return told('ack-keepalive', 'RFC 9293 §3.8.4');
    if (heard !== undefined) return replyAck(x, heard, told);
  }
  const change = windowChange(m, from, segment);
  if (change !== undefined) {
    const id = { opens: 'window-opens', closes: 'window-closes', moves: 'window-update' }[change];
    return { text: clause(m, id, from, { window: bytesText(say, offered(m, from, segment)) }), source: WINDOW };
  }
  return told('ack-nothing', NUMBERS);
}

type Tell = (id: string, source: string, args?: Readonly<Record<string, string>>) => Told;

/** The clause of an ACK in reply to an unacceptable segment: a duplicate, a probe, or one that draws a challenge ACK. */
function replyAck(x: Tcb, heard: Segment, told: Tell): Told {
  const section = 'RFC 9293 §3.10.7.4';
  if (has(heard, SYN) && heard.seq === x.irs) return told('ack-syn-again', section);
  if (has(heard, SYN | RST)) return told('ack-challenge', has(heard, RST) ? 'RFC 5961 §3' : 'RFC 5961 §4');
  if (segLen(heard) > 0 && le(segEnd(heard), x.rcvNxt)) return told('ack-again', section);
  if (x.rcvWnd === 0 && heard.len > 0) return told('ack-closed', 'RFC 9293 §3.8.6.1');
  return told('ack-reply', section);
}

function freshAck(m: Moment, x: Tcb, segment: Segment, known: Seq, told: Tell): Told {
  const isFin = x.finRcvd !== undefined && segment.ack === add(x.finRcvd, 1);
  const isSyn = lt(known, add(x.irs, 1));
  const bytes = distance(known, segment.ack) - (isFin ? 1 : 0) - (isSyn ? 1 : 0);
  const said = { bytes: bytesText(m.say, bytes) };
  if (isFin) return told(bytes > 0 ? 'ack-data-fin' : 'ack-fin', CLOSING, said);
  if (isSyn && bytes === 0) return told('ack-syn', OPENING);
  return told('ack', NUMBERS, said);
}

function holeAck(m: Moment, x: Tcb, to: EndId, segment: Segment, told: Tell): Told {
  const blocks = segment.options.sack;
  if (blocks && blocks.length > 0) {
    const list = blocks.map((b) => `${number(m, to, b.left)}..${number(m, to, b.right)}`).join(', ');
    return told('ack-hole-sack', 'RFC 2018 §4', { blocks: list });
  }
  const held = x.reassembly.held.reduce((sum, b) => sum + distance(b.left, b.right), 0);
  return told('ack-hole', 'RFC 5681 §4.2', { held: bytesText(m.say, held) });
}

/** True if an end must send its SYN,ACK, or waits for the ACK of its SYN,ACK. */
export function owesSynAck(tcb: Tcb): boolean {
  return (tcb.owed & OWES_SYN_ACK) !== 0 || (tcb.state === 'SYN-RECEIVED' && tcb.sndUna === tcb.iss);
}
