/** The lines that findings name: their own, those of related lines and fixes, and those said in a message. */
import type { Finding } from './finding';

/** Rules whose messages name a line (from 1) as their argument `line`. */
const SAYING_LINE: ReadonlySet<string> = new Set(['flow/name-taken', 'flow/host-twice']);

/** The finding with other numbers (from 0) for its lines, or with all of them moved by as many. */
export function withLines(finding: Finding, by: number | ((line: number) => number)): Finding {
  const { related, fix, args, rule } = finding;
  const moved = (line: number): number => (typeof by === 'number' ? line + by : by(line));
  // An edit near the top moves all findings of a flow: fields are written out, which is several times as fast as a copy
  // of unknown ones.
  const now: { -readonly [K in keyof Finding]: Finding[K] } = { ...finding, line: moved(finding.line) };
  if (related !== undefined)
    now.related = related.map((r) => ({ line: moved(r.line), message: r.message, args: r.args }));
  if (fix !== undefined) {
    const edits = fix.edits.map((e) => ({ line: moved(e.line), start: e.start, end: e.end, newText: e.newText }));
    now.fix = { title: fix.title, args: fix.args, edits };
  }
  if (SAYING_LINE.has(rule) && typeof args.line === 'number') now.args = { ...args, line: moved(args.line - 1) + 1 };
  return now;
}

/** Adds the lines that a finding names and that are none of those from `from` up to `to`. */
export function addFarLines(found: number[], { related, fix, args, rule }: Finding, from: number, to: number): void {
  const add = (line: number): void => {
    if (line < from || line >= to) found.push(line);
  };
  if (related !== undefined) for (const { line } of related) add(line);
  if (fix !== undefined) for (const { line } of fix.edits) add(line);
  if (SAYING_LINE.has(rule) && typeof args.line === 'number') add(args.line - 1);
}
