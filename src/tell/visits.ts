/** All changes of TCP state in a flow, collected once, so that the state diagram need not search the steps again. */
import { STATES, type State } from '../tcp';
import type { EndId } from '../sim';
import { type Trace, before } from '../trace';
import { endsOf } from './endpoints';
import { nameOf } from './moment';

/** An endpoint's position on the state diagram. */
export interface Standing {
  readonly name: string;
  readonly state: State;
  /** True for CLOSED after a connection, which is drawn at the end of the figure. */
  readonly over: boolean;
  /** The states of the endpoint's last transition, oldest first; a single state before the first transition. */
  readonly path: readonly State[];
  /** True if the last transition belongs to the current step. */
  readonly fresh: boolean;
}

export interface Chart {
  readonly standing: readonly Standing[];
  /** The number of times that each state is entered in the flow, in the order of `STATES`. */
  readonly visits: readonly number[];
  /** The transitions of these endpoints up to the step, `FROM>TO`. */
  readonly trail: readonly string[];
}

/** The last change of state of an end, for a text beside the diagram. */
export interface LastMove {
  readonly host: string;
  readonly states: readonly string[];
  /** The index of the step with the change, from 0; -1 for none. */
  readonly step: number;
}

export interface Visit {
  readonly step: number;
  readonly end: EndId;
  /** The states that the end goes through in the step, including the one before. */
  readonly path: readonly State[];
}

/** All changes of state in the flow, in order. */
export function visitsOf(trace: Trace): readonly Visit[] {
  const visits: Visit[] = [];
  trace.steps.forEach((step, at) => {
    const was = before(trace, at).ends;
    const is = step.after.ends;
    if (was === is) return;
    was.changes(is, (id) => {
      const from = was.get(id)?.tcb.state ?? 'CLOSED';
      const to = is.get(id)?.tcb.state ?? 'CLOSED';
      const path: State[] = [from];
      for (const move of step.moves) {
        if (move.end === id && move.to !== path[path.length - 1]) path.push(move.to);
      }
      if (to !== path[path.length - 1]) path.push(to);
      if (path.length > 1) visits.push({ step: at, end: id, path });
    });
  });
  return visits;
}

/** The number of visits at or before a step. */
function upTo(visits: readonly Visit[], at: number): number {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((visits[mid]?.step ?? Infinity) <= at) low = mid + 1;
    else high = mid;
  }
  return low;
}

function enters(visit: Visit, state: State): boolean {
  return visit.path.indexOf(state, 1) > 0;
}

/** The next step in which an end enters the state, continuing from the beginning after the last one; -1 for none. */
export function nextVisit(visits: readonly Visit[], at: number, state: State): number {
  const first = upTo(visits, at);
  for (let i = 0; i < visits.length; i++) {
    const visit = visits[(first + i) % visits.length];
    if (visit && enters(visit, state)) return visit.step;
  }
  return -1;
}

/** Both ends of a step's connection on the state diagram, with their last transitions. */
export interface States {
  readonly chart: Chart;
  readonly moves: readonly LastMove[];
}

export function standingOf(trace: Trace, at: number, visits: readonly Visit[]): States {
  const step = trace.steps[at];
  const world = step?.after ?? trace.initial;
  const known = upTo(visits, at);
  const moves: LastMove[] = [];
  const standing = endsOf(trace, at).map((end): Chart['standing'][number] => {
    let last: Visit | undefined;
    for (let i = known - 1; i >= 0 && !last; i--) if (visits[i]?.end === end) last = visits[i];
    const endpoint = world.ends.get(end);
    const state = endpoint?.tcb.state ?? 'CLOSED';
    const path = last?.path ?? [state];
    const name = nameOf(trace, end);
    moves.push({ host: name, states: path, step: last?.step ?? -1 });
    return { name, state, over: endpoint !== undefined && endpoint.ended !== 'never', path, fresh: last?.step === at };
  });
  const counts = STATES.map((state) => visits.reduce((n, visit) => n + (enters(visit, state) ? 1 : 0), 0));
  const ends = new Set(endsOf(trace, at));
  const trail = new Set<string>();
  for (const { end, path } of visits.slice(0, known)) {
    if (ends.has(end)) path.slice(1).forEach((to, i) => trail.add(`${path[i] ?? ''}>${to}`));
  }
  return { chart: { standing, visits: counts, trail: [...trail] }, moves };
}
