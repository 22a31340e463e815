import { le, lt, type Seq } from '../wire/seq';
import { SECOND } from './config';

/** The timers of one side (RFC 9293 §3.8, RFC 6298). Instants and lengths are microseconds of simulated time. */
export interface Timers {
  /** RTO as it stands, backoff included. */
  readonly rto: number;
  /** SRTT and RTTVAR of RFC 6298 §2; undefined before the first measurement. */
  readonly srtt: number | undefined;
  readonly rttvar: number | undefined;
  /** When the retransmission timer runs out. */
  readonly retransmitAt: number | undefined;
  /** Timeouts in a row, for backoff and for R1 and R2 (RFC 9293 §3.8.3). */
  readonly timeouts: number;
  /** The retransmission timer ran out and its segment has not been sent again yet; and when that was. */
  readonly mustResend: boolean;
  readonly expiredAt: number | undefined;
  /** When the first timeout of the row found the segment unacknowledged: when it had first been sent, or sent last. */
  readonly stalledSince: number | undefined;
  /** SND.NXT when loss recovery began, until it is acknowledged: what partial ACKs bring back goes at once (RFC 6582 §3.2). */
  readonly recover: Seq | undefined;
  /** The one segment that is being timed: the number that acknowledges it and when it left (Karn: never a resent one). */
  readonly timed: { readonly end: Seq; readonly at: number } | undefined;
  /** When the first data that is not acknowledged yet arrived, for the delayed ACK. */
  readonly ackSince: number | undefined;
  /** When the delayed ACK must go; undefined once it was due or sent. */
  readonly ackAt: number | undefined;
  /** When this side last sent or heard anything, for keepalive, and how many probes have gone unanswered since. */
  readonly activeAt: number;
  readonly probes: number;
  /** When the next keepalive or window probe is due, once one has been sent. */
  readonly probeAt: number | undefined;
  /** The keepalive or persist timer ran out, and its probe has not been sent yet: since when. */
  readonly probeDue: number | undefined;
  /** Probes into a closed window that the peer has answered (RFC 9293 §3.8.6.1, MUST-37). */
  readonly probesAnswered: number;
  /** ACKs sent in answer to unacceptable segments within the five seconds from `repliesSince` (RFC 5961 §7). */
  readonly replies: number;
  readonly repliesSince: number;
}

/** RFC 6298 §2.1: before any measurement the RTO is one second. */
export const INITIAL_RTO = SECOND;

export const IDLE: Timers = {
  rto: INITIAL_RTO,
  srtt: undefined,
  rttvar: undefined,
  retransmitAt: undefined,
  timeouts: 0,
  mustResend: false,
  expiredAt: undefined,
  stalledSince: undefined,
  recover: undefined,
  timed: undefined,
  ackSince: undefined,
  ackAt: undefined,
  activeAt: 0,
  probes: 0,
  probeAt: undefined,
  probeDue: undefined,
  probesAnswered: 0,
  replies: 0,
  repliesSince: 0,
};

/** Limits on the RTO that a profile sets. */
export interface RtoLimits {
  readonly minRto: number;
  readonly maxRto: number;
}

/** What a measurement makes of the estimate. */
type Estimate = Pick<Timers, 'srtt' | 'rttvar' | 'rto'>;

/** RFC 6298 §2.2 and §2.3: a round-trip time `r` refines the estimate, and the RTO follows. */
export function measured(t: Timers, r: number, limits: RtoLimits): Estimate {
  const srtt = t.srtt === undefined ? r : (7 * t.srtt + r) / 8;
  const rttvar = t.rttvar === undefined || t.srtt === undefined ? r / 2 : (3 * t.rttvar + Math.abs(t.srtt - r)) / 4;
  const rto = Math.min(limits.maxRto, Math.max(limits.minRto, Math.round(srtt + Math.max(1000, 4 * rttvar))));
  return { srtt, rttvar, rto };
}

/**
 * A segment with octets, SYN or FIN leaves: RFC 6298 (5.1) starts the timer if it is not running, and (5.5), (5.6) start
 * it anew with the RTO doubled where a timeout made the segment go again. A first sending may be timed.
 *
 * @param doubled the RTO behind a timeout, microseconds
 */
export function onSend(t: Timers, end: Seq, isNew: boolean, doubled: number, now: number): Timers {
  const resent = !isNew && t.mustResend;
  const rto = resent ? doubled : t.rto;
  const retransmitAt = t.retransmitAt === undefined || resent ? now + rto : t.retransmitAt;
  // Karn's algorithm (RFC 6298 §3): what was sent twice tells no round-trip time.
  const timed = isNew ? (t.timed ?? { end, at: now }) : undefined;
  return {
    ...t,
    rto,
    retransmitAt,
    mustResend: resent ? false : t.mustResend,
    expiredAt: resent ? undefined : t.expiredAt,
    timed,
    activeAt: now,
  };
}

/** New data is acknowledged: (5.2) stops the timer when all is, (5.3) restarts it otherwise. */
export function onAck(t: Timers, una: Seq, allAcked: boolean, limits: RtoLimits, now: number): Timers {
  const isMeasured = t.timed !== undefined && le(t.timed.end, una);
  const estimate = isMeasured ? measured(t, now - t.timed.at, limits) : t;
  return {
    ...t,
    srtt: estimate.srtt,
    rttvar: estimate.rttvar,
    rto: estimate.rto,
    timed: isMeasured ? undefined : t.timed,
    recover: t.recover !== undefined && lt(una, t.recover) ? t.recover : undefined,
    timeouts: 0,
    mustResend: false,
    expiredAt: undefined,
    stalledSince: undefined,
    retransmitAt: allAcked ? undefined : now + estimate.rto,
  };
}

/** RFC 6298 (5.4): the oldest segment must go again; the RTO doubles, and the timer runs again, when it goes. */
export function onTimeout(t: Timers, now: number): Timers {
  return {
    ...t,
    timeouts: t.timeouts + 1,
    mustResend: true,
    expiredAt: now,
    stalledSince: t.stalledSince ?? now - t.rto,
    retransmitAt: undefined,
    timed: undefined,
  };
}

/** A keepalive or window probe leaves: the next is due `gap` later. */
export function onProbe(t: Timers, gap: number, now: number): Timers {
  return { ...t, probes: t.probes + 1, probeDue: undefined, probeAt: now + gap };
}

/** The peer is heard: probes are answered, and idleness begins anew. */
export function onHeard(t: Timers, windowClosed: boolean, now: number): Timers {
  if (t.activeAt === now && t.probes === 0 && t.probeDue === undefined) return t;
  const answered = t.probes > 0 && windowClosed;
  return {
    ...t,
    activeAt: now,
    // Answers do not end the probing of a window that stays closed: the interval goes on growing.
    probes: answered ? t.probes : 0,
    probeDue: answered ? t.probeDue : undefined,
    probesAnswered: answered ? t.probesAnswered + 1 : windowClosed ? t.probesAnswered : 0,
  };
}

/** An unacceptable segment is answered: counted over five seconds (RFC 5961 §7). */
export function onReply(t: Timers, now: number): Timers {
  const fresh = now - t.repliesSince > 5 * SECOND;
  return { ...t, replies: fresh ? 1 : t.replies + 1, repliesSince: fresh ? now : t.repliesSince };
}
