/**
 * The state diagram of RFC 9293 §3.3.2, figure 5, on a grid of three columns and eight rows. Opening is above
 * ESTABLISHED, the active close on the left, the passive close on the right. CLOSED is drawn at both ends, as in the
 * figure. For narrow pages the chart is denser, and a line below it gives the labels.
 */
import type { Chart, Standing } from '../tell';
import { type Edge, ROWS, type RowId, STATES, type State, goalOf, phase } from '../tcp';
import type { Say } from '../words/words';
import { fit, width as widthOf } from './measure';
import { arrowhead, group, mark, rect, round, text, type Anchor, type Mark } from './scene';

/** A box of the figure. CLOSED has two boxes; `END` is the box at the end. */
export type Box = State | 'END';

/** An edge of the figure; event and action are message ids. */
export interface ChartEdge extends Edge {
  readonly from: State;
  readonly to: State;
}

/** A side of a box; places along it range from -1 to 1. */
type Side = 'top' | 'bottom' | 'left' | 'right';

interface Route extends ChartEdge {
  /** The start of the line: a box, its side, and the place along it, from -1 to 1. */
  readonly start: readonly [Box, Side, number];
  /** The end of the line, in the same form. */
  readonly end: readonly [Box, Side, number];
  /** The label's place: beside the first or last leg of the line, and on which side of this leg. */
  readonly label: readonly ['first' | 'last', 'over' | 'under' | 'before' | 'behind'];
}

const GRID: Readonly<Record<Box, readonly [column: number, row: number]>> = {
  CLOSED: [1, 0],
  LISTEN: [1, 1],
  'SYN-RECEIVED': [0, 2],
  'SYN-SENT': [2, 2],
  ESTABLISHED: [1, 3],
  'FIN-WAIT-1': [0, 4],
  'CLOSE-WAIT': [2, 4],
  'FIN-WAIT-2': [0, 5],
  CLOSING: [1, 5],
  'LAST-ACK': [2, 5],
  'TIME-WAIT': [1, 6],
  END: [1, 7],
};
export const BOXES = Object.keys(GRID) as readonly Box[];

function route(
  row: RowId,
  start: readonly [Side, number],
  end: readonly [Side, number],
  label: Route['label'],
  last = false,
): Route {
  const { from, edge = { on: '', do: '' } } = ROWS[row];
  const [first = 'CLOSED'] = from;
  const to = goalOf(row);
  return { from: first, to, ...edge, start: [first, ...start], end: [last ? 'END' : to, ...end], label };
}

/** The edges of figure 5. */
const ROUTES: readonly Route[] = [
  route('U01', ['bottom', -0.3], ['top', -0.3], ['first', 'before']),
  route('U08', ['top', 0.3], ['bottom', 0.3], ['first', 'behind']),
  route('U02', ['right', -0.4], ['top', 0.6], ['first', 'over']),
  route('U10', ['top', 0], ['right', 0.4], ['last', 'under']),
  route('L04', ['left', -0.4], ['top', -0.4], ['first', 'over']),
  route('E22', ['top', 0.4], ['left', 0.4], ['last', 'under']),
  route('U06', ['right', 0], ['top', -0.6], ['first', 'under']),
  route('S06', ['left', 0], ['right', 0], ['first', 'over']),
  route('E52', ['bottom', 0.4], ['left', -0.4], ['last', 'over']),
  route('S05', ['bottom', -0.4], ['right', -0.4], ['last', 'over']),
  route('U12', ['bottom', -0.4], ['top', -0.4], ['first', 'before']),
  route('U16', ['left', 0.4], ['top', 0.4], ['first', 'under']),
  route('E80', ['right', 0.4], ['top', 0], ['first', 'under']),
  route('E58', ['bottom', -0.4], ['top', -0.4], ['first', 'before']),
  route('E81', ['right', 0], ['top', 0], ['first', 'over']),
  route('U21', ['bottom', 0], ['top', 0], ['first', 'behind']),
  route('E83', ['bottom', 0], ['left', 0], ['last', 'under']),
  route('E59', ['bottom', 0], ['top', 0], ['first', 'behind']),
  route('E60', ['bottom', 0], ['right', 0], ['last', 'under'], true),
  route('T05', ['bottom', 0], ['top', 0], ['first', 'behind'], true),
];

/** The edges of the figure, for callers that do not need positions. */
export const CHART_EDGES: readonly ChartEdge[] = ROUTES;

/** The edge of the figure between two states; undefined for transitions that the figure omits (resets, timeouts). */
export function edgeOf(from: State, to: State): ChartEdge | undefined {
  return ROUTES.find((e) => e.from === from && e.to === to);
}

interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
  readonly half: readonly [number, number];
  readonly labels: boolean;
  /** True if the figure's rows are columns, from left to right. */
  readonly lies: boolean;
  readonly size: number;
}

/** The least width, pixels, at which a chart of little height is laid out horizontally. */
const LYING_WIDTH = 620;
/** The height below which a chart is laid out horizontally, and the least and greatest distance of its rows, pixels. */
const LOW = 380;
const [CLOSE, FAR] = [46, 62];

