/** When each end enters each state: found once a flow, so that the state diagram asks nothing of the steps again. */
import { STATES, type State } from '../tcp';
import type { EndId } from '../sim';
import { type Trace, before } from '../trace';
import { endsOf } from './endpoints';
import { nameOf } from './moment';

/** An endpoint on the chart. */
export interface Standing {
  readonly name: string;
  readonly state: State;
  /** CLOSED behind a connection stands at the figure's end. */
  readonly over: boolean;
  /** The states that it last went through, oldest first; one where it has not moved yet. */
  readonly path: readonly State[];
  /** The last move belongs to the current step. */
  readonly fresh: boolean;
}

export interface Chart {
  readonly standing: readonly Standing[];
  /** How often each state is entered in the flow, in the order of STATES. */
  readonly visits: readonly number[];
}

/** The last change of state of an end, in words. */
export interface LastMove {
  readonly host: string;
  readonly states: readonly string[];
  /** The step where it was, from 0; -1 where there was none. */
  readonly step: number;
}

export interface Visit {
  readonly step: number;
  readonly end: EndId;
  /** The states that the end goes through in the step, the one before it first. */
  readonly path: readonly State[];
}

/** All changes of state, in order. */
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

/** How many of the visits are at or before a step. */
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

/** The next step in which some end enters the state, from the start again behind the last; -1 where none does. */
export function nextVisit(visits: readonly Visit[], at: number, state: State): number {
  const first = upTo(visits, at);
  for (let i = 0; i < visits.length; i++) {
    const visit = visits[(first + i) % visits.length];
    if (visit && enters(visit, state)) return visit.step;
  }
  return -1;
}

/** Both ends of a step on the state diagram, and how each came there. */
export interface States {
  readonly chart: Chart;
  readonly moves: readonly LastMove[];
}

/** Both ends of the step on the state diagram. */
export function standingOf(trace: Trace, at: number, visits: readonly Visit[]): States {
  const step = trace.steps[at];
  const world = step?.after ?? trace.initial;
  const known = upTo(visits, at);
  const moves: LastMove[] = [];
  const standing = endsOf(trace, step).map((end): Chart['standing'][number] => {
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
  return { chart: { standing, visits: counts }, moves };
}
