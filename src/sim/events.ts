import { Arrivals, type Transit } from './arrivals';
import { Queue } from '../wire';
import { flightKey, type EndId, type Endpoint, type Micros, type Sent } from './world';
import { DEFAULT_PROFILE, type Reset, type TimerKind, abortOptions, abortReset, expire, nextTimer } from '../tcp';
import { deliver } from './deliver';
import { Dues } from './dues';
import type { Landing } from './happening';
import { configOf, note, setEndpoint, type Motion } from './motion';
import { endpointOf } from './setting';

/** The next event: a scheduled arrival, or a timer that runs out. */
export type Event =
  | { readonly kind: 'arrival'; readonly at: Micros; readonly transit: Transit }
  | { readonly kind: 'timer'; readonly at: Micros; readonly end: EndId; readonly timer: TimerKind };

/** The next event up to a moment. A timer runs out before what arrives at the same moment, as `wait` has it too. */
export function nextEvent(m: Motion, until: Micros): Event | undefined {
  const transit = m.playing ? m.arrivals?.first : m.world.network.transits === 0 ? undefined : firstArrival(m);
  const due = firstDue(m, until);
  if (transit === undefined || transit.at > until) return due;
  return due === undefined || transit.at < Math.max(due.at, m.world.clock)
    ? { kind: 'arrival', at: transit.at, transit }
    : due;
}

/** Of so many ends each is looked at; of more, those that have changed. */
const FEW = 32;

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

/** The next timer of an end to run out; undefined where none runs. */
export function timerOf({ setting }: Motion, { tcb }: Endpoint, end: EndId) {
  return nextTimer(tcb, setting.configs[setting.cast.ends[end]?.host ?? 0] ?? DEFAULT_PROFILE);
}

/** Timers by which a side gives up on its peer, who may still be there. */
const GIVES_UP: ReadonlySet<TimerKind> = new Set(['retransmission', 'keepalive', 'user-timeout']);

/** Lets a timer run out. */
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

/** The RST of a side that gives up: free by the standard; Linux sends it where keepalive ends the connection, and only there. */
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

/** While the engines play, what is on its way is kept aside: the worlds between need not each have all of it. */
export function takeAside(m: Motion): void {
  const { world } = m;
  firstArrival(m);
  if (world.network.transits > 0) {
    const flights = world.flights.filter((sent) => sent.arrives === undefined);
    m.world = { ...world, network: { ...world.network, transits: 0 }, flights };
  }
  m.playing = true;
}

/** The engines stop: what is still on its way stands in the world again. */
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

/** Scheduled arrivals, soonest first. */
export function transitsOf(m: Motion): readonly Transit[] {
  const { world } = m;
  if (world.network.transits === 0) return [];
  const all = new Arrivals();
  for (const [, sent] of world.flights) if (sent.arrives !== undefined) all.push(transitOf(sent));
  return all.left;
}

/** A scheduled arrival does not come about. */
export function recall(m: Motion, { sent }: Transit): void {
  const { world } = m;
  const network = { ...world.network, transits: world.network.transits - 1 };
  m.world = { ...world, network, flights: world.flights.delete(flightKey(sent)) };
}

/** A scheduled arrival comes about. */
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
  // A segment that a line has delivered or dropped by its name has no arrival left.
  while (arrivals.first !== undefined && m.world.flights.get(flightKey(arrivals.first.sent)) !== arrivals.first.sent)
    arrivals.pop();
  return arrivals.first;
}
