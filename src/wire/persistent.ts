/** The number of items in a chunk: the amount that a change copies at each level. */
const CHUNK = 32;

/**
 * An immutable list of fixed length that shares unchanged parts with its successors. Changing one item copies a chunk
 * of 32; a list of up to 32 items is one small array. The chunks of a longer list form such a list themselves, so a
 * change in 100,000 items copies three or four chunks. A flow has as many worlds as steps, and most have two endpoints.
 */
export class Items<T> {
  private constructor(
    /** The first chunk, often the only one. */
    private readonly first: readonly T[],
    /** The chunks after the first one. */
    private readonly rest: Items<readonly T[]> | undefined,
    readonly size: number,
  ) {}

  static of<T>(items: readonly T[]): Items<T> {
    const rest: T[][] = [];
    for (let i = CHUNK; i < items.length; i += CHUNK) rest.push(items.slice(i, i + CHUNK));
    return new Items(items.slice(0, CHUNK), rest.length === 0 ? undefined : Items.of<readonly T[]>(rest), items.length);
  }

  get(index: number): T | undefined {
    if (index < CHUNK) return this.first[index];
    return this.rest?.get(Math.floor(index / CHUNK) - 1)?.[index % CHUNK];
  }

  /** The list with another item at `index`; the list itself if the index is out of range. */
  set(index: number, item: T): Items<T> {
    if (index < 0 || index >= this.size) return this;
    if (index < CHUNK) return new Items(replaced(this.first, index, item), this.rest, this.size);
    const at = Math.floor(index / CHUNK) - 1;
    const chunk = replaced(this.rest?.get(at) ?? [], index % CHUNK, item);
    return new Items(this.first, this.rest?.set(at, chunk), this.size);
  }

  /** Visits each index at which `other`, of the same length, has another item; shared chunks are skipped. */
  changes(other: Items<T>, visit: (index: number) => void): void {
    if (this === other) return;
    compare(this.first, other.first, 0, visit);
    const [own, others] = [this.rest, other.rest];
    if (own === undefined || others === undefined) return;
    own.changes(others, (c) => compare(own.get(c) ?? [], others.get(c) ?? [], (c + 1) * CHUNK, visit));
  }

  forEach(visit: (item: T, index: number) => void): void {
    this.first.forEach((item, i) => {
      visit(item, i);
    });
    this.rest?.forEach((chunk, c) => {
      chunk.forEach((item, i) => {
        visit(item, (c + 1) * CHUNK + i);
      });
    });
  }
}

function compare<T>(a: readonly T[], b: readonly T[], from: number, visit: (index: number) => void): void {
  if (a === b) return;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) visit(from + i);
}

function replaced<T>(items: readonly T[], index: number, item: T): readonly T[] {
  const changed = items.slice();
  changed[index] = item;
  return changed;
}

/**
 * An immutable queue that grows at its end and shrinks at its front. All states are views of one array that is only
 * appended to. A state that is not the newest copies its part before it grows.
 */
export class Queue<T> {
  private constructor(
    private readonly all: T[],
    private readonly from: number,
    private readonly to: number,
  ) {}

  static empty<T>(): Queue<T> {
    return new Queue<T>([], 0, 0);
  }

  /** A queue of these items; it takes over the array. */
  static of<T>(items: T[]): Queue<T> {
    return new Queue<T>(items, 0, items.length);
  }

  get size(): number {
    return this.to - this.from;
  }

  /** The items, oldest first, in a new array. */
  items(): T[] {
    return this.all.slice(this.from, this.to);
  }

  some(is: (item: T) => boolean): boolean {
    for (let i = this.from; i < this.to; i++) if (is(this.all[i] as T)) return true;
    return false;
  }

  get(index: number): T | undefined {
    return index >= 0 && index < this.size ? this.all[this.from + index] : undefined;
  }

  push(item: T): Queue<T> {
    // The view needs an array of its own if another state has grown from it, or if it uses little of a long array.
    const shared = this.to !== this.all.length || this.from > 2 * CHUNK + this.size;
    const all = shared ? this.all.slice(this.from, this.to) : this.all;
    const from = shared ? 0 : this.from;
    all.push(item);
    return new Queue(all, from, all.length);
  }

  /** The queue without its first `count` items. */
  drop(count: number): Queue<T> {
    return count <= 0 ? this : new Queue(this.all, Math.min(this.to, this.from + count), this.to);
  }

  /** The queue with the given items from `index` on. */
  set(index: number, ...items: readonly T[]): Queue<T> {
    if (index < 0 || index + items.length > this.size) return this;
    const all = this.all.slice(this.from, this.to);
    for (let i = 0; i < items.length; i++) all[index + i] = items[i] as T;
    return new Queue(all, 0, all.length);
  }
}

/** A list without spare room, to be kept: an array that has grown holds room for up to 16 more items. */
export function compact<T>(list: readonly T[]): T[] {
  return list.slice();
}
