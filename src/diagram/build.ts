/**
 * Builds a diagram from a trace: one pass numbers the rows (`numbering.ts`); single rows are made on demand
 * (`rows.ts`).
 */
import { type Trace, givenEnds } from '../trace';
import { arrange, PLAIN, type Arrangement } from './arrange';
import { inSight, leftOutOf } from './in-sight';
import type { Diagram, DiagramIndex, Held, Row, RowWindow } from './model';
import { Numbering, sectionsOf } from './numbering';
import { type Courses, NO_COURSES, coursesOf, streamsOf, wireOpening } from '../tell';
import { arrowsIn, arrowsOf } from './message-arrows';
import { hasArrows } from './shares';
import { type Lanes, NO_LANES, lanesIn, lanesOf } from './stream-lanes';
import { captionRow, foldRow, sectionRow, stepRow, written, type Place } from './rows';

/** The diagram of a trace in the user's arrangement: an index of all rows, and rows on demand. */
export function diagram(whole: Trace, how: Arrangement = PLAIN): Diagram {
  const trace = inSight(whole);
  const sections = sectionsOf(trace);
  // The pass that numbers the rows also finds out if the flow has messages above TCP.
  const early = how.show === 'messages' ? coursesOf(trace) : NO_COURSES;
  const opens = wireOpening(trace);
  const numbering = new Numbering(trace, sections, how, early);
  arrange(trace, sections, how, numbering);
  const { spans, entries, firstFoldable } = numbering;
  const courses = early === NO_COURSES && numbering.speaks ? coursesOf(trace) : early;
  const plain = numbering.index(leftOutOf(whole, trace), courses);
  const streams = streamLanes(trace, how, courses, plain);
  const index = streams === NO_LANES ? plain : { ...plain, streams: streams.columns };
  const closed = new Set(how.closed);
  const folds = new Map<number, Row>();
  let given: ReturnType<typeof givenEnds> | undefined;
  const arrows = hasArrows({ how, courses }) ? arrowsOf(courses, index) : [];
  const rowOf = (step: number): number => index.rowOfStep[step] ?? -1;

  function rowAt(row: number): Row | undefined {
    const foldable = firstFoldable.get(row) ?? -1;
    given ??= givenEnds(trace);
    const place: Place = { row, rowOf, foldable, windows: how.windows, given, how, courses, opens };
    const entry = entries.get(row);
    if (!entry) {
      const at = index.stepOfRow[row] ?? -1;
      const step = trace.steps[at];
      return step && stepRow(trace, place, at, step);
    }
    switch (entry.kind) {
      case 'section': {
        const section = sections[entry.at];
        if (!section) return undefined;
        const { line, title, step } = section;
        return sectionRow(trace, row, line, title, step, closed.has(line));
      }
      case 'run':
        return captionRow(trace, row, entry.at);
      case 'fold': {
        // A fold's row is cached, so that its content is counted only once.
        const made = folds.get(row) ?? foldRow(trace, place, entry.at, entry.to, entry.why);
        folds.set(row, made);
        return made;
      }
    }
  }

  /** The last step that is drawn in a row, without the badges of `expect` statements after it. */
  function lastIn(row: number): number {
    const entry = entries.get(row);
    if (entry?.kind === 'section') return (sections[entry.at]?.step ?? 0) - 1;
    return entry?.kind === 'fold' ? entry.to - 1 : (index.stepOfRow[row] ?? -1);
  }

  /** The `expect` statements directly after a row that hold. */
  function heldBehind(row: number): Held[] {
    const held: Held[] = [];
    for (let at = lastIn(row) + 1; index.rowOfStep[at] === row; at++) {
      const step = trace.steps[at];
      if (step?.kind === 'expect') held.push({ step: at, text: written(trace, step.line) });
    }
    return held;
  }

  function rows(from: number, to: number): RowWindow {
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(index.rows, Math.ceil(to));
    const made: Row[] = [];
    for (let row = first; row < last; row++) {
      const one = rowAt(row);
      const held = one ? heldBehind(row) : [];
      if (one) made.push(held.length > 0 ? { ...one, held } : one);
    }
    const crossing = spans.filter((s) => s.start < last && s.end >= first);
    const window = { from: first, rows: made, spans: crossing, messages: arrowsIn(arrows, first, last) };
    return streams === NO_LANES ? window : { ...window, streams: lanesIn(streams, first, last) };
  }

  return { index, rows };
}

/** The lanes of HTTP/2 streams; none for a flow without messages above TCP. */
function streamLanes(trace: Trace, how: Arrangement, courses: Courses, { rowOfStep }: DiagramIndex): Lanes {
  if (how.show === 'segments' || courses === NO_COURSES) return NO_LANES;
  return lanesOf(streamsOf(trace), how.eyes, rowOfStep);
}
