import { RST, has } from '../../wire';
import { type Sending, firstWhere } from './sending';

/**
 * The sendings of a host that occupy sequence space, cut into units: stretches of octets that share no sending. A unit
 * of one sending was sent once; all sendings of octets that were sent again are in one unit.
 */
export class Units {
  /** All sendings, sorted by number, then by order of sending. */
  private readonly bySeq: readonly Sending[];
  /** The place in `bySeq` at which each unit begins, and behind the last one the place at which it ends. */
  private readonly firsts: number[] = [];
  readonly lefts: Float64Array;
  readonly rights: Float64Array;
  readonly count: number;

  constructor(sendings: readonly Sending[]) {
    const bySeq = sendings.filter(hasSpace);
    if (!isSorted(bySeq)) bySeq.sort((a, b) => a.seq - b.seq || a.place - b.place);
    this.bySeq = bySeq;
    const lefts: number[] = [];
    const rights: number[] = [];
    let right = -Infinity;
    for (const [i, sending] of bySeq.entries()) {
      if (sending.seq >= right) {
        this.firsts.push(i);
        lefts.push(sending.seq);
        rights.push(sending.end);
      } else if (sending.end > right) rights[rights.length - 1] = sending.end;
      right = Math.max(right, sending.end);
    }
    this.firsts.push(bySeq.length);
    this.lefts = Float64Array.from(lefts);
    this.rights = Float64Array.from(rights);
    this.count = lefts.length;
  }

  /** The only sending of a unit; undefined if there are several. */
  single(unit: number): Sending | undefined {
    const first = this.firsts[unit] ?? 0;
    return (this.firsts[unit + 1] ?? 0) - first === 1 ? this.bySeq[first] : undefined;
  }

  /** The sendings of a unit by number, then in the order in which they were sent. */
  all(unit: number): readonly Sending[] {
    return this.bySeq.slice(this.firsts[unit], this.firsts[unit + 1]);
  }

  /** The sendings of a unit in the order in which they were sent. */
  sendings(unit: number): readonly Sending[] {
    return this.bySeq.slice(this.firsts[unit], this.firsts[unit + 1]).sort((a, b) => a.place - b.place);
  }

  /** The first unit that ends behind a number. */
  at(number: number): number {
    return firstWhere(this.rights, (right) => right > number);
  }
}

function isSorted(sendings: readonly Sending[]): boolean {
  for (let i = 1; i < sendings.length; i++) {
    if ((sendings[i]?.seq ?? 0) < (sendings[i - 1]?.seq ?? 0)) return false;
  }
  return true;
}

/** A sending of octets whose fate is not known before; a supposed one that was lost before the tap has brought nothing. */
const hasSpace = ({ seq, end, segment, fate }: Sending): boolean =>
  end > seq && !has(segment, RST) && fate?.kind !== 'lost';
