import type { Micros, Sent } from './world';

/** A scheduled arrival. */
export interface Transit {
  readonly at: Micros;
  readonly sent: Sent;
}

/** Scheduled arrivals in a binary heap, earliest first; of two at the same time, the one that was sent first. */
export class Arrivals {
  private readonly heap: Transit[] = [];

  get first(): Transit | undefined {
    return this.heap[0];
  }

  /** All arrivals, earliest first. */
  get left(): readonly Transit[] {
    return [...this.heap].sort((a, b) => (isSooner(a, b) ? -1 : 1));
  }

  push(transit: Transit): void {
    const { heap } = this;
    let i = heap.length;
    heap.push(transit);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as Transit;
      if (!isSooner(transit, parent)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = transit;
  }

  pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && isSooner(heap[down + 1] as Transit, heap[down] as Transit)) down++;
      if (!isSooner(heap[down] as Transit, last)) break;
      heap[i] = heap[down] as Transit;
      i = down;
    }
    heap[i] = last;
  }
}

function isSooner(a: Transit, b: Transit): boolean {
  return a.at < b.at || (a.at === b.at && a.sent.id < b.sent.id);
}
