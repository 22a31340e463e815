/** A pseudo-random generator that a seed reproduces: mulberry32, 32 bits of state. */
export class Random {
  private state: number;

  /** @param seeds numbers that together determine the sequence: the run's seed, the flow's number, the purpose */
  constructor(...seeds: readonly number[]) {
    this.state = 0x9e3779b9;
    for (const seed of seeds) {
      this.state = Math.imul(this.state ^ seed, 0x85ebca6b) >>> 0;
      this.bits();
    }
  }

  /** 32 random bits, 0 to 2^32 - 1. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** An integer from 0 to `count` - 1; 0 if `count` is 0. */
  below(count: number): number {
    return count <= 0 ? 0 : this.bits() % count;
  }

  chance(share: number): boolean {
    return this.bits() < share * 2 ** 32;
  }

  /** An element of a non-empty list. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** The text of `make` with the given probability, else an empty one. */
  maybe(share: number, make: () => string): string {
    return this.chance(share) ? make() : '';
  }

  /** A list of `least` to `most` results of `make`. */
  some<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }
}
