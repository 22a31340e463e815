import { castOf, type Roles } from '../../check/cast';
import { check } from '../../check/check';
import type { Finding } from '../../check/finding';
import { stepsAt } from '../../check/lookup';
import type { SegmentStep, Trace } from '../../check/trace';
import type { World } from '../../network/world';
import { parseLine } from '../../script/line';
import type { Line } from '../../script/syntax';

/** A line that was tried in the place of another. */
export interface Tried {
  readonly trace: Trace;
  readonly line: Line;
  /** The segment that the line sends, with what the engine fills in. */
  readonly step: SegmentStep | undefined;
  readonly findings: readonly Finding[];
  /** Nothing of error or warning level is said about the line. */
  readonly clean: boolean;
}

/** The flow at one line, for trying what could stand there. */
export interface Trials {
  /** The flow without the line. */
  readonly base: Trace;
  readonly roles: Roles;
  /** The world before the line, names that a `let` bound included. */
  readonly world: World;
  readonly line: number;
  /** Plays the flow with `text` in the line's place. */
  try(text: string): Tried;
}

/** Lines behind the place that are looked at too: they tell who opens and which calls are written out. */
const TAIL = 100;
/** Says nothing and changes nothing, but makes a step: the world at its place. */
const PAUSE = parseLine('note "."');

/** The flow at a line (from 0), cut some way behind it. What was checked of the lines before is not checked again. */
export function trialsAt(trace: Trace, line: number): Trials {
  const { lines } = trace.script;
  const head = lines.slice(0, line);
  const tail = lines.slice(line + 1, line + 1 + TAIL);
  const base = check({ lines: [...head, PAUSE, ...tail] }, trace);
  return {
    base,
    roles: castOf(base.script),
    world: stepsAt(base, line)[0]?.after ?? base.initial,
    line,
    try(text) {
      const parsed = parseLine(text);
      const tried = check({ lines: [...head, parsed, ...tail] }, base);
      const findings = tried.findings.filter((f) => f.line === line);
      const step = stepsAt(tried, line).find((s): s is SegmentStep => s.kind === 'segment');
      return {
        trace: tried,
        line: parsed,
        step,
        findings,
        clean: !parsed.broken && findings.every((f) => f.level === 'hint'),
      };
    },
  };
}
