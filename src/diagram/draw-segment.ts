/** Drawing of a segment: its arrow, its labels, and its arrival if that is a row of its own. */
import { clearLeft } from './clear';
import { lock } from './icons';
import { fit, width } from './measure';
import type { Row } from './model';
import { arrowhead, cross, line, mark, noEntry, rect, text, type Anchor, type Mark, type Run } from './scene';
import { arrivesText, flagsText, numbersText, secondText } from './terms';
import { GHOST } from './layout';
import { partsOf, touch, type View } from './view';

const LABEL = 12;
const NUMBER = 11.5;
const SMALL = 11;
/** Height of a line of a label, pixels. */
const LINE = 14;

/** The label of a segment in one line: flags and numbers. */
function labelRuns(view: View, row: Row, room: number): Run[] {
  const flags = flagsText(row, view.say);
  const numbers = numbersText(row, view.form);
  const runs: Run[] = [{ text: flags, name: 'flags' }];
  const rest = room - width(flags, LABEL, 'bold') - 10;
  if (numbers !== '') runs.push({ text: fit(numbers, rest, NUMBER, 'mono'), name: 'numbers', dx: 9 });
  return runs;
}

function labelWidth(runs: readonly Run[]): number {
  return runs.reduce((n, { text: said, name, dx = 0 }) => {
    return n + dx + (name === 'numbers' ? width(said, NUMBER, 'mono') : width(said, LABEL, 'bold'));
  }, 0);
}

/**
 * The place of a text and the space available for it. `x` is the text's left edge, right edge or middle, depending on
 * `anchor`.
 */
interface Place {
  readonly x: number;
  readonly anchor: Anchor;
  readonly left: number;
  readonly right: number;
}

/** The x position of a text, and the marks behind it: a background strip if an arrow crosses the text. */
interface Placed {
  readonly x: number;
  readonly behind: readonly Mark[];
}

/** The place of a text `wide` pixels wide, moved so that if possible no arrow of another segment crosses the text. */
function moved(view: View, row: Row, { x, anchor, left, right }: Place, wide: number, y: number, lines = 1): Placed {
  const wanted = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  const clear = clearLeft(view, row.row, { wide, y, lines, wanted }, { left, right });
  const above = 10 + (lines - 1) * LINE;
  const behind = clear.crossed ? [rect('strip', clear.left - 3, y - above, wide + 6, above + 3, 2)] : [];
  return { x: x + clear.left - wanted, behind };
}

/** The label of a segment: flags and numbers, in one line or two. */
function label(view: View, row: Row, place: Place, y: number): Mark[] {
  const room = place.right - place.left;
  if (view.layout.labelLines === 1 || row.seq === undefined) {
    const runs = labelRuns(view, row, room);
    const { x, behind } = moved(view, row, place, labelWidth(runs), y);
    return [...behind, text('label', x, y, place.anchor, ...runs)];
  }
  const flags = fit(flagsText(row, view.say), room, LABEL, 'bold');
  const numbers = fit(numbersText(row, view.form), room, NUMBER, 'mono');
  const wide = Math.max(width(flags, LABEL, 'bold'), width(numbers, NUMBER, 'mono'));
  const { x, behind } = moved(view, row, place, wide, y, 2);
  return [
    ...behind,
    text('label', x, y - LINE, place.anchor, { text: flags, name: 'flags' }),
    text('label', x, y, place.anchor, { text: numbers, name: 'numbers' }),
  ];
}

/**
 * The parts of a text (separated by middle dots) that fit, with an ellipsis for the rest. A part is truncated only if
 * not even the first one fits.
 */
function fitParts(said: string, room: number): string {
  if (width(said, SMALL, 'sans') <= room) return said;
  const parts = said.split(' · ');
  // A text may have thousands of parts, of which only a few fit, so the parts are added one by one.
  let fitting = '';
  for (const [n, part] of parts.slice(0, -1).entries()) {
    const some = n === 0 ? part : `${fitting} · ${part}`;
    if (width(`${some} …`, SMALL, 'sans') > room) break;
    fitting = some;
  }
  return fitting === '' ? fit(said, room, SMALL, 'sans') : `${fitting} …`;
}

/** Payload and options of a segment. Of many messages, as many are named as fit, and the others are counted. */
function fitSecond({ index, say }: View, row: Row, room: number): string {
  const all = secondText(row, index, say);
  if (all === '' || width(all, SMALL, 'sans') <= room) return all;
  const most = Math.max(row.says.length, row.hears.length) - 1;
  const naming = (count: number): string => secondText(row, index, say, false, count);
  let fitting: string | undefined;
  for (let named = 1; named <= most; named++) {
    const some = naming(named);
    if (width(some, SMALL, 'sans') > room) break;
    fitting = some;
  }
  return fitting ?? fitParts(row.hears.length > 1 ? naming(1) : all, room);
}

