/**
 * The arrows of messages: each leads from the row in which the first octet is sent to the row in which the last octet
 * has arrived in order.
 */
import { type Course, type Courses, endOf } from '../tell';
import type { DiagramIndex, MessageArrow } from './model';
import { begunIn } from './shares';

/** The arrows of all messages, in the order in which they begin. */
export function arrowsOf(courses: Courses, { rowOfStep, lanes }: DiagramIndex): readonly MessageArrow[] {
  const rowOf = (step: number): number => rowOfStep[step] ?? -1;
  return courses.all.flatMap((course, message) => {
    const first = course.carriers[0]?.step ?? -1;
    // An end that is not drawn has no lifeline for an arrow.
    if (first < 0 || course.from >= lanes.length || course.to >= lanes.length) return [];
    const points = pointsOf(course, rowOf);
    const step = endOf(course);
    const { from, to, whole } = course;
    const place = begunIn(courses, first).indexOf(message);
    return [{ message, from, to, start: rowOf(first), place, end: rowOf(step), whole: whole >= 0, step, points }];
  });
}

/** The share of a message that has arrived after each row; of several steps in one row the last one counts. */
function pointsOf({ reached, size }: Course, rowOf: (step: number) => number): MessageArrow['points'] {
  // For a message of unknown length, the octets that arrive in the end count as the whole message.
  const all = Math.max(1, size ?? reached.at(-1)?.octets ?? 1);
  const points: { row: number; share: number }[] = [];
  for (const { step, octets } of reached) {
    const point = { row: rowOf(step), share: Math.min(1, octets / all) };
    if (points.at(-1)?.row === point.row) points.pop();
    points.push(point);
  }
  return points;
}

/**
 * The arrows that cross rows `from` (inclusive) to `to` (exclusive), each with its points in these rows and the
 * adjacent points.
 */
export function arrowsIn(arrows: readonly MessageArrow[], from: number, to: number): readonly MessageArrow[] {
  return arrows.filter((a) => a.start < to && a.end >= from).map((a) => ({ ...a, points: pointsIn(a, from, to) }));
}

function pointsIn({ points }: MessageArrow, from: number, to: number): MessageArrow['points'] {
  const first = points.findLastIndex(({ row }) => row < from);
  const behind = points.findIndex(({ row }) => row >= to);
  return points.slice(Math.max(0, first), behind < 0 ? points.length : behind + 1);
}
