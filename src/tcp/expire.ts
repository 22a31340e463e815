import { closed, type Taken } from './arrival';
import { doubledRto, type Config } from './config';
import { onTimedOut } from './congestion';
import { hasQueued } from './calls';
import { OWES_SYN_ACK, type Tcb } from './tcb';
import { onAckAlone } from './quick-ack';
import { isProbing, onProbeDue, onTimeout, type Timers } from './timers';
import type { RowId } from './rows';

export type TimerKind =
  'time-wait' | 'retransmission' | 'delayed-ack' | 'persist' | 'keepalive' | 'fin-wait-2' | 'user-timeout';

/** A timer of an endpoint, and its time of expiry (simulated time, microseconds). */
export interface Due {
  readonly timer: TimerKind;
  readonly at: number;
}

/** The timer of this endpoint that expires next; undefined if none is running. */
export function nextTimer(tcb: Tcb, config: Config): Due | undefined {
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return undefined;
  // In TIME-WAIT all other timers are off (RFC 9293 §3.10.7.4, eighth check).
  if (tcb.timeWaitEnd !== undefined) return { timer: 'time-wait', at: tcb.timeWaitEnd };
  const { waited } = tcb.opening;
  // A SYN in TIME-WAIT that stays unanswered may have been dropped (RFC 6191 §2); the 2MSL timer keeps running.
  if (waited !== undefined && tcb.state === 'SYN-RECEIVED' && tcb.sndNxt === tcb.iss)
    return waited.timeWaitEnd === undefined ? undefined : { timer: 'time-wait', at: waited.timeWaitEnd };
  let next: Due | undefined;
  const offer = (timer: TimerKind, at: number | undefined): void => {
    if (at !== undefined && (next === undefined || at < next.at)) next = { timer, at };
  };
  offer('delayed-ack', tcb.ackAt);
  offer('retransmission', tcb.timers.retransmitAt);
  if (tcb.state === 'FIN-WAIT-2' && config.finWait2 !== undefined)
    offer('fin-wait-2', tcb.timers.activeAt + config.finWait2);
  offer('keepalive', keepaliveAt(tcb, config));
  offer('persist', persistAt(tcb));
  if (config.userTimeout !== undefined && tcb.sndUna !== tcb.sndNxt) {
    offer('user-timeout', (tcb.timers.loss.stalledSince ?? tcb.timers.activeAt) + config.userTimeout);
  }
  return next;
}

/** The time of the next keepalive probe: after `idle` without traffic, then every `interval` (RFC 9293 §3.8.4). */
function keepaliveAt(tcb: Tcb, config: Config): number | undefined {
  const { keepalive } = config;
  if (keepalive === undefined || tcb.sndUna !== tcb.sndNxt) return undefined;
  if (tcb.state !== 'ESTABLISHED' && tcb.state !== 'CLOSE-WAIT' && tcb.state !== 'FIN-WAIT-2') return undefined;
  const { probes, probeAt, probeDue } = tcb.timers.probing;
  // A due probe that the script does not send counts as unanswered; the next is due an interval later.
  if (probeDue !== undefined) return probeDue + keepalive.interval;
  return probes > 0 ? probeAt : tcb.timers.activeAt + keepalive.idle;
}

/**
 * The time of the next window probe: one RTO after the window closed, then at doubling intervals (RFC 9293 §3.8.6.1).
 */
function persistAt(tcb: Tcb): number | undefined {
  const waits = isProbing(tcb) || (hasQueued(tcb) && tcb.sndUna === tcb.sndNxt);
  if (tcb.sndWnd !== 0 || !waits || tcb.timers.probing.probeDue !== undefined) return undefined;
  return tcb.timers.probing.probes > 0 ? tcb.timers.probing.probeAt : tcb.timers.activeAt + tcb.timers.rto;
}

/**
 * A timer expires (RFC 9293 §3.10.8). The segment that must be sent is noted in the TCB; `sim` or the script sends it.
 */
export function expire(
  tcb: Tcb,
  timer: TimerKind,
  config: Config,
  now: number,
): { readonly tcb: Tcb; readonly taken: readonly Taken[] } {
  const stay = (row: RowId, next: Tcb) => ({ tcb: next, taken: [{ row, from: tcb.state, to: tcb.state }] });
  const end = (row: RowId) => ({ tcb: closed(tcb), taken: [{ row, from: tcb.state, to: 'CLOSED' as const }] });
  const { timers } = tcb;
  switch (timer) {
    case 'time-wait':
      return end('T05');
    case 'fin-wait-2':
      return end('T08');
    case 'user-timeout':
      return end('T04');
    case 'delayed-ack':
      return stay('T09', { ...tcb, ackAt: undefined, quickAck: onAckAlone(tcb.quickAck) });
    case 'retransmission':
      if (timers.loss.timeouts >= mostTimeouts(tcb, config)) return end('T03');
      // A SYN,ACK that must be retransmitted is due in the same way as the first.
      return again(tcb, timers.loss.timeouts + 1 === R1, {
        ...tcb,
        owed: mustRepeatSynAck(tcb) ? tcb.owed | OWES_SYN_ACK : tcb.owed,
        timers: onTimeout(timers, (rto, timeouts) => doubledRto(tcb.state, timeouts, config, rto), now),
        congestion: timers.loss.mustResend ? tcb.congestion : onTimedOut(tcb, config),
        duplicateAcks: 0,
      });
    case 'persist':
      return stay('T06', { ...tcb, timers: onProbeDue(timers, now) });
    case 'keepalive':
      if (config.keepalive !== undefined && probesGone(timers) >= config.keepalive.count) return end('T07');
      return stay('T07', {
        ...tcb,
        timers: onProbeDue({ ...timers, probing: { ...timers.probing, probes: probesGone(timers) } }, now),
      });
  }
}

/** The number of unanswered keepalive probes: those sent, and a due one that was not sent. */
function probesGone({ probing: { probes, probeDue } }: Timers): number {
  return probes + (probeDue === undefined ? 0 : 1);
}

/** True if this side's SYN,ACK is unacknowledged: in SYN-RECEIVED, and in FIN-WAIT-1 after a CLOSE there (row U12). */
export function mustRepeatSynAck({ state, sndUna, iss }: Tcb): boolean {
  return state === 'SYN-RECEIVED' || (state === 'FIN-WAIT-1' && sndUna === iss);
}

/**
 * R1 of RFC 9293 §3.8.3, in retransmissions (SHLD-10: three at least): IP and the user are told that the path may have
 * failed.
 */
export const R1 = 3;

/** The TCB after a retransmission timeout, with the row for R1 if that limit is reached. */
function again(tcb: Tcb, reachesR1: boolean, next: Tcb): { readonly tcb: Tcb; readonly taken: readonly Taken[] } {
  const taken = (reachesR1 ? (['T01', 'T02'] as const) : (['T01'] as const)).map((row) => ({
    row,
    from: tcb.state,
    to: tcb.state,
  }));
  return { tcb: next, taken };
}

/** R2 of RFC 9293 §3.8.3: the number of consecutive timeouts after which the connection is closed. */
function mostTimeouts(tcb: Tcb, config: Config): number {
  if (tcb.state === 'SYN-SENT') return config.synRetries;
  // While the window is closed, unacknowledged data is no reason to close the connection (RFC 9293 §3.8.6, SHLD-17).
  if (tcb.state !== 'SYN-RECEIVED' && tcb.sndWnd === 0) return Number.POSITIVE_INFINITY;
  return tcb.state === 'SYN-RECEIVED' ? config.synAckRetries : config.dataRetries;
}
