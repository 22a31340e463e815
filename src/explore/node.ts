import type { EndId, Sent, World } from '../sim';
import type { Bounds } from './types';
import type { Side } from './ghosts';

/** A segment in flight, and the number of its sender's connection that it belongs to. */
export interface Carried {
  readonly sent: Sent;
  readonly con: number;
}

/** A state of the search. */
export interface Node {
  readonly world: World;
  /** By sending end: the segments in flight, oldest first. */
  readonly queues: readonly (readonly Carried[])[];
  /** Delayed or duplicated segments, set aside: each may arrive at any later time of its lifetime, or never. */
  readonly aside: readonly Carried[];
  /** By calling end: the number of calls that the end has made. */
  readonly called: readonly number[];
  /** The number of faults used of each kind that is allowed ({@link Spent}). */
  readonly used: number;
  readonly sides: readonly Side[];
}

/**
 * Numbers of used faults, one for each kind that the bounds allow. Each combination of these numbers gets a number of
 * its own.
 */
export class Spent {
  /** The largest allowed number of each kind: network faults, then crashes, then forgeries. */
  readonly most: readonly number[];
  private readonly counts: number[][] = [];
  private readonly totals: number[] = [];
  private readonly byText = new Map<string, number>();
  /** By combination and kind: the number of the combination with one more fault of the kind; -1 if not known yet. */
  private readonly nexts: number[][] = [];

  constructor({ faults, crashes, forges }: Bounds) {
    this.most = [...faults, ...crashes, ...forges].map(({ most }) => most);
    this.number(this.most.map(() => 0));
  }

  private number(counts: number[]): number {
    const text = counts.join();
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    this.byText.set(text, this.counts.length);
    this.totals.push(counts.reduce((sum, n) => sum + n, 0));
    this.nexts.push(counts.map(() => -1));
    return this.counts.push(counts) - 1;
  }

  /** The number of faults of all kinds. */
  total(used: number): number {
    return this.totals[used] ?? 0;
  }

  /** True if no fault, crash or forgery is left. */
  isSpent(used: number): boolean {
    const counts = this.counts[used] as number[];
    for (let i = 0; i < counts.length; i++) if ((counts[i] as number) < (this.most[i] as number)) return false;
    return true;
  }

  /** True if one more fault of a kind is allowed. */
  allows(used: number, kind: number): boolean {
    return (this.counts[used]?.[kind] ?? 0) < (this.most[kind] ?? 0);
  }

  withOne(used: number, kind: number): number {
    const nexts = this.nexts[used] as number[];
    if ((nexts[kind] as number) < 0)
      nexts[kind] = this.number((this.counts[used] as number[]).map((n, i) => (i === kind ? n + 1 : n)));
    return nexts[kind] as number;
  }

  /** True if for every kind the number of faults in `used` is at most that in `other`. */
  covers(used: number, other: number): boolean {
    if (used === other) return true;
    const [a, b] = [this.counts[used] as number[], this.counts[other] as number[]];
    for (let i = 0; i < a.length; i++) if ((a[i] as number) > (b[i] as number)) return false;
    return true;
  }
}

/**
 * The class of an act. An act is encoded in one number: the class in the lowest bits, then `a` and `b` ({@link actOf}).
 */
export const TIME = 0;
export const ARRIVE = 1;
export const STRIKE = 2;
export const RELEASE = 3;
export const CALL = 4;
export const CRASH = 5;
export const FORGE = 6;

/**
 * Encodes an act in one number. `a` (below 4096) is an end, or the index of a segment set aside; `b` (below 4096) is an
 * index into the list of allowed faults, crashes or forgeries.
 */
export function actOf(kind: number, a: number, b = 0): number {
  return kind | (a << 3) | (b << 15);
}

export const kindOf = (act: number): number => act & 7;
export const firstOf = (act: number): number => (act >> 3) & 4095;
export const secondOf = (act: number): number => act >> 15;

/** An event of a path of the search that is replayed, in order of time. */
export type Told =
  /** A segment leaves its sender; `before` is the world in which the sender decided to send it. */
  | { readonly kind: 'sent'; readonly sent: Sent; readonly before: World }
  /** A segment arrives; `keeps` is true if a copy is set aside. */
  | { readonly kind: 'arrived'; readonly sent: Sent; readonly keeps: boolean; readonly world: World }
  | { readonly kind: 'lost'; readonly sent: Sent }
  /** A forged segment arrives. */
  | { readonly kind: 'forged'; readonly sent: Sent; readonly before: World }
  | { readonly kind: 'call'; readonly end: EndId; readonly call: string; readonly count: number | undefined }
  | { readonly kind: 'forget'; readonly end: EndId }
  /** The clock advances, and all timers due by then expire. */
  | { readonly kind: 'wait'; readonly until: number };
