import { checkInSlices, finished } from '../../check';
import type { Edit, Trace } from '../../trace';
import { edited } from './edited';
import { isNoWorse, mends } from './tried';

/** How many fixes are tried one by one where all of them together do harm. */
const MOST_ALONE = 100;

/**
 * The lines of a flow with every finding mended that has one right value. All fixes are tried at once, and again on what
 * comes of them, as one mistake may hide another; where that makes anything worse, each is tried by itself.
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

/** Edits that do not touch each other: of two that do, the first. */
function apart(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of edits) {
    const touches = kept.some((k) => k.line === edit.line && k.start <= edit.end && edit.start <= k.end);
    if (!touches) kept.push(edit);
  }
  return kept;
}
