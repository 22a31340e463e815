import { type CastSoFar, type Roles, type Trial, castBefore, checkLine } from '../../check';
import { type Finding, type Scope, type SegmentStep, type Trace, isGrave, stepsAt } from '../../trace';
import type { World } from '../../sim';
import { type Line, parseLine } from '../../script';

/** The result of a tried line. */
export interface Tried {
  readonly trace: Trace;
  readonly line: Line;
  /** The segment that the line sends, with the simulation's values filled in. */
  readonly step: SegmentStep | undefined;
  readonly findings: readonly Finding[];
  /** True if the line has no error or warning. */
  readonly clean: boolean;
}

/** A flow at a line, for trying other texts in the line's place. */
export interface Trials {
  /** The flow up to the line, without it. */
  readonly base: Trace;
  readonly roles: Roles;
  /** The world before the line; `scope` has the names bound so far, those of `let` included. */
  readonly world: World;
  readonly scope: Scope;
  readonly line: number;
  /** Plays the flow with `text` in place of the line. */
  try(text: string): Tried;
  /** The flow with `text` in place of the line, for trying the line after it. */
  after(text: string): Trials;
}

/**
 * The number of lines after the place that are read as well: they tell who opens connections and which user calls are
 * explicit.
 */
const TAIL = 100;
/** A line that makes a step without any effect, so that the world at its place is available. */
const PAUSE = parseLine('note "."');

/** The flow at a line (from 0), cut some lines after it. The check of the lines before is reused. */
export function trialsAt(trace: Trace, line: number): Trials {
  const { lines } = trace.script;
  return trialsBetween(trace, lines.slice(0, line), lines.slice(line + 1, line + 1 + TAIL));
}

/** The flow at a place before a line (from 0), for lines that are inserted there. */
export function trialsBefore(trace: Trace, line: number): Trials {
  const { lines } = trace.script;
  return trialsBetween(trace, lines.slice(0, line), lines.slice(line, line + TAIL));
}

function trialsBetween(
  known: Trace,
  head: readonly Line[],
  tail: readonly Line[],
  cast: CastSoFar = castBefore(known, head),
): Trials {
  const line = head.length;
  const put = (parsed: Line, previous: Trace): Trial => {
    const rest = [parsed, ...tail];
    return checkLine({ lines: [...head, ...rest] }, previous, line, cast.roles(rest));
  };
  const { trace: base, roles, world, scope } = put(PAUSE, known);
  return {
    base,
    roles,
    world,
    scope,
    line,
    try(text) {
      const parsed = parseLine(text);
      const { trace } = put(parsed, base);
      const { findings } = trace;
      return {
        trace,
        line: parsed,
        step: stepsAt(trace, line).find((s): s is SegmentStep => s.kind === 'segment'),
        findings,
        clean: !parsed.broken && !findings.some(isGrave),
      };
    },
    after(text) {
      const parsed = parseLine(text);
      return trialsBetween(base, [...head, parsed], tail, cast.after(parsed));
    },
  };
}
