/** The clean flows that are changed: the scenarios, flows of their own beside them, and what real kernels sent. */
import { readdirSync, readFileSync } from 'node:fs';
import { listRuns, readRun } from '../kernel/corpus';
import { flowOf } from '../kernel/flow';
import { flowsOf } from '../unit/check/table';
import { verdicts, type Verdict } from './verdict';

const SCENARIOS = 'media/scenarios';

/** Every mutant of the written flows. */
export function writtenMutants(): Verdict[] {
  const scenarios = readdirSync(SCENARIOS)
    .filter((file) => file.endsWith('.tcpflow'))
    .flatMap((file) => verdicts(file, readFileSync(`${SCENARIOS}/${file}`, 'utf8').trimEnd()));
  const own = flowsOf(readFileSync('test/fixtures/flows/mutants.tcpflow', 'utf8'));
  return [...scenarios, ...own.flatMap((f) => verdicts(f.id, f.text))];
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
