/**
 * The states that a search has reached, in an open hash table of typed arrays: 64 bits of hash a state, the state before
 * it, the act between them, and the faults used. Two states with one hash are taken for one: among a million states that
 * happens once in 37 million searches.
 */

/** The states reached so far, numbered from 0 in the order in which they were added. */
export interface Reached {
  readonly size: number;
  /**
   * The state with this key that was reached with no more faults of any kind.
   *
   * @param covers tells if the faults used by a state are no more than those of the new one, of any kind
   */
  find(key: Int32Array, length: number, covers: (used: number) => boolean): number | undefined;
  /** Another state with the key of one, that was reached with no more faults of any kind. */
  alike(state: number, covers: (used: number) => boolean): number | undefined;
  /** Adds the state with the key given to `find` last. */
  add(parent: number, act: number, used: number, depth: number): number;
  parentOf(state: number): number;
  actOf(state: number): number;
  usedOf(state: number): number;
  depthOf(state: number): number;
  /** A shorter way to a state has been found. */
  shorten(state: number, parent: number, act: number, depth: number): void;
}

/** Columns that the hash table and its exact counterpart share: a row for each state. */
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
  /** State + 1 by the place of its hash; 0 for an empty place. At least half of them are empty. */
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

  /** A state with a hash that is covered, other than one. */
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
