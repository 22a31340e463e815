/** The edges between states by acts without faults, for finding states from which no state at rest can be reached. */
import type { Reached } from './table';

export class Edges {
  private from = new Int32Array(4096);
  private to = new Int32Array(4096);
  private size = 0;
  private readonly resting: number[] = [];

  add(from: number, to: number): void {
    if (this.size === this.from.length) {
      this.from = doubled(this.from);
      this.to = doubled(this.to);
    }
    this.from[this.size] = from;
    this.to[this.size++] = to;
  }

  /** Notes that a state is at rest: no act without a fault is possible in it. */
  rests(state: number): void {
    this.resting.push(state);
  }

  /**
   * The first state, by the number of faults and then of acts, from which no path leads to a state at rest; undefined
   * for none. Found by following the edges backwards from the states at rest.
   */
  stuck(reached: Reached, faultsOf: (state: number) => number): number | undefined {
    const { size } = reached;
    const rests = this.walkBack(size);
    let first: number | undefined;
    for (let state = 0; state < size; state++) {
      if (rests[state] === 1) continue;
      const order =
        first === undefined ? -1 : faultsOf(state) - faultsOf(first) || reached.depthOf(state) - reached.depthOf(first);
      if (order < 0) first = state;
    }
    return first;
  }

  /** 1 for each state from which a path leads to a state at rest. */
  private walkBack(states: number): Uint8Array {
    // The edges sorted by target: the edges into state s are at `starts[s]` up to `starts[s + 1]`.
    const starts = new Int32Array(states + 1);
    for (let i = 0; i < this.size; i++)
      starts[(this.to[i] as number) + 1] = (starts[(this.to[i] as number) + 1] as number) + 1;
    for (let s = 0; s < states; s++) starts[s + 1] = (starts[s + 1] as number) + (starts[s] as number);
    const filled = starts.slice(0, states);
    const sources = new Int32Array(this.size);
    for (let i = 0; i < this.size; i++) {
      const to = this.to[i] as number;
      sources[filled[to] as number] = this.from[i] as number;
      filled[to] = (filled[to] as number) + 1;
    }
    const rests = new Uint8Array(states);
    const open = this.resting.slice();
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (rests[state] === 1) continue;
      rests[state] = 1;
      for (let i = starts[state] as number; i < (starts[state + 1] as number); i++) open.push(sources[i] as number);
    }
    return rests;
  }
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(2 * from.length);
  to.set(from);
  return to;
}
