import { type Path, parseAddress } from '../wire';
import { type EndId, type Endpoint, type Sent, type World, flightKey } from '../sim';
import type { Line, SegmentStatement } from '../script';
import type { Scope, Step, Trace } from './trace';

/** The index of the first step whose line is at or after `line` (both from 0); `steps.length` for none. */
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

/** The steps of a line (from 0): none, one, or several, for instance if timers expired during a `wait`. */
export function stepsAt(trace: Trace, line: number): readonly Step[] {
  const from = firstStepFrom(trace, line);
  let to = from;
  while (trace.steps[to]?.line === line) to++;
  return trace.steps.slice(from, to);
}

/** The index of the first step after which segment or fault number `id` has been given; `steps.length` for none. */
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

/** The index of the step that sent the segment with this number (`Sent.id`); -1 for none. */
export function stepSending(steps: readonly Step[], id: number): number {
  for (let i = firstBehind(steps, id); i < steps.length; i++) {
    const step = steps[i] as Step;
    if (step.kind !== 'segment') continue;
    if (step.sent.id === id) return i;
    if (step.sent.id > id) break;
  }
  return -1;
}

/** The line (from 0) that sent the segment with this number; undefined for none. */
export function lineSending(steps: readonly Step[], id: number): number | undefined {
  return steps[firstBehind(steps, id)]?.line;
}

/** The name that a line gave to a segment by `as`; undefined for none. */
export function labelOf(steps: readonly Step[], { id, copyOf }: Sent): string | undefined {
  const step = steps[stepSending(steps, copyOf?.id ?? id)];
  return step?.kind === 'segment' ? step.label : undefined;
}

/** The named segments in flight, in the order of their names. */
export function namedFlights({ flights }: World, { names }: Scope): readonly (readonly [string, Sent])[] {
  if (flights.size === 0) return [];
  return [...names].flatMap(([name, binding]) => {
    const isFlying = binding.kind === 'segment' && flights.has(flightKey(binding.sent));
    return isFlying ? [[name, binding.sent] as const] : [];
  });
}

/** The addresses and ports of a segment between two ends, which its checksum covers. */
export function pathOf({ cast }: Pick<Trace, 'cast'>, from: EndId, to: EndId): Path {
  const side = (end: EndId): { address: Uint8Array; port: number } => {
    const info = cast.ends[end];
    const text = cast.hosts[info?.host ?? -1]?.address ?? '';
    return { address: parseAddress(text) ?? new Uint8Array(4), port: info?.port ?? 0 };
  };
  const [a, b] = [side(from), side(to)];
  return { source: a.address, destination: b.address, sourcePort: a.port, destinationPort: b.port };
}

/** The ends of `given` statements. */
export function givenEnds({ steps }: Trace): ReadonlySet<EndId> {
  const found = new Set<EndId>();
  for (const step of steps) if (step.kind === 'given') found.add(step.end);
  return found;
}

/**
 * True for an end in the middle of a connection that no `given` names and that has sent nothing yet: its state follows
 * from its peer's.
 */
export function isPresumed(endpoint: Endpoint | undefined, isGiven: boolean): boolean {
  if (isGiven || endpoint === undefined || endpoint.tcb.unknown === 0) return false;
  return endpoint.lastSent === undefined && endpoint.tcb.state !== 'CLOSED' && endpoint.tcb.state !== 'LISTEN';
}

/** The line of a step's segment; undefined if the simulation made the segment or the line is something else. */
export function segmentLine(
  trace: Trace,
  step: Step,
): { readonly line: Line; readonly s: SegmentStatement } | undefined {
  if (step.generated) return undefined;
  const line = trace.script.lines[step.line];
  const s = line?.statement;
  return line && s?.kind === 'segment' ? { line, s } : undefined;
}

/** Header fields that the user may edit. */
export const EDITABLE = ['seq', 'ack', 'win', 'urg', 'flags'] as const;
export type Editable = (typeof EDITABLE)[number];

/** The text of a field's value in the line; undefined if the line leaves it out. */
export function writtenText(trace: Trace, at: number, field: Exclude<Editable, 'flags'>): string | undefined {
  const step = trace.steps[at];
  const found = step && segmentLine(trace, step);
  const expr = found?.s[field]?.expr;
  return expr && found.line.text.slice(expr.start, expr.end);
}
