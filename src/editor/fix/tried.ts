import { checkInSlices } from '../../check';
import { type Edit, type Finding, type Trace, isGrave } from '../../trace';
import { edited } from './edited';

/** How often each error and warning is said, and each finding like `one`. */
function tally(findings: readonly Finding[], one?: Finding): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const f of findings) {
    if (isGrave(f)) count(`${f.level} ${f.rule}`);
    if (one !== undefined && isLike(f, one)) count('one');
  }
  return counts;
}

/** Lines may have moved, and a hint's arguments tell it from others of its rule. */
function isLike(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && (a.level !== 'hint' || JSON.stringify(a.args) === JSON.stringify(b.args));
}

/** Nothing of error or warning level is said more often than before. */
export function isNoWorse(before: readonly Finding[], after: readonly Finding[]): boolean {
  const counts = tally(before);
  return [...tally(after)].every(([key, n]) => n <= (counts.get(key) ?? 0));
}

/** Makes the edits and checks again: the finding is gone, and there is no error or warning that was not there before. */
export function* mends(trace: Trace, finding: Finding, edits: readonly Edit[]): Generator<undefined, boolean> {
  const { findings: after } = yield* checkInSlices(edited(trace.script, edits), trace);
  return isGone(trace.findings, after, finding) && isNoWorse(trace.findings, after);
}

/** The finding is gone; what follows from it, now that the mistake is played for real, is for the writer. */
export function* silences(trace: Trace, finding: Finding, edits: readonly Edit[]): Generator<undefined, boolean> {
  const { findings: after } = yield* checkInSlices(edited(trace.script, edits), trace);
  return isGone(trace.findings, after, finding);
}

function isGone(before: readonly Finding[], after: readonly Finding[], finding: Finding): boolean {
  const count = (findings: readonly Finding[]): number => tally(findings, finding).get('one') ?? 0;
  return count(after) < count(before);
}
