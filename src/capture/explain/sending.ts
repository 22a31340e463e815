import { type Segment, segLen } from '../../wire';
import type { Evidence, Fate, Host, Micros } from './explanation';
import type { Report } from './report';

/** A place that is none: not arrived, or not known. */
export const NOWHERE = -1;

/**
 * One sending of one segment while a connection is explained. Its numbers are unwrapped: they grow beyond 2^32, so that
 * they compare as plain numbers.
 */
export interface Sending {
  readonly from: Host;
  readonly segment: Segment;
  /** The frames that hold it: several where it was seen more than once. */
  readonly frames: number[];
  readonly supposed: boolean;
  /** When the tap saw it first. */
  readonly at: Micros;
  /** The sequence numbers of its first octet and of the one behind its last; equal if it occupies no sequence space. */
  readonly seq: number;
  readonly end: number;
  /** SEG.ACK, TSval, TSecr; NaN if it carries none. */
  readonly ack: number;
  readonly val: number;
  readonly ecr: number;
  /** The identification of its IP header; 0 if there is none. */
  readonly id: number;
  /** True if its checksum is wrong on the path: the receiver discards it (RFC 9293 §3.1). */
  readonly isDamaged: boolean;
  /** When the path's doubles of it were seen. */
  readonly again: Micros[];
  /** Its index among the sendings of its host, in the order of sending. */
  place: number;
  /** The latest time at which it can have been sent, at the tap: no later one of its host was seen before. */
  due: Micros;
  /** It arrived before the receiver's sending of this place: {@link NOWHERE} if it did not arrive. */
  before: number;
  /** It had not arrived when the receiver made its sending of this place. */
  after: number;
  /** A double of it arrived before the receiver's sending of this place. */
  twice: number;
  /** The first acknowledgment that shows it missing when it should have been there. */
  hole: Report | undefined;
  fate: Fate | undefined;
}

export type SendingGiven = Pick<Sending, 'frames' | 'at' | 'seq' | 'ack' | 'val' | 'ecr' | 'id' | 'isDamaged'>;

/** A sending that has gone nowhere yet; without frames, it is supposed. */
export function newSending(from: Host, segment: Segment, given: SendingGiven): Sending {
  const { frames, at, seq, ack, val, ecr, id, isDamaged } = given;
  return {
    from,
    segment,
    frames,
    supposed: frames.length === 0,
    at,
    seq,
    end: seq + segLen(segment),
    ack,
    val,
    ecr,
    id,
    isDamaged,
    again: [],
    place: NOWHERE,
    due: at,
    before: NOWHERE,
    after: NOWHERE,
    twice: NOWHERE,
    hole: undefined,
    fate: undefined,
  };
}

export function decide(sending: Sending, kind: Fate['kind'], sure: Fate['sure'], ...because: Evidence[]): void {
  sending.fate = { kind, sure, because };
}

export const other = (host: Host): Host => (host === 0 ? 1 : 0);

/** The sendings of each host, in one order. */
export type ByHost<T = readonly Sending[]> = readonly [client: T, server: T];

/** The first index of a sorted list whose value fulfils a condition that no earlier one does; its length if none does. */
export function firstWhere<T>(sorted: ArrayLike<T>, holds: (value: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
