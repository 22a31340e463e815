/**
 * Positions of rows and lifelines, computed from the width and the index without making any row. Lengths are pixels at
 * a font size of 13; a larger font scales the whole drawing.
 */
import { FORMS, type NumberForm } from '../trace';
import {
  HAS_CALL,
  HAS_SECOND,
  HAS_STATE,
  HAS_TIME_WAIT,
  HEADING_UNIT,
  IS_THIN,
  KIND_MASK,
  NOTE_SHIFT,
  NOTE_UNIT,
  BEGINS_SHIFT,
  SHAPE_KINDS,
  type DiagramIndex,
} from './model';
import { width as textWidth } from './measure';
import { timeGaps } from './time';

/** Half the width of a state band. */
export const BAND = 5;
/** Font size of state names. */
export const STATE_SIZE = 10.5;
/** Space above the first row, for the initial states of the flow. */
export const FIRST = 24;
/** Height of one direction of a fold, and the distance to the other direction. */
export const WAY = 20;
export const NEXT_WAY = 38;
/** Height of a missing segment above the segment that could not be sent. */
export const GHOST = 32;
/** Distance between messages that begin in the same row. */
export const NEXT_MESSAGE = 28;
/** The least length of a state band in TIME-WAIT, at the end of a flow and before the 2MSL timer expires. */
const LONG_WAIT = 44;
/** Width of the column of times. */
const TIME_COLUMN = 56;
/** The largest distance between two lifelines; a longer arrow is hard to read. */
const MOST_GAP = 620;
/** With less distance between two lifelines, state names are placed inside. */
const LEAST_WIDE_GAP = 196;
/** The same threshold with HTTP/2 streams, where a segment's label has the names of several frames. */
const LEAST_FRAMED_GAP = 350;
const LEAST_GAP = 150;
const LANE_GAP = 18;
/** Distance between the lines of a heading. */
export const HEADING_LINE = 16;
/** Width of a column of a heading, an upper estimate. */
const HEADING_COLUMN = 7.92;
/** Average width of a column of a segment's label: bold flags, then numbers in the editor's font. */
const LABEL_COLUMN = 7.3;

export interface Layout {
  /** The requested width, or more if the lifelines need more. */
  readonly width: number;
  /** True if state names are placed between the lifelines instead of outside. */
  readonly narrow: boolean;
  /** The number of lines for flags and numbers of a segment. */
  readonly labelLines: 1 | 2;
  /** Left edge of the drawing. */
  readonly left: number;
  /** Right edge of the drawing. */
  readonly right: number;
  /** Right edge of step numbers. */
  readonly numberX: number;
  /** Middle of the icons of findings. */
  readonly markX: number;
  /** Centre of each host's lifeline. */
  readonly hostX: readonly number[];
  /** Centre of each end's band. */
  readonly laneX: readonly number[];
  /** Middle of the first stream lane, at the right edge, and the distance to the next lane. */
  readonly streamX: number;
  readonly streamGap: number;
  /** Space outside the outermost bands for state names and calls. */
  readonly side: number;
  /** Distance between two adjacent lifelines. */
  readonly gap: number;
  /** Columns of text in a note over all hosts. */
  readonly noteColumns: number;
  /** Columns of text in a line of a heading. */
  readonly headingColumns: number;
  /** Top of each row; one more entry for the end. There may be space between the end of a row and the top of the next. */
  readonly tops: Float64Array;
  /** 1 for each row above which a part of the time axis is cut out; empty without a time scale. */
  readonly cuts: Uint8Array;
}

/** The parts of a row, as distances from its top. */
export interface RowParts {
  readonly height: number;
  /** The height at which a segment leaves or an event happens. */
  readonly departure: number;
  /** The height at which a segment arrives. */
  readonly arrival: number;
}

type Frame = Pick<Layout, 'narrow' | 'labelLines' | 'noteColumns' | 'headingColumns'>;

/** The number of lines of a note with this shape code. */
export function noteLines(shape: number, columns: number): number {
  const letters = (shape >> NOTE_SHIFT) * NOTE_UNIT;
  // Lines break at words, so on average they are only 85 % full.
  return letters <= columns ? 1 : Math.max(1, Math.ceil(letters / (columns * 0.85)));
}

/** The number of lines of a heading with this shape code: two if it is long for the width. */
export function headingLines(shape: number, columns: number): 1 | 2 {
  return (shape >> NOTE_SHIFT) * HEADING_UNIT > columns ? 2 : 1;
}

