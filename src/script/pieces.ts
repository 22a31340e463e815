import type { Line, Script } from './syntax';

/** The most items in a piece: the amount that a change copies. */
const MOST = 256;

/**
 * An immutable list stored in pieces. A changed list shares all other pieces with its predecessor, so a change copies
 * one or two pieces, however long the list is.
 */
export class Pieces<T> {
  private constructor(
    private readonly pieces: readonly (readonly T[])[],
    /** The index of each piece's first item. */
    private readonly starts: Int32Array,
    readonly length: number,
  ) {}

  static of<T>(items: readonly T[]): Pieces<T> {
    return Pieces.joined(cut(items));
  }

  private static joined<T>(pieces: readonly (readonly T[])[]): Pieces<T> {
    const starts = new Int32Array(pieces.length);
    let length = 0;
    for (let i = 0; i < pieces.length; i++) {
      starts[i] = length;
      length += (pieces[i] as readonly T[]).length;
    }
    return new Pieces(pieces, starts, length);
  }

  get(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const piece = this.pieceOf(index);
    return this.pieces[piece]?.[index - (this.starts[piece] as number)];
  }

  /** Reads items one after the other, without looking for the piece of each. */
  reader(): (index: number) => T | undefined {
    let piece: readonly T[] = [];
    let start = 0;
    return (index) => {
      if (index < start || index >= start + piece.length) {
        const at = this.pieceOf(index);
        piece = this.pieces[at] ?? [];
        start = this.starts[at] ?? 0;
      }
      return piece[index - start];
    };
  }

  /** The list with `items` in place of the items from `from` (inclusive) to `to` (exclusive). */
  replaced(from: number, to: number, items: readonly T[]): Pieces<T> {
    const first = this.pieceOf(from);
    const last = this.pieceOf(Math.max(from, to - 1));
    const head = (this.pieces[first] ?? []).slice(0, from - (this.starts[first] ?? 0));
    const tail = (this.pieces[last] ?? []).slice(to - (this.starts[last] ?? 0));
    let low = first;
    let high = last + 1;
    let middle = head.concat(items, tail);
    // Small pieces are merged; many of them would be as slow as a flat list.
    while (middle.length < MOST / 4 && (low > 0 || high < this.pieces.length)) {
      if (low > 0) middle = [...(this.pieces[--low] as readonly T[]), ...middle];
      else middle = middle.concat(this.pieces[high++] as readonly T[]);
    }
    return Pieces.joined(this.pieces.slice(0, low).concat(cut(middle), this.pieces.slice(high)));
  }

  /** Visits the items from `from` (inclusive) to `to` (exclusive). */
  visit(from: number, to: number, visit: (item: T, index: number) => void): void {
    for (let p = this.pieceOf(from), i = from; i < to && p < this.pieces.length; p++) {
      const piece = this.pieces[p] as readonly T[];
      const start = this.starts[p] as number;
      for (const end = Math.min(to, start + piece.length); i < end; i++) visit(piece[i - start] as T, i);
    }
  }

  flat(): readonly T[] {
    return ([] as T[]).concat(...this.pieces);
  }

  /** The number of equal items at the beginning of this list and another. Shared pieces are not compared item by item. */
  sameHead(other: Pieces<T>): number {
    const [mine, theirs] = [this.pieces, other.pieces];
    let same = 0;
    for (let a = 0, b = 0, i = 0, j = 0; a < mine.length && b < theirs.length;) {
      const [x, y] = [mine[a] as readonly T[], theirs[b] as readonly T[]];
      if (x === y && i === j) {
        same += x.length - i;
        i = x.length;
        j = y.length;
      } else {
        for (; i < x.length && j < y.length; i++, j++, same++) if (x[i] !== y[j]) return same;
      }
      if (i === x.length) [a, i] = [a + 1, 0];
      if (j === y.length) [b, j] = [b + 1, 0];
    }
    return same;
  }

  /** The number of equal items at the end of this list and another, `most` at most. */
  sameTail(other: Pieces<T>, most: number): number {
    const [mine, theirs] = [this.pieces, other.pieces];
    let same = 0;
    let [a, b] = [mine.length - 1, theirs.length - 1];
    let [i, j] = [mine[a]?.length ?? 0, theirs[b]?.length ?? 0];
    while (a >= 0 && b >= 0 && same < most) {
      const [x, y] = [mine[a] as readonly T[], theirs[b] as readonly T[]];
      if (x === y && i === j) {
        same += i;
        i = 0;
        j = 0;
      } else {
        for (; i > 0 && j > 0; i--, j--, same++) if (x[i - 1] !== y[j - 1]) return Math.min(same, most);
      }
      if (i === 0) i = mine[--a]?.length ?? 0;
      if (j === 0) j = theirs[--b]?.length ?? 0;
    }
    return Math.min(same, most);
  }

  /** The piece that contains an index; the last one for an index beyond the end. */
  private pieceOf(index: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const mid = (low + high) >>> 1;
      if ((this.starts[mid] as number) <= index) low = mid + 1;
      else high = mid;
    }
    return Math.max(0, low - 1);
  }
}

/** The items in pieces of about the same length. */
function cut<T>(items: readonly T[]): (readonly T[])[] {
  if (items.length === 0) return [];
  const count = Math.ceil(items.length / MOST);
  const size = Math.ceil(items.length / count);
  const pieces: (readonly T[])[] = [];
  for (let i = 0; i < items.length; i += size) pieces.push(items.slice(i, i + size));
  return pieces;
}

/** A script of these lines. The lines are copied into one array on first use of `lines`. */
export function scriptOf(pieces: Pieces<Line>, lines?: readonly Line[]): Script {
  let flat = lines;
  return {
    pieces,
    get lines() {
      return (flat ??= pieces.flat());
    },
  };
}

export function piecesOf(script: Script): Pieces<Line> {
  return script.pieces ?? Pieces.of(script.lines);
}

/** One line (from 0), without building the array of all lines. */
export function lineAt(script: Script, number: number): Line | undefined {
  return script.pieces === undefined ? script.lines[number] : script.pieces.get(number);
}

/** An edit: the old lines `from` to `to` were replaced by the new lines `from` to `until` (both ends exclusive). */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly until: number;
}

export function changeOf(before: Pieces<Line>, after: Pieces<Line>): Change {
  const from = before.sameHead(after);
  const tail = before.sameTail(after, Math.min(before.length, after.length) - from);
  return { from, to: before.length - tail, until: after.length - tail };
}

/** The new number of an unchanged line after the edit. */
export function movedBy({ to, until }: Change, line: number): number {
  return line >= to ? line + until - to : line;
}
