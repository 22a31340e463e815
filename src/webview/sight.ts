/** Visible rows of a drawing. All heights are the drawing's own pixels. */
import { rowAt } from '../diagram/layout';
import { rowOf, type DiagramIndex } from '../diagram/model';

export interface Sight {
  readonly top: number;
  readonly bottom: number;
}

/** True if a part of a row is visible; false for row -1. */
export function isInSight(tops: Float64Array, row: number, { top, bottom }: Sight): boolean {
  return row >= 0 && (tops[row + 1] ?? 0) > top && (tops[row] ?? 0) < bottom;
}

/**
 * A step whose position stays fixed while rows above it appear or disappear, with its distance from the top of the
 * visible part.
 */
export interface Anchor {
  readonly step: number;
  readonly offset: number;
}

/** The current step if its row begins in the visible part, else the first step whose row does; undefined for none. */
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