/** A horizontal chart: the rows of the figure are columns, and there is no room for labels. */
function lying(width: number, height: number): Geometry {
  const w = Math.min(1160, width);
  const hw = Math.min(54, (w - 8) / 17.5);
  const gap = (w - 2 * hw - 8) / 7;
  const rows = Math.min(FAR, Math.max(CLOSE, (height - 52) / 2));
  return {
    width: w,
    height: 2 * rows + 52,
    x: (row) => hw + 4 + row * gap,
    y: (column) => 26 + column * rows,
    half: [hw, 15],
    labels: false,
    lies: true,
    size: hw >= 46 ? 10.5 : 9,
  };
}

/** The least width with labels on the edges, pixels. */
export const LABELLED_WIDTH = 560;

function geometry(width: number): Geometry {
  const labels = width >= LABELLED_WIDTH;
  const w = Math.min(labels ? 760 : 460, Math.max(280, width));
  const half: readonly [number, number] = labels ? [54, 15] : [Math.min(54, w / 6.6), 15];
  const margin = labels ? Math.max(110, half[0] + 56) : half[0] + 3;
  const gap = (w - 2 * margin) / 2;
  const rows = labels ? 64 : 56;
  return {
    width: w,
    height: 7 * rows + 62,
    x: (column) => margin + column * gap,
    y: (row) => 24 + row * rows,
    half,
    labels,
    lies: false,
    size: labels || half[0] >= 46 ? 10.5 : 9,
  };
}

/** The sides of a box in a horizontal chart. */
const TURNED: Readonly<Record<Side, Side>> = { top: 'left', left: 'top', bottom: 'right', right: 'bottom' };

function sideOf({ lies }: Geometry, side: Side): Side {
  return lies ? TURNED[side] : side;
}

/** The middle of a box. */
function middleOf(g: Geometry, box: Box): readonly [number, number] {
  const [column, row] = GRID[box];
  return g.lies ? [g.x(row), g.y(column)] : [g.x(column), g.y(row)];
}

function anchorPoint(g: Geometry, [box, side, along]: Route['start']): readonly [number, number] {
  const [x, y] = middleOf(g, box);
  const [hw, hh] = g.half;
  switch (sideOf(g, side)) {
    case 'top':
      return [x + along * hw, y - hh];
    case 'bottom':
      return [x + along * hw, y + hh];
    case 'left':
      return [x - hw, y + along * hh];
    case 'right':
      return [x + hw, y + along * hh];
  }
}

/** The corners of an edge's line, which leaves its box at a right angle and turns at most once. */
function corners(g: Geometry, r: Route): (readonly [number, number])[] {
  const a = anchorPoint(g, r.start);
  const b = anchorPoint(g, r.end);
  if (a[0] === b[0] || a[1] === b[1]) return [a, b];
  const side = sideOf(g, r.start[1]);
  const vertical = side === 'top' || side === 'bottom';
  return [a, vertical ? [a[0], b[1]] : [b[0], a[1]], b];
}

const ROUND = 8;

/** An SVG path through the points with rounded corners. */
function pathOf(points: readonly (readonly [number, number])[]): string {
  const p = (x: number, y: number): string => `${round(x)} ${round(y)}`;
  const [first, middle, last] = points;
  if (!first || !middle) return '';
  if (!last) return `M${p(...first)}L${p(...middle)}`;
  const toward = (from: readonly [number, number], to: readonly [number, number]): readonly [number, number] => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const cut = Math.min(ROUND, length / 2) / length;
    return [from[0] + (to[0] - from[0]) * cut, from[1] + (to[1] - from[1]) * cut];
  };
  return `M${p(...first)}L${p(...toward(middle, first))}Q${p(...middle)} ${p(...toward(middle, last))}L${p(...last)}`;
}

/** Event and action of an edge: `rcv SYN / snd SYN,ACK`. */
export function edgeText(edge: ChartEdge, say: Say): string {
  const on = say(`chart/${edge.on}`);
  return edge.do === '' ? on : `${on} / ${say(`chart/${edge.do}`)}`;
}

function labelMark(g: Geometry, r: Route, points: readonly (readonly [number, number])[], say: Say): Mark | undefined {
  if (!g.labels) return undefined;
  const [leg, where] = r.label;
  const [a, b] = leg === 'first' ? [points[0], points[1]] : [points[points.length - 2], points[points.length - 1]];
  if (!a || !b) return undefined;
  const said = edgeText(r, say);
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const half = widthOf(said, 10, 'sans') / 2;
  // Above a horizontal line the text stays within the drawing and outside the boxes.
  const middle = Math.max(half + 2, Math.min(g.width - half - 2, x));
  const at: readonly [number, number, Anchor] =
    where === 'over'
      ? [middle, y - 5, 'middle']
      : where === 'under'
        ? [middle, y + 12, 'middle']
        : where === 'before'
          ? [x - 6, y + 3.5, 'end']
          : [x + 6, y + 3.5, 'start'];
  return text('edge-text', at[0], at[1], at[2], said);
}