/** The parts of a row with this shape code. */
export function rowParts(shape: number, frame: Frame): RowParts {
  const kind = SHAPE_KINDS[shape & KIND_MASK] ?? 'wait';
  const second = (shape & HAS_SECOND) !== 0 ? 16 : 0;
  const state = (shape & HAS_STATE) !== 0;
  const wait = kind !== 'note' && !frame.narrow && (shape & HAS_TIME_WAIT) !== 0 ? 13 : 0;
  switch (kind) {
    case 'unsent':
    case 'segment': {
      const departure = (frame.labelLines === 1 ? 25 : 38) + (kind === 'unsent' ? GHOST : 0);
      const arrival = departure + (frame.narrow ? 10 : 12);
      if (!frame.narrow) return { departure, arrival, height: arrival + Math.max(second > 0 ? 20 : 17, 17 + wait) };
      const call = (shape & HAS_CALL) !== 0 ? 14 : 0;
      return { departure, arrival, height: arrival + 9 + second + call + (state ? 15 : 0) };
    }
    case 'message': {
      const more = NEXT_MESSAGE * (shape >> BEGINS_SHIFT);
      const below = (second > 0 ? 16 : 4) + (frame.narrow && state ? 14 : 0);
      return { departure: 21, arrival: 30 + more, height: 34 + more + below };
    }
    case 'tick': {
      const call = !frame.narrow && (shape & HAS_CALL) !== 0 ? 12 : 0;
      const below = second + (frame.narrow && state ? 13 : 0);
      return { departure: 10 + call, arrival: 10 + call, height: 20 + call + below };
    }
    case 'arrival':
      return { departure: 14, arrival: 14, height: 36 + second + (state && frame.narrow ? 14 : 0) + wait };
    case 'drop':
      return { departure: 12, arrival: 12, height: 32 + second };
    case 'timer': {
      const waited = (shape & HAS_TIME_WAIT) !== 0 ? LONG_WAIT : 0;
      return { departure: 13 + waited, arrival: 13 + waited, height: waited + (state ? 42 : 30) + second };
    }
    case 'call':
    case 'event':
      return { departure: 13, arrival: 13, height: (state ? 42 : 30) + second };
    case 'fold': {
      const below = state ? (frame.narrow ? 18 : 12) : 0;
      if ((shape & IS_THIN) !== 0) return { departure: 15, arrival: 15, height: 30 + below };
      const end = 12 + WAY + 10 + (second > 0 ? NEXT_WAY : 0);
      return { departure: 12, arrival: end, height: end + 10 + below };
    }
    case 'run':
      return { departure: 15, arrival: 15, height: 28 };
    case 'wait':
      return { departure: 18, arrival: 18, height: 36 + second + (state ? 14 : 0) };
    case 'expect':
      return { departure: 18, arrival: 18, height: 36 };
    case 'note':
      return { departure: 0, arrival: 0, height: 26 + 16 * noteLines(shape, frame.noteColumns) };
    case 'section': {
      const more = HEADING_LINE * (headingLines(shape, frame.headingColumns) - 1);
      return { departure: 25 + more / 2, arrival: 25 + more / 2, height: 44 + more };
    }
  }
}

/** The width of the longest name of a state, with the port before it if a host has several connections. */
function nameWidth({ heads, lanes }: DiagramIndex): number {
  const shared = lanes.filter(({ host }) => (heads[host]?.lanes.length ?? 1) > 1);
  const port = Math.max(0, ...shared.map((lane) => `:${lane.port} `.length));
  return textWidth('SYN-RECEIVED'.padEnd(12 + port), STATE_SIZE, 'caps');
}

type Columns = Omit<Layout, 'tops' | 'labelLines' | 'cuts'>;

