/** Drawing of a range of rows: highlight, headings, bands, segments in flight, then the rows. */
import { type State, phase } from '../tcp';
import { BAND, FIRST } from './layout';
import { crossingOf } from './clear';
import { cutMarks, windowMarks } from './draw-behind';
import { ruleMarks, timeoutMarks } from './draw-fold';
import { rowMarks, stateMarks } from './draw-row';
import type { RowWindow, Span } from './model';
import { cross, line, mark, rect, text, group, type Mark } from './scene';
import { messageHits, messagesScene } from './draw-message';
import { streamMarks } from './draw-streams';
import { wireMarks } from './draw-segment';
import { outward, partsOf, topOf, touch, type View } from './view';

interface Piece {
  readonly state: State;
  /** True if no segment shows the state yet, and it only follows from the peer's state. */
  readonly presumed: boolean;
  readonly top: number;
  readonly bottom: number;
}

/** The states of each end over the window, as pieces of the lifeline with one state each. */
function pieces(view: View, window: RowWindow): readonly (readonly Piece[])[] {
  const [first] = window.rows;
  if (!first) return [];
  // The first row's bands begin a little above it, beside the names of the states.
  const start = topOf(view, window.from) - (window.from === 0 ? FIRST - 6 : 0);
  const lanes = view.index.lanes.map((_, end) => ({
    state: first.before[end] ?? 'CLOSED',
    presumed: first.presumed.includes(end),
    top: start,
    found: [] as Piece[],
  }));
  const cut = (lane: (typeof lanes)[number], bottom: number, state: State, presumed: boolean): void => {
    lane.found.push({ state: lane.state, presumed: lane.presumed, top: lane.top, bottom });
    [lane.state, lane.presumed, lane.top] = [state, presumed, bottom];
  };
  let before = first.presumed;
  for (const row of window.rows) {
    const top = topOf(view, row.row);
    // Headings and captions change no state.
    if (row.step >= 0 && row.presumed !== before) {
      lanes.forEach((lane, end) => {
        const presumed = row.presumed.includes(end);
        if (lane.presumed !== presumed) cut(lane, top, lane.state, presumed);
      });
      before = row.presumed;
    }
    for (const { end, at, to, presumed = false } of row.changes) {
      const lane = lanes[end];
      if (lane !== undefined) cut(lane, top + partsOf(view, row.row)[at], to, presumed);
    }
  }
  const last = window.from + window.rows.length;
  const bottom = topOf(view, last) + (last >= view.index.rows ? 12 : 0);
  return lanes.map(({ state, presumed, top, found }) => [...found, { state, presumed, top, bottom }]);
}

function band(view: View, x: number, piece: Piece): Mark[] {
  const name = phase(piece.state);
  const height = piece.bottom - piece.top;
  if (height <= 0) return [];
  const { current } = view;
  const split = current < 0 ? Infinity : topOf(view, Math.floor(current) + 1);
  const part = (top: number, bottom: number, time: string): Mark =>
    name === 'closed'
      ? line(`band closed${time}`, x, top, x, bottom)
      : rect(
          `band ${name}${piece.presumed ? ' presumed' : ''}${time}`,
          x - BAND,
          top + 0.75,
          2 * BAND,
          bottom - top - 1.5,
          2,
        );
  if (split >= piece.bottom) return [part(piece.top, piece.bottom, '')];
  if (split <= piece.top) return [part(piece.top, piece.bottom, ' later')];
  return [part(piece.top, split, ''), part(split, piece.bottom, ' later')];
}

/** The 2MSL wait in TIME-WAIT as a dotted line beside the band. */
function timeWait(view: View, end: number, piece: Piece): Mark[] {
  if (piece.state !== 'TIME-WAIT' || piece.bottom - piece.top < 12) return [];
  const x = (view.layout.laneX[end] ?? 0) + outward(view, end) * (BAND + 4);
  return [line('two-msl', x, piece.top + 3, x, piece.bottom - 2)];
}

function spanMarks(view: View, span: Span): Mark {
  const x1 = touch(view, span.from, span.to);
  const target = touch(view, span.to, span.from);
  const y1 = topOf(view, span.start) + partsOf(view, span.start).departure;
  const last = partsOf(view, span.end);
  const y2 = topOf(view, span.end) + (span.how === 'timeout' ? last.departure : last.arrival);
  const state = view.current >= 0 && span.start > view.current ? ' later' : '';
  const flying = view.current >= 0 && span.start <= view.current && span.end > view.current ? ' flying' : '';
  const supposed = span.supposed && span.how !== 'timeout' ? ' supposed' : '';
  const attributes = { class: `span ${span.how}${supposed}${state}${flying}`, 'data-end': span.end };
  if (span.how === 'timeout') return mark('g', attributes, ...timeoutMarks(view, span.from, y1, y2));
  if (span.how === 'open') {
    const x2 = x1 + (target - x1) * 0.4;
    const right = target > x1;
    const said = view.say('panel/in-flight');
    return mark(
      'g',
      attributes,
      line('wire', x1, y1, x2, y1 + 6),
      text('fate', x2 + (right ? 8 : -8), y1 + 11, right ? 'start' : 'end', said),
    );
  }
  if (span.how === 'drop' && flying === '') {
    const x2 = x1 + (target - x1) * 0.62;
    return mark('g', attributes, line('wire', x1, y1, x2, y2), cross('cross', x2, y2, 5));
  }
  if (flying !== '') return mark('g', attributes, ...flyingMarks(view, { x1, y1, x2: target, y2 }, span));
  return mark('g', attributes, ...wireMarks(x1, y1, target, y2, span.how === 'dropped'));
}

