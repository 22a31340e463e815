import { checkInSlices } from '../../check';
import { type Edit, type Finding, type Trace, isGrave } from '../../trace';
import { edited } from './edited';

/** The number of occurrences of each error and warning, and of findings like `one`. */
function tally(findings: readonly Finding[], one?: Finding): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const f of findings) {
    if (isGrave(f)) count(`${f.level} ${f.rule}`);
    if (one !== undefined && isLike(f, one)) count('one');
  }
  return counts;
}

/**
 * True if two findings are the same apart from their lines, which may have moved. Hints of one rule are told apart by
 * their arguments.
 */
function isLike(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && (a.level !== 'hint' || JSON.stringify(a.args) === JSON.stringify(b.args));
}

/** True if no error or warning occurs more often than before. */
export function isNoWorse(before: readonly Finding[], after: readonly Finding[]): boolean {
  const counts = tally(before);
  return [...tally(after)].every(([key, n]) => n <= (counts.get(key) ?? 0));
}

/** Applies the edits and checks again: true if the finding is gone and there is no new error or warning. */
export function* mends(trace: Trace, finding: Finding, edits: readonly Edit[]): Generator<undefined, boolean> {
  const { findings: after } = yield* checkInSlices(edited(trace.script, edits), trace);
  return isGone(trace.findings, after, finding) && isNoWorse(trace.findings, after);
}

/** True if the finding is gone after the edits; other findings may appear, as the mistake is then played as written. */
export function* silences(trace: Trace, finding: Finding, edits: readonly Edit[]): Generator<undefined, boolean> {
  const { findings: after } = yield* checkInSlices(edited(trace.script, edits), trace);
  return isGone(trace.findings, after, finding);
}

function isGone(before: readonly Finding[], after: readonly Finding[], finding: Finding): boolean {
  const count = (findings: readonly Finding[]): number => tally(findings, finding).get('one') ?? 0;
  return count(after) < count(before);
}
