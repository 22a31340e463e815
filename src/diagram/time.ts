/** Rows to scale: as far apart as their times, with long silences cut out and marked. */
import type { RowParts } from './layout';
import type { DiagramIndex } from './model';

/** A step of time that is short for the flow is this long; what is longer is as much longer. */
const SHORT = 48;
/** What would be longer than this, in pixels beyond the rows themselves, is cut down to the other. */
const LONGEST = 150;
const CUT = 58;
/** Steps of time that are looked at for what is short. */
const SAMPLE = 2000;

interface Gaps {
  /** By row: the room above it. */
  readonly gaps: Float64Array;
  /** By row: 1 where that room is less than what its time would take. */
  readonly cuts: Uint8Array;
}

const NONE: Gaps = { gaps: new Float64Array(0), cuts: new Uint8Array(0) };

/** Pixels a microsecond: a quarter of the flow's steps of time is shorter than what SHORT shows. */
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

/** The room above each row; none where the flow is not to scale or tells no times. */
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