/**
 * A segment in flight at the current row: its arrow up to this row, its current position, and the rest of its arrow
 * faintly.
 */
function flyingMarks(
  view: View,
  { x1, y1, x2, y2 }: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number },
  { how }: Span,
): Mark[] {
  const now = topOf(view, Math.floor(view.current) + 1);
  const share = y2 > y1 ? Math.max(0.04, Math.min(0.94, (now - y1) / (y2 - y1))) : 0.5;
  const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
  return [
    line('wire', x1, y1, x, y),
    group('later', ...wireMarks(x, y, x2, y2, how === 'dropped')),
    mark('circle', { class: 'packet', cx: x, cy: y, r: 3 }),
  ];
}

function sections(view: View, window: RowWindow): Mark[] {
  const found = window.rows.filter((row) => row.kind === 'section');
  const own: View = found.length === 0 ? view : { ...view, crossing: crossingOf(window) };
  return found.flatMap((row) => ruleMarks(own, row));
}

/** The initial states of the flow, above its first row. */
function firstStates(view: View, window: RowWindow): Mark[] {
  const [first] = window.rows;
  if (!first || window.from > 0) return [];
  // If a host has several connections, only the open ones are named.
  const isShared = (end: number): boolean => {
    const lanes = view.index.heads[view.index.lanes[end]?.host ?? 0]?.lanes ?? [];
    return lanes.some((lane) => first.before[lane] !== 'CLOSED');
  };
  const states = first.before
    .map((to, end) => ({ end, to, ...(first.presumed.includes(end) && { presumed: true as const }) }))
    .filter(({ end, to }) => to !== 'CLOSED' || !isShared(end));
  return stateMarks(view, states, topOf(view, 0) - FIRST + 16);
}

/** The marks in the background of the rows: highlight of the current row, rules of headings, bands and windows. */
export function backScene(view: View, window: RowWindow): Mark {
  const { layout, current } = view;
  const back: Mark[] = [];
  if (Number.isInteger(current) && current >= window.from && current < window.from + window.rows.length) {
    const { height } = partsOf(view, current);
    back.push(rect('highlight', layout.left, topOf(view, current) + 1.5, layout.right - layout.left, height - 1, 4));
  }
  const bands = pieces(view, window).flatMap((stretches, end) =>
    stretches.flatMap((piece) => [...band(view, layout.laneX[end] ?? 0, piece), ...timeWait(view, end, piece)]),
  );
  const beside = streamMarks(view, window);
  const parts = [back, sections(view, window), windowMarks(view, window), bands, cutMarks(view, window), beside];
  return layer('back', parts.flat());
}

/**
 * A group hidden from assistive technology. The children are not passed as arguments, since there may be too many for
 * one call.
 */
function layer(name: string, children: readonly Mark[]): Mark {
  return { ...mark('g', { class: name, 'aria-hidden': 'true' }), children };
}

/** The segments whose arrows cross several rows. */
export function spansScene(view: View, window: RowWindow): Mark {
  return layer(
    'spans',
    window.spans.map((span) => spanMarks(view, span)),
  );
}

/** The marks of single rows of a window, in order, from `first` (inclusive) to `last` (exclusive). */
export function rowScenes(view: View, window: RowWindow, first: number, last: number): Mark[] {
  const own: View = { ...view, crossing: crossingOf(window) };
  return window.rows.slice(first - window.from, last - window.from).map((row) => rowMarks(own, row));
}

/** The marks of a window besides its rows: the background, and the marks in front of the rows. */
export function aroundScene(view: View, window: RowWindow): { readonly behind: Mark[]; readonly over: Mark[] } {
  const begin = mark('g', { class: 'begin', 'aria-hidden': 'true' }, ...firstStates(view, window));
  const [back, spans] = [backScene(view, window), spansScene(view, window)];
  if (window.messages.length === 0) return { behind: [back, spans, begin], over: [] };
  const over = view.still === true ? [] : [messageHits(view, window)];
  return { behind: [back, spans, messagesScene(view, window), begin], over };
}

/** All marks of a range of rows, back to front. */
export function rowsScene(view: View, window: RowWindow): Mark[] {
  const { behind, over } = aroundScene(view, window);
  const { from, rows } = window;
  return [...behind, group('rows', ...rowScenes(view, window, from, from + rows.length)), ...over];
}

/** The messages that a row concerns: its segment carries octets of them, or they become complete in the row. */
export function kinOf(window: RowWindow, row: number): readonly number[] {
  const { says = [], hears = [] } = window.rows[row - window.from] ?? {};
  return [...new Set([...says, ...hears].map(({ message }) => message))];
}
