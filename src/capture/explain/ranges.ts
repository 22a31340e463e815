import { firstWhere } from './sending';

/** Octets from `left` up to, and without, `right`: unwrapped sequence numbers. */
export interface Range {
  readonly left: number;
  readonly right: number;
}

const NONE: readonly Range[] = [];

/** A set of octets as ranges that neither overlap nor touch. */
export class Ranges {
  private readonly lefts: number[] = [];
  private readonly rights: number[] = [];

  /** Adds a range. The parts of it that were not there before. */
  add(left: number, right: number): readonly Range[] {
    if (left >= right) return NONE;
    const { lefts, rights } = this;
    const first = firstWhere(rights, (one) => one >= left);
    if (first < lefts.length && (lefts[first] ?? 0) <= left && (rights[first] ?? 0) >= right) return NONE;
    const fresh: Range[] = [];
    let from = left;
    let next = first;
    for (; next < lefts.length && (lefts[next] ?? 0) <= right; next++) {
      const gapEnd = lefts[next] ?? 0;
      if (gapEnd > from) fresh.push({ left: from, right: gapEnd });
      from = Math.max(from, rights[next] ?? 0);
    }
    if (right > from) fresh.push({ left: from, right });
    const joinedLeft = next > first ? Math.min(left, lefts[first] ?? left) : left;
    const joinedRight = next > first ? Math.max(right, rights[next - 1] ?? right) : right;
    lefts.splice(first, next - first, joinedLeft);
    rights.splice(first, next - first, joinedRight);
    return fresh;
  }

  has(octet: number): boolean {
    const index = firstWhere(this.rights, (right) => right > octet);
    return index < this.lefts.length && (this.lefts[index] ?? 0) <= octet;
  }

  /** Forgets all below a number: it is not asked for again. */
  dropBelow(number: number): void {
    const count = firstWhere(this.rights, (right) => right > number);
    if (count > 0) {
      this.lefts.splice(0, count);
      this.rights.splice(0, count);
    }
  }
}

/** The parts of a range that none of the others cover. */
export function without(range: Range, others: readonly Range[]): readonly Range[] {
  let pieces: readonly Range[] = [range];
  for (const { left, right } of others) {
    pieces = pieces.flatMap((piece) => {
      if (right <= piece.left || left >= piece.right) return [piece];
      const parts: Range[] = [];
      if (left > piece.left) parts.push({ left: piece.left, right: left });
      if (right < piece.right) parts.push({ left: right, right: piece.right });
      return parts;
    });
  }
  return pieces;
}
