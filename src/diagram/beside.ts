/** Layout of two diagrams side by side: each has half the width, and paired rows are at the same height. */
import type { NumberForm } from '../trace';
import type { Say } from '../words/words';
import type { Pairing } from './compare';
import { FIRST, layout, rowParts, type Layout } from './layout';
import { width } from './measure';
import type { DiagramIndex } from './model';
import { group, line, rect, text, type Mark } from './scene';

/** Pixels between the two diagrams. */
export const GUTTER = 24;
/** Pixels above the first difference, for the line that marks the difference. */
const DIFFERENCE = 34;

export interface PairLayout {
  readonly width: number;
  readonly left: Layout;
  readonly right: Layout;
  /** Left edge of the right diagram. */
  readonly rightX: number;
  /** Top of each moment (a pair of rows, or a row without counterpart); one more entry for the end. */
  readonly tops: Float64Array;
  /** Height of the line above the first difference; -1 for none. */
  readonly differenceY: number;
}

/** The layout of both diagrams in `wide` pixels. */
export function pairLayout(
  left: DiagramIndex,
  right: DiagramIndex,
  pairing: Pairing,
  wide: number,
  form: NumberForm,
): PairLayout {
  const half = (wide - GUTTER) / 2;
  const [a, b] = [layout(left, half, form), layout(right, half, form)];
  const moments = pairing.left.length;
  const tops = new Float64Array(moments + 1);
  const topsA = new Float64Array(left.rows + 1);
  const topsB = new Float64Array(right.rows + 1);
  let y = FIRST;
  let states = 0;
  for (let moment = 0; moment < moments; moment++) {
    const [l, r] = [pairing.left[moment] ?? -1, pairing.right[moment] ?? -1];
    if (moment === pairing.first) {
      // The initial states of a flow are written above its first row, below the line.
      states = l === 0 || r === 0 ? FIRST : 0;
      y += DIFFERENCE + (moment === 0 ? 0 : states);
    }
    tops[moment] = y;
    let height = 0;
    if (l >= 0) {
      topsA[l] = y;
      height = rowParts(left.shapes[l] ?? 0, a).height;
    }
    if (r >= 0) {
      topsB[r] = y;
      height = Math.max(height, rowParts(right.shapes[r] ?? 0, b).height);
    }
    y += height;
  }
  tops[moments] = y;
  // Rows after the last moment are placed below all others.
  topsA.fill(y, lastOf(pairing.left) + 1);
  topsB.fill(y, lastOf(pairing.right) + 1);
  const { first } = pairing;
  return {
    width: a.width + GUTTER + b.width,
    left: { ...a, tops: topsA },
    right: { ...b, tops: topsB },
    rightX: a.width + GUTTER,
    tops,
    differenceY: first < 0 ? -1 : (tops[first] ?? 0) - states - DIFFERENCE / 2,
  };
}

/** The last row in a moment; -1 for none. */
function lastOf(rows: Int32Array): number {
  return rows[rows.findLastIndex((row) => row >= 0)] ?? -1;
}

/** The marks over both diagrams: the line between them, the first difference, and a bar beside each moment that differs. */
export function pairMarks(pairing: Pairing, place: PairLayout, say: Say, from: number, to: number, top = 0): Mark[] {
  const middle = place.rightX - GUTTER / 2;
  const at = (moment: number): number => (place.tops[moment] ?? 0) - top;
  const begin = from === 0 ? 0 : at(from);
  const marks: Mark[] = [line('rule', middle, begin, middle, at(to) + 12)];
  for (let moment = from; moment < to; moment++) {
    if (pairing.differs[moment] !== 1) continue;
    marks.push(rect('differs', middle - 2, at(moment) + 2, 4, at(moment + 1) - at(moment) - 4, 2));
  }
  const { first } = pairing;
  if (first >= from && first < to) {
    const y = place.differenceY - top;
    const said = say('diagram/first-difference');
    const half = width(said, 11, 'bold') / 2 + 12;
    // Between the two diagrams if there is room, else between the lifelines on the right.
    const lifelines = place.right.hostX;
    const x = place.right.narrow
      ? place.rightX + ((lifelines[0] ?? 0) + (lifelines[1] ?? lifelines[0] ?? 0)) / 2
      : middle;
    marks.push(
      line('difference', 8, y, x - half, y),
      line('difference', x + half, y, place.width - 8, y),
      rect('difference-box', x - half, y - 10, 2 * half, 20, 10),
      text('difference-text', x, y + 4, 'middle', said),
    );
  }
  return [group('pair', ...marks)];
}
