/** Stretches of a long list: what is in sight, what is drawn around it, and what is asked for beyond that. */

/** The places `from` up to but not including `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch and so many places at both its ends, as far as a list of `count` places goes. */
export function widened({ from, to }: Stretch, by: number, count: number): Stretch {
  return { from: Math.max(0, from - by), to: Math.min(count, to + by) };
}

export function holds(outer: Stretch, inner: Stretch): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

/** Asks for stretches. The same one is not asked for twice in a row, unless the list has changed in between. */
export class Demand {
  private last = '';

  constructor(private readonly need: (from: number, to: number) => void) {}

  ask({ from, to }: Stretch): void {
    if (this.last === `${from} ${to}`) return;
    this.last = `${from} ${to}`;
    this.need(from, to);
  }

  /** The list has changed. */
  renew(): void {
    this.last = '';
  }
}
