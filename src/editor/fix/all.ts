import { CHECK_LINES, checkInSlices, finished } from '../../check';
import type { Edit, Finding, Trace } from '../../trace';
import { edited } from './edited';
import { type Purse, paid } from './purse';
import { isNoWorse, mends } from './tried';

/** A mistake may hide another: so often are all fixes made at once, each time to what came of the time before. */
const MOST_ROUNDS = 10;
/** What trying some of the fixes may take, where all of them do harm: so many checks, and slices, or the whole flow so often. */
const MOST_TRIED = 200;
const SLICES = 20;
const FLOWS = 1;

/** The work that is left to try fixes of a whole flow. */
interface Left extends Purse {
  checks: number;
}

/**
 * The lines of a flow with every finding mended that has one right value. All fixes are tried at once, and again on what
 * comes of them. Where that makes anything worse, those of the first half of the lines are, and then those of the second: so
 * the few that do harm are found.
 */
export function fixAll(trace: Trace): Trace {
  return finished(fixAllInSlices(trace));
}

/** The same in slices of a few milliseconds. */
export function* fixAllInSlices(trace: Trace): Generator<undefined, Trace> {
  const { length } = trace.script.lines;
  const left: Left = { checks: MOST_TRIED, slices: Infinity };
  let best = trace;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = yield* fixed(best, 0, length, left);
    if (next.findings.length >= best.findings.length) return next.findings.length > best.findings.length ? best : next;
    best = next;
  }
  return best;
}

/** Makes the fixes of the lines from `from` up to `to` that do no harm; no fix adds lines. */
function* fixed(trace: Trace, from: number, to: number, left: Left): Generator<undefined, Trace> {
  const found = trace.findings.filter(({ line, fix }) => fix !== undefined && line >= from && line < to);
  const [first, last] = [found[0], found.at(-1)];
  if (first === undefined || last === undefined || left.checks <= 0 || left.slices <= 0) return trace;
  left.checks--;
  const next = yield* paid(checkInSlices(edited(trace.script, apart(found)), trace), left);
  // The first check is always made.
  if (left.slices === Infinity) left.slices = Math.max(SLICES, (FLOWS * trace.script.lines.length) / CHECK_LINES);
  if (isNoWorse(trace.findings, next.findings)) return next;
  if (found.length === 1) return trace;
  if (first.line === last.line) return yield* oneByOne(trace, first.line, left);
  const middle = (found[found.length >>> 1] as Finding).line;
  const second = middle > first.line ? middle : middle + 1;
  return yield* fixed(yield* fixed(trace, first.line, second, left), second, last.line + 1, left);
}

/** The same for one line with several fixes. */
function* oneByOne(trace: Trace, line: number, left: Left): Generator<undefined, Trace> {
  let best = trace;
  for (let from = 0; left.checks > 0 && left.slices > 0; left.checks--) {
    const at = best.findings.findIndex((f, i) => i >= from && f.line === line && f.fix !== undefined);
    const finding = best.findings[at];
    if (finding?.fix === undefined) break;
    if (yield* paid(mends(best, finding, finding.fix.edits), left))
      best = yield* paid(checkInSlices(edited(best.script, finding.fix.edits), best), left);
    else from = at + 1;
  }
  return best;
}

/** The edits of these findings that do not touch each other: of two that do, the first. */
function apart(findings: readonly Finding[]): Edit[] {
  const kept = new Map<number, Edit[]>();
  for (const { fix } of findings) {
    for (const edit of fix?.edits ?? []) {
      const beside = kept.get(edit.line) ?? [];
      if (beside.some((k) => k.start <= edit.end && edit.start <= k.end)) continue;
      kept.set(edit.line, beside);
      beside.push(edit);
    }
  }
  return [...kept.values()].flat();
}
