import { RST, type Segment, type Seq, type Timestamps, add, distance, ge, has, le, lt, seq } from '../wire';
import { SECOND } from './config';

/** What a side keeps for the Timestamps option (RFC 7323 §3, §4.3, §5.3). */
export interface TsState {
  /** TS.Recent: what the next TSecr echoes; undefined before the peer's first TSval. */
  readonly recent: Seq | undefined;
  /**
   * What may be echoed as well, behind a segment of old octets or none: §5.3 R2 drops such a one first, by §4.3 alone it
   * moves TS.Recent. What stacks do stands in `recent`, the other here.
   */
  readonly also?: Seq | undefined;
  /** Last.ACK.sent: the highest ACK this side has sent. */
  readonly lastAck: Seq;
  /** The first and the latest TSval that this side sent, and when it sent that (microseconds). */
  readonly first: Seq | undefined;
  readonly latest: Seq | undefined;
  readonly latestAt: number;
}

export const NO_TS: TsState = { recent: undefined, lastAck: seq(0), first: undefined, latest: undefined, latestAt: 0 };

/** The peer's SYN brings its first TSval. */
export function noteSynTimestamp(ts: TsState, segment: Segment): TsState {
  const { ts: carried } = segment.options;
  if (carried === undefined) return ts;
  return { ...ts, recent: carried.val, lastAck: segment.seq };
}

/**
 * R1 of §5.3, PAWS: a TSval before TS.Recent marks an old duplicate. RST segments are exempt.
 *
 * @param ticks how far below TS.Recent it may lie all the same; 0 by the RFC
 */
export function isOldDuplicate(ts: TsState, segment: Segment, ticks: number): boolean {
  const carried = segment.options.ts;
  if (carried === undefined || ts.recent === undefined || has(segment, RST)) return false;
  return lt(carried.val, add(ts.recent, -ticks));
}

/** §4.3: the TSval to echo moves on if the segment covers the octet after the last ACK, so a hole keeps the old value. */
export function noteTimestamp(ts: TsState, segment: Segment): TsState {
  const carried = segment.options.ts;
  if (carried === undefined || ts.recent === carried.val) return ts;
  if (ts.recent !== undefined && !ge(carried.val, ts.recent)) return ts;
  if (!le(segment.seq, ts.lastAck)) return ts;
  return { ...ts, recent: carried.val, also: undefined };
}

/** An unacceptable segment from before the window: its TSval may be echoed or not; stacks do where it ends at the window. */
export function noteOldTimestamp(ts: TsState, segment: Segment, echoes: boolean): TsState {
  const next = noteTimestamp(ts, segment);
  if (next === ts) return ts;
  return echoes ? { ...next, also: ts.also ?? ts.recent } : { ...ts, also: next.recent };
}

/** §5.5: the peer's clock may have come half way round by then, so that TS.Recent tells nothing any more. */
const OUTDATED = 24 * 24 * 3600 * SECOND;

/** The state that a segment meets which arrives after so long a silence, microseconds. */
export function stillValid(ts: TsState, idle: number): TsState {
  return idle > OUTDATED && ts.recent !== undefined ? { ...ts, recent: undefined } : ts;
}

/** Does a TSval go back that is sent so long after the latest one? */
export function goesBack(ts: TsState, val: Seq, now: number): boolean {
  return ts.latest !== undefined && lt(val, ts.latest) && now - ts.latestAt <= OUTDATED;
}

/** A segment leaves: its TSval becomes the latest, its ACK the last one sent. */
export function noteSentTimestamp(ts: TsState, segment: Segment, ackOn: boolean, now: number): TsState {
  const val = segment.options.ts?.val;
  const lastAck = ackOn ? segment.ack : ts.lastAck;
  if (val === undefined) return lastAck === ts.lastAck ? ts : { ...ts, lastAck };
  if (val === ts.latest && lastAck === ts.lastAck) return ts;
  return { ...ts, lastAck, first: ts.first ?? val, latest: val, latestAt: now };
}

/**
 * What a segment carries now: TSval by a millisecond clock that goes on from the latest one sent, TSecr = TS.Recent, or
 * 0 without ACK (§3.2).
 */
export function dueTimestamps(ts: TsState, start: Seq, ackOn: boolean, now: number): Timestamps {
  const val =
    ts.latest === undefined
      ? add(start, Math.floor(now / 1000))
      : add(ts.latest, Math.floor((now - ts.latestAt) / 1000));
  return { val, ecr: ackOn && ts.recent !== undefined ? ts.recent : seq(0) };
}

/**
 * How long ago this side sent the TSval that a segment echoes, microseconds (RFC 7323 §4.1); undefined where it has sent no
 * such one.
 */
export function echoedTrip({ latest, first, latestAt }: TsState, segment: Segment, now: number): number | undefined {
  const ecr = segment.options.ts?.ecr;
  if (ecr === undefined || latest === undefined || first === undefined || lt(ecr, first) || lt(latest, ecr))
    return undefined;
  return now - latestAt + distance(ecr, latest) * 1000;
}
