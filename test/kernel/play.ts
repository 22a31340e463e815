import { check } from '../../src/check/check';
import type { Finding } from '../../src/trace/finding';
import type { Trace } from '../../src/trace/trace';
import { createParser } from '../../src/script/parser';
import { flowOf, type FlowOptions, type WrittenFlow } from './flow';
import type { Run } from './run';
import { compareStates, type Comparison } from './states';

/** A run written as a flow and checked. */
export interface Played {
  readonly run: Run;
  readonly flow: WrittenFlow;
  readonly trace: Trace;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly states: readonly Comparison[];
}

/** Undefined if the run can't be written as a flow. */
export function play(run: Run, options: FlowOptions = {}): Played | undefined {
  const flow = flowOf(run, options);
  if ('reason' in flow) return undefined;
  const trace = check(createParser().parse(flow.text));
  const at = (level: Finding['level']): readonly Finding[] => trace.findings.filter((f) => f.level === level);
  return { run, flow, trace, errors: at('error'), warnings: at('warning'), states: compareStates(run, flow, trace) };
}

/** True if kernels and simulation have the same changes of state. */
export function statesAgree(played: Played): boolean {
  return played.states.every((s) => s.agrees && s.matched === s.kernel.length);
}

/** A finding for a message: `tcp/seq-gap in line 7: client -> server …`. */
export function show(played: Played, finding: Finding): string {
  const line = played.flow.text.split('\n')[finding.line] ?? '';
  return `${finding.rule} ${finding.arithmetic ?? ''}\n    ${played.run.name}:${finding.line + 1} ${line}`;
}
