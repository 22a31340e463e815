/** Writes of an application over several lines: from the one that says a message to the last that carries octets of it. */
import type { Trace } from '../trace';

export interface Stretch {
  /** The first line, from 0. */
  readonly first: number;
  /** The last line, included. */
  readonly last: number;
}

/** The stretches of lines that say or carry one message, or several that are written at once; those over one line are left out. */
export function writesOf({ steps }: Trace): Stretch[] {
  const lines = new Map<string, { first: number; last: number }>();
  for (const step of steps) {
    if (step.says === undefined) continue;
    const isSegment = step.kind === 'segment';
    if (!isSegment && step.kind !== 'call') continue;
    // A retransmission carries octets that have been carried before.
    if (isSegment && step.sent.repeats !== undefined) continue;
    const end = isSegment ? step.sent.from : step.end;
    const start = step.after.ends.get(end)?.app?.start;
    for (const { begin } of step.says) {
      const key = `${end} ${start ?? ''} ${begin}`;
      const known = lines.get(key);
      if (known === undefined) lines.set(key, { first: step.line, last: step.line });
      else known.last = step.line;
    }
  }
  const byFirst = new Map<number, number>();
  for (const { first, last } of lines.values())
    if (last > first) byFirst.set(first, Math.max(last, byFirst.get(first) ?? 0));
  return [...byFirst].map(([first, last]) => ({ first, last }));
}
