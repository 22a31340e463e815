import { units } from '../diagram';
import { visible } from '../script';

/** The most terminal columns of a line; of a longer line the part around the finding is shown. */
const ROOM = 120;
/** Columns shown before the finding in such a part. */
const LEAD = 40;
/** UTF-16 units on either side of the finding's start that are considered. */
const NEAR = 8 * ROOM;

/**
 * A line, and below it a second one that underlines a part of it on a terminal. Wide characters take two columns,
 * combining characters none, a tab two blanks.
 *
 * @param start column in UTF-16 units, from 0; `end` is exclusive. If both are equal, the place is marked.
 */
export function excerpt(text: string, start: number, end: number): { readonly shown: string; readonly mark: string } {
  const from = boundary(text, Math.max(0, start - NEAR));
  const near = text.slice(from, boundary(text, Math.min(text.length, start + NEAR)));
  return excerptOf(near, start - from, end - from);
}

/** The position, moved back by one if it is within a surrogate pair. */
function boundary(text: string, at: number): number {
  return at > 0 && /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

function excerptOf(text: string, start: number, end: number): { readonly shown: string; readonly mark: string } {
  const cells: { readonly shown: string; readonly columns: number; readonly marked: boolean }[] = [];
  let at = 0;
  let before = 0;
  let total = 0;
  for (const letter of text) {
    const shown = letter === '\t' ? '  ' : visible(letter);
    const columns = /^\p{M}$/u.test(letter) ? 0 : units(shown);
    const marked = at < end && at + letter.length > start;
    if (at + letter.length <= start) before += columns;
    cells.push({ shown, columns, marked });
    total += columns;
    at += letter.length;
  }
  if (!cells.some((c) => c.marked)) {
    // An empty span marks the character at that place, or the end of the line.
    return cut([...cells.map((c) => ({ ...c, marked: false })), BLANK], before, total, before);
  }
  return cut(cells, before, total, undefined);
}

const BLANK = { shown: '', columns: 0, marked: false };

interface Cell {
  readonly shown: string;
  readonly columns: number;
  readonly marked: boolean;
}

function cut(
  cells: readonly Cell[],
  before: number,
  total: number,
  place: number | undefined,
): { shown: string; mark: string } {
  const left = total <= ROOM ? 0 : Math.max(0, before - LEAD);
  let shown = left > 0 ? '…' : '';
  let mark = left > 0 ? ' ' : '';
  let column = 0;
  for (const cell of cells) {
    if (column >= left + ROOM) {
      shown += '…';
      break;
    }
    if (column >= left) {
      shown += cell.shown;
      if (place !== undefined) mark += column === place && !mark.endsWith('^') ? '^' : ' '.repeat(cell.columns);
      else mark += (cell.marked ? '^' : ' ').repeat(cell.columns);
    }
    column += cell.columns;
  }
  return { shown: shown.trimEnd(), mark: mark.trimEnd() };
}
