/** Drawing of folds, headings, and the captions and brackets of `run` statements. */
import { clearLeft } from './clear';
import { chevron } from './icons';
import { BAND, HEADING_LINE, headingLines, NEXT_WAY, WAY } from './layout';
import { balanced, fit, width } from './measure';
import type { Row, Way } from './model';
import { line, mark, round, text, type Mark } from './scene';
import { foldText, wayText } from './terms';
import { canFold, lanesOf, partsOf, timeClass, topOf, touch, type View } from './view';

const LABEL = 12;
const SMALL = 11;
/** Pixels that the parallelogram of a burst descends from sender to receiver. */
const SLOPE = 10;

/** The middle between the outermost lifelines, and the width there. */
export function centred(view: View): { readonly x: number; readonly room: number } {
  const { hostX, markX, right } = view.layout;
  const [first, last] = [hostX[0], hostX.at(-1)];
  const left = markX + 10;
  if (first === undefined || last === undefined) return { x: (left + right) / 2, room: right - left };
  if (first === last) return { x: first, room: 2 * Math.min(first - left, right - first) };
  return { x: (first + last) / 2, room: last - first - 24 };
}

/** A sign that opens or closes `what` when clicked. */
function toggle(what: string, ...marks: readonly (Mark | string)[]): Mark {
  return mark('g', { class: 'toggle', 'data-toggle': what }, ...marks);
}

function sign(view: View, state: 'open' | 'closed', x: number, y: number): Mark[] {
  return canFold(view) ? [chevron(state, x, y)] : [];
}

/** The length, in pixels, of the tip of a burst, which points at the receiver. */
const TIP = 9;

/** The segments of a burst in one direction: a shaded parallelogram with a tip at the receiver and a summary inside. */
function wayMarks(view: View, way: Way, y: number): Mark[] {
  const [x1, x2] = [touch(view, way.from, way.to), touch(view, way.to, way.from)];
  const back = x2 > x1 ? TIP : -TIP;
  const room = Math.abs(x2 - x1) - 2 * TIP - 10;
  // If there is little room, the number of bytes is omitted rather than a number truncated.
  const whole = wayText(way, view.say);
  const said = width(whole, SMALL, 'bold') <= room ? whole : wayText({ ...way, bytes: 0 }, view.say);
  const points = [
    [x1, y],
    [x2 - back, y + SLOPE],
    [x2, y + SLOPE + WAY / 2],
    [x2 - back, y + SLOPE + WAY],
    [x1, y + WAY],
  ];
  const d = points.map(([px = 0, py = 0], i) => `${i === 0 ? 'M' : 'L'}${round(px)} ${round(py)}`).join('');
  return [
    mark('path', { class: way.data > 0 ? 'bulk' : 'bulk light', d: `${d}Z` }),
    text('bulk-text', (x1 + x2) / 2, y + WAY / 2 + SLOPE / 2 + 4, 'middle', fit(said, room, SMALL, 'bold')),
  ];
}

export function foldMarks(view: View, row: Row, top: number): Mark[] {
  const { fold } = row;
  if (!fold) return [];
  const parts = partsOf(view, row.row);
  const what = `fold:${row.step}`;
  if (fold.why === 'run' && row.as === '') {
    const ways = fold.ways.slice(0, 2).map((way, i) => wayMarks(view, way, top + parts.departure + i * NEXT_WAY));
    const bulk = ways.flatMap((marks, i) => (i > 0 ? [' ', ...marks] : marks));
    const at = top + parts.departure + WAY / 2;
    return [toggle(what, ...bulk, ...sign(view, 'closed', view.layout.markX, at))];
  }
  const y = top + parts.departure;
  const { x, room } = centred(view);
  const cut = fit(foldText(fold, view.say), room - 60, SMALL, 'sans');
  const half = width(cut, SMALL, 'sans') / 2 + 20;
  return [
    line('pause', x - room / 2, y, x - half, y),
    line('pause', x + half, y, x + room / 2, y),
    toggle(what, ...sign(view, 'closed', x - half + 10, y), text('event', x + 8, y + 4, 'middle', cut)),
  ];
}

/** Room for the sign beside a heading, pixels. */
const SIGN = 22;

/** True if a row begins a run that can be folded. */
export function isFoldable(row: Row): boolean {
  return row.foldable >= 0 && row.findings.length === 0;
}

/** The sign that folds a run, beside its first row. */
export function foldableMarks(view: View, row: Row, top: number): Mark[] {
  if (!isFoldable(row) || !canFold(view)) return [];
  const y = top + partsOf(view, row.row).departure;
  return [toggle(`fold:${row.foldable}`, chevron('open', view.layout.markX, y))];
}

/** The lines of a heading, half its width, and the x position of its middle, beside arrows that cross the row. */
function headingOf(
  view: View,
  row: Row,
): { readonly shown: readonly string[]; readonly half: number; readonly x: number } {
  const { headingColumns } = view.layout;
  const most = headingLines(view.index.shapes[row.row] ?? 0, headingColumns);
  const lines = most === 1 ? [row.text] : balanced(row.text, headingColumns);
  if (lines.length > most) lines.splice(most - 1, lines.length, lines.slice(most - 1).join(' '));
  const shown = lines.map((said) => fit(said, centred(view).room - 36, LABEL, 'bold'));
  const half = Math.max(...shown.map((said) => width(said, LABEL, 'bold'))) / 2;
  const y = topOf(view, row.row) + partsOf(view, row.row).departure + 4.5 + (HEADING_LINE * (shown.length - 1)) / 2;
  const { x, room } = centred(view);
  const own = { wide: 2 * half + 2 * SIGN, y, lines: shown.length, wanted: x - half - SIGN };
  const { left } = clearLeft(view, row.row, own, { left: x - room / 2, right: x + room / 2 });
  return { shown, half, x: left + half + SIGN };
}

