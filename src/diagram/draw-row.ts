/** Drawing of one row: number, marks, arrow, labels, and texts beside the lifelines. */
import { duration } from '../trace';
import type { EndId } from '../sim';
import { phase } from '../tcp';
import { clearLeft } from './clear';
import { bracketMarks, captionMarks, centred, foldableMarks, foldMarks, sectionMarks, tieMarks } from './draw-fold';
import { itemMarks } from './draw-item';
import { clock, holds, levelIcon } from './icons';
import { BAND, noteLines, STATE_SIZE as STATE, WAY, type RowParts } from './layout';
import { beginMarks, tickMarks } from './draw-message';
import { segmentMarks, arrivalMarks, second } from './draw-segment';
import { balanced, fit, width } from './measure';
import { gravest, LEVELS, type Change, type Row } from './model';
import { line, mark, rect, text, type Anchor, type Mark, type Run } from './scene';
import { callText, stateText, waited, waitText } from './terms';
import { lanesOf, outward, partsOf, timeClass, topOf, type View } from './view';

const LABEL = 12;
const SMALL = 11;
/** Pixels from a band to the names beside it; the bracket of a timer is drawn between. */
const OUT = 12;
/** Pixels from the expiry of the 2MSL timer up to the text with the duration of TIME-WAIT. */
const WAITED = 31;

interface Beside {
  readonly x: number;
  readonly anchor: Anchor;
  readonly room: number;
}

/**
 * The place of texts beside an end's lifeline: outside the outermost lifelines, or inside them if the drawing is
 * narrow.
 */
function beside(view: View, end: EndId): Beside {
  const { layout, index } = view;
  const host = index.lanes[end]?.host ?? 0;
  const { left, right } = lanesOf(view, end);
  const last = host === index.heads.length - 1 && host > 0;
  const out = outward(view, end);
  const isOuter = host === 0 || last;
  if (layout.narrow) {
    // Two names share the space between two lifelines.
    const room = layout.gap / 2 - 14 - (right - left) / 2;
    return last ? { x: left - BAND - 5, anchor: 'end', room } : { x: right + BAND + 5, anchor: 'start', room };
  }
  if (isOuter) {
    return out < 0
      ? { x: left - BAND - OUT, anchor: 'end', room: layout.side - BAND - OUT - 3 }
      : { x: right + BAND + OUT, anchor: 'start', room: layout.side - BAND - OUT - 3 };
  }
  return { x: right + BAND + 7, anchor: 'start', room: layout.gap / 2 };
}

function laneName(view: View, end: EndId): string {
  const lane = view.index.lanes[end];
  const lanes = view.index.heads[lane?.host ?? 0]?.lanes ?? [end];
  // The port is omitted if all connections of the host have the same port, as on a server.
  const ports = new Set(lanes.map((other) => view.index.lanes[other]?.port));
  return ports.size > 1 ? `:${lane?.port ?? ''} ` : '';
}

/** The names of states beside the bands of one host, for one or several of its connections. */
function hostStates(view: View, changes: readonly Omit<Change, 'at'>[], y: number): Mark[] {
  const [first] = changes;
  if (!first) return [];
  const place = beside(view, first.end);
  const lanes = view.index.heads[view.index.lanes[first.end]?.host ?? 0]?.lanes.length ?? 1;
  const whole = changes.length === lanes || laneName(view, first.end) === '';
  const alike = changes.length > 1 && whole && changes.every((c) => c.to === first.to && c.presumed === first.presumed);
  const runs: Run[] = [];
  let left = place.room;
  for (const change of alike ? [first] : changes) {
    const { end, presumed } = change;
    const to = stateText(change);
    const named = alike ? to : laneName(view, end) + to;
    if (runs.some((r) => r.text === named)) continue;
    // Without room for the connection's port, the state is named alone.
    const said = runs.length === 0 && width(named, STATE, 'caps') > left ? to : named;
    const wide = width(said, STATE, 'caps') + (runs.length > 0 ? 8 : 0);
    if (wide > left) {
      runs.push({ text: '…' });
      break;
    }
    runs.push({
      text: said,
      name: `state ${phase(change.to)}${presumed ? ' presumed' : ''}`,
      ...(runs.length > 0 ? { dx: 8 } : {}),
    });
    left -= wide;
    if (left < 16) break;
  }
  const [only] = runs;
  const marks =
    runs.length === 1 && only
      ? [text(only.name ?? 'state', place.x, y, place.anchor, only.text)]
      : [text('state', place.x, y, place.anchor, ...runs)];
  if (first.wait !== undefined && changes.length === 1 && !view.layout.narrow) {
    const label = fit(`2MSL = ${duration(first.wait)}`, place.room, STATE, 'mono');
    marks.push(text('small mono', place.x, y + 14, place.anchor, label));
  }
  return marks;
}

