/** Rows on a time scale: the distances follow the times; long pauses are cut and marked. */
import type { RowParts } from './layout';
import type { DiagramIndex } from './model';

/** The length of a time difference that is short for the flow, pixels; longer time differences are proportional. */
const SHORT = 48;
/** A distance that would exceed the row heights by more than this, in pixels, is reduced to {@link CUT}. */
const LONGEST = 150;
const CUT = 58;
/** The number of time differences that are sampled to find the scale. */
const SAMPLE = 2000;

interface Gaps {
  /** The space above each row, pixels. */
  readonly gaps: Float64Array;
  /** 1 for each row whose space above is cut to less than its time on the scale. */
  readonly cuts: Uint8Array;
}

const NONE: Gaps = { gaps: new Float64Array(0), cuts: new Uint8Array(0) };

/** Pixels per microsecond: a quarter of the flow's time differences are shorter than {@link SHORT}. */
function scaleOf({ times, rows }: DiagramIndex): number {
  const stride = Math.max(1, Math.floor(rows / SAMPLE));
  const steps: number[] = [];
  for (let row = stride; row < rows; row += stride) {
    const step = (times[row] ?? 0) - (times[row - 1] ?? 0);
    if (step > 0) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  const short = steps[Math.floor(steps.length / 4)];
  return short === undefined ? 0 : SHORT / short;
}

/** The space above each row; none without a time scale, or if the script gives no times. */
export function timeGaps(index: DiagramIndex, partsOf: (row: number) => RowParts): Gaps {
  const { times, rows } = index;
  if (times.length === 0) return NONE;
  const scale = scaleOf(index);
  const gaps = new Float64Array(rows);
  const cuts = new Uint8Array(rows);
  for (let row = 1; row < rows; row++) {
    const [above, own] = [partsOf(row - 1), partsOf(row)];
    const between = above.height - above.departure + own.departure;
    const room = ((times[row] ?? 0) - (times[row - 1] ?? 0)) * scale - between;
    if (room <= 0) continue;
    gaps[row] = room > LONGEST ? CUT : room;
    cuts[row] = room > LONGEST ? 1 : 0;
  }
  return { gaps, cuts };
}
