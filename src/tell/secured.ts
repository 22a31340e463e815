/** The connection over TLS that a step is about: both sides as they are, as they end, and since when each value is known. */
import type { Connection } from '../layers';
import { type EndId, type EndInfo, securedAt } from '../sim';
import { type Step, type Trace, before } from '../trace';
import { sameOctets } from '../wire';

type Side = NonNullable<Connection['client']>;

export interface Secured {
  /** The ends of the flow, by role. */
  readonly ends: { readonly client: EndId; readonly server: EndId };
  /** Both sides at the step. Dates are places in the flow's steps, from 0; -1 for the world before the first. */
  readonly now: Connection;
  /** Both sides in the last world of this connection. */
  readonly last: Connection;
}

/** True if a connection of the flow speaks TLS, and the flow was checked with it. */
export function speaksTls({ tls, steps }: Trace): boolean {
  return tls !== undefined && steps.some((s) => s.says?.some(({ message }) => message?.layer === 'tls') === true);
}

/** The end that a step is about; undefined for notes and waits, and outside of the steps. */
export function endOfStep(step: Step | undefined): EndId | undefined {
  if (step === undefined) return undefined;
  return 'sent' in step ? step.sent.from : 'end' in step ? step.end : undefined;
}

/** The end of the step; where it is about none, of the nearest one before it or behind it that says something of TLS. */
function endNear(trace: Trace, at: number): EndId | undefined {
  const own = endOfStep(trace.steps[at]);
  if (own !== undefined) return own;
  const isTls = (step: Step): boolean =>
    endOfStep(step) !== undefined && step.says?.some(({ message }) => message?.layer === 'tls') === true;
  const near = trace.steps.slice(0, at + 1).findLast(isTls) ?? trace.steps.slice(at + 1).find(isTls);
  return endOfStep(near);
}

/** The connection of a step; undefined where it speaks no TLS. */
export function securedIn(trace: Trace, at: number): Secured | undefined {
  const end = endNear(trace, at);
  const own = end === undefined ? undefined : trace.cast.ends[end];
  if (own === undefined) return undefined;
  const { id } = own;
  const lookAt = (step: number): Connection | undefined => securedAt(before(trace, step + 1), trace.cast, id);
  let behind = at;
  let last = lookAt(at);
  // Before the first octet of TLS: the connection that comes.
  while (last === undefined && ++behind < trace.steps.length) last = lookAt(behind);
  if (last === undefined) return undefined;
  const first = lookAt(at);
  for (let step = behind + 1; step < trace.steps.length; step++) {
    const next = lookAt(step);
    if (next === undefined || !isSame(last, next)) break;
    last = joinedWith(last, next);
  }
  const ends = endsByRole(trace, behind, own, last);
  const none: Connection = { client: undefined, server: undefined, leak: undefined };
  return { ends, now: first === undefined ? none : dated(trace, at, first, ends), last };
}

/** The ends of a connection by their roles. `first` is a step at which it speaks TLS, `last` its last world. */
export function endsByRole(trace: Trace, first: number, { id, peer }: EndInfo, last: Connection): Secured['ends'] {
  const role = (last.client ?? last.server)?.role;
  const ofOwn = roleAt(trace, first, id);
  const isClient = ofOwn === undefined ? role !== roleAt(trace, first, peer) : ofOwn === 'client';
  return isClient ? { client: id, server: peer } : { client: peer, server: id };
}

function roleAt(trace: Trace, step: number, end: EndId): Side['role'] | undefined {
  return before(trace, step + 1).ends.get(end)?.app?.tls?.end.role;
}

/** A side that has gone is kept: what it knew belongs to the connection. */
export function joinedWith(was: Connection, is: Connection): Connection {
  return { client: is.client ?? was.client, server: is.server ?? was.server, leak: is.leak };
}

/** Two moments of one connection: each side goes on from what it knew. A new connection begins anew. */
export function isSame(was: Connection, is: Connection): boolean {
  return goesOn(was.client, is.client) && goesOn(was.server, is.server);
}

function goesOn(was: Side | undefined, is: Side | undefined): boolean {
  if (was === undefined || is === undefined) return true;
  const [a, b] = [was.known[0], is.known[0]];
  return was.known.length <= is.known.length && (a === undefined || (b !== undefined && sameOctets(a.value, b.value)));
}

/** Dates as places of steps: a value came by the step behind which the side has it first. */
function dated(trace: Trace, at: number, now: Connection, ends: Secured['ends']): Connection {
  const sideAt = (step: number, end: EndId): Side | undefined => before(trace, step + 1).ends.get(end)?.app?.tls?.end;
  const since = (end: EndId, side: Side | undefined): Side | undefined => {
    if (side === undefined) return undefined;
    const dates = new Array<number>(side.known.length).fill(at);
    for (let step = at - 1, left: Side | undefined = side; step >= -1; step--) {
      const earlier = sideAt(step, end);
      if (earlier === undefined || !goesOn(earlier, left)) break;
      dates.fill(step, 0, earlier.known.length);
      left = earlier;
    }
    return { ...side, known: side.known.map((k, i) => ({ ...k, step: dates[i] ?? at })) };
  };
  return {
    client: since(ends.client, now.client),
    server: since(ends.server, now.server),
    leak: leakOf(trace, at, now, ends),
  };
}

function leakOf(trace: Trace, at: number, { leak }: Connection, { server }: Secured['ends']): number | undefined {
  if (leak === undefined) return undefined;
  const host = String(trace.cast.ends[server]?.host ?? -1);
  let step = at;
  while (step >= 0 && before(trace, step).leaks.has(host)) step--;
  return step;
}