/** The names of states beside all bands. */
export function stateMarks(view: View, changes: readonly Omit<Change, 'at'>[], y: number): Mark[] {
  return view.index.heads.flatMap((_, host) =>
    hostStates(
      view,
      changes.filter((c) => view.index.lanes[c.end]?.host === host),
      y,
    ),
  );
}

function callMark(view: View, end: EndId, said: string, y: number): Mark {
  const place = beside(view, end);
  const cut = fit(said, place.room, SMALL, 'mono');
  return text('call-text', place.x, y, place.anchor, cut);
}

/** The texts beside the lifelines in a row with an arrow or an event. */
function besideMarks(view: View, row: Row, top: number): Mark[] {
  const parts = partsOf(view, row.row);
  const marks: Mark[] = [];
  const { narrow } = view.layout;
  const isSegment = row.kind === 'segment';
  const calls = new Map<EndId, string>();
  for (const { end, call } of row.calls) {
    calls.set(end, calls.has(end) ? `${calls.get(end)} ${callText(call)}` : callText(call));
  }
  const stateLine = top + parts.height - 7;
  if (row.because === 'timeout' && !narrow && !calls.has(row.from) && !row.changes.some((c) => c.end === row.from)) {
    const place = beside(view, row.from);
    const said = row.rto > 0 ? `RTO ${duration(row.rto)}` : 'RTO';
    const out = place.anchor === 'end' ? -4 : 4;
    marks.push(
      text(
        'small mono',
        place.x + out,
        top + parts.departure - 4,
        place.anchor,
        fit(said, place.room - 4, STATE, 'mono'),
      ),
    );
  }
  for (const [end, said] of narrow && row.as !== '' ? [] : calls) {
    const own = top + (end === row.from ? parts.departure : parts.arrival);
    const stateToo = row.changes.length > 0;
    marks.push(callMark(view, end, said, narrow ? stateLine - (stateToo ? 14 : 0) : own - (row.as === 'tick' ? 9 : 3)));
  }
  if (row.kind === 'fold') return [...marks, ...stateMarks(view, row.changes, stateLine)];
  for (const at of ['departure', 'arrival'] as const) {
    const own = top + parts[at];
    const y =
      narrow && (isSegment || row.kind === 'arrival')
        ? stateLine
        : row.as === 'tick'
          ? own + 4
          : own + (row.kind === 'call' || row.kind === 'event' || row.kind === 'timer' ? 19 : 12);
    marks.push(
      ...stateMarks(
        view,
        row.changes.filter((c) => c.at === at),
        y,
      ),
    );
  }
  return marks;
}

function eventMarks(view: View, row: Row, top: number): Mark[] {
  const y = top + partsOf(view, row.row).departure;
  const x = view.layout.laneX[row.from] ?? 0;
  const place = beside(view, row.from);
  const toward = place.anchor === 'end' ? -1 : 1;
  const marks = [line('tick', x + toward * (BAND - 2), y, x + toward * (BAND + 5), y)];
  if (row.kind === 'call') {
    marks.push(callMark(view, row.from, callText(row.text, row.count), y + 4));
  } else {
    // Names of timers and ICMP errors are long; they are placed inside if there is room.
    const host = view.index.lanes[row.from]?.host ?? 0;
    const last = host > 0 && host === view.index.heads.length - 1;
    const inside = last ? -1 : 1;
    const cx = x + inside * (BAND + 12);
    const name = row.kind === 'timer' ? view.say(`panel/timer-${row.text}`) : row.text;
    const said = fit(name, view.layout.gap - 2 * BAND - 28, SMALL, 'sans');
    marks.length = 0;
    const sign = row.kind === 'timer' ? clock(cx, y) : line('tick', x + inside * (BAND - 2), y, cx + inside * 6, y);
    marks.push(sign, text('event', cx + inside * 11, y + 4, inside < 0 ? 'end' : 'start', said));
  }
  const middle = ((view.layout.hostX[0] ?? 0) + (view.layout.hostX.at(-1) ?? 0)) / 2;
  const below = top + partsOf(view, row.row).height - 7;
  const said = row.kind === 'timer' && row.count !== undefined ? waited(row.count, view.say) : '';
  const pause = said === '' ? [] : pauseMarks(view, row, said, y - WAITED);
  return [...pause, ...marks, ...second(view, row, middle, below, 'middle', view.layout.gap - 20)];
}