/** The second line of a label: violated rules, then payload and options. An ellipsis marks any omission. */
function secondRuns(view: View, row: Row, room: number): Run[] {
  const runs: Run[] = [];
  let left = room;
  const add = (said: string, name: string): void => {
    runs.push({ text: said, name, ...(runs.length > 0 ? { dx: 8 } : {}) });
    left -= width(said, SMALL, 'sans') + 8;
  };
  if (row.fate === 'dropped' && row.kind === 'segment')
    add(fit(view.say('panel/dropped'), left, SMALL, 'sans'), 'fate');
  for (const f of row.findings) {
    // The segment's text already states that the segment is a retransmission.
    if (f.rule.endsWith('/retransmission') && row.repeats > 0) continue;
    // The hatching of the stream lanes already shows this.
    if (f.rule === 'h2/tcp-hol' && view.index.streams > 0) continue;
    const named = f.rule.replace(/^\w+\//, '');
    const cut = fit(f.mended === '' ? named : `${named}: ${f.mended}`, left, SMALL, 'sans');
    if (cut === '') return runs;
    add(cut, `rule-name ${f.level}`);
  }
  const cut = fitSecond(view, row, left);
  // After a violated rule, the rest is omitted if only a few letters of it fit.
  if (cut !== '' && (runs.length === 0 || cut.endsWith(' …') || !cut.endsWith('…'))) add(cut, '');
  return runs;
}

export function second(view: View, row: Row, x: number, y: number, anchor: Anchor, room: number): Mark[] {
  const runs = secondRuns(view, row, room);
  if (runs.length === 0) return [];
  const wide = runs.reduce((n, run) => n + (run.dx ?? 0) + width(run.text, SMALL, 'sans'), 0);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - room : x - room / 2;
  const at = moved(view, row, { x, anchor, left, right: left + room }, wide, y);
  return [...at.behind, text('second', at.x, y, anchor, ...runs)];
}

/**
 * The label of a segment in flight: in one line above the arrow if there is room, so that the arrow does not cross the
 * label.
 */
function heldMarks(view: View, row: Row, x: number, y: number, right: boolean, room: number): Mark[] {
  const side = x + (right ? 10 : -10);
  const anchor: Anchor = right ? 'start' : 'end';
  const place: Place = { x: side, anchor, left: right ? side : side - room, right: right ? side + room : side };
  const own = labelRuns(view, row, room);
  const used = labelWidth(own) + 12;
  const more = secondRuns(view, row, room - used);
  const isWhole = more.length === secondRuns(view, row, Infinity).length && !more.some((run) => run.text.endsWith('…'));
  if (view.layout.labelLines === 1 && isWhole) {
    const behind = more.reduce((n, run) => n + (run.dx ?? 0) + width(run.text, SMALL, 'sans'), 0);
    const { x: x1, behind: strip } = moved(view, row, place, used + behind, y - 4);
    if (more.length === 0) return [...strip, text('label', x1, y - 4, anchor, ...own)];
    return [
      ...strip,
      text('label', right ? x1 : x1 - behind - 12, y - 4, anchor, ...own),
      text('second', right ? x1 + used : x1, y - 4, anchor, ...more),
    ];
  }
  // The label begins below the point where the arrow descends.
  const needed = secondRuns(view, row, Infinity).reduce(
    (n, run) => n + width(run.text, SMALL, 'sans') + (run.dx ?? 0),
    2,
  );
  const past = Math.max(24, Math.min(view.layout.narrow ? 60 : 90, room - needed));
  return [
    ...label(view, row, place, y - 4),
    ...second(view, row, x + (right ? past : -past), y + (view.layout.narrow ? 26 : 22), anchor, room - past),
  ];
}

/**
 * Pixels from the sender's lifeline to the lock of a segment's messages, and from the arrow down to the lock, away from
 * labels.
 */
export const LOCK = 18;
export const HANGS = 7;

/** The lock of a segment's messages: shut if the chosen observer can't decrypt one of them. */
function lockMarks({ says }: Row, x: number, y: number, right: boolean): Mark[] {
  const state = (['shut', 'open'] as const).find((one) => says.some((share) => share.lock === one));
  return state === undefined ? [] : [lock(state, x + (right ? LOCK : -LOCK), y + HANGS)];
}

/** Pixels between the receiver's lifeline and the cross of a segment that the receiver drops. */
const DROPPED = 8;

/** The line of a segment from one lifeline to the other: with an arrowhead, or a cross before a receiver that drops it. */
export function wireMarks(x1: number, y1: number, x2: number, y2: number, isDropped: boolean): Mark[] {
  const slope = (y2 - y1) / (x2 - x1);
  const back = (isDropped ? DROPPED : 3) * Math.sign(x2 - x1);
  const [x, y] = [x2 - back, y2 - slope * back];
  return [line('wire', x1, y1, x, y), isDropped ? cross('cross', x, y, 5) : arrowhead('head', x1, y1, x2, y2)];
}

/**
 * The missing segment, as a faint arrow above the segment that could not be sent without it. A click inserts the script
 * line of the missing segment.
 */
function ghostMarks(view: View, { ghost, step }: Row, top: number): Mark[] {
  if (!ghost) return [];
  const [x1, x2] = [touch(view, ghost.from, ghost.to), touch(view, ghost.to, ghost.from)];
  const [y1, y2] = [top + 21, top + 29];
  const room = Math.abs(x2 - x1) - 16;
  const said = fit(view.say('panel/ghost', { label: ghost.flags }), room, SMALL, 'sans');
  const [left, wide] = [Math.min(x1, x2), Math.abs(x2 - x1)];
  const acts = view.still === true ? undefined : step;
  return [
    mark(
      'g',
      { class: 'ghost', 'data-insert': acts },
      ...(acts === undefined ? [] : [mark('title', {}, view.say('panel/ghost-title'))]),
      rect('ghost-box', left + 4, top + 3, wide - 8, GHOST - 2, 4),
      ...wireMarks(x1, y1, x2, y2, false),
      text('ghost-text', (x1 + x2) / 2, top + 17, 'middle', said),
    ),
  ];
}

/** A short line for a segment that its sender could not send, with its label. */
function unsentMarks(view: View, row: Row, x: number, y: number, right: boolean, room: number): Mark[] {
  const toward = right ? 1 : -1;
  const anchor: Anchor = right ? 'start' : 'end';
  const side = x + toward * 10;
  const place: Place = { x: side, anchor, left: right ? side : side - room, right: right ? side + room : side };
  const stop = x + toward * STUB;
  return [
    ...label(view, row, place, y - 11),
    line('wire not-sent', x, y, stop, y),
    noEntry('no-entry', stop + toward * RING, y, RING),
    text('fate', stop + toward * (2 * RING + 6), y + 4, anchor, view.say('panel/not-sent')),
    ...second(view, row, side, y + 20, anchor, room),
  ];
}

/** The length of the short line of an unsent segment, and the radius of the sign at its end, pixels. */
const STUB = 26;
const RING = 6;

export function segmentMarks(view: View, row: Row, top: number): Mark[] {
  const parts = partsOf(view, row.row);
  const x1 = touch(view, row.from, row.to);
  const x2 = touch(view, row.to, row.from);
  const [y1, y2] = [top + parts.departure, top + parts.arrival];
  const right = x2 > x1;
  const middle = (x1 + x2) / 2;
  const room = Math.abs(x2 - x1) - 12;
  const place: Place = { x: middle, anchor: 'middle', left: middle - room / 2, right: middle + room / 2 };
  const under = y2 + 13;
  const spread = row.changes.length > 0 && view.layout.narrow;
  const below = second(view, row, middle, spread ? y2 + 14 : under, 'middle', room - 8);
  if (row.fate === 'lost') {
    const xEnd = x1 + (x2 - x1) * 0.64;
    const yEnd = y1 + (y2 - y1) * 0.64;
    const lost = view.say('panel/lost');
    return [
      line('wire lost', x1, y1, xEnd, yEnd),
      ...lockMarks(row, x1, y1, right),
      cross('cross', xEnd, yEnd, 5),
      text('fate', xEnd + (right ? 11 : -11), yEnd + 4, right ? 'start' : 'end', lost),
      ...label(view, row, place, y1 - 4),
      ...below,
    ];
  }
  if (row.fate === 'open') {
    const toward = right ? 1 : -1;
    const [x, y] = [x2 - toward * 3, y2 - ((y2 - y1) / (x2 - x1)) * toward * 3];
    return [
      line('wire lost', x1, y1, x, y),
      arrowhead('head', x1, y1, x2, y2),
      text('fate', x2 - toward * 12, y2 + 13, right ? 'end' : 'start', `? ${view.say('panel/open')}`),
      ...lockMarks(row, x1, y1, right),
      ...label(view, row, place, y1 - 4),
      ...below,
    ];
  }
  if (row.fate === 'in-flight')
    return [...heldMarks(view, row, x1, y1, right, room - 10), ...lockMarks(row, x1, y1, right)];
  if (row.fate === 'not-sent')
    return [...ghostMarks(view, row, top), ...unsentMarks(view, row, x1, y1, right, room - 10)];
  return [
    ...wireMarks(x1, y1, x2, y2, row.fate === 'dropped'),
    ...lockMarks(row, x1, y1, right),
    ...label(view, row, place, y1 - 4),
    ...below,
  ];
}

export function arrivalMarks(view: View, row: Row, top: number): Mark[] {
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
  const said = arrivesText(row, view.say);
  const anchor: Anchor = right ? 'end' : 'start';
  const at = to + (right ? -12 : 12);
  const cut = fit(said, room, SMALL, 'sans');
  const wide = width(cut, SMALL, 'sans');
  // The text stays at the arrowhead.
  const place: Place = { x: at, anchor, left: right ? at - wide : at, right: right ? at : at + wide };
  return [
    ...moved(view, row, place, wide, y + 14).behind,
    text('fate', at, y + 14, anchor, cut),
    ...second(view, row, at, y + 30, anchor, room),
  ];
}
