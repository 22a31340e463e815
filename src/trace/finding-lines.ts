/** The lines that findings name: their own, those of related lines and fixes, and those said in a message. */
import type { Finding } from './finding';

/** Rules whose messages name a line (from 1) as their argument `line`. */
const SAYING_LINE: ReadonlySet<string> = new Set(['flow/name-taken', 'flow/host-twice']);

/** The finding with other numbers (from 0) for its lines. */
export function withLines(finding: Finding, moved: (line: number) => number): Finding {
  const { related, fix, args, rule } = finding;
  const now: { -readonly [K in keyof Finding]: Finding[K] } = { ...finding, line: moved(finding.line) };
  if (related !== undefined) now.related = related.map((r) => ({ ...r, line: moved(r.line) }));
  if (fix !== undefined) now.fix = { ...fix, edits: fix.edits.map((e) => ({ ...e, line: moved(e.line) })) };
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
