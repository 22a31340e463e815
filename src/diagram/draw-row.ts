/** Draws one row: its number, marks, arrow, labels, and what stands beside the lifelines. */
import type { EndId } from '../network/world';
import type { Level } from '../script/syntax';
import { phase } from '../tcp/state';
import { clock, levelIcon } from './icons';
import { BAND, noteLines } from './layout';
import { fit, width, wrap } from './measure';
import type { Change, Row } from './model';
import { arrowhead, cross, line, mark, rect, text, type Anchor, type Mark, type Run } from './scene';
import { callText, duration, numbersText, rowName, secondText } from './terms';
import { outward, partsOf, timeClass, topOf, touch, type View } from './view';

const LABEL = 12;
const NUMBER = 11.5;
const SMALL = 11;
const STATE = 10.5;

const RANK: Readonly<Record<Level, number>> = { hint: 0, warning: 1, error: 2 };

function worst(row: Row): Level | undefined {
  let level: Level | undefined;
  for (const f of row.findings) {
    if (level === undefined || RANK[f.level] > RANK[level]) level = f.level;
  }
  return level;
}

interface Beside {
  readonly x: number;
  readonly anchor: Anchor;
  readonly room: number;
}

/** Where texts beside an end's lifeline stand: outside the outermost lifelines, inside where the drawing is narrow. */
function beside(view: View, end: EndId): Beside {
  const { layout, index } = view;
  const host = index.lanes[end]?.host ?? 0;
  const lanes = index.heads[host]?.lanes ?? [end];
  const xs = lanes.map((lane) => layout.laneX[lane] ?? 0);
  const last = host === index.heads.length - 1 && host > 0;
  const out = outward(view, end);
  const isOuter = host === 0 || last;
  if (layout.narrow) {
    // Two names share the room between two lifelines.
    const room = index.heads.length === 2 ? layout.gap / 2 - 14 : layout.gap / 2 - 6;
    return last
      ? { x: Math.min(...xs) - BAND - 5, anchor: 'end', room }
      : { x: Math.max(...xs) + BAND + 5, anchor: 'start', room };
  }
  if (isOuter) {
    return out < 0
      ? { x: Math.min(...xs) - BAND - 9, anchor: 'end', room: layout.side - BAND - 12 }
      : { x: Math.max(...xs) + BAND + 9, anchor: 'start', room: layout.side - BAND - 12 };
  }
  return { x: Math.max(...xs) + BAND + 7, anchor: 'start', room: layout.gap / 2 };
}

function laneName(view: View, end: EndId): string {
  const lane = view.index.lanes[end];
  const shared = (view.index.heads[lane?.host ?? 0]?.lanes.length ?? 1) > 1;
  return shared ? `:${lane?.port ?? ''} ` : '';
}

/** The name of a state beside its band. */
export function stateMark(view: View, change: Omit<Change, 'at'>, y: number): Mark[] {
  const place = beside(view, change.end);
  const name = `state ${phase(change.to)}`;
  const said = fit(laneName(view, change.end) + change.to, place.room, STATE, 'caps');
  const marks = [text(name, place.x, y, place.anchor, said)];
  if (change.wait !== undefined && !view.layout.narrow) {
    const label = fit(`2MSL = ${duration(change.wait)}`, place.room, STATE, 'mono');
    marks.push(text('small mono', place.x, y + 14, place.anchor, label));
  }
  return marks;
}

function callMark(view: View, end: EndId, said: string, y: number): Mark {
  const place = beside(view, end);
  const cut = fit(said, place.room, SMALL, 'mono');
  return text('call-text', place.x, y, place.anchor, cut);
}

/** The texts beside the lifelines of a row with an arrow or an event. */
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
  for (const [end, said] of calls) {
    const own = top + (end === row.from ? parts.departure : parts.arrival);
    const stateToo = row.changes.length > 0;
    marks.push(callMark(view, end, said, narrow ? stateLine - (stateToo ? 14 : 0) : own - 3));
  }
  for (const change of row.changes) {
    const own = top + (change.at === 'departure' ? parts.departure : parts.arrival);
    const y =
      narrow && (isSegment || row.kind === 'arrival')
        ? stateLine
        : own + (row.kind === 'call' || row.kind === 'icmp' || row.kind === 'timer' ? 19 : 12);
    marks.push(...stateMark(view, change, y));
  }
  return marks;
}

