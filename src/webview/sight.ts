/** Rows of a drawing and what of it is in sight. All heights are the drawing's own pixels. */
import { rowAt } from '../diagram/layout';
import { rowOf, type DiagramIndex } from '../diagram/model';

export interface Sight {
  readonly top: number;
  readonly bottom: number;
}

/** Whether some of a row is in sight; of row -1 nothing is. */
export function isInSight(tops: Float64Array, row: number, { top, bottom }: Sight): boolean {
  return row >= 0 && (tops[row + 1] ?? 0) > top && (tops[row] ?? 0) < bottom;
}

/** A step that stays where it is while rows above it come and go, and how far below the top of the sight it stands. */
export interface Anchor {
  readonly step: number;
  readonly offset: number;
}

/** The current step where its row begins in sight, else the first step that does; undefined where none is left below. */
export function anchorOf(
  index: DiagramIndex,
  tops: Float64Array,
  step: number,
  { top, bottom }: Sight,
): Anchor | undefined {
  const current = rowOf(index, step);
  const at = tops[current] ?? -1;
  if (current >= 0 && at >= top && at < bottom) return { step, offset: at - top };
  let row = rowAt(tops, top);
  while (row < index.rows && (index.stepOfRow[row] ?? -1) < 0) row++;
  const found = index.stepOfRow[row];
  return found === undefined ? undefined : { step: found, offset: (tops[row] ?? 0) - top };
}
