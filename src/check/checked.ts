/** A trace with the data that a later check needs to continue from it. */
import type { Line, Pieces } from '../script';
import type { H2Door } from '../layers';
import type { TlsPart, World } from '../sim';
import {
  type Finding,
  type Levels,
  NOTHING_TOLD,
  NO_LEVELS,
  type Scope,
  type Step,
  type Stretches,
  type Trace,
  firstStepFrom,
} from '../trace';
import type { Roles } from './cast/cast';
import type { Remarks } from './judge/windows';
import type { BaseAt } from './play/player';

/** The user's settings for a flow. */
export interface Wishes {
  /** TLS, once it is loaded. */
  readonly tls?: TlsPart | undefined;
  /** HTTP/2, once it is loaded. */
  readonly h2?: H2Door | undefined;
  /** The profile of flows that name none. */
  readonly profile: string;
  readonly levels: Levels;
}

export const NO_WISHES: Wishes = { profile: 'rfc9293', levels: NO_LEVELS };

/** The settings that a flow was checked with. */
export function wishesOf(trace: Trace): Wishes {
  return isChecked(trace) ? trace.wishes : NO_WISHES;
}

/** Loads of parts that a flow may need: TLS, HTTP/2. */
export interface PartLoads {
  tls(): Promise<TlsPart>;
  h2(): Promise<H2Door>;
}

/** The name of a part that a flow may need. */
export type PartName = keyof PartLoads;

/** The parts that a flow needs, and was checked without: octets of TLS or HTTP/2 are opaque then. */
export function lackedParts(trace: Trace): readonly PartName[] {
  if (!isChecked(trace)) return [];
  return [...(trace.lacksTls ? (['tls'] as const) : []), ...(trace.lacksH2 ? (['h2'] as const) : [])];
}

/** The parts that a flow was checked with. */
export function partsOf({ tls, h2 }: Trace): readonly PartName[] {
  return [...(tls === undefined ? [] : (['tls'] as const)), ...(h2 === undefined ? [] : (['h2'] as const))];
}

/** The settings with the parts that the flow lacks; undefined where it lacks none. Behind the check with them it may lack another. */
export async function wishesWithParts(trace: Trace, load: PartLoads): Promise<Wishes | undefined> {
  const lacked = lackedParts(trace);
  if (lacked.length === 0) return undefined;
  let wishes = wishesOf(trace);
  for (const part of lacked) wishes = { ...wishes, [part]: await load[part]() };
  return wishes;
}

export interface Checked extends Trace {
  readonly lacksTls: boolean;
  readonly lacksH2: boolean;
  readonly lines: Pieces<Line>;
  readonly roles: Roles;
  readonly bases: readonly (readonly BaseAt[])[];
  /** Steps and findings by stretches of lines; `steps` and `findings` are derived from them. */
  readonly stretches: Stretches;
  readonly remarks: Remarks;
  readonly wishes: Wishes;
}

export function isChecked(trace: Trace): trace is Checked {
  return 'stretches' in trace;
}

export interface Parts extends Pick<
  Checked,
  'script' | 'lines' | 'roles' | 'initial' | 'bases' | 'stretches' | 'remarks' | 'lacksTls' | 'lacksH2'
> {
  readonly wishes: Wishes;
}

/** The trace; the arrays of all steps and findings are made on first use. */
export function traceOf(parts: Parts, findingsOf: () => readonly Finding[]): Checked {
  const { script, lines, roles, initial, bases, stretches, remarks, wishes, lacksTls, lacksH2 } = parts;
  let steps: readonly Step[] | undefined;
  let findings: readonly Finding[] | undefined;
  return {
    script,
    lines,
    roles,
    initial,
    bases,
    stretches,
    remarks,
    wishes,
    lacksTls,
    lacksH2,
    cast: roles.cast,
    title: roles.title,
    tls: wishes.tls,
    h2: wishes.h2,
    get steps() {
      return (steps ??= stretches.steps());
    },
    get findings() {
      return (findings ??= findingsOf());
    },
  };
}

/** World and names between two lines. */
export interface Place {
  readonly world: World;
  readonly scope: Scope;
}

/** World and names before a line (from 0): after the last step, or the last line without a step (`let`), before it. */
export function placeBefore(trace: Trace, line: number): Place {
  const nothing = { world: trace.initial, scope: NOTHING_TOLD };
  if (isChecked(trace)) return trace.stretches.before(line) ?? nothing;
  const step = trace.steps[firstStepFrom(trace, line) - 1];
  return step === undefined ? nothing : { world: step.after, scope: step.scope };
}

/** The world before a line (from 0). */
export function worldBefore(trace: Trace, line: number): World {
  return placeBefore(trace, line).world;
}

/** Names before a line (from 0). */
export function scopeBefore(trace: Trace, line: number): Scope {
  return placeBefore(trace, line).scope;
}
