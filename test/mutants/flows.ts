/** The clean flows that are mutated: the library, flows written for this purpose, and captures of real kernels. */
import { readFileSync } from 'node:fs';
import { listRuns, readRun } from '../kernel/corpus';
import { flowOf } from '../kernel/flow';
import { scenarios } from '../unit/library';
import { flowsOf } from '../unit/check/table';
import { verdicts, type Verdict } from './verdict';

/** Every `every`th mutant of the library's flows (of the written lines, if a run makes others). */
export function libraryMutants(every = 1): Verdict[] {
  return scenarios().flatMap(({ id, text }, number) => verdicts(`${id}.tcpflow`, text, every, number));
}

/** Every `every`th mutant of the flows written for this purpose. */
export function writtenMutants(every = 1): Verdict[] {
  const own = flowsOf(readFileSync('test/fixtures/flows/mutants.tcpflow', 'utf8'));
  return own.flatMap((f, number) => verdicts(f.id, f.text, every, number));
}

/** Every `every`th mutant of the kernels' natural runs; none without the corpus. */
export function kernelMutants(every: number): Verdict[] {
  return listRuns()
    .filter((run) => run.kind === 'natural')
    .flatMap((run, number) => {
      const flow = flowOf(readRun(run));
      return 'reason' in flow ? [] : verdicts(run.name, flow.text, every, number);
    });
}