/** A wait as a dashed line across, with its duration in the middle, or beside the arrows that cross it. */
function pauseMarks(view: View, row: Row, said: string, y: number): Mark[] {
  const { x: middle, room } = centred(view);
  const [from, to] = [middle - room / 2, middle + room / 2];
  const cut = fit(said, room - 30, SMALL, 'sans');
  const half = width(cut, SMALL, 'sans') / 2 + 16;
  const own = { wide: 2 * half, y: y + 4, wanted: middle - half };
  const x = clearLeft(view, row.row, own, { left: from, right: to }).left + half;
  return [
    line('pause', from, y, x - half, y),
    line('pause', x + half, y, to, y),
    clock(x - half + 10, y),
    text('event', x + 8, y + 4, 'middle', cut),
  ];
}

function waitMarks(view: View, row: Row, top: number): Mark[] {
  return pauseMarks(view, row, waitText(row, view.say), top + partsOf(view, row.row).departure);
}

function noteMarks(view: View, row: Row, top: number): Mark[] {
  const { layout } = view;
  const lines = noteLines(view.index.shapes[row.row] ?? 0, layout.noteColumns);
  const wrapped = balanced(row.text, layout.noteColumns);
  const shown = wrapped.slice(0, lines);
  if (wrapped.length > lines) shown[lines - 1] = `${[...(shown[lines - 1] ?? '')].slice(0, -1).join('')}…`;
  const over = row.over.length > 0 ? row.over : view.index.heads.map((_, i) => i);
  const middle = (layout.left + layout.right) / 2;
  const xs = over.length > 0 ? over.map((host) => layout.hostX[host] ?? middle) : [middle];
  const reach = layout.narrow ? 8 : 32;
  let [x1, x2] = [Math.min(...xs) - reach, Math.max(...xs) + reach];
  const wanted = Math.max(...shown.map((said) => width(said, LABEL, 'sans'))) + 24;
  if (x2 - x1 < wanted) {
    // A note over one host may be wider than the host, but stays within the drawing.
    x1 = Math.max(layout.markX + 8, Math.min((x1 + x2 - wanted) / 2, layout.right - 2 - wanted));
    x2 = Math.min(layout.right - 2, x1 + wanted);
  }
  const height = 16 * shown.length + 12;
  const y = top + (partsOf(view, row.row).height - height) / 2;
  return [
    rect('note-box', x1, y, x2 - x1, height, 4),
    ...shown.map((said, i) => text('note-text', (x1 + x2) / 2, y + 18 + 16 * i, 'middle', said)),
  ];
}

function expectMarks(view: View, row: Row, top: number): Mark[] {
  const y = top + partsOf(view, row.row).departure;
  const { x, room } = centred(view);
  const cut = fit(row.text, room - 40, SMALL, 'mono');
  const half = width(cut, SMALL, 'mono') / 2 + 12;
  return [rect('expect-box', x - half, y - 12, 2 * half, 24, 4), text('expect-text', x, y + 4, 'middle', cut)];
}

function content(view: View, row: Row, top: number): Mark[] {
  if (row.as === 'message') return beginMarks(view, row, top);
  if (row.as === 'tick' && row.kind !== 'fold') return tickMarks(view, row, top);
  switch (row.kind) {
    case 'segment':
      return segmentMarks(view, row, top);
    case 'arrival':
    case 'drop':
      return arrivalMarks(view, row, top);
    case 'call':
    case 'event':
    case 'timer':
      return eventMarks(view, row, top);
    case 'wait':
      return waitMarks(view, row, top);
    case 'note':
      return noteMarks(view, row, top);
    case 'expect':
      return expectMarks(view, row, top);
    case 'section':
      return sectionMarks(view, row, top);
    case 'fold':
      return foldMarks(view, row, top);
    case 'run':
      return captionMarks(view, row, top);
  }
}

