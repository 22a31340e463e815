import {
  ACK,
  FIN,
  RST,
  SYN,
  type Segment,
  add,
  described,
  gt,
  has,
  hasUnknownOption,
  isPureAck,
  le,
  segEnd,
  segLen,
} from '../../wire';
import { SECOND } from '../config';
import { isSentAfter } from '../rack';
import { covers } from '../sack';
import { isSynchronized } from '../state';
import { SACK } from '../unknown';
import { mayReportSack, OWES_ACK, OWES_AT_ONCE, OWES_REPLY_ACK, OWES_SYN_ACK } from '../tcb';
import { TIMED, OTHER_SEQ, type Breach, type Case, type Rule } from './rule';
import { isGarbageKeepalive, isKeepalive, isRetransmission, mayLackAck } from './sequence';
import { LEEWAY, isProbe, seconds } from './probing';

const probeInterval = (c: Case): number => c.config.keepalive?.interval ?? 75 * SECOND;

const repeatsSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST) && c.x.sndNxt !== c.x.iss;
const repeats = (c: Case): boolean => c.before !== undefined && (isRetransmission(c) || repeatsSyn(c));
const gap = (c: Case): number => c.now - (c.before?.time ?? c.now);
/** True if the segment was retransmitted before without a timeout, and no ACK has arrived since. */
const isRepeatedBlindly = (c: Case): boolean =>
  !has(c.seg, SYN) &&
  c.before?.repeats !== undefined &&
  c.x.timers.loss.timeouts === 0 &&
  (c.heardSince === 0 || (c.config.rackTlp && c.delivered !== undefined && c.delivered.at < c.before.time));
/** True if the segment ends at SND.NXT: it is the last one in flight. */
const isTail = (c: Case): boolean => segEnd(c.seg) === c.x.sndNxt && c.x.duplicateAcks === 0;
/** True if the first timeout may in fact have been a tail loss probe, which restarts the timer (RFC 8985 §7). */
const isBehindProbe = (c: Case): boolean =>
  c.config.rackTlp &&
  c.x.timers.loss.timeouts === 1 &&
  isTail(c) &&
  !has(c.seg, SYN) &&
  gap(c) >= (c.x.timers.rto / 2) * LEEWAY;
/**
 * True if the oldest segment was retransmitted before and no segment of the peer has arrived since, so that only the
 * timer can retransmit it again.
 */
const isUnheard = (c: Case): boolean =>
  c.seg.seq === c.x.sndUna && c.before?.repeats !== undefined && c.heardSince === 0 && !isBehindProbe(c);
/** True if the peer has reported data above this segment by SACK: the segment is known to be lost without a timeout. */
const sackEvidence = (c: Case): boolean => c.x.sacked.some((b) => gt(b.left, c.seg.seq)) && !isRepeatedBlindly(c);
/** True for a SYN,ACK that answers a repeated SYN, or one that crossed this side's SYN (RFC 9293 §3.5 figure 7). */
const answersSyn = (c: Case): boolean => has(c.seg, SYN) && (c.x.owed & OWES_SYN_ACK) !== 0;
/**
 * True for a SYN retransmitted right after an RST, which ended the peer's half-open connection (RFC 9293 §3.5 figure
 * 9).
 */
const isBehindReset = (c: Case): boolean =>
  c.x.state === 'SYN-SENT' && c.lastSent !== undefined && has(c.lastSent, RST) && repeatsSyn(c);
/**
 * True for data of a Fast Open SYN, all or part, that the SYN,ACK did not acknowledge: it is retransmitted at once (RFC
 * 7413 §4.2.1).
 */
const wasRefusedOnSyn = (c: Case): boolean =>
  c.lastHeard !== undefined &&
  has(c.lastHeard, SYN) &&
  has(c.lastHeard, ACK) &&
  c.before !== undefined &&
  has(c.before.segment, SYN) &&
  !has(c.seg, SYN) &&
  (c.seg.seq === c.x.sndUna
    ? !sendsAgain(c, c.lastSent)
    : c.lastSent !== undefined && segEnd(c.lastSent) === c.seg.seq);
