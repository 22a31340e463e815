/** One flow held against all laws. */
import { check } from '../../src/check/check';
import type { Trace } from '../../src/trace/trace';
import { LAWS, parsed, type Timed } from './laws';
import { Random } from './random';

export interface Failure {
  /** The law that is broken; `check` where the flow cannot even be checked; `time` where one of both took too long. */
  readonly law: string;
  readonly message: string;
}

/**
 * CPU time that one request of a user may take, milliseconds: more where a limit ends the flow, and says so. What it came to is
 * asked for only where as much time has passed: asking takes a while, too.
 */
const MOST = 1000;
const MOST_AT_LIMIT = 2000;

/** Findings of a limit of the product. */
const LIMIT = /^(?:flow\/(?:run-|\w*-?limit)|tcp\/ack-storm$|syntax\/(?:too-|line-too-|text-too-))/;

const NO_CLOCKS = { passed: () => 0, used: () => 0 };

/**
 * All that fails of a flow: one failure a law.
 *
 * @param entered is told each law before it is tried, `check` first: whoever watches knows where a flow hangs
 * @param clocks time that has passed, and CPU time, in milliseconds; without them nothing is too slow
 */
export function tryFlow(
  text: string,
  seeds: readonly number[],
  known: readonly string[],
  entered: (law: string) => void = () => undefined,
  clocks: { readonly passed: () => number; readonly used: () => number } = NO_CLOCKS,
): Failure[] {
  const failures: Failure[] = [];
  let most = MOST;
  let entering = '';
  const timed: Timed = (what, work) => {
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
      const checked = check(parsed(text));
      if (checked.findings.some((f) => LIMIT.test(f.rule))) most = MOST_AT_LIMIT;
      return checked;
    });
  });
  if (trace === undefined) return failures;
  const subject = { text, trace, timed };
  Object.entries(LAWS).forEach(([name, law], i) => {
    attempt(name, () => law(subject, new Random(...seeds, i), known));
  });
  return failures;
}
