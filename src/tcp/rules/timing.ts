import {
  ACK,
  FIN,
  RST,
  SYN,
  type Segment,
  add,
  described,
  ge,
  gt,
  has,
  hasUnknownOption,
  isPureAck,
  le,
  lt,
  segEnd,
  segLen,
} from '../../wire';
import { SECOND } from '../config';
import { isSentAfter } from '../rack';
import { covers } from '../sack';
import { isSynchronized } from '../state';
import { mayReportSack, OWES_ACK, OWES_AT_ONCE, OWES_REPLY_ACK, OWES_SYN_ACK } from '../tcb';
import type { Breach, Case, Rule } from './rule';
import { isGarbageKeepalive, isKeepalive, isOddWindowProbe, isRetransmission, mayLackAck } from './sequence';

const seconds = (micros: number): string => `${Math.round(micros / 1000) / 1000} s`;
/** A tenth of leeway: stacks round their timers to ticks. */
const LEEWAY = 0.9;

const repeatsSyn = (c: Case): boolean => has(c.seg, SYN) && !has(c.seg, RST) && c.x.sndNxt !== c.x.iss;
const repeats = (c: Case): boolean => c.before !== undefined && (isRetransmission(c) || repeatsSyn(c));
const gap = (c: Case): number => c.now - (c.before?.time ?? c.now);
/** The segment has gone again already, not by its timer, and nothing has been heard of the peer since. */
const isRepeatedBlindly = (c: Case): boolean =>
  !has(c.seg, SYN) &&
  c.before?.repeats !== undefined &&
  c.x.timers.loss.timeouts === 0 &&
  (c.heardSince === 0 || (c.config.rackTlp && c.delivered !== undefined && c.delivered.at < c.before.time));
/** It ends at SND.NXT: the tail of what is in flight. */
const isTail = (c: Case): boolean => segEnd(c.seg) === c.x.sndNxt && c.x.duplicateAcks === 0;
/** What looks like the first timeout may have been a tail loss probe, behind which the timer starts afresh (RFC 8985 §7). */
const isBehindProbe = (c: Case): boolean =>
  c.config.rackTlp &&
  c.x.timers.loss.timeouts === 1 &&
  isTail(c) &&
  !has(c.seg, SYN) &&
  gap(c) >= (c.x.timers.rto / 2) * LEEWAY;
/** The oldest segment has gone again, and nothing has been heard of the peer since: the timer alone sends it once more. */
const isUnheard = (c: Case): boolean =>
  c.seg.seq === c.x.sndUna && c.before?.repeats !== undefined && c.heardSince === 0 && !isBehindProbe(c);
/** The peer has reported something beyond this segment as received: it is known to be lost, without a timeout. */
const sackEvidence = (c: Case): boolean => c.x.sacked.some((b) => gt(b.left, c.seg.seq)) && !isRepeatedBlindly(c);
/** The SYN,ACK goes again because the peer's SYN came again, or crossed ours (RFC 9293 §3.5 figure 7). */
const answersSyn = (c: Case): boolean => has(c.seg, SYN) && (c.x.owed & OWES_SYN_ACK) !== 0;
/** Behind the RST that made an end of the peer's half-open connection, the SYN may go again at once (RFC 9293 figure 9). */
const isBehindReset = (c: Case): boolean =>
  c.x.state === 'SYN-SENT' && c.lastSent !== undefined && has(c.lastSent, RST) && repeatsSyn(c);
/** Data of a Fast Open SYN that the SYN,ACK did not count, all of it or some, goes again at once (RFC 7413 §4.2.1). */
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
/** These octets stood in a segment that was sent just before, too. */
const sendsAgain = (c: Case, last: Segment | undefined): boolean =>
  last !== undefined && !has(last, SYN) && le(last.seq, c.seg.seq) && gt(segEnd(last), c.seg.seq);
