/** The process that tries flows. It may hang or die; its parent continues. */
import { flowOf, projectFlows } from './flows';
import { Random } from './random';
import { tryFlow, type Failure } from './trial';

/** A range of flows by seed and number, or a text with the same choices. */
export interface Task {
  readonly seed: number;
  readonly number: number;
  /** The number after the last flow; the task ends earlier if one fails. */
  readonly to: number;
  readonly text?: string;
}

export type Report =
  | { readonly kind: 'entered'; readonly number: number; readonly law: string }
  | { readonly kind: 'failed'; readonly number: number; readonly failure: Failure }
  | { readonly kind: 'done'; readonly heap: number };

const CLOCKS = {
  passed: () => performance.now(),
  /** CPU time of this process, milliseconds. */
  used: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

export function textOf(seed: number, number: number, known: readonly string[]): string {
  return flowOf(new Random(seed, number), known);
}

export function serve(): void {
  const known = projectFlows();
  const send = (report: Report): void => void process.send?.(report);
  process.on('message', ({ seed, number: from, to, text }: Task) => {
    for (let number = from; number < to; number++) {
      const flow = text ?? textOf(seed, number, known);
      const entered = (law: string): void => send({ kind: 'entered', number, law });
      for (const failure of tryFlow(flow, [seed, number], known, entered, CLOCKS)) {
        send({ kind: 'failed', number, failure });
      }
    }
    send({ kind: 'done', heap: process.memoryUsage().heapUsed });
  });
  process.on('disconnect', () => process.exit());
}