/** The edges of the endpoints' last transitions, with the endpoints' names. */
function litEdges(chart: Chart): Map<string, string[]> {
  const lit = new Map<string, string[]>();
  for (const { path, name, fresh } of chart.standing) {
    for (let i = 1; i < path.length; i++) {
      const key = `${path[i - 1] ?? ''}>${path[i] ?? ''}`;
      lit.set(key, [...(lit.get(key) ?? []), `${name}${fresh ? '' : ' '}`]);
    }
  }
  return lit;
}

function edgeMarks(g: Geometry, chart: Chart, say: Say): Mark[] {
  const lit = litEdges(chart);
  const trail = new Set(chart.trail);
  const fresh = new Set(chart.standing.filter((s) => s.fresh).map((s) => s.name));
  const drawn = ROUTES.map((r) => {
    const points = corners(g, r);
    const who = lit.get(`${r.from}>${r.to}`);
    const isFresh = who?.some((name) => fresh.has(name)) === true;
    const isWalked = trail.has(`${r.from}>${r.to}`);
    const name = who === undefined ? (isWalked ? 'edge walked' : 'edge') : isFresh ? 'edge lit' : 'edge last';
    const [before, tip] = [points[points.length - 2], points[points.length - 1]];
    if (!before || !tip) return { name, made: group(name) };
    const label = labelMark(g, r, points, say);
    const made = group(
      name,
      mark('title', {}, `${r.from} → ${r.to}: ${edgeText(r, say)}`),
      mark('path', { class: 'edge-line', 'data-edge': `${r.from}>${r.to}`, d: pathOf(points) }),
      arrowhead('edge-head', before[0], before[1], tip[0], tip[1]),
      ...(label ? [label] : []),
    );
    return { name, made };
  });
  // Highlighted marks are drawn over the others.
  const ORDER = ['edge', 'edge walked', 'edge last', 'edge lit'];
  return [...drawn].sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name)).map((d) => d.made);
}

function boxOf({ state, over }: Standing): Box {
  return state === 'CLOSED' && over ? 'END' : state;
}

/** The names of the endpoints in a box as flags: one at its lower edge, a second at its upper left. */
function flags(g: Geometry, box: Box, chart: Chart): Mark[] {
  const [hw, hh] = g.half;
  const [x, y] = middleOf(g, box);
  const here = chart.standing.filter((s) => boxOf(s) === box);
  return here.map(({ name, state }, i) => {
    const said = fit(name, 2 * hw - 16, 9.5, 'bold');
    const w = widthOf(said, 9.5, 'bold') + 9;
    const isUpper = here.length > 1 && i === 0;
    // The upper flag is not in the middle, where an arrow may end.
    const [middle, top] = isUpper ? [x - hw + w / 2 - 6, y - hh - 8] : [x, y + hh - 6];
    return mark(
      'g',
      { class: `flag ${phase(state)}`, 'data-name': name },
      rect('flag-box', middle - w / 2, top, w, 14, 7),
      text('flag-text', middle, top + 10.3, 'middle', said),
    );
  });
}

/** The accessible text of a box: state, endpoints in it, number of visits. */
export function boxText(state: State, chart: Chart, say: Say): string {
  const here = chart.standing.filter((s) => s.state === state).map((s) => s.name);
  const count = chart.visits[STATES.indexOf(state)] ?? 0;
  // The accessible text begins with the text in the box (WCAG 2.5.3).
  const parts: string[] = [[state, ...here].join(' ')];
  parts.push(count === 0 ? say('inspect/chart-never') : say('inspect/chart-visits', { count }));
  return parts.join('; ');
}

function boxMarks(g: Geometry, chart: Chart, say: Say): Mark[] {
  const [hw, hh] = g.half;
  return BOXES.map((box) => {
    const [x, y] = middleOf(g, box);
    const state: State = box === 'END' ? 'CLOSED' : box;
    const isHere = chart.standing.some((s) => boxOf(s) === box);
    const isVisited = (chart.visits[STATES.indexOf(state)] ?? 0) > 0;
    const name = `state-box ${phase(state)}${isHere ? ' here' : ''}${isVisited ? ' visited' : ''}`;
    return mark(
      'g',
      { class: name, 'data-state': state, 'data-box': box },
      mark('title', {}, boxText(state, chart, say)),
      rect('box', x - hw, y - hh, 2 * hw, 2 * hh, 5),
      text('box-text', x, y + (isHere ? 2.5 : 3.5), 'middle', state),
      // Separate texts are separate words.
      ...flags(g, box, chart).flatMap((flag) => [' ', flag]),
    );
  });
}

/** The drawing for a given width; horizontal if there is much width and too little height for an upright chart. */
export function chartScene(
  chart: Chart,
  width: number,
  say: Say,
  height = Infinity,
): { readonly marks: readonly Mark[]; readonly width: number; readonly height: number } {
  const g = width >= LYING_WIDTH && height < LOW ? lying(width, height) : geometry(width);
  const scaled = g.size === 10.5 ? 'chart' : 'chart compact';
  return {
    marks: [group(scaled, ...edgeMarks(g, chart, say), ...boxMarks(g, chart, say))],
    width: g.width,
    height: g.height,
  };
}
