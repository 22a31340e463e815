import { type Segment, segLen } from '../../wire';
import type { Evidence, Fate, Host, Micros, Passage } from './explanation';
import type { Report } from './report';

/** A place that is none: not arrived, or not known. */
export const NOWHERE = -1;

/** `E-order`: nothing is against it. */
export const IN_ORDER: Evidence = { rule: 'E-order', frames: [] };

/** The given facts of a sending. */
export interface SendingGiven {
  readonly from: Host;
  readonly segment: Segment;
  /** The frames that hold it: several where it was seen more than once; none if it is supposed. */
  readonly frames: number[];
  /** When the tap saw it first. */
  readonly at: Micros;
  /** The sequence number of its first octet; SEG.ACK, TSval, TSecr: NaN if it carries none. */
  readonly seq: number;
  readonly ack: number;
  readonly val: number;
  readonly ecr: number;
  /** The identification of its IP header; 0 if there is none. */
  readonly id: number;
  /** True if its checksum is wrong on the path: the receiver discards it (RFC 9293 §3.1). */
  readonly isDamaged: boolean;
}

/**
 * One sending of one segment while a connection is explained. Its numbers are unwrapped: they grow beyond 2^32, so that
 * they compare as plain numbers.
 */
export class Sending implements SendingGiven {
  readonly from: Host;
  readonly segment: Segment;
  readonly frames: number[];
  readonly supposed: boolean;
  readonly at: Micros;
  readonly seq: number;
  /** The number behind its last octet; that of the first if it occupies no sequence space. */
  readonly end: number;
  readonly ack: number;
  readonly val: number;
  readonly ecr: number;
  readonly id: number;
  readonly isDamaged: boolean;
  /** Its index among the sendings of its host, in the order of sending. */
  place = NOWHERE;
  /** The latest time at which it can have been sent, at the tap: no later one of its host was seen before. */
  due: Micros;
  /** When it was sent, by its timestamp, as the tap would have seen it then; NaN where the tap's own time is better. */
  stamped: Micros = NaN;
  /** It arrived before the receiver's sending of this place: {@link NOWHERE} if it did not arrive. */
  before = NOWHERE;
  /** It had not arrived when the receiver made its sending of this place. */
  after = NOWHERE;
  /** When its receiver took it, if that was seen there; NaN if not. */
  comes: Micros = NaN;
  /** When the tap saw the path's doubles of it; undefined if there is none. */
  again: Micros[] | undefined = undefined;
  /** The arrivals of the path's doubles of it. */
  doubles: Double[] | undefined = undefined;
  /** The first acknowledgment that shows it missing when it should have been there. */
  hole: Report | undefined = undefined;
  /** True for the SYN of a host that has forgotten its connection. */
  forgets = false;
  fate: Fate | undefined = undefined;
  passage: Draft | undefined = undefined;
  /** Its frames in two captures; undefined if there is one. */
  inBoth: Pick<Passage, 'frames' | 'elsewhere'> | undefined = undefined;

  constructor({ from, segment, frames, at, seq, ack, val, ecr, id, isDamaged }: SendingGiven) {
    this.from = from;
    this.segment = segment;
    this.frames = frames;
    this.supposed = frames.length === 0;
    this.at = at;
    this.seq = seq;
    this.end = seq + segLen(segment);
    this.ack = ack;
    this.val = val;
    this.ecr = ecr;
    this.id = id;
    this.isDamaged = isDamaged;
    this.due = at;
  }
}

/** The arrival of a double, before a sending of the receiver. */
export interface Double {
  readonly before: number;
  /** When, at the receiver if it was seen there, else at the tap. */
  readonly at: Micros;
}

/** A passage while its arrivals are gathered. */
export type Draft = Passage & { readonly arrivals: Micros[] };

export function decide(sending: Sending, kind: Fate['kind'], sure: Fate['sure'], ...because: Evidence[]): void {
  sending.fate = { kind, sure, because };
}

/** `E-order`: the place of an arrival is presumed. */
export function presumeOrder(sending: Sending): void {
  const { fate } = sending;
  if (fate !== undefined && !fate.because.includes(IN_ORDER))
    sending.fate = { ...fate, because: [...fate.because, IN_ORDER] };
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
