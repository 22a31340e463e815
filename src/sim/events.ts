import { Arrivals, type Transit } from './arrivals';
import { Queue } from '../wire';
import { flightKey, type EndId, type Endpoint, type Micros, type Sent } from './world';
import { DEFAULT_PROFILE, type Reset, type TimerKind, abortOptions, abortReset, expire, nextTimer } from '../tcp';
import { deliver } from './deliver';
import { Dues } from './dues';
import type { Landing } from './happening';
import { configOf, note, setEndpoint, type Motion } from './motion';
import { endpointOf } from './setting';

/** The next event: a scheduled arrival, or the expiry of a timer. */
export type Event =
  | { readonly kind: 'arrival'; readonly at: Micros; readonly transit: Transit }
  | { readonly kind: 'timer'; readonly at: Micros; readonly end: EndId; readonly timer: TimerKind };

/** The next event up to a time. At the same time a timer expires before a segment arrives, also in a `wait`. */
export function nextEvent(m: Motion, until: Micros): Event | undefined {
  const transit = m.playing ? m.arrivals?.first : m.world.network.transits === 0 ? undefined : firstArrival(m);
  const due = firstDue(m, until);
  if (transit === undefined || transit.at > until) return due;
  return due === undefined || transit.at < Math.max(due.at, m.world.clock)
    ? { kind: 'arrival', at: transit.at, transit }
    : due;
}

/** Up to this number of ends all are searched for the next timer; with more, only changed ones (`Dues`). */
export const FEW = 32;

function firstDue(m: Motion, until: Micros): (Event & { readonly kind: 'timer' }) | undefined {
  const { ends } = m.world;
  if (ends.size > FEW) {
    m.dues ??= new Dues(ends, (endpoint, end) => timerOf(m, endpoint, end)?.at ?? Infinity);
    const end = m.dues.next(ends, until);
    const due = end === undefined ? undefined : timerOf(m, endpointOf(m.world, end), end);
    return end === undefined || due === undefined ? undefined : { kind: 'timer', end, ...due };
  }
  let first: { end: EndId; timer: TimerKind; at: Micros } | undefined;
  ends.forEach((endpoint, end) => {
    const due = timerOf(m, endpoint, end);
    if (due !== undefined && due.at <= until && (first === undefined || due.at < first.at)) first = { end, ...due };
  });
  return first && { kind: 'timer', ...first };
}

/** An end's next timer; undefined if none is running. */
export function timerOf({ setting }: Motion, { tcb }: Endpoint, end: EndId) {
  return nextTimer(tcb, setting.configs[setting.cast.ends[end]?.host ?? 0] ?? DEFAULT_PROFILE);
}

/** Timers by which a side gives the connection up although its peer may still exist. */
const GIVES_UP: ReadonlySet<TimerKind> = new Set(['retransmission', 'keepalive', 'user-timeout']);

/** A timer expires. */
export function fire(m: Motion, end: EndId, timer: TimerKind): void {
  const endpoint = endpointOf(m.world, end);
  const { tcb, taken } = expire(endpoint.tcb, timer, configOf(m, end), m.world.clock);
  note(m, end, taken);
  const over = tcb.state === 'CLOSED';
  setEndpoint(m, end, {
    ...endpoint,
    tcb,
    parting: over && GIVES_UP.has(timer) && endpoint.tcb.synchronised ? partingReset(m, end, timer) : undefined,
    ended: over ? 'closed' : endpoint.ended,
    attempts: over ? endpoint.attempts + 1 : endpoint.attempts,
    unacked: over ? Queue.empty() : endpoint.unacked,
  });
}

/**
 * The RST of a side that gives the connection up. The standard leaves it open; Linux sends it after failed keepalive
 * only.
 */
function partingReset(m: Motion, end: EndId, timer: TimerKind): Reset {
  const { tcb } = endpointOf(m.world, end);
  const config = configOf(m, end);
  const sends = timer === 'keepalive' && config.keepaliveResets;
  return { ...abortReset(tcb), ...(sends ? { sends, options: abortOptions(tcb, config, m.world.clock) } : {}) };
}

/** Schedules the arrival of a segment. */
export function launch(m: Motion, sent: Sent): void {
  m.arrivals?.push(transitOf(sent));
  if (m.playing) return;
  const { world } = m;
  const network = { ...world.network, transits: world.network.transits + 1 };
  m.world = { ...world, network, flights: world.flights.set(flightKey(sent), sent) };
  m.ownsWorld = true;
}

/** Moves scheduled arrivals out of the world during a run, so that the worlds in between need not hold them. */
export function takeAside(m: Motion): void {
  const { world } = m;
  firstArrival(m);
  if (world.network.transits > 0) {
    const flights = world.flights.filter((sent) => sent.arrives === undefined);
    m.world = { ...world, network: { ...world.network, transits: 0 }, flights };
  }
  m.playing = true;
}

/** Puts the remaining scheduled arrivals back into the world at the end of a run. */
export function putBack(m: Motion): void {
  m.playing = false;
  const left = m.arrivals?.left ?? [];
  if (left.length === 0) return;
  const { world } = m;
  let { flights } = world;
  for (const { sent } of left) flights = flights.set(flightKey(sent), sent);
  m.world = { ...world, network: { ...world.network, transits: left.length }, flights };
  m.recorder.amended();
  m.ownsWorld = false;
}

/** The scheduled arrivals, earliest first. */
export function transitsOf(m: Motion): readonly Transit[] {
  const { world } = m;
  if (world.network.transits === 0) return [];
  const all = new Arrivals();
  for (const [, sent] of world.flights) if (sent.arrives !== undefined) all.push(transitOf(sent));
  return all.left;
}

/** Cancels a scheduled arrival. */
export function recall(m: Motion, { sent }: Transit): void {
  const { world } = m;
  const network = { ...world.network, transits: world.network.transits - 1 };
  m.world = { ...world, network, flights: world.flights.delete(flightKey(sent)) };
}

/** Delivers a segment whose arrival was scheduled. */
export function land(m: Motion, transit: Transit): Landing {
  const { sent } = transit;
  m.arrivals?.pop();
  if (!m.playing) recall(m, transit);
  return deliver(m, sent.to, sent);
}

function transitOf(sent: Sent): Transit {
  return { at: sent.arrives ?? 0, sent };
}

function firstArrival(m: Motion): Transit | undefined {
  let { arrivals } = m;
  if (arrivals === undefined) {
    arrivals = new Arrivals();
    for (const [, sent] of m.world.flights) if (sent.arrives !== undefined) arrivals.push(transitOf(sent));
    m.arrivals = arrivals;
  }
  // A segment that a line delivered or dropped by name has no scheduled arrival any more.
  while (arrivals.first !== undefined && m.world.flights.get(flightKey(arrivals.first.sent)) !== arrivals.first.sent)
    arrivals.pop();
  return arrivals.first;
}
