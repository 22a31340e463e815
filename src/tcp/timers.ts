import { type Seq, add, le, lt } from '../wire';
import { SECOND } from './config';
import type { Tcb } from './tcb';

/** Timeout and recovery counters (RFC 6298 §5, RFC 9293 §3.8.3). */
export interface Loss {
  /** The number of consecutive timeouts, for backoff and for R1 and R2. */
  readonly timeouts: number;
  /** True if the retransmission timer has expired and the retransmission has not been sent. */
  readonly mustResend: boolean;
  /** Time at which the retransmission timer expired without a retransmission since, microseconds. */
  readonly expiredAt: number | undefined;
  /** Start of the retransmission timer whose expiry was the first of the consecutive timeouts, microseconds. */
  readonly stalledSince: number | undefined;
  /**
   * SND.NXT when loss recovery began, until it is acknowledged. In recovery, partial ACKs call for immediate
   * retransmission (RFC 6582 §3.2).
   */
  readonly recover: Seq | undefined;
}

/** State of keepalive and window probes (RFC 9293 §3.8.4, §3.8.6.1). */
export interface Probing {
  /** The number of unanswered probes. Answers to window probes do not reset it while the window stays closed. */
  readonly probes: number;
  /** Time of the next probe, microseconds; undefined before the first. */
  readonly probeAt: number | undefined;
  /** Time at which the keepalive or persist timer expired, microseconds, while its probe has not been sent. */
  readonly probeDue: number | undefined;
  /** The number of window probes that the peer has answered with its window still closed (MUST-37). */
  readonly probesAnswered: number;
  /**
   * The sequence number of the octet that a window probe carried, until it is acknowledged or retransmitted into an
   * open window.
   */
  readonly octet: Seq | undefined;
}

/** The timers of one side (RFC 9293 §3.8, RFC 6298). Times and durations are microseconds of simulated time. */
export interface Timers {
  /** The present RTO, backoff included. */
  readonly rto: number;
  /** SRTT and RTTVAR (RFC 6298 §2); undefined before the first measurement. */
  readonly rtt: { readonly srtt: number; readonly rttvar: number } | undefined;
  /** Expiry of the retransmission timer; undefined if it is not running. */
  readonly retransmitAt: number | undefined;
  /**
   * The segment whose round-trip time is being measured: the acknowledgment number that covers it, and the time it was
   * sent. A retransmission is never measured (Karn's algorithm, RFC 6298 §3).
   */
  readonly timed: { readonly end: Seq; readonly at: number } | undefined;
  readonly loss: Loss;
  /** Time at which this side last sent or received a segment, for keepalive. */
  readonly activeAt: number;
  readonly probing: Probing;
  /**
   * Rate limit of ACKs in reply to unacceptable segments (RFC 5961 §7): `count` were sent within five seconds from
   * `since`. `at` is the time of the last one that answered a segment without data.
   */
  readonly replying: { readonly count: number; readonly since: number; readonly at: number | undefined };
}

/** The RTO before any measurement (RFC 6298 §2.1): one second. */
const INITIAL_RTO = SECOND;

const NO_LOSS: Loss = {
  timeouts: 0,
  mustResend: false,
  expiredAt: undefined,
  stalledSince: undefined,
  recover: undefined,
};

export const IDLE_TIMERS: Timers = {
  rto: INITIAL_RTO,
  rtt: undefined,
  retransmitAt: undefined,
  timed: undefined,
  loss: NO_LOSS,
  activeAt: 0,
  probing: { probes: 0, probeAt: undefined, probeDue: undefined, probesAnswered: 0, octet: undefined },
  replying: { count: 0, since: 0, at: undefined },
};

/** Limits of the RTO, from the profile. */
export interface RtoLimits {
  readonly minRto: number;
  readonly rtoMargin: number;
  readonly maxRto: number;
}

/** The estimate after a measurement. */
type Estimate = Pick<Timers, 'rtt' | 'rto'>;

/** The estimate after a round-trip time measurement `r`, microseconds (RFC 6298 §2.2, §2.3). */
export function measured(t: Timers, r: number, limits: RtoLimits): Estimate {
  const srtt = t.rtt === undefined ? r : (7 * t.rtt.srtt + r) / 8;
  const rttvar = t.rtt === undefined ? r / 2 : (3 * t.rtt.rttvar + Math.abs(t.rtt.srtt - r)) / 4;
  const rto = Math.min(
    limits.maxRto,
    Math.max(limits.minRto, Math.round(srtt + Math.max(limits.rtoMargin, 4 * rttvar))),
  );
  const isSame = t.rtt?.srtt === srtt && t.rtt.rttvar === rttvar;
  return { rtt: isSame ? t.rtt : { srtt, rttvar }, rto };
}

/**
 * A segment with octets, SYN or FIN is sent. The retransmission timer starts if it is not running (RFC 6298 §5.1).
 * After a timeout it restarts with the RTO doubled (§5.5, §5.6). A first transmission may be measured.
 *
 * @param doubled the RTO after a timeout, microseconds
 */
export function onSend(t: Timers, end: Seq, isNew: boolean, doubled: number, now: number): Timers {
  const resent = !isNew && t.loss.mustResend;
  const rto = resent ? doubled : t.rto;
  return {
    rto,
    rtt: t.rtt,
    retransmitAt: t.retransmitAt === undefined || resent ? now + rto : t.retransmitAt,
    // Karn's algorithm (RFC 6298 §3): a retransmission ends the measurement.
    timed: isNew ? (t.timed ?? { end, at: now }) : undefined,
    loss: resent ? { ...t.loss, mustResend: false, expiredAt: undefined } : t.loss,
    activeAt: now,
    probing: t.probing,
    replying: t.replying,
  };
}

