import { nextLines, trialsAt, type Trials } from '../../compose';
import type { Trace } from '../../trace';
import { fold } from '../../script';
import { inLine } from './inLine';
import type { Item, Offer } from './item';
import { placerAt } from './layout';
import { severalLines } from './severalLines';
import { snippetItems } from './snippets';
import { statementItems } from './statements';

/** Matches the word being written: letters and digits, joined by `-`, `.`, `/` and `:`. */
const WORD = /(?<![\p{L}\p{N}_][-./:]?)[\p{L}\p{N}_]+(?:[-./:][\p{L}\p{N}_]+)*[-./]?$/u;
/** Matches a line with at most one word. */
const BEGUN = /^[ \t]*[\p{L}\p{N}_]*$/u;

const EXPLORE = /^\s*explore\s/i;

const NOTHING: readonly Item[] = [];

/**
 * The items that may be written at a place of a flow, most likely first. The text of the line before the place may be
 * incomplete.
 *
 * @param line from 0
 * @param column of the cursor, UTF-16 units from 0
 */
export function completeAt(trace: Trace, line: number, column: number): Offer {
  const text = trace.script.lines[line]?.text ?? '';
  const folded = fold(text);
  const before = folded.text.slice(0, column);
  if (folded.end < column || inString(before)) return { items: NOTHING, start: column, end: column };
  const trials = trialsAt(trace, line);
  if (BEGUN.test(before)) {
    const start = before.length - before.trimStart().length;
    const lines = wholeLines(trace, trials, before.slice(0, start));
    const items = [...lines, ...statementItems(trials), ...hostItems(trials.roles.cast.hosts)];
    return { items: [...items, ...snippetItems(items)], start, end: column };
  }
  const written = WORD.exec(before)?.[0] ?? '';
  // The colon before a claim ends the word before it.
  const word = EXPLORE.test(before) ? written.replace(/^.*:(?!\d)/, '') : written;
  const start = column - word.length;
  return { items: inLine(trials, before.slice(0, start), word), start, end: column };
}

/** Whole lines, aligned with the lines around: the most likely first, then groups of several lines, then other lines. */
function wholeLines(trace: Trace, trials: Trials, indent: string): Item[] {
  const [first, ...others] = nextLines(trials).map((next): Item => ({ kind: 'line', ...next }));
  if (first === undefined) return [];
  const place = placerAt(trace.script, trials.line);
  return [first, ...severalLines(trials, [first, ...others]), ...others].map((item) => {
    const text = (item.text ?? item.label).replace(/^/gm, indent);
    const placed = place(text);
    const written = placed.text.startsWith(indent) ? placed.text.slice(indent.length) : placed.text.trimStart();
    return { ...item, text: written, edits: placed.edits };
  });
}

function hostItems(hosts: readonly { readonly name: string; readonly address: string }[]): Item[] {
  return hosts.map((h) => ({ kind: 'host', label: h.name, detail: h.address }));
}

/** True if the text ends within a string. */
function inString(text: string): boolean {
  return /^(?:[^"]|"(?:[^"\\]|\\.)*")*"(?:[^"\\]|\\.)*\\?$/.test(text);
}
