/** Parts of messages in segments: `Certificate 2/3`. */
import { type Step, type Trace, firstStepFrom, stepsAt } from '../trace';
import { innermost } from './explain/said';

/** The share of a message that a segment carries. */
export interface CarriedPart {
  /** `Certificate 2/3`; the name alone where it carries all of it. */
  readonly text: string;
  /** Octets of the message, from 1, both included. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** Its place among the segments that carry the message; undefined where one carries all, or some are missing. */
  readonly place: { readonly part: number; readonly count: number } | undefined;
}

/** So many steps before and behind are searched for the other parts of a message. */
const MOST_STEPS = 200;

/** The messages that the segment of a line carries octets of. */
export function partsAt(trace: Trace, line: number): CarriedPart[] {
  const first = firstStepFrom(trace, line);
  const at = stepsAt(trace, line).findIndex((s) => s.kind === 'segment' && s.says !== undefined);
  const step = trace.steps[first + at];
  if (at < 0 || step?.kind !== 'segment') return [];
  return (step.says ?? []).flatMap(({ name: outer, begin, from, to, size, message }): CarriedPart[] => {
    const names = message === undefined ? [outer] : innermost(message).map((m) => m.name);
    const name = names.join(' + ');
    if (name === '' || size === undefined) return [];
    const octets = { from: from + 1, to, size };
    if (from === 0 && to === size) return [{ text: name, ...octets, place: undefined }];
    const place = placeOf(trace.steps, first + at, begin, from, size);
    const text = place === undefined ? `${name} ${from + 1}–${to} / ${size}` : `${name} ${place.part}/${place.count}`;
    return [{ text, ...octets, place }];
  });
}

/** The place of a part among the segments that carry its message first; undefined where they don't carry all of it. */
function placeOf(
  steps: readonly Step[],
  at: number,
  begin: number,
  from: number,
  size: number,
): { readonly part: number; readonly count: number } | undefined {
  const own = steps[at];
  if (own?.kind !== 'segment') return undefined;
  const ends = new Map<number, number>();
  for (let i = Math.max(0, at - MOST_STEPS); i < Math.min(steps.length, at + MOST_STEPS); i++) {
    const step = steps[i];
    if (step?.kind !== 'segment' || step.sent.from !== own.sent.from) continue;
    const share = step.says?.find((s) => s.begin === begin && s.size === size);
    if (share !== undefined && !ends.has(share.from)) ends.set(share.from, share.to);
  }
  const begins = [...ends.keys()].sort((a, b) => a - b);
  const isAll = begins.every((b, i) => b === (i === 0 ? 0 : ends.get(begins[i - 1] ?? 0)));
  if (!isAll || ends.get(begins.at(-1) ?? 0) !== size) return undefined;
  return { part: begins.indexOf(from) + 1, count: begins.length };
}
