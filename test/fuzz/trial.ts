/** Tests all laws on one flow. */
import type { Trace } from '../../src/trace/trace';
import { LAWS, checked, type Timed } from './laws';
import { Random } from './random';

export interface Failure {
  /** The broken law; `check` if checking the flow fails, `time` if a request took too long. */
  readonly law: string;
  readonly message: string;
}

/**
 * The most CPU time of one user request, milliseconds; more if a limit of the product ends the flow and is reported.
 * CPU time is read only after as much wall time has passed, as reading it takes a while.
 */
const MOST = 1000;
const MOST_AT_LIMIT = 2000;

/** Matches findings about a limit of the product. */
const LIMIT = /^(?:flow\/(?:run-|\w*-?limit)|tcp\/ack-storm$|syntax\/(?:too-|line-too-|text-too-))/;

/** Wall time, and CPU time of this process, milliseconds. */
export interface Clocks {
  readonly passed: () => number;
  readonly used: () => number;
}

const NO_CLOCKS: Clocks = { passed: () => 0, used: () => 0 };

/**
 * The failures of a flow, at most one for each law.
 *
 * @param entered is called with each law before it is tested, `check` first, so that a watcher knows where a flow hangs
 * @param clocks wall time and CPU time in milliseconds; without them no time is limited
 */
export function tryFlow(
  text: string,
  seeds: readonly number[],
  known: readonly string[],
  entered: (law: string) => void = () => undefined,
  clocks: Clocks = NO_CLOCKS,
): Failure[] {
  const failures: Failure[] = [];
  let most = MOST;
  let entering = '';
  const timed: Timed = (what, work) => {
    // A watcher's patience is that of one request: a law compares long flows for some seconds.
    entered(entering);
    const [start, used] = [clocks.passed(), clocks.used()];
    const result = work();
    const took = clocks.passed() - start > most ? clocks.used() - used : 0;
    if (took > most) failures.push({ law: 'time', message: `${entering}: ${what} took ${took.toFixed(0)} ms` });
    return result;
  };
  const attempt = (law: string, work: () => void): void => {
    entered((entering = law));
    try {
      work();
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push({ law, message });
    }
  };
  let trace: Trace | undefined;
  attempt('check', () => {
    trace = timed('check', () => {
      const whole = checked(text);
      if (whole.findings.some((f) => LIMIT.test(f.rule))) most = MOST_AT_LIMIT;
      return whole;
    });
  });
  if (trace === undefined) return failures;
  const subject = { text, trace, timed };
  Object.entries(LAWS).forEach(([name, law], i) => {
    attempt(name, () => law(subject, new Random(...seeds, i), known));
  });
  return failures;
}