/**
 * New data is acknowledged: the retransmission timer stops if all is acknowledged (RFC 6298 §5.2), else it restarts
 * (§5.3).
 *
 * @param echoed the round-trip time by timestamps (RFC 7323 §4.1), for data that was retransmitted; undefined without
 *   timestamps
 */
export function onAck(
  t: Timers,
  una: Seq,
  allAcked: boolean,
  limits: RtoLimits,
  now: number,
  echoed: number | undefined,
): Timers {
  const isMeasured = t.timed !== undefined && le(t.timed.end, una);
  const trip = isMeasured ? now - t.timed.at : t.timed === undefined ? echoed : undefined;
  const estimate = trip === undefined ? t : measured(t, trip, limits);
  const recovers = t.loss.recover !== undefined && lt(una, t.loss.recover);
  return {
    rto: estimate.rto,
    rtt: estimate.rtt,
    retransmitAt: allAcked ? undefined : now + estimate.rto,
    timed: isMeasured ? undefined : t.timed,
    loss: recovers ? { ...NO_LOSS, recover: t.loss.recover } : NO_LOSS,
    activeAt: t.activeAt,
    probing: t.probing.octet === undefined ? t.probing : { ...t.probing, octet: undefined },
    replying: t.replying,
  };
}

/** The least RTO after a retransmitted SYN, if no round-trip time was measured: three seconds (RFC 6298 §5.7). */
const AFTER_LOST_SYN = 3 * SECOND;

/** The timers when the SYN is acknowledged and data transmission begins. */
export function onHandshake(t: Timers, synResent: boolean, initialRto: number, now: number): Timers {
  if (!synResent || t.rtt !== undefined || initialRto >= AFTER_LOST_SYN) return t;
  const retransmitAt = t.retransmitAt === undefined ? undefined : now + AFTER_LOST_SYN;
  return { ...t, rto: AFTER_LOST_SYN, retransmitAt };
}

/**
 * The retransmission timer expires: the oldest segment must be retransmitted (RFC 6298 §5.4). The timer restarts with
 * the RTO doubled (§5.5, §5.6). `Timers.rto` itself doubles when the retransmission is sent, or when the timer expires
 * again without one.
 *
 * @param doubled gives the RTO after so many consecutive timeouts, microseconds
 */
export function onTimeout(t: Timers, doubled: (rto: number, timeouts: number) => number, now: number): Timers {
  const { timeouts, mustResend, expiredAt, stalledSince, recover } = t.loss;
  const rto = mustResend ? doubled(t.rto, timeouts) : t.rto;
  return {
    ...t,
    rto,
    loss: {
      timeouts: timeouts + 1,
      mustResend: true,
      expiredAt: mustResend ? expiredAt : now,
      stalledSince: stalledSince ?? now - t.rto,
      recover,
    },
    retransmitAt: now + doubled(rto, timeouts + 1),
    timed: undefined,
  };
}

/** The keepalive or persist timer expires: a probe is due. */
export function onProbeDue(t: Timers, now: number): Timers {
  return { ...t, probing: { ...t.probing, probeDue: now } };
}

/**
 * A keepalive or window probe is sent; the next is due after `gap` microseconds.
 *
 * @param octet the sequence number of the octet that a window probe carries; undefined for an empty probe
 */
export function onProbe(t: Timers, gap: number, octet: Seq | undefined, now: number): Timers {
  const { probes, probesAnswered } = t.probing;
  return { ...t, probing: { probes: probes + 1, probeDue: undefined, probeAt: now + gap, probesAnswered, octet } };
}

/** True if the octet of a window probe is all that is unacknowledged. */
export function isProbing({ timers, sndUna, sndNxt }: Pick<Tcb, 'timers' | 'sndUna' | 'sndNxt'>): boolean {
  return timers.probing.octet === sndUna && add(sndUna, 1) === sndNxt;
}

/** A segment of the peer arrives: it answers probes and restarts the keepalive idle time. */
export function onHeard(t: Timers, windowClosed: boolean, now: number): Timers {
  const { probes, probeAt, probeDue, probesAnswered, octet } = t.probing;
  const isProbing = probes > 0 || probeDue !== undefined;
  if (!isProbing && (windowClosed || probesAnswered === 0)) return t.activeAt === now ? t : { ...t, activeAt: now };
  const answered = probes > 0 && windowClosed;
  return {
    ...t,
    activeAt: now,
    probing: {
      // While the window stays closed, answers do not reset the count, so the probe interval keeps growing.
      probes: answered ? probes : 0,
      probeAt,
      probeDue: answered ? probeDue : undefined,
      probesAnswered: answered ? probesAnswered + 1 : windowClosed ? probesAnswered : 0,
      octet,
    },
  };
}

/** An ACK in reply to an unacceptable segment is sent; replies are counted over five seconds (RFC 5961 §7). */
export function onReply(t: Timers, now: number, isCounted: boolean): Timers {
  const { count, since, at } = t.replying;
  const fresh = now - since > 5 * SECOND;
  const replying = { count: fresh ? 1 : count + 1, since: fresh ? now : since, at: isCounted ? now : at };
  return { ...t, replying };
}
