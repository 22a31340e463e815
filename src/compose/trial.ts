import { type CastSoFar, type Roles, type Trial, castBefore, checkLine } from '../check';
import { type Finding, type Scope, type SegmentStep, type Trace, isGrave, stepsAt } from '../trace';
import type { World } from '../sim';
import { type Line, parseLine } from '../script';

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
  /** The flow with `text` in the line's place, and what could stand behind it; undefined where that takes too long to tell. */
  after(text: string): Trials | undefined;
}

/**
 * A line that tells something new of the cast has the lines before it played again. So many are, for all that is tried at a
 * place; a line that asks for more is not tried.
 */
const MOST_REPLAYED = 5000;

/** Lines behind the place that are read too: they tell who opens and which calls are written out. */
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

/** Lines around a place, who takes part in those before it, and what trying may still cost. */
interface Place {
  readonly head: readonly Line[];
  readonly tail: readonly Line[];
  readonly cast: CastSoFar;
  readonly left: { lines: number };
}

function trialsBetween(known: Trace, head: readonly Line[], tail: readonly Line[]): Trials {
  const place = { head, tail, cast: castBefore(known, head), left: { lines: MOST_REPLAYED } };
  return trialsFrom(place, put(place, PAUSE, known, Infinity) as Trial);
}

/** Plays the flow with a line in the place. */
function put({ head, tail, cast, left }: Place, parsed: Line, previous: Trace, most = left.lines): Trial | undefined {
  const rest = [parsed, ...tail];
  const trial = checkLine({ lines: [...head, ...rest] }, previous, head.length, cast.roles(rest), most);
  left.lines -= trial?.replayed ?? 0;
  return trial;
}

function trialsFrom(place: Place, { trace: base, roles, world, scope }: Trial): Trials {
  const { head, cast } = place;
  const line = head.length;
  return {
    base,
    roles,
    world,
    scope,
    line,
    try(text) {
      const parsed = parseLine(text);
      const trial = put(place, parsed, base);
      if (trial === undefined) return { trace: base, line: parsed, step: undefined, findings: [], clean: false };
      const { trace } = trial;
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
      const next = { ...place, head: [...head, parsed], cast: cast.after(parsed) };
      const trial = put(next, PAUSE, base);
      return trial && trialsFrom(next, trial);
    },
  };
}