/** True if the previous segment contains the first octet of this one too. */
const sendsAgain = (c: Case, last: Segment | undefined): boolean =>
  last !== undefined && !has(last, SYN) && le(last.seq, c.seg.seq) && gt(segEnd(last), c.seg.seq);
/**
 * True if an ICMP error reported the segment as too big: it is retransmitted at once in smaller ones (RFC 1191 §6.5,
 * RFC 8201 §5.4).
 */
const wasTooBig = (c: Case): boolean => {
  const { tooBig } = c.x.congestion;
  if (tooBig === undefined || c.before === undefined || !covers(tooBig, c.seg.seq)) return false;
  return segLen(c.seg) < segLen(c.before.segment);
};
/** True for an unacknowledged FIN set again on an ACK that is due, as BSD sends it. No timer is involved. */
const ridesOnAck = (c: Case): boolean =>
  (c.x.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0 &&
  has(c.seg, FIN) &&
  c.seg.len === 0 &&
  c.seg.seq === c.x.finSeq &&
  c.seg.ack === c.x.rcvNxt;
/** True if a segment that was sent later has arrived, so that this one is lost (RFC 8985 §6.2 step 5). */
const isOvertaken = (c: Case): boolean =>
  c.config.rackTlp &&
  mayReportSack(c.x) &&
  c.delivered !== undefined &&
  c.before !== undefined &&
  isSentAfter(c.delivered, { time: c.before.time, end: segEnd(c.before.segment) });
/** True if the segment is retransmitted before its timer expires and without any other reason. */
const isEarly = (c: Case): boolean =>
  c.timed &&
  // Window probes have a timer of their own (RFC 9293 §3.8.6.1).
  !isProbe(c) &&
  repeats(c) &&
  !answersSyn(c) &&
  !wasRefusedOnSyn(c) &&
  !wasTooBig(c) &&
  !ridesOnAck(c) &&
  !isOvertaken(c) &&
  !isBehindReset(c) &&
  !hasReneged(c) &&
  !c.x.timers.loss.mustResend &&
  // In loss recovery a partial ACK calls for immediate retransmission of the next hole (RFC 6582 §3.2 step 3).
  (c.x.timers.loss.recover === undefined || isRepeatedBlindly(c) || isUnheard(c)) &&
  c.x.timers.retransmitAt !== undefined &&
  c.now < c.x.timers.retransmitAt;
/**
 * True for a SYN,ACK retransmitted too early after its ACK was discarded: the timer was not stopped by that ACK (RFC
 * 6298 §5).
 */
const isEarlySynAck = (c: Case): boolean =>
  c.timed &&
  isSynchronized(c.x.state) &&
  mayLackAck(c) &&
  !answersSyn(c) &&
  c.now - c.lastSentAt < c.config.initialRto * LEEWAY;
/**
 * True if the peer reneged: the ACK stops below data that SACK had reported, so that data must be retransmitted (RFC
 * 2018 §8).
 */
const hasReneged = (c: Case): boolean => c.x.congestion.board.some((b) => covers(b, c.x.sndUna));

const tooSoon = (after: number, rto: number): Breach => ({
  args: { gap: seconds(after), rto: seconds(rto) },
  arithmetic: `RTO = ${seconds(rto)}`,
});
const early = (c: Case): Breach => ({
  ...tooSoon(gap(c), c.x.timers.rto),
  // A certain breach: the interval is below the least RTO, whatever was measured before the flow. A tail loss probe
  // depends on a measurement within the flow.
  sure: c.x.timers.rtt !== undefined && gap(c) < c.config.minRto * LEEWAY,
});

/** RFC 6298 §5 recommends the algorithm, hence a warning. */
const LATE_SOURCE = 'RFC 6298 §5.4; RFC 9293 §3.8.1';

/** A breach if the retransmission timer expired an RTO ago or longer, and no retransmission has been sent. */
function late(c: Case): Breach | undefined {
  const { loss, rto } = c.x.timers;
  if (!c.timed || !loss.mustResend || loss.expiredAt === undefined || c.now - loss.expiredAt < rto) return undefined;
  // A closed window is probed by the persist timer (RFC 9293 §3.8.6.1). A SYN has its own R2 and RTO.
  if (c.x.sndWnd === 0 || c.x.sndUna === c.x.iss || has(c.seg, RST)) return undefined;
  return { args: { rto: seconds(rto), late: seconds(c.now - loss.expiredAt), written: c.own(c.x.sndUna) } };
}

/**
 * Rules about retransmission (RFC 9293 §3.8, RFC 6298, RFC 5681); the most specific comes first. In a script without
 * times only the `rtx-…` rules apply.
 */
export const retransmissionRules: readonly Rule[] = [
  {
    id: 'tcp/rto-not-first',
    level: 'error',
    source: 'RFC 9293 §3.10.8; RFC 6298 §5.4; RFC 2018 §5',
    aspect: 'time',
    on: OTHER_SEQ,
    needs: ['rtt'],
    check: (c) =>
      c.timed && c.x.timers.loss.mustResend && isRetransmission(c) && gt(c.seg.seq, c.x.sndUna)
        ? {
            args: { written: c.own(c.seg.seq), right: c.own(c.x.sndUna) },
            arithmetic: `SND.UNA = ${c.own(c.x.sndUna)}`,
          }
        : undefined,
  },
  {
    id: 'tcp/rto-no-backoff',
    level: 'error',
    source: 'RFC 6298 §5.5; RFC 9293 §3.8.1 (MUST-19)',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      isEarly(c) &&
      c.x.timers.loss.timeouts >= 1 &&
      gap(c) < c.x.timers.rto * LEEWAY &&
      !isBehindProbe(c) &&
      !sackEvidence(c) &&
      c.x.duplicateAcks < 3
        ? early(c)
        : undefined,
  },
  {
    id: 'tcp/fast-rtx-early',
    level: 'warning',
    source: 'RFC 5681 §3.2; RFC 8985',
    aspect: 'time',
    on: TIMED,
    needs: ['rtt'],
    check: (c) =>
      isEarly(c) && c.x.duplicateAcks > 0 && c.x.duplicateAcks < 3 && !sackEvidence(c) && !isRepeatedBlindly(c)
        ? { args: { count: c.x.duplicateAcks } }
        : undefined,
  },
  {
    id: 'tcp/tlp-probe',
    level: 'hint',
    source: 'RFC 8985 §7',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      isEarly(c) &&
      isTail(c) &&
      !has(c.seg, SYN) &&
      // A tail loss probe requires SACK (RFC 8985 §4).
      (mayReportSack(c.x) || (c.x.unknown & SACK) !== 0) &&
      c.x.timers.rtt !== undefined &&
      gap(c) >= 2 * c.x.timers.rtt.srtt * LEEWAY
        ? { args: { gap: seconds(gap(c)) } }
        : undefined,
  },
  {
    id: 'tcp/rto-after-lost-syn',
    level: 'hint',
    source: 'RFC 6298 §5.7',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      isEarly(c) &&
      c.x.opening.synResent &&
      c.x.timers.rtt === undefined &&
      c.seg.seq === add(c.x.iss, 1) &&
      c.x.duplicateAcks === 0 &&
      gap(c) >= SECOND * LEEWAY
        ? { args: { gap: seconds(gap(c)) } }
        : undefined,
  },
  {
    id: 'tcp/rto-early',
    level: 'error',
    source: 'RFC 6298 §5; RFC 9293 §3.8.1 (MUST-18)',
    aspect: 'time',
    on: TIMED,
    needs: ['rtt'],
    check(c) {
      if (isEarlySynAck(c)) return { ...tooSoon(c.now - c.lastSentAt, c.config.initialRto), sure: true };
      const isSoon = isEarly(c) && gap(c) < c.x.timers.rto * LEEWAY;
      const isTold = (c.x.duplicateAcks > 0 && !isRepeatedBlindly(c)) || sackEvidence(c);
      return isSoon && !isTold ? early(c) : undefined;
    },
  },
  {
    id: 'tcp/rto-late',
    level: 'warning',
    source: LATE_SOURCE,
    aspect: 'time',
    check: (c) => (isRetransmission(c) ? late(c) : undefined),
  },
  {
    id: 'tcp/rto-below-1s',
    level: 'hint',
    source: 'RFC 6298 §2.4',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      c.timed && repeats(c) && c.x.timers.loss.mustResend && c.x.timers.loss.timeouts === 1 && gap(c) < SECOND * LEEWAY
        ? { args: { gap: seconds(gap(c)) } }
        : undefined,
  },
  {
    id: 'tcp/rtx-sacked',
    level: 'hint',
    source: 'RFC 2018 §5',
    aspect: 'time',
    on: OTHER_SEQ,
    check: (c) =>
      isRetransmission(c) &&
      c.seg.len > 0 &&
      c.x.sacked.some((b) => covers(b, c.seg.seq) && le(add(c.seg.seq, c.seg.len), b.right))
        ? { args: { written: c.own(c.seg.seq) } }
        : undefined,
  },
];

/** Rules about delayed ACKs (RFC 9293 §3.8.6.3), and pure ACKs without a reason. */
export const ackTimingRules: readonly Rule[] = [
  {
    id: 'tcp/ack-late',
    level: 'error',
    source: 'RFC 9293 §3.8.6.3 (MUST-40)',
    aspect: 'time',
    on: TIMED,
    check(c) {
      const since = c.x.ackSince;
      // A repeated SYN,ACK acknowledges nothing later: data received after it was discarded.
      if (!c.timed || since === undefined || !has(c.seg, ACK) || has(c.seg, RST | SYN) || c.now - since < SECOND / 2)
        return undefined;
      return { args: { delay: seconds(c.now - since), called: c.calledBy === undefined ? '' : described(c.calledBy) } };
    },
  },
  {
    id: 'tcp/dupack-delayed',
    level: 'warning',
    source: 'RFC 5681 §4.2; RFC 9293 §3.8.6.3',
    aspect: 'time',
    on: TIMED,
    check(c) {
      const since = c.x.ackSince;
      const atOnce = c.x.reassembly.held.length > 0 || (c.x.owed & OWES_AT_ONCE) !== 0;
      if (!c.timed || since === undefined || !atOnce || !has(c.seg, ACK)) return undefined;
      return c.now - since > SECOND / 100 ? { args: { delay: seconds(c.now - since) } } : undefined;
    },
  },
  {
    id: 'tcp/ack-every-second',
    level: 'warning',
    source: 'RFC 9293 §3.8.6.3 (SHLD-19)',
    aspect: 'time',
    check: (c) =>
      // Segments received together are all processed before an ACK is sent (MUST-58, MUST-59), so one ACK covers them.
      has(c.seg, ACK) && c.x.full.isLate && !has(c.seg, RST) ? { args: { count: c.x.full.count } } : undefined,
  },
  {
    id: 'tcp/ack-per-queued-segment',
    level: 'hint',
    source: 'RFC 9293 §3.10.7.4 (MUST-58, MUST-59)',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      c.timed &&
      isPureAck(c.seg) &&
      c.lastSent !== undefined &&
      isPureAck(c.lastSent) &&
      c.isInstantKnown &&
      c.now === c.lastSentAt &&
      !hasUnknownOption(c.seg.raw?.options) &&
      c.x.reassembly.held.length === 0 &&
      c.heardSince > 0
        ? {}
        : undefined,
  },
  {
    id: 'tcp/challenge-ack-flood',
    level: 'hint',
    source: 'RFC 5961 §7',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      c.timed && isPureAck(c.seg) && (c.x.owed & OWES_REPLY_ACK) !== 0 && c.x.timers.replying.count >= 10
        ? { args: { count: c.x.timers.replying.count + 1 } }
        : undefined,
  },
  {
    id: 'tcp/keepalive-form',
    level: 'warning',
    source: 'RFC 9293 §3.8.4',
    aspect: 'time',
    on: TIMED,
    check: (c) =>
      c.timed && saysNothingNew(c) && c.now - c.x.timers.activeAt >= 60 * SECOND
        ? {
            args: { written: c.own(c.seg.seq), right: c.own(add(c.x.sndNxt, -1)) },
            right: { seq: add(c.x.sndNxt, -1) },
            arithmetic: 'SEG.SEQ = SND.NXT - 1',
          }
        : undefined,
  },
  {
    id: 'tcp/rtx-pure-ack',
    level: 'error',
    source: 'RFC 9293 §3.8.4, §3.10.8',
    aspect: 'time',
    needs: ['below'],
    // Sent by a timer: time has passed, or the script marks the previous, identical ACK as lost. Octets from before the
    // beginning of a flow may still call for an ACK until all of them have arrived.
    check: (c) =>
      repeatsPureAck(c) && (c.lastLost || (c.timed && c.now > c.lastSentAt))
        ? { sure: c.y.opening.below !== undefined && gt(c.x.rcvNxt, c.y.opening.below) }
        : undefined,
  },
  {
    id: 'tcp/keepalive-busy',
    level: 'error',
    source: 'RFC 9293 §3.8.4 (MUST-26)',
    aspect: 'time',
    on: OTHER_SEQ,
    needs: ['idle'],
    check: (c) =>
      c.timed && isKeepalive(c) && c.now - c.x.timers.activeAt < (c.config.keepalive?.idle ?? SECOND) * LEEWAY
        ? { args: { idle: seconds(c.now - c.x.timers.activeAt) } }
        : undefined,
  },
  {
    id: 'tcp/keepalive-idle-short',
    level: 'hint',
    source: 'RFC 9293 §3.8.4 (MUST-28)',
    aspect: 'time',
    on: OTHER_SEQ,
    needs: ['idle'],
    check: (c) =>
      c.timed &&
      isKeepalive(c) &&
      c.config.keepalive === undefined &&
      c.x.timers.probing.probes === 0 &&
      c.now - c.x.timers.activeAt < 7200 * SECOND
        ? { args: { idle: seconds(c.now - c.x.timers.activeAt) } }
        : undefined,
  },
  {
    id: 'tcp/keepalive-interval',
    level: 'hint',
    source: 'RFC 9293 §3.8.4',
    aspect: 'time',
    on: OTHER_SEQ,
    // No standard sets the interval. Many times the usual one: minutes in place of seconds, as a textbook error has it.
    check: (c) =>
      c.timed && isKeepalive(c) && c.x.timers.probing.probes > 0 && c.now - c.lastSentAt >= 8 * probeInterval(c)
        ? { args: { written: seconds(c.now - c.lastSentAt), right: seconds(probeInterval(c)) } }
        : undefined,
  },
  {
    id: 'tcp/keepalive-data',
    level: 'hint',
    source: 'RFC 9293 §3.8.4 (SHLD-12)',
    aspect: 'time',
    on: OTHER_SEQ,
    check: (c) => (isGarbageKeepalive(c) ? {} : undefined),
  },
];

/** Rule broken by any segment but the retransmission that is overdue (RFC 6298 §5.4). */
export const overdueRules: readonly Rule[] = [
  {
    id: 'tcp/rto-late',
    level: 'warning',
    source: LATE_SOURCE,
    aspect: 'time',
    check: (c) => (isRetransmission(c) ? undefined : late(c)),
  },
];

/** True for a repeated pure ACK, with no segment received in between and no reply due. */
const repeatsPureAck = (c: Case): boolean => c.heardSince === 0 && saysNothingNew(c);

/**
 * True for a pure ACK without a reason: no reply is due, and the previous segment was an ACK (or a keepalive probe)
 * with the same acknowledgment number and window.
 */
function saysNothingNew(c: Case): boolean {
  const { lastSent } = c;
  return (
    lastSent !== undefined &&
    isPureAck(c.seg) &&
    isPureAck(lastSent) &&
    // An unknown option (MPTCP's DATA_FIN, say) may be repeated by a timer of its own.
    !hasUnknownOption(c.seg.raw?.options) &&
    !hasUnknownOption(lastSent.raw?.options) &&
    c.x.owed === 0 &&
    c.seg.seq === c.x.sndNxt &&
    (lastSent.seq === c.seg.seq || lastSent.seq === add(c.seg.seq, -1)) &&
    c.seg.ack === lastSent.ack &&
    c.seg.win === lastSent.win
  );
}