function columns(index: DiagramIndex, width: number): Omit<Columns, 'streamX' | 'streamGap'> {
  const hosts = Math.max(1, index.heads.length);
  const lanes = index.heads.map((h) => Math.max(1, h.lanes.length));
  const laneGap = Math.min(LANE_GAP, 72 / Math.max(1, ...lanes));
  const spread = (host: number): number => (((lanes[host] ?? 1) - 1) * laneGap) / 2;
  const outer = spread(0) + spread(hosts - 1);
  const digits = String(Math.max(1, index.steps)).length;
  const number = Math.max(12 + 7 * digits, index.times.length > 0 ? TIME_COLUMN : 0);
  const gaps = Math.max(1, hosts - 1);

  const [name, plain] = [nameWidth(index), textWidth('SYN-RECEIVED', STATE_SIZE, 'caps')];
  const side = Math.max(name + BAND + 17, Math.min(128, Math.max(108, width * 0.15)));
  const gutter = number + 24;
  const wideGap = (width - gutter - 2 * side - outer - (width > 640 ? gutter : 4)) / gaps;
  // With three or more hosts, the middle hosts have no outer side for texts.
  const narrow = hosts > 2 || wideGap < (index.streams > 0 ? LEAST_FRAMED_GAP : LEAST_WIDE_GAP);
  const left = narrow ? 2 : 6;
  const isPair = hosts === 2 && Math.max(...lanes) === 2;
  const edge = narrow ? (isPair ? 9 : 14) : side;
  const gutterUsed = narrow ? number + 12 : gutter;
  const after = narrow ? 4 : width > 640 ? gutter : 4;
  // Two names share the space between two lifelines. With two connections, the ports are omitted if there is no room
  // for them; with more connections, a row may have several names.
  const least = Math.max(hosts > 2 ? LEAST_GAP : 60, narrow ? (isPair ? 2 * plain + 28 : 2 * name + 30) + outer : 0);
  const gap = Math.max(least, Math.min(MOST_GAP, (width - gutterUsed - after - 2 * edge - outer) / gaps));
  const used = gutterUsed + 2 * edge + outer + gap * (hosts - 1) + after;
  const offset = Math.max(0, (width - used) / 2);
  const first = Math.round(offset + gutterUsed + edge + spread(0));
  const hostX = index.heads.map((_, i) => Math.round(first + i * gap));
  const laneX = index.lanes.map((lane) => {
    const middle = ((lanes[lane.host] ?? 1) - 1) / 2;
    return (hostX[lane.host] ?? first) + (lane.place - middle) * laneGap;
  });
  const total = Math.max(width, used);
  return {
    width: total,
    narrow,
    left: offset + left,
    right: total - offset - left,
    numberX: offset + (narrow ? number - 4 : number),
    markX: offset + (narrow ? number + 5 : number + 13),
    hostX,
    laneX,
    side: edge,
    gap,
    headingColumns: Math.max(12, Math.floor((gap * gaps - 60) / HEADING_COLUMN)),
    noteColumns: Math.min(64, Math.max(12, Math.floor((gap * (hosts - 1) + 2 * edge * (narrow ? 0 : 0.5) - 36) / 6.9))),
  };
}

/** Width of a stream lane, and its width in a narrow drawing. */
const STREAM = 15;
const NARROW_STREAM = 9;

/** The columns of the ladder, with the stream lanes at their right. */
function withStreams(index: DiagramIndex, width: number): Columns {
  const streamGap = width < 520 ? NARROW_STREAM : STREAM;
  const room = index.streams === 0 ? 0 : index.streams * streamGap + 10;
  const frame = { ...columns(index, Math.max(240, width - room)), streamGap };
  const streamX = frame.width + streamGap / 2;
  return { ...frame, streamX, width: frame.width + room };
}

/** The layout of a diagram in `width` pixels, 240 at least. */
export function layout(index: DiagramIndex, width: number, form: NumberForm): Layout {
  const frame = withStreams(index, Math.max(240, width));
  const chars = index.labelChars[FORMS.indexOf(form) as 0 | 1 | 2];
  const labelLines = chars * LABEL_COLUMN + 40 <= frame.gap ? 1 : 2;
  const tops = new Float64Array(index.rows + 1);
  const full: Frame = { ...frame, labelLines };
  // There are at most 256 shape codes, regardless of the number of rows.
  const parts = Array.from({ length: 256 }, (_, shape) => rowParts(shape, full));
  const heights = Float64Array.from(parts, ({ height }) => height);
  const { shapes, rows } = index;
  const { gaps, cuts } = timeGaps(index, (row) => parts[shapes[row] ?? 0] as RowParts);
  const isToScale = gaps.length > 0;
  let top = FIRST;
  for (let row = 0; row < rows; row++) {
    if (isToScale) top += gaps[row] ?? 0;
    tops[row] = top;
    top += heights[shapes[row] ?? 0] ?? 0;
  }
  tops[rows] = top + (index.waits ? LONG_WAIT : 0);
  return { ...frame, labelLines, tops, cuts };
}

/** The row at height `y`: the first for any height above, the last for any below, -1 if there are no rows. */
export function rowAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((tops[mid + 1] ?? Infinity) <= y) low = mid + 1;
    else high = mid;
  }
  return Math.min(low, tops.length - 2);
}

/** The number of rows that end above height `y`. */
export function rowsAbove(tops: Float64Array, y: number): number {
  const rows = tops.length - 1;
  return (tops[rows] ?? 0) <= y ? rows : Math.max(0, rowAt(tops, y));
}

/** The height of all rows, with some space below. */
export function totalHeight(tops: Float64Array): number {
  return (tops[tops.length - 1] ?? 0) + 16;
}