export function sectionMarks(view: View, row: Row, top: number): Mark[] {
  const { shown, half, x } = headingOf(view, row);
  const middle = top + partsOf(view, row.row).departure;
  const first = middle + 4.5 - (HEADING_LINE * (shown.length - 1)) / 2;
  const name = shown.length === 1 ? 'heading' : 'heading line';
  return [
    ...shown.map((said, i) => text(name, x, first + HEADING_LINE * i, 'middle', said)),
    toggle(`section:${row.line}`, ...sign(view, row.closed ? 'closed' : 'open', x - half - 12, middle + 0.5)),
  ];
}

/**
 * The horizontal rule of a heading, interrupted at a heading of two text lines, since these have no gap for the rule.
 */
export function ruleMarks(view: View, row: Row): Mark[] {
  const { left, right } = view.layout;
  const y = topOf(view, row.row) + partsOf(view, row.row).departure + 0.5;
  const name = `rule${timeClass(view, row.row)}`;
  const { shown, half, x } = headingOf(view, row);
  if (shown.length === 1) return [line(name, left, y, right, y)];
  return [line(name, left, y, x - half - 24, y), line(name, x + half + 10, y, right, y)];
}

export function captionMarks(view: View, row: Row, top: number): Mark[] {
  const y = top + partsOf(view, row.row).departure;
  const { x, room } = centred(view);
  const said = fit(row.text, room - 20, SMALL, 'mono');
  const wide = width(said, SMALL, 'mono');
  const own = { wide, y: y + 4, wanted: x - wide / 2 };
  const { left } = clearLeft(view, row.row, own, { left: x - room / 2, right: x + room / 2 });
  return [text('caption', left + wide / 2, y + 4, 'middle', said)];
}

/** The bracket beside steps that the simulation made. */
export function bracketMarks(view: View, row: Row, top: number): Mark[] {
  if (row.bracket === '') return [];
  const { layout } = view;
  const parts = partsOf(view, row.row);
  const x = layout.narrow ? layout.numberX + 2 : layout.numberX + 4;
  const above = row.row > 0 ? topOf(view, row.row - 1) + partsOf(view, row.row - 1).height : top;
  const begin = row.bracket === 'first' ? top + parts.departure : above;
  const end = row.bracket === 'last' ? top + parts.height - 8 : top + parts.height;
  const marks = [line('bracket', x, begin, x, end)];
  if (row.bracket === 'first') marks.push(line('bracket', x, begin, x + 4, begin));
  if (row.bracket === 'last') marks.push(line('bracket', x, end, x + 4, end));
  return marks;
}

/** The link from a retransmission to the row of the first transmission; shown while the pointer is on it. */
export function tieMarks(view: View, row: Row, top: number): Mark[] {
  if (row.original < 0 || row.original >= row.row) return [];
  const { layout } = view;
  const x = touch(view, row.from, row.to);
  const toward = x >= (layout.laneX[row.from] ?? 0) ? 1 : -1;
  const y2 = top + partsOf(view, row.row).departure;
  const own = partsOf(view, row.original);
  const originalTop = topOf(view, row.original);
  const y1 = originalTop + own.departure;
  const bulge = x + toward * Math.min(46, 14 + (y2 - y1) / 6);
  const d = `M${round(x)} ${round(y2)}C${round(bulge)} ${round(y2)} ${round(bulge)} ${round(y1)} ${round(x)} ${round(y1)}`;
  const wide = layout.right - layout.left;
  return [
    mark(
      'g',
      { class: 'tie', 'aria-hidden': 'true' },
      mark('rect', { x: layout.left, y: originalTop + 1.5, width: wide, height: own.height - 1, rx: 4 }),
      mark('path', { d }),
      mark('circle', { cx: x, cy: y1, r: 3 }),
    ),
  ];
}

/** The retransmission timer as a bracket outside the sender's lifeline, from one transmission to the next. */
export function timeoutMarks(view: View, from: number, y1: number, y2: number): Mark[] {
  const host = view.index.lanes[from]?.host ?? 0;
  const { left, right } = lanesOf(view, from);
  const out = host === 0 ? -1 : 1;
  const x = (out < 0 ? left : right) + out * (BAND + 1.5);
  // Names of states are placed a little further out.
  const [far, bend] = [x + out * 4.5, Math.min(6, (y2 - y1) / 2)];
  const d =
    `M${round(x)} ${round(y1)}Q${round(far)} ${round(y1)} ${round(far)} ${round(y1 + bend)}` +
    `L${round(far)} ${round(y2 - bend)}Q${round(far)} ${round(y2)} ${round(x)} ${round(y2)}`;
  return [mark('path', { class: 'timeout', d })];
}