/** The time of a row, if rows are to scale and time has passed since the row above. */
function timeMark(view: View, { row }: Row, y: number): Mark[] {
  const { times } = view.index;
  const time = times[row];
  if (time === undefined || (row > 0 && times[row - 1] === time)) return [];
  const said = fit(time === 0 ? '0' : duration(time), view.layout.numberX - 4, 9.5, 'sans');
  return [text('time', view.layout.numberX, y, 'end', said)];
}

/** The vertical position of a row's number. */
function numberY({ layout }: View, { kind, fold }: Row, { departure, height }: RowParts): number {
  if (departure === 0) return height / 2;
  // Level with the sign that opens the fold, unless that is placed below.
  return kind === 'fold' && fold?.why === 'run' && !layout.narrow ? departure + WAY / 2 : departure;
}

/** Pixels from a row's number down to its badges, and from one badge to the next. */
const BADGE_BELOW = 17;
const BADGE_GAP = 13;
/**
 * The most badges of a row, and of a low row, whose badges are beside its number. The last badge represents all further
 * ones.
 */
const MOST_BADGES = 3;
const MOST_BESIDE = 1;

/**
 * The `expect` statements that hold after a row, as badges below the row's number, or beside the number in a low row.
 */
function heldMarks(view: View, { row, held }: Row, y: number): Mark[] {
  if (held.length === 0) return [];
  const { markX } = view.layout;
  const { height } = partsOf(view, row);
  const below = view.index.times.length > 0 ? -BADGE_BELOW : BADGE_BELOW;
  const isBeside = y + BADGE_BELOW + 6 > height;
  const at = topOf(view, row) + (isBeside ? y : y + below);
  const most = isBeside ? MOST_BESIDE : MOST_BADGES;
  return held.slice(0, most).map(({ step, text: said }, i) => {
    const rest = i === most - 1 ? held.slice(i) : held.slice(i, i + 1);
    const isNow = rest.some((one) => one.step === view.step);
    return mark(
      'g',
      { class: `held${isNow ? ' now' : ''}`, 'data-to-step': step, 'data-last': rest.at(-1)?.step },
      mark('title', {}, rest.length > 1 ? rest.map((one) => one.text).join('\n') : said),
      ...holds(markX - BADGE_GAP * Math.min(held.length, most) + BADGE_GAP * (i + 1), at),
    );
  });
}

/** A row as a group that can be clicked. */
export function rowMarks(view: View, row: Row): Mark {
  const { layout } = view;
  const top = topOf(view, row.row);
  const parts = partsOf(view, row.row);
  const level = LEVELS[gravest(row.findings)];
  const y = numberY(view, row, parts);
  const hit = rect('hit', layout.left, top, layout.right - layout.left, parts.height);
  const rest: Mark[] = [];
  if (row.step >= 0) rest.push(text('number', layout.numberX, top + y + 4, 'end', String(row.step + 1)));
  if (row.step >= 0) rest.push(...timeMark(view, row, top + y + 15));
  rest.push(...bracketMarks(view, row, top), ...tieMarks(view, row, top));
  const said = content(view, row, top);
  const more = [...besideMarks(view, row, top), ...foldableMarks(view, row, top)];
  more.push(...heldMarks(view, row, y));
  if (level) more.push(levelIcon(level, layout.markX, layout.narrow ? top + y - 14 : top + y));
  const about = [...row.says, ...row.hears].map(({ message }) => message);
  const kin =
    view.kin && row.row !== view.current && about.some((message) => view.kin?.includes(message)) ? ' kin' : '';
  const generated = row.bracket === '' || row.kind === 'run' ? '' : ' generated';
  return mark(
    'g',
    {
      class: `row ${row.kind}${level ? ` has-${level}` : ''}${row.supposed ? ' supposed' : ''}${generated}${kin}${timeClass(view, row.row)}`,
      id: `${view.prefix ?? ''}row-${row.row}`,
      'data-row': row.row,
      'data-messages': view.still === true ? undefined : about.join(' '),
    },
    ...(view.still === true ? [hit, ...rest, ...said, ...more] : itemMarks(view, row, hit, said, [...rest, ...more])),
  );
}
