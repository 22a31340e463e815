/** The slots of a new table; always a power of two. */
const FIRST = 256;
/** An odd number near 2^32 divided by the golden ratio: multiplying by it spreads the bits. */
const SPREAD = 0x9e3779b1;

/**
 * Gives each distinct key a number: 0 for the first, 1 for the next. A key is a fixed count of words of 32 bits; they lie
 * one behind the other, and the slots of a hash table with open addressing point to them.
 */
export class Numbered {
  count = 0;
  private keys: Uint32Array;
  /** For each slot the number of its key plus one; 0 for a free slot. */
  private slots = new Uint32Array(FIRST);

  /** @param width words a key */
  constructor(private readonly width: number) {
    this.keys = new Uint32Array(width * FIRST);
  }

  /** The number of a key: {@link count} as it was before, if the key is new. */
  of(key: Uint32Array): number {
    const mask = this.slots.length - 1;
    let slot = this.hash(key, 0) & mask;
    for (;;) {
      const number = this.slots[slot] ?? 0;
      if (number === 0) break;
      if (this.isAt(key, (number - 1) * this.width)) return number - 1;
      slot = (slot + 1) & mask;
    }
    this.add(key);
    this.slots[slot] = this.count;
    if (2 * this.count > this.slots.length) this.grow();
    return this.count - 1;
  }

  /** One word of a key. */
  word(number: number, i: number): number {
    return this.keys[number * this.width + i] ?? 0;
  }

  private add(key: Uint32Array): void {
    const at = this.count * this.width;
    if (at + this.width > this.keys.length) {
      const keys = new Uint32Array(2 * this.keys.length);
      keys.set(this.keys);
      this.keys = keys;
    }
    this.keys.set(key, at);
    this.count++;
  }

  private grow(): void {
    const slots = new Uint32Array(2 * this.slots.length);
    for (let number = 0; number < this.count; number++) {
      let slot = this.hash(this.keys, number * this.width) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }

  private hash(words: Uint32Array, at: number): number {
    let hash = 0;
    for (let i = 0; i < this.width; i++) {
      hash = Math.imul(hash ^ (words[at + i] ?? 0), SPREAD);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private isAt(key: Uint32Array, at: number): boolean {
    for (let i = 0; i < this.width; i++) if (this.keys[at + i] !== key[i]) return false;
    return true;
  }
}
