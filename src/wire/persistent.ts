/** How many items a chunk holds: what a change copies, once a level. */
const CHUNK = 32;

/**
 * A list of fixed length that shares with its successors what did not change: changing one item copies a chunk of 32,
 * and a list of up to 32 items is one small array. A flow has as many worlds as steps, and most have two endpoints; the
 * chunks of a longer list are such a list themselves, so that a change of one of 100,000 copies three or four chunks.
 */
export class Items<T> {
  private constructor(
    /** The first chunk, which often is the only one, and those behind it. */
    private readonly first: readonly T[],
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

  /** With another item at `index`; itself where there is none to replace. */
  set(index: number, item: T): Items<T> {
    if (index < 0 || index >= this.size) return this;
    if (index < CHUNK) return new Items(replaced(this.first, index, item), this.rest, this.size);
    const at = Math.floor(index / CHUNK) - 1;
    const chunk = replaced(this.rest?.get(at) ?? [], index % CHUNK, item);
    return new Items(this.first, this.rest?.set(at, chunk), this.size);
  }

  /** Visits each place at which `other`, a list of the same length, has another item; shared chunks are passed over. */
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
 * A queue that grows at its end and shrinks at its front, and whose earlier states stay what they were: each is a view
 * of one array that is only ever added to. A state that is not the newest copies its own part before it grows.
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

  /** A queue of these items; the array is the queue's own from now on. */
  static of<T>(items: T[]): Queue<T> {
    return new Queue<T>(items, 0, items.length);
  }

  get size(): number {
    return this.to - this.from;
  }

  /** Its items, oldest first, as an array of their own. */
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
    // Where another state has grown from this one, or little of a long array is left in use, the view gets its own.
    const shared = this.to !== this.all.length || this.from > 2 * CHUNK + this.size;
    const all = shared ? this.all.slice(this.from, this.to) : this.all;
    const from = shared ? 0 : this.from;
    all.push(item);
    return new Queue(all, from, all.length);
  }

  /** Without its first `count` items. */
  drop(count: number): Queue<T> {
    return count <= 0 ? this : new Queue(this.all, Math.min(this.to, this.from + count), this.to);
  }

  /** With other items from `index` on, as many as are given. */
  set(index: number, ...items: readonly T[]): Queue<T> {
    if (index < 0 || index + items.length > this.size) return this;
    const all = this.all.slice(this.from, this.to);
    for (let i = 0; i < items.length; i++) all[index + i] = items[i] as T;
    return new Queue(all, 0, all.length);
  }
}
