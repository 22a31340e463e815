/** The line numbers in findings: their own, those of related lines and fixes, and those in message arguments. */
import type { Args } from '../script';
import type { Finding } from './finding';

/** Rules whose messages, and the titles of whose fixes, have a line number (from 1) as their argument `line`. */
const SAYING_LINE: ReadonlySet<string> = new Set([
  'flow/name-taken',
  'flow/host-twice',
  'flow/certificate-twice',
  'flow/today-twice',
  'flow/fate-shown',
  'flow/fate-presumed',
]);

/** The finding with its line numbers moved: by a constant, or by a function of the line (from 0). */
export function withLines(finding: Finding, by: number | ((line: number) => number)): Finding {
  const { rule, says, level, start, end, args, source, arithmetic, because, fix, related } = finding;
  const moved = typeof by === 'number' ? (line: number): number => line + by : by;
  // An edit near the top moves all findings of a flow. The fields are written out, which takes half the time of a
  // generic copy.
  const now: { -readonly [K in keyof Finding]: Finding[K] } = {
    rule,
    level,
    line: moved(finding.line),
    start,
    end,
    args,
  };
  if (says !== undefined) now.says = says;
  if (source !== undefined) now.source = source;
  if (arithmetic !== undefined) now.arithmetic = arithmetic;
  if (because !== undefined) now.because = because;
  if (related !== undefined)
    now.related = related.map((r) => ({ line: moved(r.line), message: r.message, args: r.args }));
  if (fix !== undefined) {
    const edits = fix.edits.map((e) => ({ line: moved(e.line), start: e.start, end: e.end, newText: e.newText }));
    now.fix = { title: fix.title, args: SAYING_LINE.has(rule) ? argsMoved(fix.args, moved) : fix.args, edits };
  }
  if (SAYING_LINE.has(rule)) now.args = argsMoved(args, moved);
  return now;
}

function argsMoved(args: Args, moved: (line: number) => number): Args {
  return typeof args['line'] === 'number' ? { ...args, line: moved(args['line'] - 1) + 1 } : args;
}

/** Adds the lines that a finding refers to, except those from `from` up to but not including `to`. */
export function addFarLines(found: number[], { related, fix, args, rule }: Finding, from: number, to: number): void {
  const add = (line: number): void => {
    if (line < from || line >= to) found.push(line);
  };
  if (related !== undefined) for (const { line } of related) add(line);
  if (fix !== undefined) for (const { line } of fix.edits) add(line);
  if (SAYING_LINE.has(rule) && typeof args.line === 'number') add(args.line - 1);
}
