import type { Edit, Trace } from '../../trace';
import { placerBetween } from '../complete/layout';

/** The last non-empty line (from 0); -1 for none. */
export function lastStatement({ script }: Trace): number {
  let line = script.lines.length - 1;
  while (line >= 0 && script.lines[line]?.statement === undefined) line--;
  return line;
}

/** Edits that insert lines before line `at` (from 0), aligned with the lines around. */
export function insertion({ script }: Trace, at: number, text: string): Edit[] {
  const neighbour = script.lines[at]?.text ?? script.lines[at - 1]?.text ?? '';
  const indent = /^\s*/.exec(neighbour)?.[0] ?? '';
  const placed = placerBetween(script, at, at)(text.replace(/^/gm, indent));
  const before = script.lines[at - 1]?.text ?? '';
  const own: Edit =
    at === 0
      ? { line: 0, start: 0, end: 0, newText: `${placed.text}\n` }
      : { line: at - 1, start: before.length, end: before.length, newText: `\n${placed.text}` };
  return [...placed.edits, own];
}
