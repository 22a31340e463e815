/** The clean flows that are changed: the scenarios, flows of their own beside them, and what real kernels sent. */
import { readFileSync } from 'node:fs';
import { listRuns, readRun } from '../kernel/corpus';
import { flowOf } from '../kernel/flow';
import { scenarios } from '../unit/library';
import { flowsOf } from '../unit/check/table';
import { verdicts, type Verdict } from './verdict';

/** Of the mutants of every scenario (of the written lines, where engines play the rest), each `every`th. */
export function libraryMutants(every = 1): Verdict[] {
  return scenarios().flatMap(({ id, text }, number) => verdicts(`${id}.tcpflow`, text, every, number));
}

/** Of the mutants of the flows that are written for it, each `every`th. */
export function writtenMutants(every = 1): Verdict[] {
  const own = flowsOf(readFileSync('test/fixtures/flows/mutants.tcpflow', 'utf8'));
  return own.flatMap((f, number) => verdicts(f.id, f.text, every, number));
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
