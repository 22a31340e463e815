import { RST, type Segment, type Seq, type Timestamps, add, distance, ge, has, le, lt, seq } from '../wire';
import { SECOND } from './config';

/** The state of the Timestamps option (RFC 7323 §3, §4.3, §5.3). */
export interface TsState {
  /** TS.Recent: the value of the next TSecr; undefined before the peer's first TSval. */
  readonly recent: Seq | undefined;
  /**
   * A second value that TSecr may carry, after an old or empty segment. Such a segment moves TS.Recent by RFC 7323
   * §4.3, but §5.3 R2 drops it first. `recent` holds the common behaviour, `also` the other.
   */
  readonly also?: Seq | undefined;
  /** The newest TSval that has arrived, in any segment; undefined before the peer's first one. No TSecr is newer. */
  readonly heard?: Seq | undefined;
  /** Last.ACK.sent: the highest acknowledgment number that this side has sent. */
  readonly lastAck: Seq;
  /** The first TSval that this side sent. */
  readonly first: Seq | undefined;
  /** The latest TSval that this side sent; `latestAt` is the time, microseconds. */
  readonly latest: Seq | undefined;
  readonly latestAt: number;
}

export const NO_TS: TsState = { recent: undefined, lastAck: seq(0), first: undefined, latest: undefined, latestAt: 0 };

/** The state after the peer's SYN, which carries its first TSval. */
export function noteSynTimestamp(ts: TsState, segment: Segment): TsState {
  const { ts: carried } = segment.options;
  if (carried === undefined) return ts;
  return { ...ts, recent: carried.val, heard: carried.val, lastAck: segment.seq };
}

/**
 * PAWS (RFC 7323 §5.3, R1): true if TSval is less than TS.Recent, which marks an old duplicate. RST segments are
 * exempt.
 *
 * @param ticks the tolerance below TS.Recent, in timestamp ticks; 0 in the RFC
 */
export function isOldDuplicate(ts: TsState, segment: Segment, ticks: number): boolean {
  const carried = segment.options.ts;
  if (carried === undefined || ts.recent === undefined || has(segment, RST)) return false;
  return lt(carried.val, add(ts.recent, -ticks));
}

/**
 * The state after an acceptable segment: TS.Recent changes if the segment starts at or below Last.ACK.sent, so not
 * behind a hole (RFC 7323 §4.3).
 */
export function noteTimestamp(ts: TsState, segment: Segment): TsState {
  const carried = segment.options.ts;
  if (carried === undefined || ts.recent === carried.val) return ts;
  if (ts.recent !== undefined && !ge(carried.val, ts.recent)) return ts;
  if (!le(segment.seq, ts.lastAck)) return ts;
  return { ...ts, recent: carried.val, also: undefined };
}

/**
 * The state after an unacceptable segment below the window. Its TSval may be echoed or not; TCP implementations echo it
 * if the segment ends at RCV.NXT.
 *
 * @param echoes true if the segment ends at RCV.NXT
 */
export function noteOldTimestamp(ts: TsState, segment: Segment, echoes: boolean): TsState {
  const next = noteTimestamp(ts, segment);
  if (next === ts) return ts;
  return echoes ? { ...next, also: ts.also ?? ts.recent } : { ...ts, also: next.recent };
}

/**
 * After 24 days without a segment TS.Recent is invalid, as the peer's timestamp clock may have wrapped (RFC 7323 §5.5);
 * microseconds.
 */
const OUTDATED = 24 * 24 * 3600 * SECOND;

/** The state at the arrival of a segment after `idle` microseconds without traffic. */
export function heardAt(ts: TsState, { options }: Segment, idle: number): TsState {
  const valid = idle > OUTDATED && ts.recent !== undefined ? { ...ts, recent: undefined, heard: undefined } : ts;
  const val = options.ts?.val;
  return val === undefined || (valid.heard !== undefined && le(val, valid.heard)) ? valid : { ...valid, heard: val };
}

/** True if `val` is less than the latest TSval sent. After 24 days no comparison is made. */
export function goesBack(ts: TsState, val: Seq, now: number): boolean {
  return ts.latest !== undefined && lt(val, ts.latest) && now - ts.latestAt <= OUTDATED;
}

/** The state after a segment is sent: latest TSval and Last.ACK.sent. */
export function noteSentTimestamp(ts: TsState, segment: Segment, ackOn: boolean, now: number): TsState {
  const val = segment.options.ts?.val;
  const lastAck = ackOn ? segment.ack : ts.lastAck;
  if (val === undefined) return lastAck === ts.lastAck ? ts : { ...ts, lastAck };
  if (val === ts.latest && lastAck === ts.lastAck) return ts;
  return { ...ts, lastAck, first: ts.first ?? val, latest: val, latestAt: now };
}

/**
 * The Timestamps option of a segment sent now. TSval is a millisecond clock that continues from the latest TSval sent.
 * TSecr is TS.Recent, or 0 without ACK (RFC 7323 §3.2).
 */
export function dueTimestamps(ts: TsState, start: Seq, ackOn: boolean, now: number): Timestamps {
  const val =
    ts.latest === undefined
      ? add(start, Math.floor(now / 1000))
      : add(ts.latest, Math.floor((now - ts.latestAt) / 1000));
  return { val, ecr: ackOn && ts.recent !== undefined ? ts.recent : seq(0) };
}

/**
 * The round-trip time by the echoed timestamp, microseconds (RFC 7323 §4.1); undefined if this side never sent that
 * TSval.
 */
export function echoedTrip({ latest, first, latestAt }: TsState, segment: Segment, now: number): number | undefined {
  const ecr = segment.options.ts?.ecr;
  if (ecr === undefined || latest === undefined || first === undefined || lt(ecr, first) || lt(latest, ecr))
    return undefined;
  return now - latestAt + distance(ecr, latest) * 1000;
}
