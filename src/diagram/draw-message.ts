/** Draws messages above TCP as arrows. Segments are ticks on these arrows, with a short text at the sender's side. */
import { HANGS, LOCK } from './draw-segment';
import { lock } from './icons';
import { NEXT_MESSAGE } from './layout';
import { fit, width } from './measure';
import type { Begun, MessageArrow, Row, RowWindow } from './model';
import { arrowhead, cross, line, mark, noEntry, round, text, type Mark, type Run } from './scene';
import { begunDetail, begunName, sizeText, tickText, wholeText } from './terms';
import { partsOf, timeClass, topOf, touch, type View } from './view';

const LABEL = 12;
const SMALL = 11;
/** Pixels that a message's arrow descends in its first row. */
const SLOPE = 9;
/** Half the height of a tick. */
const TICK = 4.5;
/** The length of the short line before a segment's text, and the distance of the text from the sender, pixels. */
const STUB = 15;
const WORD = 21;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The bends of a message's arrow. At each bend, the distance across is the share of octets that have arrived in order.
 */
function bendsOf(view: View, { from, to, start, place, points }: MessageArrow): Point[] {
  const [x1, x2] = [touch(view, from, to), touch(view, to, from)];
  const departure = topOf(view, start) + partsOf(view, start).departure + place * NEXT_MESSAGE;
  const bends = points.map(({ row, share }) => ({
    x: x1 + (x2 - x1) * share,
    y: row === start ? departure + SLOPE : topOf(view, row) + partsOf(view, row).arrival,
  }));
  return [{ x: x1, y: departure }, ...bends];
}

