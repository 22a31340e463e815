/** Steps by the lines of a flow, and the lines of its steps. */
import { type Trace, firstStepFrom } from '../trace';

/** The last step at or before a line (from 0); -1 for none. */
export function stepAtLine(trace: Trace, line: number): number {
  return firstStepFrom(trace, line + 1) - 1;
}

/**
 * For a cursor line with several steps: the step that was current before the new check. Undefined if the current step
 * was on another line.
 */
export function sameOfLine(old: Trace | undefined, step: number, now: Trace, line: number): number | undefined {
  if (old?.steps[step]?.line !== line) return undefined;
  const at = firstStepFrom(now, line) + step - firstStepFrom(old, line);
  return now.steps[at]?.line === line ? at : undefined;
}

/** The text of a step's line. */
export function writtenAt(trace: Trace, step: number): string | undefined {
  return trace.script.lines[trace.steps[step]?.line ?? -1]?.text;
}
