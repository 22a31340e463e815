import { ACK, RST, SYN, type Segment, add, ge, gt } from '../wire';
import { backToListen, closed, drop, isAcceptable, outcome, resetWithoutAck, type Arrival } from './arrival';
import type { Config } from './config';
import { noteSyn } from './receive';
import type { Reset } from './reset';
import { OWES_REPLY_ACK, OWES_SYN_ACK, usesTimestamps, type Tcb } from './tcb';
import { isOldDuplicate } from './timestamps';

/** A SYN that asks for a connection: neither an answer nor a reset. */
export function isBareSyn(segment: Segment): boolean {
  return (segment.flags & (SYN | ACK | RST)) === SYN;
}

/** Linux lets a tick pass where data flows, not in SYN-RECEIVED or TIME-WAIT (tcp_paws_discard, tcp_paws_reject). */
export function pawsTicks({ state }: Tcb, config: Config): number {
  return state === 'SYN-RECEIVED' || state === 'TIME-WAIT' ? 0 : config.pawsTicks;
}

/** Why a SYN that reaches TIME-WAIT does not prove to be new: by its TSval, by that and its number, by its number alone. */
export type Doubt = 'timestamp' | 'same-timestamp' | 'sequence';

/**
 * RFC 6191 §2: a SYN begins a new connection if its TSval, or its sequence number, lies beyond the last one of the old
 * connection. The last number seen is that of the peer's FIN, RCV.NXT - 1.
 */
export function doubtOf(tcb: Tcb, segment: Segment, config: Config): Doubt | undefined {
  const val = segment.options.ts?.val;
  const { recent } = tcb.ts;
  const byNumber: Doubt | undefined = ge(segment.seq, tcb.rcvNxt) ? undefined : 'sequence';
  if (!usesTimestamps(tcb) || recent === undefined)
    return val !== undefined && config.timestamps ? undefined : byNumber;
  if (val === undefined) return byNumber;
  if (gt(val, recent)) return undefined;
  if (val !== recent) return 'timestamp';
  return byNumber && 'same-timestamp';
}

/** Does a stack that goes by `config.timeWaitSyn` take the SYN for a new connection? */
export function reopensBy(tcb: Tcb, segment: Segment, config: Config): boolean {
  const above = gt(segment.seq, tcb.rcvNxt);
  switch (config.timeWaitSyn) {
    case 'rfc6191':
      return doubtOf(tcb, segment, config) === undefined;
    case 'linux': {
      // tcp_timewait_state_process: PAWS first, then a number beyond RCV.NXT or a newer timestamp.
      const val = segment.options.ts?.val;
      if (!usesTimestamps(tcb) || val === undefined || tcb.ts.recent === undefined) return above;
      return gt(val, tcb.ts.recent) || (val === tcb.ts.recent && above);
    }
    case 'freebsd':
      // tcp_twcheck: by the number alone.
      return above;
    case 'rfc793':
      return false;
  }
}

/**
 * RFC 9293 §3.10.7.4 step 4 and §3.6.1 (MAY-2): a SYN that reaches TIME-WAIT is taken, asked back about, dropped or answered
 * by a reset, as the profile has it.
 *
 * @returns undefined where the SYN is treated like any other segment
 */
export function arriveInTimeWait(tcb: Tcb, segment: Segment, config: Config): Arrival | undefined {
  const reopens = reopensBy(tcb, segment, config);
  // Linux and FreeBSD look for a listener. An active opener has none.
  const listens = tcb.opening.origin === 'passive';
  switch (config.timeWaitSyn) {
    case 'rfc6191':
      return reopens ? reopen(tcb, segment, config) : undefined;
    case 'linux':
      // inet_lookup_listener finds nothing: the ACK of TIME-WAIT goes out instead.
      return reopens && listens ? reopen(tcb, segment, config) : challenge(tcb, segment, config);
    case 'freebsd':
      if (!reopens) return drop(tcb, 'E46');
      if (listens) return reopen(tcb, segment, config);
      return { ...outcome(tcb, 'E42', closed(tcb), resetWithoutAck(segment)), wasReset: true };
    case 'rfc793':
      return undefined;
  }
}

/** Row E45: the connection is opened again; its ISS must lie above all that was used before (RFC 9293 §3.6.1). */
export function reopen(tcb: Tcb, segment: Segment, config: Config): Arrival {
  const fresh = noteSyn(backToListen(tcb), segment, config);
  const opening = { ...fresh.opening, lastUsed: add(tcb.sndNxt, -1), waited: settled(tcb) };
  return outcome(tcb, 'E45', { ...fresh, opening, state: 'SYN-RECEIVED', owed: OWES_SYN_ACK });
}

/** The TCB without those of the connections before it: a chain of reuses does not grow. */
function settled(tcb: Tcb): Tcb {
  return tcb.opening.waited === undefined ? tcb : { ...tcb, opening: { ...tcb.opening, waited: undefined } };
}

/** A challenge ACK answers the SYN, wherever it lies (RFC 9293 §3.10.7.4 step 4, RFC 5961 §4.2). */
export function challenge(tcb: Tcb, segment: Segment, config: Config): Arrival {
  const isOld = usesTimestamps(tcb) && isOldDuplicate(tcb.ts, segment, pawsTicks(tcb, config));
  const row = isOld ? 'E10' : isAcceptable(tcb, segment) ? 'E41' : 'E12';
  return outcome(tcb, row, { ...tcb, owed: tcb.owed | OWES_REPLY_ACK });
}

/** A SYN that passes PAWS (RFC 7323 §5.3 R1) and the sequence check: step 4 gets to see it. */
export function reachesSynCheck(tcb: Tcb, segment: Segment, config: Config): boolean {
  return (
    isAcceptable(tcb, segment) && !(usesTimestamps(tcb) && isOldDuplicate(tcb.ts, segment, pawsTicks(tcb, config)))
  );
}

/** The reset of a connection in whose window a SYN lies (RFC 9293 §3.10.7.4 step 4, as RFC 793 has it); its ACK bit is free. */
export function resetForSyn(tcb: Tcb): Reset {
  return { seq: tcb.sndNxt, ack: undefined, mayAck: tcb.rcvNxt, row: 'E42' };
}

/** The same in the form that the sender of the SYN believes (RFC 9293 §3.5.2 group 1): sent from CLOSED. */
export function refusalOfSyn(segment: Segment): Reset {
  return { ...resetWithoutAck(segment), row: 'E42' };
}

/**
 * RFC 9293 §3.6.1 (MAY-2), second condition: the SYN turned out to be an old duplicate, and TIME-WAIT goes on for what is
 * left of it.
 *
 * @returns undefined where the connection did not come out of TIME-WAIT, or 2 MSL are over
 */
export function backToTimeWait(tcb: Tcb, config: Config, now: number): Tcb | undefined {
  const { waited } = tcb.opening;
  if (waited?.timeWaitEnd === undefined) return undefined;
  const returns = config.timeWaitSyn === 'rfc6191' || config.timeWaitSyn === 'rfc793';
  return returns && waited.timeWaitEnd > now ? waited : undefined;
}
