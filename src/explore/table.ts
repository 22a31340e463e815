/**
 * The states that a search has reached, in an open-addressing hash table of typed arrays. Each state has a hash of 64
 * bits, its predecessor, the act between both, and the faults used. States with the same hash are treated as one: among
 * a million states a collision happens once in 37 million searches.
 */

/** The states reached so far, numbered from 0 in the order in which they were added. */
export interface Reached {
  readonly size: number;
  /**
   * The state with this key that was reached with no more faults of any kind; undefined for none.
   *
   * @param covers tells if the faults used by a state are no more than those of the new one, of any kind
   */
  find(key: Int32Array, length: number, covers: (used: number) => boolean): number | undefined;
  /** Another state with the same key as `state` that was reached with no more faults of any kind. */
  alike(state: number, covers: (used: number) => boolean): number | undefined;
  /** Adds the state with the key given to `find` last. */
  add(parent: number, act: number, used: number, depth: number): number;
  parentOf(state: number): number;
  actOf(state: number): number;
  usedOf(state: number): number;
  depthOf(state: number): number;
  /** Replaces the path to a state by a shorter one. */
  shorten(state: number, parent: number, act: number, depth: number): void;
}

/**
 * The columns that the hash table and its exact counterpart (without hash collisions) share, with a row for each state.
 */
export class Columns {
  size = 0;
  private parents = new Int32Array(1024);
  private acts = new Int32Array(1024);
  private used = new Uint16Array(1024);
  private depths = new Uint16Array(1024);

  add(parent: number, act: number, used: number, depth: number): number {
    if (this.size === this.parents.length) this.grow();
    this.used[this.size] = used;
    this.shorten(this.size, parent, act, depth);
    return this.size++;
  }

  private grow(): void {
    const { size } = this;
    this.parents = longer(this.parents, new Int32Array(2 * size));
    this.acts = longer(this.acts, new Int32Array(2 * size));
    this.used = longer(this.used, new Uint16Array(2 * size));
    this.depths = longer(this.depths, new Uint16Array(2 * size));
  }

  parentOf(state: number): number {
    return this.parents[state] as number;
  }

  actOf(state: number): number {
    return this.acts[state] as number;
  }

  usedOf(state: number): number {
    return this.used[state] as number;
  }

  depthOf(state: number): number {
    return this.depths[state] as number;
  }

  shorten(state: number, parent: number, act: number, depth: number): void {
    this.parents[state] = parent;
    this.acts[state] = act;
    this.depths[state] = depth;
  }
}

function longer<T extends Int32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

export class Table extends Columns implements Reached {
  private low = new Int32Array(1024);
  private high = new Int32Array(1024);
  /**
   * The slots of the hash table: the number of a state + 1, or 0 for an empty slot. At least half of the slots are
   * empty.
   */
  private places = new Int32Array(2048);
  private lastLow = 0;
  private lastHigh = 0;

  find(key: Int32Array, length: number, covers: (used: number) => boolean): number | undefined {
    this.hash(key, length);
    return this.at(this.lastLow, this.lastHigh, -1, covers);
  }

  alike(state: number, covers: (used: number) => boolean): number | undefined {
    return this.at(this.low[state] as number, this.high[state] as number, state, covers);
  }

  /** A state with this hash, other than `other`, whose used faults satisfy `covers`. */
  private at(low: number, high: number, other: number, covers: (used: number) => boolean): number | undefined {
    const { places } = this;
    const mask = places.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const state = (places[at] as number) - 1;
      if (state < 0) return undefined;
      if (state !== other && this.low[state] === low && this.high[state] === high && covers(this.usedOf(state)))
        return state;
    }
  }

  override add(parent: number, act: number, used: number, depth: number): number {
    const state = super.add(parent, act, used, depth);
    if (state === this.low.length) {
      this.low = longer(this.low, new Int32Array(2 * state));
      this.high = longer(this.high, new Int32Array(2 * state));
    }
    this.low[state] = this.lastLow;
    this.high[state] = this.lastHigh;
    if (2 * this.size > this.places.length) this.rehash();
    else this.place(state);
    return state;
  }

  private place(state: number): void {
    const mask = this.places.length - 1;
    let at = (this.low[state] as number) & mask;
    while (this.places[at] !== 0) at = (at + 1) & mask;
    this.places[at] = state + 1;
  }

  private rehash(): void {
    this.places = new Int32Array(2 * this.places.length);
    for (let state = 0; state < this.size; state++) this.place(state);
  }

  /** Two multiplicative hashes of 32 bits with different constants, mixed as in MurmurHash3. */
  private hash(key: Int32Array, length: number): void {
    let low = 0x243f6a88;
    let high = 0x85a308d3 | 0;
    for (let i = 0; i < length; i++) {
      const word = key[i] as number;
      low = Math.imul(low ^ Math.imul(word, 0xcc9e2d51 | 0), 0x1b873593);
      low = (low << 13) | (low >>> 19);
      high = Math.imul(high + Math.imul(word, 0x38b34ae5) + i, 0xa1e38b93 | 0);
      high = (high << 15) | (high >>> 17);
    }
    this.lastLow = mixed(low ^ length);
    this.lastHigh = mixed(high + low);
  }
}

function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b | 0);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35 | 0);
  return h ^ (h >>> 16);
}
