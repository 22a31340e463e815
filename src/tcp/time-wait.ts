import { type Segment, add, ge, gt } from '../wire';
import { backToListen, closed, drop, isAcceptable, outcome, resetWithoutAck, type Arrival } from './arrival';
import { SECOND, type Config } from './config';
import { noteSyn } from './receive';
import type { Reset } from './reset';
import { OWES_REPLY_ACK, OWES_SYN_ACK, usesTimestamps, type Tcb } from './tcb';
import { isOldDuplicate } from './timestamps';

/**
 * The PAWS tolerance in timestamp ticks. In Linux it applies to established connections only, not in SYN-RECEIVED or
 * TIME-WAIT (`tcp_paws_discard`, `tcp_paws_reject`).
 */
export function pawsTicks({ state }: Tcb, config: Config): number {
  return state === 'SYN-RECEIVED' || state === 'TIME-WAIT' ? 0 : config.pawsTicks;
}

/**
 * The reason why a SYN in TIME-WAIT may be an old duplicate: its TSval, an equal TSval with its sequence number, or its
 * sequence number alone.
 */
export type Doubt = 'timestamp' | 'same-timestamp' | 'sequence';

/**
 * The reason why a SYN in TIME-WAIT may be an old duplicate; undefined if it is new. It is new if its TSval, or its
 * sequence number, is greater than the last one of the old connection (RFC 6191 §2). The last number seen is that of
 * the peer's FIN, RCV.NXT - 1.
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

/** True if a TCP with this `timeWaitSyn` configuration accepts the SYN for a new connection. */
export function reopensBy(tcb: Tcb, segment: Segment, config: Config): boolean {
  const above = gt(segment.seq, tcb.rcvNxt);
  switch (config.timeWaitSyn) {
    case 'rfc6191':
      return doubtOf(tcb, segment, config) === undefined;
    case 'linux': {
      // Linux `tcp_timewait_state_process`: PAWS first, then a sequence number above RCV.NXT or a newer TSval.
      const val = segment.options.ts?.val;
      if (!usesTimestamps(tcb) || val === undefined || tcb.ts.recent === undefined) return above;
      return gt(val, tcb.ts.recent) || (val === tcb.ts.recent && above);
    }
    case 'freebsd':
      // FreeBSD `tcp_twcheck`: by the sequence number alone.
      return above;
    case 'rfc793':
      return false;
  }
}

/**
 * A SYN that arrives in TIME-WAIT is accepted, answered with a challenge ACK, dropped or reset, as the profile says
 * (RFC 9293 §3.10.7.4, fourth check; §3.6.1, MAY-2).
 *
 * @returns undefined if the SYN is processed like any other segment
 */
export function arriveInTimeWait(tcb: Tcb, segment: Segment, config: Config): Arrival | undefined {
  const reopens = reopensBy(tcb, segment, config);
  // Linux and FreeBSD accept the SYN only if a listener exists, which an active opener has not.
  const listens = tcb.opening.origin === 'passive';
  switch (config.timeWaitSyn) {
    case 'rfc6191':
      return reopens ? reopen(tcb, segment, config) : undefined;
    case 'linux':
      // Without a listener (`inet_lookup_listener`) Linux sends the ACK of TIME-WAIT.
      return reopens && listens ? reopen(tcb, segment, config) : challenge(tcb, segment, config);
    case 'freebsd':
      if (!reopens) return drop(tcb, 'E46');
      if (listens) return reopen(tcb, segment, config);
      return { ...outcome(tcb, 'E42', closed(tcb), resetWithoutAck(segment)), wasReset: true };
    case 'rfc793':
      return undefined;
  }
}

/**
 * Row E45: the connection is opened again. Its ISS must be above every sequence number used before (RFC 9293 §3.6.1).
 */
export function reopen(tcb: Tcb, segment: Segment, config: Config): Arrival {
  const fresh = noteSyn(backToListen(tcb), segment, config);
  const opening = { ...fresh.opening, lastUsed: add(tcb.sndNxt, -1), waited: settled(tcb) };
  return outcome(tcb, 'E45', { ...fresh, opening, state: 'SYN-RECEIVED', owed: OWES_SYN_ACK });
}

/** The TCB without its own predecessor, so that repeated reuse builds no chain. */
function settled(tcb: Tcb): Tcb {
  return tcb.opening.waited === undefined ? tcb : { ...tcb, opening: { ...tcb.opening, waited: undefined } };
}

/**
 * A challenge ACK in reply to a SYN, whatever its sequence number (RFC 9293 §3.10.7.4, fourth check; RFC 5961 §4.2).
 */
export function challenge(tcb: Tcb, segment: Segment, config: Config): Arrival {
  const isOld = usesTimestamps(tcb) && isOldDuplicate(tcb.ts, segment, pawsTicks(tcb, config));
  const row = isOld ? 'E10' : isAcceptable(tcb, segment) ? 'E41' : 'E12';
  return outcome(tcb, row, { ...tcb, owed: tcb.owed | OWES_REPLY_ACK });
}

/**
 * True if an active OPEN may take the four-tuple of this connection in TIME-WAIT (Linux `tcp_twsk_unique`): a second
 * after its last segment, if timestamps tell old segments from new ones.
 *
 * @param now simulated time, microseconds
 */
export function mayReuse(tcb: Tcb, config: Config, now: number): boolean {
  const { timeWaitEnd } = tcb;
  return (
    config.twReuse && usesTimestamps(tcb) && timeWaitEnd !== undefined && now >= timeWaitEnd - 2 * config.msl + SECOND
  );
}

/** True if a SYN passes PAWS (RFC 7323 §5.3, R1) and the sequence number check, so that the fourth check applies. */
export function reachesSynCheck(tcb: Tcb, segment: Segment, config: Config): boolean {
  return (
    isAcceptable(tcb, segment) && !(usesTimestamps(tcb) && isOldDuplicate(tcb.ts, segment, pawsTicks(tcb, config)))
  );
}

/**
 * The RST in reply to a SYN in the window (RFC 9293 §3.10.7.4, fourth check, the RFC 793 behaviour); its ACK bit is
 * optional.
 */
export function resetForSyn(tcb: Tcb): Reset {
  return { seq: tcb.sndNxt, ack: undefined, mayAck: tcb.rcvNxt, row: 'E42' };
}

/** The RST in reply to a SYN in the form that the peer accepts: as from CLOSED (RFC 9293 §3.5.2, group 1). */
export function refusalOfSyn(segment: Segment): Reset {
  return { ...resetWithoutAck(segment), row: 'E42' };
}

/**
 * The TCB in TIME-WAIT to return to when the SYN that replaced it proves to be an old duplicate (RFC 9293 §3.6.1,
 * MAY-2).
 *
 * @returns undefined if the connection did not replace one in TIME-WAIT, or if 2 MSL have passed
 */
export function backToTimeWait(tcb: Tcb, config: Config, now: number): Tcb | undefined {
  const { waited } = tcb.opening;
  if (waited?.timeWaitEnd === undefined) return undefined;
  const returns = config.timeWaitSyn === 'rfc6191' || config.timeWaitSyn === 'rfc793';
  return returns && waited.timeWaitEnd > now ? waited : undefined;
}
