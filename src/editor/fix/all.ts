import { checkInSlices, finished } from '../../check';
import type { Edit, Trace } from '../../trace';
import { edited } from './edited';
import { isNoWorse, mends } from './tried';

/** The most fixes that are tried one by one if all of them together make the flow worse. */
const MOST_ALONE = 100;

/**
 * The trace after applying every fix that has a single right value. All fixes are tried at once, and again on the
 * result, as one mistake may hide another. If the result is worse, each fix is tried alone.
 */
export function fixAll(trace: Trace): Trace {
  return finished(fixAllInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* fixAllInSlices(trace: Trace): Generator<undefined, Trace> {
  let best = trace;
  for (let round = 0; round < 10; round++) {
    const edits = apart(best.findings.flatMap((f) => f.fix?.edits ?? []));
    if (edits.length === 0) return best;
    const next = yield* checkInSlices(edited(best.script, edits), best);
    if (!isNoWorse(best.findings, next.findings)) return yield* oneByOne(best);
    if (next.findings.length >= best.findings.length) return next.findings.length > best.findings.length ? best : next;
    best = next;
  }
  return best;
}

function* oneByOne(trace: Trace): Generator<undefined, Trace> {
  let best = trace;
  for (let tried = 0, from = 0; tried < MOST_ALONE; tried++) {
    const at = best.findings.findIndex((f, i) => i >= from && f.fix !== undefined);
    const finding = best.findings[at];
    if (finding?.fix === undefined) return best;
    if (yield* mends(best, finding, finding.fix.edits))
      best = yield* checkInSlices(edited(best.script, finding.fix.edits), best);
    else from = at + 1;
  }
  return best;
}

/** The edits without those that overlap an earlier one. */
function apart(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits) {
    const touches = kept.some((k) => k.line === edit.line && k.start <= edit.end && edit.start <= k.end);
    if (!touches) kept.push(edit);
  }
  return kept;
}
