/** The connection over TLS that a step is about: both sides as they are, as they end, and since when each value is known. */
import type { Connection, Knowledge, SecretName } from '../layers';
import { type EndId, securedAt } from '../sim';
import { type Step, type Trace, before } from '../trace';
import { sameOctets } from '../wire';
import { type Course, coursesOf } from './courses';

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
  const { id, peer } = own;
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
  const role = (last.client ?? last.server)?.role;
  const ofOwn = roleAt(trace, behind, id);
  const isClient = ofOwn === undefined ? role !== roleAt(trace, behind, peer) : ofOwn === 'client';
  const ends = isClient ? { client: id, server: peer } : { client: peer, server: id };
  const none: Connection = { client: undefined, server: undefined, leak: undefined };
  return { ends, now: first === undefined ? none : dated(trace, at, first, ends), last };
}

function roleAt(trace: Trace, step: number, end: EndId): Side['role'] | undefined {
  return before(trace, step + 1).ends.get(end)?.app?.tls?.end.role;
}

/** A side that has gone is kept: what it knew belongs to the connection. */
function joinedWith(was: Connection, is: Connection): Connection {
  return { client: is.client ?? was.client, server: is.server ?? was.server, leak: is.leak };
}

/** Two moments of one connection: each side goes on from what it knew. A new connection begins anew. */
function isSame(was: Connection, is: Connection): boolean {
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

/** The messages that carry a value in clear; of TLS 1.2 the third carries what the pre-master secret is encrypted in. */
const CARRIERS: Readonly<Partial<Record<SecretName, readonly string[]>>> = {
  'client-random': ['ClientHello'],
  'server-random': ['ServerHello'],
  'server-public-key': ['Certificate'],
  'client-key-share': ['ClientHello', 'ClientKeyExchange'],
  'server-key-share': ['ServerHello', 'ServerKeyExchange'],
};

/**
 * What the wire knows at a step, by the segments that have passed: a side makes a value as it hands its message to TCP, and the
 * wire has it once all octets of that have passed.
 *
 * @param known of the wire, with the dates of those who made it
 */
export function passedTo(trace: Trace, at: number, { ends, now }: Secured, known: readonly Knowledge[]): Knowledge[] {
  const { all } = coursesOf(trace);
  const sides = [now.client, now.server].filter((side) => side !== undefined);
  const is13 = sides.some((side) => trace.tls?.door.is13(side) === true);
  const passed = ({ secret, step, reason }: Knowledge): number => {
    if (reason === 'given') return step;
    const names = CARRIERS[secret] ?? ['ClientKeyExchange'];
    const name = (is13 ? names[0] : names.at(-1)) ?? '';
    const from = name.startsWith('Client') ? ends.client : ends.server;
    const made = sides.flatMap((side) => side.known.filter((k) => k.secret === secret).map((k) => k.step));
    const first = Math.min(step, ...made);
    const course = all.find((c) => c.from === from && c.name === name && (c.carriers.at(-1)?.step ?? -1) >= first);
    // A session that is taken up again has no key exchange.
    return course === undefined ? step : Math.max(step, passedBy(course));
  };
  return known.map((k) => ({ ...k, step: passed(k) })).filter(({ step }) => step <= at);
}

/** The step by which all octets of a message have been sent; Infinity where some have not. */
function passedBy({ carriers, size }: Course): number {
  return carriers.find((_, i) => covers(carriers.slice(0, i + 1), size))?.step ?? Infinity;
}

function covers(carriers: Course['carriers'], size: number | undefined): boolean {
  let to = 0;
  for (const one of [...carriers].sort((a, b) => a.from - b.from)) if (one.from <= to) to = Math.max(to, one.to);
  return to >= (size ?? Infinity);
}
