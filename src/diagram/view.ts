/** The parameters of a drawing, and positions in it. */
import type { NumberForm } from '../trace';
import type { Say } from '../words/words';
import { BAND, rowParts, type Layout, type RowParts } from './layout';
import type { DiagramIndex, Span } from './model';

export interface View {
  readonly index: DiagramIndex;
  readonly layout: Layout;
  readonly form: NumberForm;
  readonly say: Say;
  /**
   * The current row, which is highlighted, with later rows dimmed. A value between two rows (1.5) highlights no row and
   * dims the later ones. -1 for no current row: no row is highlighted or dimmed.
   */
  readonly current: number;
  /** The current step, from 0, if it is not the row's own step: an `expect` statement that holds, drawn as a badge. */
  readonly step?: number;
  /** The messages that the current row concerns. */
  readonly kin?: readonly number[];
  /** True for a picture without interactive signs. */
  readonly still?: boolean;
  /** Gives the segments that cross a row, which labels must avoid. */
  readonly crossing?: (row: number) => readonly Span[];
  /** A prefix of the rows' element ids, for two diagrams in one document. */
  readonly prefix?: string;
  /** The height in the whole diagram that is at y = 0 in the drawing. */
  readonly origin: number;
}

/** True if folds and sections can be opened and closed; false in a picture and in a comparison of two diagrams. */
export function canFold({ still, prefix = '' }: View): boolean {
  return still !== true && prefix === '';
}

export function topOf(view: View, row: number): number {
  return (view.layout.tops[row] ?? 0) - view.origin;
}

export function partsOf(view: View, row: number): RowParts {
  return rowParts(view.index.shapes[row] ?? 0, view.layout);
}

/** The class of a row's marks: current, later, or neither. */
export function timeClass(view: View, row: number): string {
  if (view.current < 0 || row < view.current) return '';
  return row === view.current ? ' current' : ' later';
}

/** -1 if the outside of an end's host is on the left, 1 if on the right. */
export function outward(view: View, end: number): -1 | 1 {
  return view.index.lanes[end]?.host === 0 ? -1 : 1;
}

/** The leftmost and rightmost band of an end's host; the end's own if the host has no connection. */
export function lanesOf({ index, layout }: View, end: number): { readonly left: number; readonly right: number } {
  const own = layout.laneX[end] ?? 0;
  let [left, right] = [own, own];
  for (const lane of index.heads[index.lanes[end]?.host ?? 0]?.lanes ?? []) {
    const x = layout.laneX[lane] ?? own;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return { left, right };
}

/** The x position at which a segment from or to `other` touches the band of an end. */
export function touch(view: View, end: number, other: number): number {
  const x = view.layout.laneX[end] ?? 0;
  const toward = (view.layout.laneX[other] ?? x) >= x ? 1 : -1;
  return x + toward * (BAND + 1.5);
}
