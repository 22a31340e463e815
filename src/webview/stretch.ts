/**
 * Index ranges of a long list: the visible entries, the entries drawn around them, and the entries requested beyond.
 */

/** A range of indices, `from` (inclusive) to `to` (exclusive). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A range extended by `by` indices at both ends, within a list of `count` entries. */
export function widened({ from, to }: Stretch, by: number, count: number): Stretch {
  return { from: Math.max(0, from - by), to: Math.min(count, to + by) };
}

export function holds(outer: Stretch, inner: Stretch): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** Requests ranges of a list. A range is not requested twice in succession unless the list has changed. */
export class Demand {
  private last = '';

  constructor(private readonly need: (from: number, to: number) => void) {}

  ask({ from, to }: Stretch): void {
    if (this.last === `${from} ${to}`) return;
    this.last = `${from} ${to}`;
    this.need(from, to);
  }

  /** Called when the list has changed. */
  renew(): void {
    this.last = '';
  }
}
