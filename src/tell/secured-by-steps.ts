/** The TLS connections of a whole flow. A caller that asks for many steps has each connection evaluated only once. */
import type { Connection } from '../layers';
import { type EndId, type EndInfo, securedAt } from '../sim';
import { type Step, type Trace, before } from '../trace';
import { type Secured, endOfStep, endsByRole, isSame, joinedWith } from './secured';

/**
 * One connection of two ends. It begins where the period before it ends; `to` is the step at which it ends (exclusive).
 */
interface Period {
  readonly to: number;
  readonly secured: Omit<Secured, 'now'>;
}

/** The ends that a step concerns: both ends of its segment, or the end of its call or timer. */
function touched(step: Step): readonly EndId[] {
  if ('sent' in step) return [step.sent.from, step.sent.to];
  return 'end' in step ? [step.end] : [];
}

/** By end: the steps that concern this end, in order. */
function stepsByEnd({ steps }: Trace): ReadonlyMap<EndId, readonly number[]> {
  const all = new Map<EndId, number[]>();
  steps.forEach((step, at) => {
    for (const end of touched(step)) {
      const own = all.get(end);
      if (own === undefined) all.set(end, [at]);
      else if (own.at(-1) !== at) own.push(at);
    }
  });
  return all;
}

/** Both lists of steps merged in ascending order, without duplicates. */
function joined(a: readonly number[] = [], b: readonly number[] = []): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/**
 * The successive TLS connections of two ends. `steps` are the steps that concern these ends: no other step changes the
 * connections.
 */
function periodsOf(trace: Trace, own: EndInfo, steps: readonly number[]): readonly Period[] {
  const periods: Period[] = [];
  let [first, last]: [number, Connection | undefined] = [-1, undefined];
  const end = (to: number): void => {
    if (last !== undefined) periods.push({ to, secured: { ends: endsByRole(trace, first, own, last), last } });
    last = undefined;
  };
  for (const step of steps) {
    const next = securedAt(before(trace, step + 1), trace.cast, own.id);
    if (last !== undefined && next !== undefined && isSame(last, next)) {
      last = joinedWith(last, next);
      continue;
    }
    end(step);
    [first, last] = [step, next];
  }
  end(trace.steps.length);
  return periods;
}

/**
 * As `securedIn`, without the steps in which values became known, for the steps of a flow that concern an end. The flow
 * is indexed once, and the connections of an end are evaluated at the first query for that end.
 */
export function securedBySteps(trace: Trace): (at: number) => Omit<Secured, 'now'> | undefined {
  let steps: ReadonlyMap<EndId, readonly number[]> | undefined;
  const found = new Map<EndId, readonly Period[]>();
  return (at) => {
    const id = endOfStep(trace.steps[at]);
    const own = id === undefined ? undefined : trace.cast.ends[id];
    if (own === undefined) return undefined;
    let periods = found.get(own.id);
    if (periods === undefined) {
      steps ??= stepsByEnd(trace);
      periods = periodsOf(trace, own, joined(steps.get(own.id), steps.get(own.peer)));
      found.set(own.id, periods);
    }
    return periods.find(({ to }) => at < to)?.secured;
  };
}
