/** HTTP/2 streams as lanes beside the ladder: the column of each stream, and the rows between which it is open. */
import type { StreamCourse, StreamCourses } from '../tell';
import type { Eyes } from './arrange';
import type { DiagramIndex, FoldedStreams, Stall, StreamLane, StreamWindow } from './model';

/** The most lanes side by side; further streams share one additional lane. */
export const MOST_LANES = 8;

export interface Lanes {
  readonly columns: number;
  readonly lanes: readonly StreamLane[];
  readonly folded: readonly FoldedStreams[];
  readonly stalls: readonly Stall[];
}

export const NO_LANES: Lanes = { columns: 0, lanes: [], folded: [], stalls: [] };

/** The streams that the chosen observer can see: an observer on the wire sees only records for streams inside TLS. */
function seen({ all }: StreamCourses, eyes: Eyes): readonly StreamCourse[] {
  return eyes === 'wire' ? all.filter(({ sealed }) => !sealed) : all;
}

/** Assigns a column to each stream: the first column that is free. */
export function lanesOf(courses: StreamCourses, eyes: Eyes, rowOfStep: DiagramIndex['rowOfStep']): Lanes {
  const streams = seen(courses, eyes);
  if (streams.length === 0) return NO_LANES;
  const rowOf = (step: number): number => rowOfStep[step] ?? -1;
  /** The last row of each column so far. */
  const taken: number[] = [];
  const lanes: StreamLane[] = [];
  const folded: { start: number; end: number; streams: number }[] = [];
  for (const { stream, name, client, first, last, how, data } of streams) {
    const [start, end] = [rowOf(first), rowOf(last)];
    const free = taken.findIndex((row) => row < start);
    const column = free < 0 ? taken.length : free;
    if (column < MOST_LANES) {
      taken[column] = end;
      const ticks = data.map((one) => ({ row: rowOf(one.step), up: one.from === client, octets: one.octets }));
      lanes.push({ stream, name, column, start, end, how, ticks });
      continue;
    }
    const before = folded.at(-1);
    if (before === undefined || before.end < start) folded.push({ start, end, streams: 1 });
    else Object.assign(before, { end: Math.max(before.end, end), streams: before.streams + 1 });
  }
  const stalls = courses.stalls.map(({ first, last }) => ({ start: rowOf(first), end: rowOf(last) }));
  return { columns: taken.length + (folded.length > 0 ? 1 : 0), lanes, folded, stalls };
}

/** The lanes that cross rows `from` (inclusive) to `to` (exclusive). */
export function lanesIn({ lanes, folded, stalls }: Lanes, from: number, to: number): StreamWindow {
  const crosses = ({ start, end }: Stall): boolean => start < to && end >= from;
  const ticksIn = ({ ticks }: StreamLane): StreamLane['ticks'] => ticks.filter(({ row }) => row >= from && row < to);
  return {
    lanes: lanes.filter(crosses).map((lane) => ({ ...lane, ticks: ticksIn(lane) })),
    folded: folded.filter(crosses),
    stalls: stalls.filter(crosses),
  };
}
