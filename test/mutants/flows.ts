/** The clean flows that are changed: the scenarios, flows of their own beside them, and what real kernels sent. */
import { readFileSync } from 'node:fs';
import { listRuns, readRun } from '../kernel/corpus';
import { flowOf } from '../kernel/flow';
import { scenarios } from '../unit/library';
import { flowsOf } from '../unit/check/table';
import { verdicts, type Verdict } from './verdict';

/**
 * Of the library, the flows of ordinary connections. Where a loss, a clock or a forger is the story, one changed flag changes what
 * every later line may be.
 */
const ORDINARY: ReadonlySet<string> = new Set([
  'handshake',
  'handshake-options',
  'ack-data',
  'simultaneous-open',
  'refused',
  'old-duplicate-syn',
  'data-simple',
  'data-reordered',
  'close',
  'close-by-server',
  'half-close',
  'close-three',
  'simultaneous-close',
  'abort',
]);

/** Every mutant of the written flows. */
export function writtenMutants(): Verdict[] {
  const told = scenarios()
    .filter(({ id }) => ORDINARY.has(id))
    .flatMap(({ id, text }) => verdicts(`${id}.tcpflow`, text));
  const own = flowsOf(readFileSync('test/fixtures/flows/mutants.tcpflow', 'utf8'));
  return [...told, ...own.flatMap((f) => verdicts(f.id, f.text))];
}

/** Of the mutants of the kernels' natural runs, each `every`th; none where there are no captures. */
export function kernelMutants(every: number): Verdict[] {
  return listRuns()
    .filter((run) => run.kind === 'natural')
    .flatMap((run, number) => {
      const flow = flowOf(readRun(run));
      return 'reason' in flow ? [] : verdicts(run.name, flow.text, every, number);
    });
}
