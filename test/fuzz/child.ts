/** The process in which flows are tried: it may hang or die, and its parent goes on. */
import { flowOf, projectFlows } from './flows';
import { Random } from './random';
import { tryFlow, type Failure } from './trial';

/** A flow by seed and number, or as text with the same choices. */
export interface Task {
  readonly seed: number;
  readonly number: number;
  /** Behind the last flow that is to be tried; the task is done earlier where one fails. */
  readonly to: number;
  readonly text?: string;
}

export type Report =
  | { readonly kind: 'entered'; readonly number: number; readonly law: string }
  | { readonly kind: 'failed'; readonly number: number; readonly failure: Failure }
  | { readonly kind: 'done'; readonly heap: number };

const CLOCKS = {
  passed: () => performance.now(),
  /** CPU time of this process. */
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
