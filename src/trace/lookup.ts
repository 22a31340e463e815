import type { Step, Trace } from './trace';

/** The index of the first step whose line is at or behind `line` (both from 0); `steps.length` where there is none. */
export function firstStepFrom(trace: Trace, line: number): number {
  let low = 0;
  let high = trace.steps.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((trace.steps[mid] as Step).line < line) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The steps that a line (from 0) made: none, one, or several where timers fired during a `wait`. */
export function stepsAt(trace: Trace, line: number): readonly Step[] {
  const from = firstStepFrom(trace, line);
  let to = from;
  while (trace.steps[to]?.line === line) to++;
  return trace.steps.slice(from, to);
}