function label(view: View, row: Row, x: number, y: number, anchor: Anchor, room: number): Mark[] {
  const numbers = numbersText(row, view.form);
  const flags = row.flags === '' ? view.say('panel/no-flags') : row.flags;
  if (view.layout.labelLines === 2) {
    return [
      text('label', x, y - 14, anchor, { text: fit(flags, room, LABEL, 'bold'), name: 'flags' }),
      text('label', x, y, anchor, { text: fit(numbers, room, NUMBER, 'mono'), name: 'numbers' }),
    ];
  }
  const rest = room - width(flags, LABEL, 'bold') - 10;
  const runs: Run[] = [{ text: flags, name: 'flags' }];
  if (numbers !== '') runs.push({ text: fit(numbers, rest, NUMBER, 'mono'), name: 'numbers', dx: 9 });
  return [text('label', x, y, anchor, ...runs)];
}

/** The broken rules and what else there is to say, in one line. */
function second(view: View, row: Row, x: number, y: number, anchor: Anchor, room: number): Mark[] {
  const runs: Run[] = [];
  let left = room;
  for (const f of row.findings) {
    // That it is a repetition is said in words already.
    if (f.rule.endsWith('/retransmission') && row.repeats > 0) continue;
    const named = f.rule.replace(/^\w+\//, '');
    const cut = fit(f.mended === '' ? named : `${named}: ${f.mended}`, left, SMALL, 'sans');
    if (cut === '') break;
    runs.push({ text: cut, name: `rule-name ${f.level}`, ...(runs.length > 0 ? { dx: 8 } : {}) });
    left -= width(cut, SMALL, 'sans') + 8;
  }
  const cut = left > 30 ? fit(secondText(row, view.index, view.say), left, SMALL, 'sans') : '';
  if (cut !== '') runs.push({ text: cut, ...(runs.length > 0 ? { dx: 8 } : {}) });
  return runs.length > 0 ? [text('second', x, y, anchor, ...runs)] : [];
}

function segmentMarks(view: View, row: Row, top: number): Mark[] {
  const parts = partsOf(view, row.row);
  const x1 = touch(view, row.from, row.to);
  const x2 = touch(view, row.to, row.from);
  const [y1, y2] = [top + parts.departure, top + parts.arrival];
  const right = x2 > x1;
  const middle = (x1 + x2) / 2;
  const room = Math.abs(x2 - x1) - 12;
  const labelY = y1 - 4;
  const under = y2 + 13;
  const spread = row.changes.length > 0 && view.layout.narrow;
  const below = second(view, row, middle, spread ? y2 + 14 : under, 'middle', room - 8);
  if (row.fate === 'lost') {
    const xEnd = x1 + (x2 - x1) * 0.64;
    const yEnd = y1 + (y2 - y1) * 0.64;
    const lost = view.say('panel/lost');
    return [
      line('wire lost', x1, y1, xEnd, yEnd),
      cross('cross', xEnd, yEnd, 5),
      text('fate', xEnd + (right ? 11 : -11), yEnd + 4, right ? 'start' : 'end', lost),
      ...label(view, row, middle, labelY, 'middle', room),
      ...below,
    ];
  }
  if (row.fate === 'held') {
    const side = x1 + (right ? 10 : -10);
    const anchor: Anchor = right ? 'start' : 'end';
    // Past where the arrow goes down.
    const past = view.layout.narrow ? 60 : 90;
    return [
      ...label(view, row, side, labelY, anchor, room - 10),
      ...second(view, row, x1 + (right ? past : -past), y1 + 22, anchor, room - past),
    ];
  }
  const slope = (y2 - y1) / (x2 - x1);
  const back = right ? 3 : -3;
  return [
    line('wire', x1, y1, x2 - back, y2 - slope * back),
    arrowhead('head', x1, y1, x2, y2),
    ...label(view, row, middle, labelY, 'middle', room),
    ...below,
  ];
}

function arrivalMarks(view: View, row: Row, top: number): Mark[] {
  const y = top + partsOf(view, row.row).arrival;
  const from = touch(view, row.from, row.to);
  const to = touch(view, row.to, row.from);
  const right = to > from;
  const room = Math.abs(to - from) - 20;
  if (row.kind === 'drop') {
    const x = from + (to - from) * 0.62;
    const said = `${row.flags} ${view.say('panel/lost')}`.trim();
    return [
      text('fate', x + (right ? 11 : -11), y + 4, right ? 'start' : 'end', fit(said, room * 0.36, SMALL, 'sans')),
    ];
  }
  const said = view.say('panel/arrives', { label: row.flags || row.text });
  const anchor: Anchor = right ? 'end' : 'start';
  const at = to + (right ? -12 : 12);
  return [
    text('fate', at, y + 14, anchor, fit(said, room, SMALL, 'sans')),
    ...second(view, row, at, y + 30, anchor, room),
  ];
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
    // The name of a timer or of an ICMP error is long: it stands inside, where there is room.
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
  return [...marks, ...second(view, row, middle, below, 'middle', view.layout.gap - 20)];
}

function centred(view: View): { readonly x: number; readonly room: number } {
  const [first, last] = [view.layout.hostX[0] ?? 0, view.layout.hostX.at(-1) ?? 0];
  return first === last
    ? { x: first, room: view.layout.right - view.layout.left }
    : { x: (first + last) / 2, room: last - first - 24 };
}

function waitMarks(view: View, row: Row, top: number): Mark[] {
  const y = top + partsOf(view, row.row).departure;
  const { x, room } = centred(view);
  const took = row.count !== undefined && row.count > 0 ? duration(row.count) : '';
  // How long an MSL is, the profile says.
  const said = view.say('panel/wait', {
    duration: took === '' ? row.text : /msl/i.test(row.text) ? `${row.text} = ${took}` : took,
  });
  const cut = fit(said, room - 30, SMALL, 'sans');
  const half = width(cut, SMALL, 'sans') / 2 + 16;
  return [
    line('pause', x - room / 2, y, x - half, y),
    line('pause', x + half, y, x + room / 2, y),
    clock(x - half + 10, y),
    text('event', x + 8, y + 4, 'middle', cut),
  ];
}

function noteMarks(view: View, row: Row, top: number): Mark[] {
  const { layout } = view;
  const lines = noteLines(view.index.shapes[row.row] ?? 0, layout.noteColumns);
  const wrapped = wrap(row.text.replace(/\s*\n\s*/g, ' '), layout.noteColumns);
  const shown = wrapped.slice(0, lines);
  if (wrapped.length > lines) shown[lines - 1] = `${(shown[lines - 1] ?? '').slice(0, -1)}…`;
  const over = row.over.length > 0 ? row.over : view.index.heads.map((_, i) => i);
  const xs = over.map((host) => layout.hostX[host] ?? 0);
  const reach = layout.narrow ? 8 : 32;
  let [x1, x2] = [Math.min(...xs) - reach, Math.max(...xs) + reach];
  const wanted = Math.max(...shown.map((said) => width(said, LABEL, 'sans'))) + 24;
  if (x2 - x1 < wanted) {
    // A note over one host may be wider than what it stands over, and stays inside.
    const middle = (x1 + x2) / 2;
    x1 = Math.max(layout.markX + 8, Math.min(middle - wanted / 2, layout.right - 2 - wanted));
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

function sectionMarks(view: View, row: Row, top: number): Mark[] {
  const { x, room } = centred(view);
  return [text('heading', x, top + 29.5, 'middle', fit(row.text, room, LABEL, 'bold'))];
}

function content(view: View, row: Row, top: number): Mark[] {
  switch (row.kind) {
    case 'segment':
      return segmentMarks(view, row, top);
    case 'arrival':
    case 'drop':
      return arrivalMarks(view, row, top);
    case 'call':
    case 'icmp':
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
  }
}

/** One row as a group that can be clicked, named for who cannot see it. */
export function rowMarks(view: View, row: Row): Mark {
  const { layout } = view;
  const top = topOf(view, row.row);
  const parts = partsOf(view, row.row);
  const level = worst(row);
  const marks: Mark[] = [rect('hit', layout.left, top, layout.right - layout.left, parts.height)];
  const y = parts.departure > 0 ? parts.departure : parts.height / 2;
  if (row.step >= 0) marks.push(text('number', layout.numberX, top + y + 4, 'end', String(row.step + 1)));
  marks.push(...content(view, row, top), ...besideMarks(view, row, top));
  if (level) marks.push(levelIcon(level, layout.markX, layout.narrow ? top + y - 14 : top + y));
  const isCurrent = view.current === row.row;
  return mark(
    'g',
    {
      class: `row ${row.kind}${level ? ` has-${level}` : ''}${timeClass(view, row.row)}`,
      id: `${view.prefix ?? ''}row-${row.row}`,
      role: 'option',
      'aria-selected': isCurrent ? 'true' : 'false',
      'aria-label': rowName(row, view.index, view.form, view.say),
      'data-row': row.row,
    },
    ...marks,
  );
}