/** The x position of an arrow at height `y`; below the last bend, that of the last bend. */
function at(bends: readonly Point[], y: number): number {
  const behind = bends.findIndex((p) => p.y >= y);
  const next = bends[behind] ?? bends.at(-1);
  const before = bends[behind - 1] ?? next;
  if (next === undefined || before === undefined) return 0;
  return next.y === before.y ? next.x : before.x + ((next.x - before.x) * (y - before.y)) / (next.y - before.y);
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** A short dashed continuation of an arrow whose message never becomes complete. */
function restMarks(view: View, arrow: MessageArrow, last: Point): Mark[] {
  const [x1, x2] = [touch(view, arrow.from, arrow.to), touch(view, arrow.to, arrow.from)];
  const x = last.x + Math.sign(x2 - x1) * Math.min(Math.abs(x2 - last.x) - 12, Math.abs(x2 - x1) * 0.16);
  return [line('message-rest', last.x, last.y, x, last.y + 6)];
}

/** The ticks of one message: segments that carry it, lost segments, and ACKs of the receiver. */
function ticksOf(
  { message, to, start, end, whole }: MessageArrow,
  bends: readonly Point[],
  view: View,
  rows: readonly Row[],
) {
  return rows.flatMap((row): Mark[] => {
    if (row.row <= start || row.row > end || (whole && row.row === end) || row.as === '' || row.kind === 'fold')
      return [];
    const y = topOf(view, row.row) + partsOf(view, row.row).arrival;
    const x = at(bends, y);
    const later = timeClass(view, row.row).replace(' current', ' here');
    if (row.says.some((share) => share.message === message)) {
      if (row.fate === 'lost' || row.fate === 'dropped') return [cross(`cross${later}`, x, y, 4)];
      const one = (dx: number): Mark => line(`message-tick${later}`, x + dx, y - TICK, x + dx, y + TICK);
      return row.repeats > 0 ? [one(-2), one(2)] : [one(0)];
    }
    const isAck = row.kind === 'segment' && row.from === to && row.bytes === 0 && row.fate === 'arrived';
    return isAck ? [mark('circle', { class: `message-ack${later}`, cx: x, cy: y, r: 2.6 })] : [];
  });
}

/**
 * For a message that only the end of the connection delimits: the arrowhead is at the arrival of the last octet, and a
 * dashed line leads from there to the row in which the message is complete.
 */
function waitMarks(bends: readonly Point[]): Mark[] {
  const end = bends.at(-1) as Point;
  const come = bends.findIndex(({ x }) => x === end.x);
  const [before, tip] = [bends[come - 1] ?? end, bends[come] ?? end];
  return [
    mark('path', { class: 'message-line', d: pathOf(bends.slice(0, come + 1)) }),
    arrowhead('message-head', before.x, before.y, tip.x, tip.y),
    line('message-rest', tip.x, tip.y, end.x, end.y),
    line('message-tick', end.x - TICK, end.y, end.x + TICK, end.y),
  ];
}

function arrowMarks(view: View, arrow: MessageArrow, rows: readonly Row[]): Mark {
  const { current } = view;
  const bends = bendsOf(view, arrow);
  const [last, before] = [bends.at(-1), bends.at(-2)];
  const kin = view.kin?.includes(arrow.message) === true ? ' kin' : '';
  const later = current >= 0 && arrow.start > current ? ' later' : '';
  const marks = ticksOf(arrow, bends, view, rows);
  const waits = arrow.whole && last !== undefined && last.x === before?.x;
  if (waits) marks.unshift(...waitMarks(bends));
  else if (last && before) {
    const isHere = arrow.whole && arrow.points.at(-1)?.share === 1;
    const angle = Math.atan2(last.y - before.y, last.x - before.x);
    const tip = { x: last.x - 3 * Math.cos(angle), y: last.y - 3 * Math.sin(angle) };
    marks.unshift(mark('path', { class: 'message-line', d: pathOf(isHere ? [...bends.slice(0, -1), tip] : bends) }));
    if (isHere) marks.push(arrowhead('message-head', before.x, before.y, last.x, last.y));
  }
  if (!arrow.whole && last) marks.push(...restMarks(view, arrow, last));
  return mark('g', { class: `message${kin}${later}`, 'data-message': arrow.message }, ...marks);
}

/** The arrows of messages that cross a window. */
export function messagesScene(view: View, { rows, messages }: RowWindow): Mark {
  const arrows = messages.map((arrow) => arrowMarks(view, arrow, rows));
  return { ...mark('g', { class: 'messages', 'aria-hidden': 'true' }), children: arrows };
}

/** The clickable areas of the messages' arrows; a click goes to the step that completes the message. */
export function messageHits(view: View, { messages }: RowWindow): Mark {
  const hits = messages.map((arrow) =>
    mark('path', { class: 'message-hit', d: pathOf(bendsOf(view, arrow)), 'data-to-step': arrow.step }),
  );
  return { ...mark('g', { class: 'message-hits', 'aria-hidden': 'true' }), children: hits };
}

function labelOf(view: View, row: Row, begun: Begun, y: number): Mark[] {
  const [x1, x2] = [touch(view, row.from, row.to), touch(view, row.to, row.from)];
  const room = Math.abs(x2 - x1) - 8;
  const name = fit(begunName(begun, view.say), room, LABEL, 'bold');
  const left = room - width(name, LABEL, 'bold') - 10;
  const detail = [begunDetail(begun, view.say), sizeText(begun, view.say)].find(
    (said) => width(said, SMALL, 'sans') <= left,
  );
  const runs: Run[] = [{ text: name, name: 'flags' }];
  if (detail !== undefined && detail !== '') runs.push({ text: detail, name: 'detail', dx: 8 });
  const label = text('label', (x1 + x2) / 2, y, 'middle', ...runs);
  if (begun.lock === '') return [label];
  // The lock is below the message's arrow, beside the sender.
  return [label, lock(begun.lock, x1 + Math.sign(x2 - x1) * LOCK, y + 5 + HANGS)];
}

/** The rules that a row violates, below the row's arrow. */
function rules(view: View, row: Row, y: number): Mark[] {
  const runs: Run[] = [];
  let room = view.layout.gap - 20;
  for (const { rule, level } of row.findings) {
    const said = fit(rule.replace(/^\w+\//, ''), room, SMALL, 'sans');
    if (said === '') break;
    room -= width(said, SMALL, 'sans') + 8;
    runs.push({ text: said, name: `rule-name ${level}`, ...(runs.length > 0 ? { dx: 8 } : {}) });
  }
  const middle = (touch(view, row.from, row.to) + touch(view, row.to, row.from)) / 2;
  return runs.length === 0 ? [] : [text('second rules', middle, y, 'middle', ...runs)];
}

/** The names of messages above the arrows that begin in a row. */
export function beginMarks(view: View, row: Row, top: number): Mark[] {
  const { departure, height } = partsOf(view, row.row);
  const places = Math.round((partsOf(view, row.row).arrival - departure - SLOPE) / NEXT_MESSAGE) + 1;
  const marks = row.begins
    .slice(0, places)
    .flatMap((begun, i) => labelOf(view, row, begun, top + departure - 5 + i * NEXT_MESSAGE));
  return [...marks, ...rules(view, row, top + height - 6)];
}

/** The short text of a segment at the sender's side; for an arrival, at the receiver's side. */
export function tickMarks(view: View, row: Row, top: number): Mark[] {
  const { departure, height } = partsOf(view, row.row);
  const y = top + departure;
  const isArrival = row.kind === 'arrival';
  const [near, far] = isArrival ? [row.to, row.from] : [row.from, row.to];
  const x = touch(view, near, far);
  const toward = touch(view, far, near) > x ? 1 : -1;
  const anchor = toward > 0 ? 'start' : 'end';
  const [begin, tip] = isArrival ? [x + toward * STUB, x + toward * 2] : [x, x + toward * STUB];
  const said = fit(tickText(row, view.say), view.layout.gap * 0.6, SMALL, 'sans');
  const marks = [text('fate', x + toward * WORD, y + 4, anchor, said)];
  if (row.kind === 'drop' || row.fate === 'lost' || row.fate === 'dropped') {
    marks.push(line('wire stub lost', begin, y, tip, y), cross('cross', tip, y, 3.5));
  } else if (row.fate === 'not-sent') marks.push(noEntry('no-entry', x + toward * 9, y, 5));
  else marks.push(line('wire stub', begin, y, tip - Math.sign(tip - begin) * 4, y), small(begin, tip, y));
  const fate = row.fate === 'arrived' || isArrival ? '' : view.say(`panel/${row.kind === 'drop' ? 'lost' : row.fate}`);
  const used = WORD + width(said, SMALL, 'bold') + 8;
  const behind = x + toward * used;
  const room = Math.abs(touch(view, far, near) - x) - used - 4;
  const more = fit([fate, wholeText(row, view.say)].filter((part) => part !== '').join(' · '), room, SMALL, 'sans');
  if (more !== '') marks.push(text('detail', behind, y + 4, anchor, more));
  return [...marks, ...rules(view, row, top + height - 5)];
}

/** The arrowhead of the short line before a segment's text. */
function small(from: number, tip: number, y: number): Mark {
  const back = tip - Math.sign(tip - from) * 5;
  return mark('path', {
    class: 'head stub',
    d: `M${round(tip)} ${round(y)}L${round(back)} ${round(y - 3)}L${round(back)} ${round(y + 3)}Z`,
  });
}
