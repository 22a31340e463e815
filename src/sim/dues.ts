import type { Items } from '../wire';
import type { EndId, Endpoint, Micros } from './world';

/**
 * The next instant of each of many ends, such as that of its next timer, for finding the earliest. Only ends that changed
 * since the last query are updated.
 */
export class Dues {
  /**
   * A binary tree of minima: the leaves, one for each end, start at `first`; each node is the lesser of its two
   * children.
   */
  private readonly least: Float64Array;
  private readonly first: number;

  /** @param dueAt the instant of an endpoint; Infinity for none */
  constructor(
    private ends: Items<Endpoint>,
    private readonly dueAt: (endpoint: Endpoint, end: EndId) => Micros,
  ) {
    this.first = 1;
    while (this.first < ends.size) this.first *= 2;
    this.least = new Float64Array(2 * this.first).fill(Infinity);
    ends.forEach((endpoint, end) => {
      this.least[this.first + end] = dueAt(endpoint, end);
    });
    for (let i = this.first - 1; i > 0; i--) this.settle(i);
  }

  /** The end with the earliest instant, up to `until`; of several, the first end. Undefined for none. */
  next(ends: Items<Endpoint>, until: Micros): EndId | undefined {
    if (ends !== this.ends) this.follow(ends);
    const at = this.least[1] ?? Infinity;
    if (at === Infinity || at > until) return undefined;
    let i = 1;
    while (i < this.first) i = this.least[2 * i] === at ? 2 * i : 2 * i + 1;
    return i - this.first;
  }

  /** All ends whose instant lies at `until` or before, in order. Takes time in proportion to their number. */
  upTo(ends: Items<Endpoint>, until: Micros): EndId[] {
    if (ends !== this.ends) this.follow(ends);
    const found: EndId[] = [];
    const visit = (i: number): void => {
      if (!((this.least[i] ?? Infinity) <= until)) return;
      if (i >= this.first) found.push(i - this.first);
      else for (const child of [2 * i, 2 * i + 1]) visit(child);
    };
    visit(1);
    return found;
  }

  private follow(ends: Items<Endpoint>): void {
    ends.changes(this.ends, (end) => {
      const endpoint = ends.get(end);
      if (endpoint === undefined) return;
      let i = this.first + end;
      this.least[i] = this.dueAt(endpoint, end);
      for (i >>= 1; i > 0; i >>= 1) this.settle(i);
    });
    this.ends = ends;
  }

  private settle(i: number): void {
    this.least[i] = Math.min(this.least[2 * i] ?? Infinity, this.least[2 * i + 1] ?? Infinity);
  }
}
