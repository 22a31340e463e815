import { type Line, type LineEdit, type Script, format, parseLine } from '../../script';

/** The most lines of a run that are read on either side of a place. */
const REACH = 40;

/** Lines to insert, and edits of the lines around them. */
export interface Placed {
  readonly text: string;
  readonly edits: readonly LineEdit[];
}

/**
 * Gives the layout of lines that replace line `line` (from 0), in the columns of the run there. An aligned run stays
 * aligned, with wider columns if needed. A run that is not aligned stays as it is.
 */
export function placerAt(script: Script, line: number): (text: string) => Placed {
  return placerBetween(script, line, line + 1);
}

/** Gives the layout of lines inserted before line `next`, replacing those from `line` on. */
export function placerBetween(script: Script, line: number, next: number): (text: string) => Placed {
  const above = runFrom(script, line - 1, -1).reverse();
  const below = runFrom(script, next, 1);
  const first = line - above.length;
  const isTidy = format({ lines: [...above, ...below] }).length === 0;
  return (text) => {
    if (!isTidy) return { text, edits: [] };
    const own = text.split('\n').map(parseLine);
    const edits = format({ lines: [...above, ...own, ...below] });
    const lines = own.map((l) => l.text);
    const around: LineEdit[] = [];
    for (const edit of edits) {
      const at = edit.line - above.length;
      const mine = lines[at];
      if (mine !== undefined) lines[at] = mine.slice(0, edit.start) + edit.newText + mine.slice(edit.end);
      else around.push({ ...edit, line: at < 0 ? first + edit.line : next + (at - own.length) });
    }
    return { text: lines.join('\n'), edits: around };
  };
}

/**
 * The edits after Enter: the line just completed (from 0) is aligned with its run if that is aligned. The new line
 * below it is empty and does not count.
 */
export function afterEnter(script: Script, written: number): LineEdit[] {
  const line = script.lines[written];
  if (line?.statement === undefined || line.broken || script.lines[written + 1]?.text.trim() !== '') return [];
  const { text, edits } = placerBetween(script, written, written + 2)(line.text);
  const own: LineEdit[] = text === line.text ? [] : [{ line: written, start: 0, end: line.text.length, newText: text }];
  return [...edits, ...own];
}

/** The lines of a run in one direction from a place, up to a blank line or a section. */
function runFrom(script: Script, from: number, step: 1 | -1): Line[] {
  const found: Line[] = [];
  for (let i = from; found.length < REACH; i += step) {
    const line = script.lines[i];
    if (line === undefined || line.text.trim() === '' || line.statement?.kind === 'section') break;
    found.push(line);
  }
  return found;
}
