/** What comes of the connections of a capture, worked out in the background. */
import type { Capture, Run, Source } from '../../capture';
import { type Wanted, inSlices, turn } from '../slices';
import type { RowOutcome } from './messages';
import type { CaptureDoor } from './part';

/** Octets that are read between two turns for other work. */
const PIECE = 1 << 21;
/** Milliseconds between two messages at least. */
const BETWEEN = 150;

/**
 * Explains and checks one connection after the other, those in sight first, in slices between which the host does other
 * work. It ends when it is no longer wanted.
 */
export class Survey {
  private readonly left: Set<number>;
  private sight: readonly number[] = [];
  private found: RowOutcome[] = [];
  private said = 0;

  /** @param post takes outcomes, and the number of connections that are left */
  constructor(
    private readonly capture: Capture,
    private readonly octets: Uint8Array,
    private readonly door: CaptureDoor,
    private readonly wanted: Wanted,
    private readonly post: (outcomes: readonly RowOutcome[], left: number) => Thenable<unknown>,
  ) {
    this.left = new Set(capture.connections.map(({ id }) => id));
  }

  /** The connections that are in sight now. */
  see(ids: readonly number[]): void {
    this.sight = ids;
  }

  async run(): Promise<void> {
    while (this.left.size > 0 && !this.wanted.isCancellationRequested) {
      const seen = this.leftInSight();
      await this.explain(seen.length > 0 ? seen : [...this.left], seen.length > 0);
    }
    await this.say();
  }

  private leftInSight(): readonly number[] {
    return this.sight.filter((id) => this.left.has(id));
  }

  /** Explains some connections; leaves off for those that have come into sight. */
  private async explain(ids: readonly number[], areInSight: boolean): Promise<void> {
    const { capture, door, wanted, sight } = this;
    const connections = ids.flatMap((id) => capture.connections[id - 1] ?? []);
    const run: Run = (work) => inSlices(work, wanted);
    for await (const { id, outcome } of door.outcomesOf(capture, connections, () => this.source(), run)) {
      if (wanted.isCancellationRequested) return;
      this.left.delete(id);
      this.found.push(outcome === undefined ? { id } : { id, outcome });
      if (performance.now() - this.said > BETWEEN) await this.say();
      if (this.sight !== sight && (areInSight || this.leftInSight().length > 0)) return;
    }
  }

  private async say(): Promise<void> {
    const { found } = this;
    this.said = performance.now();
    this.found = [];
    await this.post(found, this.left.size);
  }

  private async *source(): Source {
    for (let at = 0; at < this.octets.length; at += PIECE) {
      yield this.octets.subarray(at, at + PIECE);
      await turn();
    }
  }
}
