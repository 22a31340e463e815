/** How many items a chunk holds: what a change copies, beside the list of chunks. */
const CHUNK = 32;

/**
 * A list of fixed length that shares with its successors what did not change: changing one item copies a chunk of 32,
 * and a list of up to 32 items is one small array. A flow has as many worlds as steps, and most have two endpoints.
 */
export class Items<T> {
  private constructor(
    private readonly chunks: readonly (readonly T[])[],
    readonly size: number,
  ) {}

  static of<T>(items: readonly T[]): Items<T> {
    const chunks: T[][] = [];
    for (let i = 0; i < items.length; i += CHUNK) chunks.push(items.slice(i, i + CHUNK));
    return new Items(chunks, items.length);
  }

  get(index: number): T | undefined {
    return this.chunks[Math.floor(index / CHUNK)]?.[index % CHUNK];
  }

  /** With another item at `index`; itself where there is none to replace. */
  set(index: number, item: T): Items<T> {
    const at = Math.floor(index / CHUNK);
    const chunk = this.chunks[at];
    if (chunk === undefined || index % CHUNK >= chunk.length) return this;
    const changed = chunk.slice();
    changed[index % CHUNK] = item;
    if (this.chunks.length === 1) return new Items([changed], this.size);
    const chunks = this.chunks.slice();
    chunks[at] = changed;
    return new Items(chunks, this.size);
  }

  forEach(visit: (item: T, index: number) => void): void {
    this.chunks.forEach((chunk, c) => {
      chunk.forEach((item, i) => {
        visit(item, c * CHUNK + i);
      });
    });
  }
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

  get size(): number {
    return this.to - this.from;
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

  set(index: number, item: T): Queue<T> {
    if (index < 0 || index >= this.size) return this;
    const all = this.all.slice(this.from, this.to);
    all[index] = item;
    return new Queue(all, 0, all.length);
  }
}
