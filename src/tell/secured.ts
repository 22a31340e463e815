/**
 * The TLS connection that a step concerns: both sides at the step and at the connection's end, and the step in which
 * each value became known.
 */
import type { Connection } from '../layers';
import { type EndId, type EndInfo, securedAt } from '../sim';
import { type Step, type Trace, before } from '../trace';
import { sameOctets } from '../wire';

type Side = NonNullable<Connection['client']>;

export interface Secured {
  /** The connection's ends, by role. */
  readonly ends: { readonly client: EndId; readonly server: EndId };
  /**
   * Both sides at the step. Each value has the index, from 0, of the step in which it became known; -1 for before the
   * first step.
   */
  readonly now: Connection;
  /** Both sides in the last simulated state in which this connection exists. */
  readonly last: Connection;
}

/** True if a connection of the flow uses TLS and the flow was checked with the TLS bundle loaded. */
export function speaksTls({ tls, steps }: Trace): boolean {
  return tls !== undefined && steps.some((s) => s.says?.some(({ message }) => message?.layer === 'tls') === true);
}

/**
 * The end that a step concerns, for a segment its sender; undefined for notes and waits, and for an index outside the
 * flow.
 */
export function endOfStep(step: Step | undefined): EndId | undefined {
  if (step === undefined) return undefined;
  return 'sent' in step ? step.sent.from : 'end' in step ? step.end : undefined;
}

/**
 * The end of the step. For a step without one: the end of the last earlier step that sends a TLS message, or else of
 * the next step that does.
 */
function endNear(trace: Trace, at: number): EndId | undefined {
  const own = endOfStep(trace.steps[at]);
  if (own !== undefined) return own;
  const isTls = (step: Step): boolean =>
    endOfStep(step) !== undefined && step.says?.some(({ message }) => message?.layer === 'tls') === true;
  const near = trace.steps.slice(0, at + 1).findLast(isTls) ?? trace.steps.slice(at + 1).find(isTls);
  return endOfStep(near);
}

/** The TLS connection of a step; undefined if the step's connection does not use TLS. */
export function securedIn(trace: Trace, at: number): Secured | undefined {
  const end = endNear(trace, at);
  const own = end === undefined ? undefined : trace.cast.ends[end];
  if (own === undefined) return undefined;
  const { id } = own;
  const lookAt = (step: number): Connection | undefined => securedAt(before(trace, step + 1), trace.cast, id);
  let behind = at;
  let last = lookAt(at);
  // Before the first TLS octet, the TLS connection that will follow is taken.
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

/**
 * The ends of a connection by their roles. `first` is a step at which the connection uses TLS, `last` its last state.
 */
export function endsByRole(trace: Trace, first: number, { id, peer }: EndInfo, last: Connection): Secured['ends'] {
  const role = (last.client ?? last.server)?.role;
  const ofOwn = roleAt(trace, first, id);
  const isClient = ofOwn === undefined ? role !== roleAt(trace, first, peer) : ofOwn === 'client';
  return isClient ? { client: id, server: peer } : { client: peer, server: id };
}

function roleAt(trace: Trace, step: number, end: EndId): Side['role'] | undefined {
  return before(trace, step + 1).ends.get(end)?.app?.tls?.end.role;
}

/**
 * The later state of a connection; a side that is missing there is taken from the earlier state, so that the values it
 * knew are kept.
 */
export function joinedWith(was: Connection, is: Connection): Connection {
  return { client: is.client ?? was.client, server: is.server ?? was.server, leak: is.leak };
}

/**
 * True if both states belong to one connection: each side still knows the values it knew before. A new connection
 * starts without values.
 */
export function isSame(was: Connection, is: Connection): boolean {
  return goesOn(was.client, is.client) && goesOn(was.server, is.server);
}

function goesOn(was: Side | undefined, is: Side | undefined): boolean {
  if (was === undefined || is === undefined) return true;
  const [a, b] = [was.known[0], is.known[0]];
  return was.known.length <= is.known.length && (a === undefined || (b !== undefined && sameOctets(a.value, b.value)));
}

/** Replaces the date of each value by the index of the step after which the side first has it. */
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
