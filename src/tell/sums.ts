/** The calculations behind a step: formulas and numbers in the standard's terms, the same in every language. */
import { FORMS, type Fate, type Step, type ThreeForms, type Trace, duration } from '../trace';
import { ACK, FIN, SYN, type Segment, type Seq, add, has, inWindow, le, lt, segEnd, segLen } from '../wire';
import type { EndId, Sent } from '../sim';
import { isAcceptable } from '../tcp';
import type { Say } from '../words/words';
import { momentOf, number, peerOf, tcbAfter, tcbBefore, type Moment } from './moment';

/** One line for each formula; empty if nothing is calculated. */
export function sumsOf(trace: Trace, at: number, say: Say): ThreeForms[] {
  const step = trace.steps[at];
  if (!step) return [];
  const [symbolic = [], relative = [], absolute = []] = FORMS.map((form) => sums(momentOf(trace, at, step, say, form)));
  return symbolic.map((text, i): ThreeForms => [text, relative[i] ?? '', absolute[i] ?? '']);
}

function sums(m: Moment): string[] {
  const { step } = m;
  switch (step.kind) {
    case 'segment':
      if (step.fate === 'not-sent') return [];
      return [
        ...sendingSums(m, step.sent),
        ...(reached(step.fate) && isRead(m, step.sent) ? arrivalSums(m, step.sent) : []),
      ];
    case 'deliver':
    case 'duplicate':
      return isRead(m, step.sent) ? arrivalSums(m, step.sent) : [];
    case 'timer':
      return timerSums(m, step);
    case 'drop':
    case 'call':
    case 'icmp':
    case 'given':
    case 'forget':
    case 'leak':
    case 'wait':
    case 'expect':
    case 'note':
      return [];
  }
}

function reached(fate: Fate): boolean {
  return fate === 'arrived' || fate === 'dropped';
}

/**
 * True if the receiver processed the segment. A segment dropped without processing is not compared with the receiver's
 * variables.
 */
function isRead(m: Moment, { to }: Sent): boolean {
  return m.step.moves.some((move) => move.end === to) || ('fate' in m.step && m.step.fate !== 'dropped');
}

/** The end of the segment, and the RTO if it is a retransmission after a timeout. */
function sendingSums(m: Moment, sent: Sent): string[] {
  const { segment } = sent;
  const owner = sent.spoofed ?? sent.from;
  const lines: string[] = [];
  if (segLen(segment) > 0) {
    const parts = [segment.len > 0 || !has(segment, SYN | FIN) ? String(segment.len) : ''];
    if (has(segment, SYN)) parts.push('1 (SYN)');
    if (has(segment, FIN)) parts.push('1 (FIN)');
    const length = parts.filter((part) => part !== '').join(' + ');
    const from = number(m, owner, segment.seq);
    lines.push(`SEG.SEQ + SEG.LEN = ${from} + ${length} = ${number(m, owner, segEnd(segment))}`);
  }
  if (sent.spoofed === undefined) {
    const x = tcbBefore(m, sent.from);
    const y = tcbAfter(m, sent.from);
    if (x.timers.loss.mustResend && y.timers.rto !== x.timers.rto) {
      lines.push(`RTO = 2 × ${duration(x.timers.rto)} = ${duration(y.timers.rto)}`);
    }
  }
  return lines;
}

const HOLDS = '✓';
const FAILS = '✗';

function arrivalSums(m: Moment, sent: Sent): string[] {
  const { to, segment } = sent;
  const x = tcbBefore(m, to);
  const lines: string[] = [];
  if (x.synchronised && x.state !== 'CLOSED' && x.state !== 'LISTEN') lines.push(acceptance(m, to, segment));
  if (has(segment, ACK) && x.state !== 'CLOSED' && x.state !== 'LISTEN') lines.push(acknowledgment(m, to, segment));
  const y = tcbAfter(m, to);
  if (y.sndWnd !== x.sndWnd && y.synchronised && !has(segment, SYN) && y.opening.sndShift > 0) {
    lines.push(`SND.WND = SEG.WND × 2^Snd.Wind.Shift = ${segment.win} × 2^${y.opening.sndShift} = ${y.sndWnd}`);
  }
  if (y.timeWaitEnd !== undefined && y.timeWaitEnd !== x.timeWaitEnd) {
    const wait = y.timeWaitEnd - m.step.after.clock;
    lines.push(`2 × MSL = 2 × ${duration(wait / 2)} = ${duration(wait)}`);
  }
  return lines;
}

/** The acceptability test (RFC 9293 §3.10.7.4, Table 6), the case that applies. */
function acceptance(m: Moment, to: EndId, segment: Segment): string {
  const { rcvNxt, rcvWnd, ...x } = tcbBefore(m, to);
  const from = peerOf(m.trace, to);
  const show = (n: Seq): string => number(m, from, n);
  const holds = isAcceptable({ rcvNxt, rcvWnd, ...x }, segment);
  const mark = holds ? HOLDS : FAILS;
  if (rcvWnd === 0) return `SEG.SEQ = RCV.NXT: ${show(segment.seq)} = ${show(rcvNxt)} ${mark} (RCV.WND = 0)`;
  const edge = add(rcvNxt, rcvWnd);
  const last = add(segment.seq, Math.max(0, segLen(segment) - 1));
  // If the first octet is outside the window, the last one may be within.
  const first = segLen(segment) === 0 || inWindow(segment.seq, rcvNxt, rcvWnd) || !holds;
  const name = first ? 'SEG.SEQ' : 'SEG.SEQ + SEG.LEN − 1';
  const value = show(first ? segment.seq : last);
  return `RCV.NXT ≤ ${name} < RCV.NXT + RCV.WND: ${show(rcvNxt)} ≤ ${value} < ${show(edge)} ${mark}`;
}

function acknowledgment(m: Moment, to: EndId, segment: Segment): string {
  const { sndUna, sndNxt } = tcbBefore(m, to);
  const show = (n: Seq): string => number(m, to, n);
  const { ack } = segment;
  if (ack === sndUna) return `SEG.ACK = SND.UNA = ${show(ack)}`;
  // SND.NXT includes the segment sent in the same step, such as a SYN.
  const mark = lt(sndUna, ack) && le(ack, sndNxt) ? HOLDS : FAILS;
  return `SND.UNA < SEG.ACK ≤ SND.NXT: ${show(sndUna)} < ${show(ack)} ≤ ${show(sndNxt)} ${mark}`;
}

function timerSums(m: Moment, step: Extract<Step, { kind: 'timer' }>): string[] {
  const x = tcbBefore(m, step.end);
  const { rtt, rto } = x.timers;
  if (step.timer !== 'retransmission') return [];
  if (rtt === undefined || x.timers.loss.timeouts > 0) return [`RTO = ${duration(rto)}`];
  return [`RTO = SRTT + 4 × RTTVAR = ${duration(rtt.srtt)} + 4 × ${duration(rtt.rttvar)} → ${duration(rto)}`];
}
