import { type EndId, type Endpoint, type Sent, type World, flightKey } from '../sim';
import type { Line, SegmentStatement } from '../script';
import type { Scope, Step, Trace } from './trace';

/** The index of the first step whose line is at or behind `line` (both from 0); `steps.length` where there is none. */
export function firstStepFrom(trace: Trace, line: number): number {
  let low = 0;
  let high = trace.steps.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((trace.steps[mid] as Step).line < line) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The steps that a line (from 0) made: none, one, or several where timers fired during a `wait`. */
export function stepsAt(trace: Trace, line: number): readonly Step[] {
  const from = firstStepFrom(trace, line);
  let to = from;
  while (trace.steps[to]?.line === line) to++;
  return trace.steps.slice(from, to);
}

/** The index of the first step behind which so many segments and faults have had their numbers; `steps.length` if there is none. */
export function firstBehind(steps: readonly Step[], id: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((steps[mid] as Step).after.serial <= id) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** The index of the step at which the segment of this number (`Sent.id`) was sent; -1 where no step did. */
export function stepSending(steps: readonly Step[], id: number): number {
  for (let i = firstBehind(steps, id); i < steps.length; i++) {
    const step = steps[i] as Step;
    if (step.kind !== 'segment') continue;
    if (step.sent.id === id) return i;
    if (step.sent.id > id) break;
  }
  return -1;
}

/** The line (from 0) at which the segment of this number was sent; undefined where no step of these did. */
export function lineSending(steps: readonly Step[], id: number): number | undefined {
  return steps[firstBehind(steps, id)]?.line;
}

/** The name that a line gave to a segment by `as`. */
export function labelOf(steps: readonly Step[], { id, copyOf }: Sent): string | undefined {
  const step = steps[stepSending(steps, copyOf?.id ?? id)];
  return step?.kind === 'segment' ? step.label : undefined;
}

/** Segments in flight that lines can name, in the order of their names. */
export function namedFlights({ flights }: World, { names }: Scope): readonly (readonly [string, Sent])[] {
  if (flights.size === 0) return [];
  return [...names].flatMap(([name, binding]) => {
    const isFlying = binding.kind === 'segment' && flights.has(flightKey(binding.sent));
    return isFlying ? [[name, binding.sent] as const] : [];
  });
}

/** The ends that a `given` names. */
export function givenEnds({ steps }: Trace): ReadonlySet<EndId> {
  const found = new Set<EndId>();
  for (const step of steps) if (step.kind === 'given') found.add(step.end);
  return found;
}

/** An end in the middle of a connection that no line gives and that has sent nothing yet: its state follows from its peer's. */
export function isPresumed(endpoint: Endpoint | undefined, isGiven: boolean): boolean {
  if (isGiven || endpoint === undefined || endpoint.tcb.unknown === 0) return false;
  return endpoint.lastSent === undefined && endpoint.tcb.state !== 'CLOSED' && endpoint.tcb.state !== 'LISTEN';
}

/** The line that wrote a step's segment; undefined where an engine made it, or the line writes something else. */
export function segmentLine(
  trace: Trace,
  step: Step,
): { readonly line: Line; readonly s: SegmentStatement } | undefined {
  if (step.generated) return undefined;
  const line = trace.script.lines[step.line];
  const s = line?.statement;
  return line && s?.kind === 'segment' ? { line, s } : undefined;
}

/** Fields of a segment that a reader may change in the header. */
export const EDITABLE = ['seq', 'ack', 'win', 'urg', 'flags'] as const;
export type Editable = (typeof EDITABLE)[number];

/** What the line writes as a field's value; undefined where it leaves it out. */
export function writtenText(trace: Trace, at: number, field: Exclude<Editable, 'flags'>): string | undefined {
  const step = trace.steps[at];
  const found = step && segmentLine(trace, step);
  const expr = found?.s[field]?.expr;
  return expr && found.line.text.slice(expr.start, expr.end);
}
