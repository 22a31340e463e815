import { type Seq, add, le, lt } from '../wire';
import { SECOND } from './config';
import type { Tcb } from './tcb';

/** Segments that are not acknowledged in time: what RFC 6298 §5 and RFC 9293 §3.8.3 count. */
export interface Loss {
  /** Timeouts in a row, for backoff and for R1 and R2. */
  readonly timeouts: number;
  /** The retransmission timer ran out and its segment has not been sent again yet; and when that was. */
  readonly mustResend: boolean;
  readonly expiredAt: number | undefined;
  /** When the first timeout of the row found the segment unacknowledged: when it had first been sent, or sent last. */
  readonly stalledSince: number | undefined;
  /** SND.NXT when loss recovery began, until it is acknowledged: what partial ACKs bring back goes at once (RFC 6582 §3.2). */
  readonly recover: Seq | undefined;
}

/** Keepalive and window probes (RFC 9293 §3.8.4, §3.8.6.1). */
export interface Probing {
  /** How many probes have gone unanswered. */
  readonly probes: number;
  /** When the next is due, once one has been sent. */
  readonly probeAt: number | undefined;
  /** The keepalive or persist timer ran out, and its probe has not been sent yet: since when. */
  readonly probeDue: number | undefined;
  /** Probes into a closed window that the peer has answered (MUST-37). */
  readonly probesAnswered: number;
  /** The octet that a probe carried into the closed window, until it is acknowledged or sent again into an open one. */
  readonly octet: Seq | undefined;
}

/** The timers of one side (RFC 9293 §3.8, RFC 6298). Instants and lengths are microseconds of simulated time. */
export interface Timers {
  /** RTO as it stands, backoff included. */
  readonly rto: number;
  /** SRTT and RTTVAR of RFC 6298 §2; undefined before the first measurement. */
  readonly rtt: { readonly srtt: number; readonly rttvar: number } | undefined;
  /** When the retransmission timer runs out. */
  readonly retransmitAt: number | undefined;
  /** The one segment that is being timed: the number that acknowledges it and when it left (Karn: never a resent one). */
  readonly timed: { readonly end: Seq; readonly at: number } | undefined;
  readonly loss: Loss;
  /** When this side last sent or heard anything, for keepalive. */
  readonly activeAt: number;
  readonly probing: Probing;
  /** ACKs sent in answer to unacceptable segments within the five seconds from `since` (RFC 5961 §7). */
  /** … and when the last of those left that answered no data. */
  readonly replying: { readonly count: number; readonly since: number; readonly at: number | undefined };
}

/** RFC 6298 §2.1: before any measurement the RTO is one second. */
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

/** Limits on the RTO that a profile sets. */
export interface RtoLimits {
  readonly minRto: number;
  readonly rtoMargin: number;
  readonly maxRto: number;
}

/** What a measurement makes of the estimate. */
type Estimate = Pick<Timers, 'rtt' | 'rto'>;

/** RFC 6298 §2.2 and §2.3: a round-trip time `r` refines the estimate, and the RTO follows. */
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
 * A segment with octets, SYN or FIN leaves: RFC 6298 (5.1) starts the timer if it is not running, and (5.5), (5.6) start
 * it anew with the RTO doubled where a timeout made the segment go again. A first sending may be timed.
 *
 * @param doubled the RTO behind a timeout, microseconds
 */
export function onSend(t: Timers, end: Seq, isNew: boolean, doubled: number, now: number): Timers {
  const resent = !isNew && t.loss.mustResend;
  const rto = resent ? doubled : t.rto;
  return {
    rto,
    rtt: t.rtt,
    retransmitAt: t.retransmitAt === undefined || resent ? now + rto : t.retransmitAt,
    // Karn's algorithm (RFC 6298 §3): what was sent twice tells no round-trip time.
    timed: isNew ? (t.timed ?? { end, at: now }) : undefined,
    loss: resent ? { ...t.loss, mustResend: false, expiredAt: undefined } : t.loss,
    activeAt: now,
    probing: t.probing,
    replying: t.replying,
  };
}

/**
 * New data is acknowledged: (5.2) stops the timer when all is, (5.3) restarts it otherwise.
 *
 * @param echoed the round-trip time that a timestamp tells (RFC 7323 §4.1), where what was sent twice tells none
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

/** RFC 6298 §5.7: after a SYN that had to go again, an RTO that nothing has measured begins at three seconds. */
const AFTER_LOST_SYN = 3 * SECOND;

/** The SYN is acknowledged, and data transmission begins. */
export function onHandshake(t: Timers, synResent: boolean, initialRto: number, now: number): Timers {
  if (!synResent || t.rtt !== undefined || initialRto >= AFTER_LOST_SYN) return t;
  const retransmitAt = t.retransmitAt === undefined ? undefined : now + AFTER_LOST_SYN;
  return { ...t, rto: AFTER_LOST_SYN, retransmitAt };
}

/**
 * RFC 6298 (5.4): the oldest segment must go again, and (5.5), (5.6) the timer runs anew with the RTO doubled. The RTO as it
 * stands doubles when the segment goes; one that the flow leaves out has gone unacknowledged when the timer runs out again.
 *
 * @param doubled the RTO behind so many timeouts in a row, microseconds
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

/** A keepalive or persist timer runs out: its probe is due. */
export function onProbeDue(t: Timers, now: number): Timers {
  return { ...t, probing: { ...t.probing, probeDue: now } };
}

/** A keepalive or window probe leaves, with the octet at `octet` where it carries one: the next is due `gap` later. */
export function onProbe(t: Timers, gap: number, octet: Seq | undefined, now: number): Timers {
  const { probes, probesAnswered } = t.probing;
  return { ...t, probing: { probes: probes + 1, probeDue: undefined, probeAt: now + gap, probesAnswered, octet } };
}

/** All that is unacknowledged is the octet of a probe. */
export function isProbing({ timers, sndUna, sndNxt }: Pick<Tcb, 'timers' | 'sndUna' | 'sndNxt'>): boolean {
  return timers.probing.octet === sndUna && add(sndUna, 1) === sndNxt;
}

/** The peer is heard: probes are answered, and idleness begins anew. */
export function onHeard(t: Timers, windowClosed: boolean, now: number): Timers {
  const { probes, probeAt, probeDue, probesAnswered, octet } = t.probing;
  const isProbing = probes > 0 || probeDue !== undefined;
  if (!isProbing && (windowClosed || probesAnswered === 0)) return t.activeAt === now ? t : { ...t, activeAt: now };
  const answered = probes > 0 && windowClosed;
  return {
    ...t,
    activeAt: now,
    probing: {
      // Answers do not end the probing of a window that stays closed: the interval goes on growing.
      probes: answered ? probes : 0,
      probeAt,
      probeDue: answered ? probeDue : undefined,
      probesAnswered: answered ? probesAnswered + 1 : windowClosed ? probesAnswered : 0,
      octet,
    },
  };
}

/** An unacceptable segment is answered: counted over five seconds (RFC 5961 §7). */
export function onReply(t: Timers, now: number, isCounted: boolean): Timers {
  const { count, since, at } = t.replying;
  const fresh = now - since > 5 * SECOND;
  const replying = { count: fresh ? 1 : count + 1, since: fresh ? now : since, at: isCounted ? now : at };
  return { ...t, replying };
}
