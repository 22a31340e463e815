/** Finds a position for a label at which no segment that crosses the label's row crosses the label. */
import type { RowWindow, Span } from './model';
import { partsOf, topOf, touch, type View } from './view';

/** Pixels between a label and an arrow. */
const AIR = 6;
/** Pixels between the positions that are tried. */
const STRIDE = 8;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** With more crossing segments than this, a row has no free position for a label. */
const MOST_CROSSED = 40;

/** Gives the segments that cross a row of a window; an empty list for a row with too many of them. */
export function crossingOf({ from, rows, spans }: RowWindow): (row: number) => readonly Span[] {
  const crossed = rows.map((): Span[] => []);
  for (const span of spans) {
    if (span.how === 'timeout' || span.how === 'open') continue;
    const end = Math.min(span.end, from + rows.length - 1);
    for (let row = Math.max(from, span.start + 1); row <= end; row++) {
      const there = crossed[row - from];
      if (there !== undefined && there.length <= MOST_CROSSED) there.push(span);
    }
  }
  return (row) => {
    const there = crossed[row - from] ?? [];
    return there.length > MOST_CROSSED ? [] : there;
  };
}

/** The horizontal ranges that are covered, between two heights, by the lines of segments crossing a row. */
function crossings(view: View, row: number, top: number, bottom: number): Stretch[] {
  const found: Stretch[] = [];
  for (const span of view.crossing?.(row) ?? []) {
    const [x1, x2] = [touch(view, span.from, span.to), touch(view, span.to, span.from)];
    const y1 = topOf(view, span.start) + partsOf(view, span.start).departure;
    const y2 = topOf(view, span.end) + partsOf(view, span.end).arrival;
    if (y2 <= y1 || y2 < top || y1 > bottom) continue;
    const reach = span.how === 'drop' ? 0.62 : 1;
    const at = (y: number): number => x1 + (x2 - x1) * reach * Math.max(0, Math.min(1, (y - y1) / (y2 - y1)));
    const [a, b] = [at(top), at(bottom)];
    found.push({ from: Math.min(a, b) - AIR, to: Math.max(a, b) + AIR });
  }
  return found;
}

/** Pixels of text above and below its baseline. */
const ABOVE = 11;
const BELOW = 3;

/** The left edge of a text, and true if an arrow crosses the text even at this position. */
export interface Cleared {
  readonly left: number;
  readonly crossed: boolean;
}

/**
 * The left edge, between `left` and `right`, at which arrows cover the text least; of several such positions the
 * nearest to `wanted`. The text is `wide` pixels wide, its last baseline is at `y`, and it has `lines` lines.
 */
export function clearLeft(
  view: View,
  row: number,
  text: { readonly wide: number; readonly y: number; readonly lines?: number; readonly wanted: number },
  { left, right }: { readonly left: number; readonly right: number },
): Cleared {
  const { wide, y, wanted, lines = 1 } = text;
  const crossed = crossings(view, row, y - ABOVE - (lines - 1) * 14, y + BELOW);
  if (crossed.length === 0) return { left: wanted, crossed: false };
  const hidden = (x: number): number =>
    crossed.reduce((sum, s) => sum + Math.max(0, Math.min(s.to, x + wide) - Math.max(s.from, x)), 0);
  let best = wanted;
  let least = hidden(wanted);
  for (let away = STRIDE; least > 0 && away < right - left; away += STRIDE) {
    for (const x of [wanted - away, wanted + away]) {
      if (x < left || x + wide > right) continue;
      const covered = hidden(x);
      if (covered < least) [best, least] = [x, covered];
    }
  }
  return { left: best, crossed: least > 0 };
}