/** The path said that the segment was too big for it: it goes again at once, in smaller ones (RFC 1191 §6.5, RFC 8201 §5.4). */
const wasTooBig = (c: Case): boolean => {
  const { tooBig } = c.x.congestion;
  if (tooBig === undefined || c.before === undefined || !covers(tooBig, c.seg.seq)) return false;
  return segLen(c.seg) < segLen(c.before.segment);
};
/** An ACK is due, and the FIN that is not acknowledged rides on it again, as BSD sends it: no timer sends that. */
const ridesOnAck = (c: Case): boolean =>
  (c.x.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0 &&
  has(c.seg, FIN) &&
  c.seg.len === 0 &&
  c.seg.seq === c.x.finSeq &&
  c.seg.ack === c.x.rcvNxt;
/** A segment that left later has arrived: this one is lost (RFC 8985 §6.2 step 5). */
const isOvertaken = (c: Case): boolean =>
  c.config.rackTlp &&
  mayReportSack(c.x) &&
  c.delivered !== undefined &&
  c.before !== undefined &&
  isSentAfter(c.delivered, { time: c.before.time, end: segEnd(c.before.segment) });
/** The segment goes again before its timer has run out. */
const isEarly = (c: Case): boolean =>
  c.timed &&
  // What probes a closed window has a pace of its own (RFC 9293 §3.8.6.1).
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
  // In loss recovery a partial ACK calls for the next hole at once (RFC 6582 §3.2 step 3).
  (c.x.timers.loss.recover === undefined || isRepeatedBlindly(c) || isUnheard(c)) &&
  c.x.timers.retransmitAt !== undefined &&
  c.now < c.x.timers.retransmitAt;
/** A SYN,ACK whose ACK was thrown away goes again by its own timer, which the ACK has not stopped (RFC 6298 §5). */
const isEarlySynAck = (c: Case): boolean =>
  c.timed &&
  isSynchronized(c.x.state) &&
  mayLackAck(c) &&
  !answersSyn(c) &&
  c.now - c.lastSentAt < c.config.initialRto * LEEWAY;
/** The ACK stops before what SACK had reported: the peer has thrown that away, and it has to go again (RFC 2018 §8). */
const hasReneged = (c: Case): boolean => c.x.congestion.board.some((b) => covers(b, c.x.sndUna));

const tooSoon = (after: number, rto: number): Breach => ({
  args: { gap: seconds(after), rto: seconds(rto) },
  arithmetic: `RTO = ${seconds(rto)}`,
});
const early = (c: Case): Breach => ({
  ...tooSoon(gap(c), c.x.timers.rto),
  // Shorter than any timeout, whatever was measured before; a tail probe goes by a measurement of the flow's own.
  sure: c.x.timers.rtt !== undefined && gap(c) < c.config.minRto * LEEWAY,
});

/** The algorithm is recommended (RFC 6298 §5): a warning. */
const LATE_SOURCE = 'RFC 6298 §5.4; RFC 9293 §3.8.1';

/** The retransmission timer ran out an RTO ago or longer, and what waits has not gone again since. */
function late(c: Case): Breach | undefined {
  const { loss, rto } = c.x.timers;
  if (!c.timed || !loss.mustResend || loss.expiredAt === undefined || c.now - loss.expiredAt < rto) return undefined;
  // Into a closed window the pace is that of probes (RFC 9293 §3.8.6.1); a SYN has R2 and timers of its own.
  if (c.x.sndWnd === 0 || c.x.sndUna === c.x.iss || has(c.seg, RST)) return undefined;
  return { args: { rto: seconds(rto), late: seconds(c.now - loss.expiredAt), written: c.own(c.x.sndUna) } };
}

/** Retransmission (RFC 9293 §3.8, RFC 6298, RFC 5681): the most telling first. Only `rtx-…` speak in untimed flows. */
export const retransmissionRules: readonly Rule[] = [
  {
    id: 'tcp/rto-not-first',
    level: 'error',
    source: 'RFC 9293 §3.10.8; RFC 6298 §5.4; RFC 2018 §5',
    aspect: 'time',
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
    check: (c) =>
      isEarly(c) &&
      isTail(c) &&
      !has(c.seg, SYN) &&
      // It goes by what SACK tells (RFC 8985 §4).
      mayReportSack(c.x) &&
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
    check: (c) =>
      isRetransmission(c) &&
      c.seg.len > 0 &&
      c.x.sacked.some((b) => covers(b, c.seg.seq) && le(add(c.seg.seq, c.seg.len), b.right))
        ? { args: { written: c.own(c.seg.seq) } }
        : undefined,
  },
];

/** Acknowledgments in time (RFC 9293 §3.8.6.3), and pure ACKs that nothing calls for. */
export const ackTimingRules: readonly Rule[] = [
  {
    id: 'tcp/ack-late',
    level: 'error',
    source: 'RFC 9293 §3.8.6.3 (MUST-40)',
    aspect: 'time',
    check(c) {
      const since = c.x.ackSince;
      // A SYN,ACK that goes again owes its ACK to nothing: what has come since was thrown away.
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
      // Segments that are queued together are all processed before any ACK is sent (MUST-58, MUST-59): one is enough for them.
      has(c.seg, ACK) && c.x.full.isLate && !has(c.seg, RST) ? { args: { count: c.x.full.count } } : undefined,
  },
  {
    id: 'tcp/ack-per-queued-segment',
    level: 'hint',
    source: 'RFC 9293 §3.10.7.4 (MUST-58, MUST-59)',
    aspect: 'time',
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
    // On a timer: time has passed, or the flow itself lost the ACK that is sent again.
    check: (c) => (repeatsPureAck(c) && (c.lastLost || (c.timed && c.now > c.lastSentAt)) ? {} : undefined),
  },
  {
    id: 'tcp/keepalive-busy',
    level: 'error',
    source: 'RFC 9293 §3.8.4 (MUST-26)',
    aspect: 'time',
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
    id: 'tcp/keepalive-data',
    level: 'hint',
    source: 'RFC 9293 §3.8.4 (SHLD-12)',
    aspect: 'time',
    check: (c) => (isGarbageKeepalive(c) ? {} : undefined),
  },
];

/** The sender speaks, and of what waits for its retransmission it says nothing. */
export const overdueRules: readonly Rule[] = [
  {
    id: 'tcp/rto-late',
    level: 'warning',
    source: LATE_SOURCE,
    aspect: 'time',
    check: (c) => (isRetransmission(c) ? undefined : late(c)),
  },
];

/** The same pure ACK again, though nothing has been heard since and nothing is owed. */
const repeatsPureAck = (c: Case): boolean => c.heardSince === 0 && saysNothingNew(c);

/** A pure ACK that nothing calls for, behind another (or a keepalive probe) with the same acknowledgment and window. */
function saysNothingNew(c: Case): boolean {
  const { lastSent } = c;
  return (
    lastSent !== undefined &&
    isPureAck(c.seg) &&
    isPureAck(lastSent) &&
    // What an option means that is not known here (MPTCP's DATA_FIN, say) may be said again by a timer of its own.
    !hasUnknownOption(c.seg.raw?.options) &&
    !hasUnknownOption(lastSent.raw?.options) &&
    c.x.owed === 0 &&
    c.seg.seq === c.x.sndNxt &&
    (lastSent.seq === c.seg.seq || lastSent.seq === add(c.seg.seq, -1)) &&
    c.seg.ack === lastSent.ack &&
    c.seg.win === lastSent.win
  );
}

/** Probes into a closed window (RFC 9293 §3.8.6.1). */
const isProbe = (c: Case): boolean =>
  c.x.sndWnd === 0 &&
  !has(c.seg, SYN) &&
  !has(c.seg, RST) &&
  ((c.seg.len === 1 && ge(c.seg.seq, c.x.sndUna)) || (segLen(c.seg) === 0 && lt(c.seg.seq, c.x.sndNxt)));

export const probeRules: readonly Rule[] = [
  {
    id: 'tcp/zwp-first',
    level: 'warning',
    source: 'RFC 9293 §3.8.6.1 (SHLD-29)',
    aspect: 'time',
    needs: ['rtt'],
    check: (c) =>
      c.timed &&
      isProbe(c) &&
      c.x.timers.probing.probes === 0 &&
      c.x.timers.probing.probeDue === undefined &&
      c.now - c.x.timers.activeAt < c.x.timers.rto * LEEWAY
        ? { args: { gap: seconds(c.now - c.x.timers.activeAt), rto: seconds(c.x.timers.rto) } }
        : undefined,
  },
  {
    id: 'tcp/zwp-backoff',
    level: 'warning',
    source: 'RFC 9293 §3.8.6.1 (SHLD-30)',
    aspect: 'time',
    needs: ['rtt'],
    check(c) {
      const { probes, probeAt, probeDue } = c.x.timers.probing;
      if (!c.timed || !isProbe(c) || probes === 0 || probeAt === undefined || probeDue !== undefined) return undefined;
      return c.now < probeAt - c.x.timers.rto * (1 - LEEWAY)
        ? { args: { gap: seconds(c.now - c.lastSentAt), rto: seconds(c.x.timers.rto) } }
        : undefined;
    },
  },
  {
    id: 'tcp/zwp-form',
    level: 'hint',
    source: 'RFC 9293 §3.8.6.1',
    aspect: 'time',
    check: (c) => (isOddWindowProbe(c) ? { args: { written: c.own(c.seg.seq), right: c.own(c.x.sndNxt) } } : undefined),
  },
];
