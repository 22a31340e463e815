/**
 * A drawing whose steps appear one after the other. The animation uses CSS only, so that it works in an `<img>`: a
 * curtain in the background colour goes down from row to row, and the heads change with the hosts' states. With reduced
 * motion, on paper, and in programs without animation the whole diagram is shown without motion.
 */
import type { State } from '../tcp';
import { type Trace, before } from '../trace';
import { headScene } from './head';
import { FIRST } from './layout';
import type { RowWindow } from './model';
import { type Mark, line, mark, rect, round } from './scene';
import { type View, topOf } from './view';

/** The time for which a row is the last visible one, and the time of the curtain's motion in it, seconds. */
export const ROW = 1.1;
const MOVE = 0.4;
/** The longest time for all rows together, seconds; with many rows each row gets less than {@link ROW}. */
export const MOST = 60;
/** The time for which the whole diagram is shown before the animation restarts, seconds. */
export const END = 4;

/** The marks and CSS rules that animate a drawing. */
export interface Playing {
  /** The heads of the hosts, one set for each combination of states. */
  readonly heads: readonly Mark[];
  /** The rectangle that covers the rows not shown yet. */
  readonly curtain: Mark;
  readonly rules: string;
}

/** A row that appears as a stage of its own: its number, and the first step after the row. */
interface Stop {
  readonly row: number;
  readonly next: number;
}

function stopsOf({ index }: View, window: RowWindow, steps: number): Stop[] {
  const last = window.from + window.rows.length;
  // Headings and captions appear with the row that follows.
  const rows = window.rows.filter(({ step }) => step >= 0).map(({ row }) => row);
  return rows.map((row, i) => {
    const follower = rows[i + 1] ?? (last < index.rows ? last : undefined);
    const step = follower === undefined ? steps : (index.stepOfRow[follower] ?? steps);
    return { row, next: step < 0 ? steps : step };
  });
}

function statesBefore(trace: Trace, step: number): State[] {
  const { ends } = before(trace, step);
  return trace.cast.ends.map(({ id }) => ends.get(id)?.tcb.state ?? 'CLOSED');
}

/**
 * The animation in which the rows of a window appear.
 *
 * @param room width of the drawing and height of its rows, pixels
 */
export function playing(
  trace: Trace,
  view: View,
  window: RowWindow,
  room: { readonly width: number; readonly height: number },
): Playing {
  const stops = stopsOf(view, window, trace.steps.length);
  const each = Math.min(ROW, MOST / Math.max(1, stops.length));
  const whole = round(stops.length * each + END);
  const percent = (seconds: number): string => `${round((seconds / whole) * 100)}%`;

  const start = topOf(view, window.from) - (window.from === 0 ? 2 : FIRST);
  const depth = (i: number): number => round(i < stops.length - 1 ? topOf(view, stops[i + 1]?.row ?? 0) : room.height);
  const frames = stops.map((_, i) => {
    // The animation begins with a short time before the first row.
    const [from, to] = [i * each + each - MOVE, i * each + each];
    const was = i === 0 ? round(start) : depth(i - 1);
    return `${percent(from)}{transform:translateY(${was}px)}${percent(to)}{transform:translateY(${depth(i)}px)}`;
  });
  const rules = [
    '.tf .curtain,.tf .then{visibility:hidden}',
    '@media screen and (prefers-reduced-motion:no-preference){',
    `.tf .curtain{visibility:visible;animation:tf-rows ${whole}s ease-in-out infinite}`,
    `@keyframes tf-rows{0%{transform:translateY(${round(start)}px)}${frames.join('')}100%{transform:translateY(${depth(stops.length - 1)}px)}}`,
  ];

  const sets: { readonly from: number; readonly states: readonly State[] }[] = [
    { from: 0, states: statesBefore(trace, Math.max(0, view.index.stepOfRow[window.from] ?? 0)) },
  ];
  for (const [i, { next }] of stops.entries()) {
    const states = statesBefore(trace, next);
    if (states.join() !== sets.at(-1)?.states.join()) sets.push({ from: (i + 1) * each - MOVE / 2, states });
  }
  if (sets.length > 1) {
    for (const [i, { from }] of sets.entries()) {
      const to = sets[i + 1]?.from ?? whole;
      const seen = `${i === 0 ? '' : '0%{visibility:hidden}'}${percent(from)}{visibility:visible}`;
      rules.push(`.tf .set-${i}{animation:tf-set-${i} ${whole}s step-end infinite}`);
      rules.push(`@keyframes tf-set-${i}{${seen}${to === whole ? '' : `${percent(to)}{visibility:hidden}`}}`);
    }
  }
  // The pointer over the drawing pauses the animation, if the drawing is a document of its own.
  rules.push('svg.tf:hover *{animation-play-state:paused}}');

  const heads = sets.map(({ states }, i) =>
    mark(
      'g',
      { class: i === 0 ? 'set-0' : `then set-${i}`, 'aria-hidden': i === 0 ? undefined : 'true' },
      ...headScene(view.index, view.layout, states),
    ),
  );
  const { left, right } = view.layout;
  const curtain = mark(
    'g',
    { class: 'curtain', 'aria-hidden': 'true' },
    rect('strip', 0, 0, room.width, room.height),
    line('rule', left, 0, right, 0),
  );
  return { heads, curtain, rules: rules.join('\n') };
}
