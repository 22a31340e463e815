import { fold } from './fold';
import { parseLine } from './line';
import { sameMeaning } from './meaning';
import { spell, spellAddress, spellSegment, spellSettings } from './spell';
import type { Line, Script, Span } from './syntax';
import { displayWidth } from './width';

/** The replacement of a span of a line (lines from 0). */
export interface LineEdit extends Span {
  readonly line: number;
  readonly newText: string;
}

/** A line being formatted: its cells, which are aligned within a run, and its comment. */
interface Draft {
  readonly line: number;
  readonly indent: string;
  readonly kind: 'segment' | 'host' | 'other';
  readonly cells: readonly string[];
  readonly comment: string;
}

/** The number of spaces after each cell of a line, by kind of line. */
const GAPS: Readonly<Record<Draft['kind'], readonly number[]>> = {
  segment: [1, 1, 2, 2, 2, 2, 0],
  host: [1, 1, 2, 0],
  other: [0],
};
const COMMENT_GAP = 2;

/**
 * The edits that format a script. Runs of segments and of hosts are aligned in columns. Words get the standard's
 * spelling, punctuation becomes ASCII, and trailing blanks are removed. A run ends at a blank line or a `section`;
 * other statements and comments do not end a run. All lines of a run get the indentation of the least indented line.
 * Strings, comments and lines with syntax errors stay as they are, as does any line whose meaning would change.
 */
export function format(script: Script): LineEdit[] {
  const edits: LineEdit[] = [];
  let run: Draft[] = [];
  const endRun = (): void => {
    layOut(run, script, edits);
    run = [];
  };
  script.lines.forEach((line, i) => {
    if (line.broken) return;
    const draft = draftOf(line, i);
    if (draft === undefined) {
      endRun();
      replace(edits, i, line.text, '');
      return;
    }
    if (line.statement?.kind === 'section') endRun();
    run.push(draft);
  });
  endRun();
  return edits;
}

/** The draft of a line; undefined for a blank line. A comment line has no cells. */
function draftOf(line: Line, at: number): Draft | undefined {
  const { statement: s } = line;
  if (s === undefined && line.comment === undefined) return undefined;
  const { text } = fold(line.text);
  const indent = /^\s*/.exec(text)?.[0] ?? '';
  const base = { line: at, indent, comment: commentOf(line) };
  if (s === undefined) return { ...base, kind: 'other', cells: [] };
  switch (s.kind) {
    case 'segment': {
      const c = spellSegment(s, text);
      return { ...base, kind: 'segment', cells: [c.time, c.from, c.to, c.flags, c.seq, c.ack, c.rest] };
    }
    case 'host': {
      const cells = ['host', text.slice(s.name.start, s.name.end), spellAddress(s, text), spellSettings(s, text)];
      return { ...base, kind: 'host', cells };
    }
    default:
      return { ...base, kind: 'other', cells: [spell(s, text)] };
  }
}

/** The comment with its `#`, without trailing blanks; empty if there is none. */
function commentOf(line: Line): string {
  return line.comment === undefined ? '' : `#${line.text.slice(line.comment.start + 1).trimEnd()}`;
}

function layOut(run: readonly Draft[], script: Script, edits: LineEdit[]): void {
  const indent = run.reduce(
    (least, { indent }) => (indent.length < least.length ? indent : least),
    run[0]?.indent ?? '',
  );
  const widths = { segment: widthsOf(run, 'segment'), host: widthsOf(run, 'host'), other: [] };
  const laid = run.map((draft) => ({ draft, text: indent + inColumns(draft, widths[draft.kind]) }));
  const commented = laid.filter(({ draft }) => draft.comment !== '' && draft.cells.length > 0);
  const column = commented.reduce((most, { text }) => Math.max(most, displayWidth(text)), 0) + COMMENT_GAP;
  for (const { draft, text } of laid) {
    const line = script.lines[draft.line];
    if (line === undefined) continue;
    const gap = draft.cells.length === 0 ? 0 : column - displayWidth(text);
    const whole = draft.comment === '' ? text : text + ' '.repeat(Math.max(0, gap)) + draft.comment;
    if (whole === line.text || !keeps(line, whole)) continue;
    replace(edits, draft.line, line.text, whole);
  }
}

/** The widths of the columns of a run, for lines of one kind. */
function widthsOf(run: readonly Draft[], kind: Draft['kind']): number[] {
  const widths: number[] = [];
  for (const draft of run) {
    if (draft.kind === kind) {
      draft.cells.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell))));
    }
  }
  return widths;
}

/** A line's cells padded to the column widths. A column that is empty in the whole run takes no space. */
function inColumns(draft: Draft, widths: readonly number[]): string {
  let out = '';
  let due = 0;
  draft.cells.forEach((cell, i) => {
    const width = widths[i] ?? 0;
    if (cell !== '') out += ' '.repeat(due) + cell;
    const filled = cell === '' ? 0 : displayWidth(cell);
    due = (cell === '' ? due : 0) + width - filled + (width > 0 ? (GAPS[draft.kind][i] ?? 0) : 0);
  });
  return out;
}

/** True if the formatted line has the same meaning. */
function keeps(line: Line, text: string): boolean {
  const read = parseLine(text);
  return !read.broken && sameMeaning(line.statement, read.statement);
}

/**
 * Adds an edit for the differing part of the line only, so that cursors and marks elsewhere on the line keep their
 * place.
 */
function replace(edits: LineEdit[], line: number, before: string, after: string): void {
  if (before === after) return;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  edits.push({ line, start: head, end: before.length - tail, newText: after.slice(head, after.length - tail) });
}

/** The formatted lines of a script, for callers without an editor. */
export function formatted(script: Script): string[] {
  const lines = script.lines.map((line) => line.text);
  for (const { line, start, end, newText } of format(script)) {
    const text = lines[line] ?? '';
    lines[line] = text.slice(0, start) + newText + text.slice(end);
  }
  return lines;
}
