import { Arrivals, type Transit } from '../../sim/arrivals';
import { Queue } from '../../sim/persistent';
import { flightKey, type EndId, type Endpoint, type Micros, type Sent } from '../../sim/world';
import { DEFAULT_PROFILE } from '../../tcp/profiles';
import { abortOptions } from '../../tcp/emit';
import { expire, nextTimer, type TimerKind } from '../../tcp/expire';
import type { Reset } from '../../tcp/reset';
import { configOf, endpointOf, note, setEndpoint, type Player } from './player';
import { abortReset } from './implied';
import type { Landing } from '../../trace/trace';
import { charged } from './budget';
import { Dues } from './dues';
import { deliver } from './wire';

/** What happens next without anybody's doing: a segment arrives, or a timer runs out. */
export type Event =
  | { readonly kind: 'arrival'; readonly at: Micros; readonly transit: Transit }
  | { readonly kind: 'timer'; readonly at: Micros; readonly end: EndId; readonly timer: TimerKind };

/** The next event up to a moment. A timer runs out before what arrives at the same moment, as `wait` has it too. */
export function nextEvent(p: Player, until: Micros): Event | undefined {
  const transit = p.playing ? p.arrivals?.first : p.world.network.transits === 0 ? undefined : firstArrival(p);
  const due = firstDue(p, until);
  if (transit === undefined || transit.at > until) return due;
  return due === undefined || transit.at < Math.max(due.at, p.world.clock)
    ? { kind: 'arrival', at: transit.at, transit }
    : due;
}

/** Of so many ends each is looked at; of more, those that have changed. */
const FEW = 32;

function firstDue(p: Player, until: Micros): (Event & { readonly kind: 'timer' }) | undefined {
  const { ends } = p.world;
  if (ends.size > FEW) {
    p.dues ??= new Dues(ends, (endpoint, end) => timerOf(p, endpoint, end)?.at ?? Infinity);
    const end = p.dues.next(ends, until);
    const due = end === undefined ? undefined : timerOf(p, endpointOf(p.world, end), end);
    return end === undefined || due === undefined ? undefined : { kind: 'timer', end, ...due };
  }
  let first: { end: EndId; timer: TimerKind; at: Micros } | undefined;
  ends.forEach((endpoint, end) => {
    const due = timerOf(p, endpoint, end);
    if (due !== undefined && due.at <= until && (first === undefined || due.at < first.at)) first = { end, ...due };
  });
  return first && { kind: 'timer', ...first };
}

function timerOf({ roles }: Player, { tcb }: Endpoint, end: EndId) {
  return nextTimer(tcb, roles.configs[roles.cast.ends[end]?.host ?? 0] ?? DEFAULT_PROFILE);
}

/** Timers by which a side gives up on its peer, who may still be there. */
const GIVES_UP: ReadonlySet<TimerKind> = new Set(['retransmission', 'keepalive', 'user-timeout']);

/** Lets a timer run out. */
export function fire(p: Player, end: EndId, timer: TimerKind): void {
  const endpoint = endpointOf(p.world, end);
  const { tcb, taken } = expire(endpoint.tcb, timer, configOf(p, end), p.world.clock);
  note(p, end, taken);
  const over = tcb.state === 'CLOSED';
  setEndpoint(p, end, {
    ...endpoint,
    tcb,
    parting: over && GIVES_UP.has(timer) && endpoint.tcb.synchronised ? partingReset(p, end, timer) : undefined,
    ended: over ? 'closed' : endpoint.ended,
    attempts: over ? endpoint.attempts + 1 : endpoint.attempts,
    unacked: over ? Queue.empty() : endpoint.unacked,
  });
  p.world = { ...p.world, network: charged(p.world.network) };
}

/** The RST of a side that gives up: free by the standard; Linux sends it where keepalive ends the connection, and only there. */
function partingReset(p: Player, end: EndId, timer: TimerKind): Reset {
  const { tcb } = endpointOf(p.world, end);
  const config = configOf(p, end);
  const sends = timer === 'keepalive' && config.keepaliveResets;
  return { ...abortReset(tcb), ...(sends ? { sends, options: abortOptions(tcb, config, p.world.clock) } : {}) };
}

/** A segment is on its way, and arrives by itself. */
export function launch(p: Player, sent: Sent, key: string): void {
  p.arrivals?.push(transitOf(key, sent));
  if (p.playing) return;
  const { world } = p;
  const network = { ...world.network, transits: world.network.transits + 1 };
  p.world = { ...world, network, flights: world.flights.set(key, sent) };
}

/** While the engines play, what is on its way is kept aside: the worlds between need not each have all of it. */
export function takeAside(p: Player): void {
  const { world } = p;
  firstArrival(p);
  if (world.network.transits > 0) {
    const flights = world.flights.filter((sent) => sent.arrives === undefined);
    p.world = { ...world, network: { ...world.network, transits: 0 }, flights };
  }
  p.playing = true;
}

/** The engines stop: what is still on its way stands in the world again. */
export function putBack(p: Player): void {
  p.playing = false;
  const left = p.arrivals?.left ?? [];
  if (left.length === 0) return;
  const { world } = p;
  let { flights } = world;
  for (const { key, sent } of left) flights = flights.set(key, sent);
  p.world = { ...world, network: { ...world.network, transits: left.length }, flights };
  amendLast(p);
}

/** What a run comes to in the end stands in the last of its steps. */
export function amendLast(p: Player): void {
  const last = p.steps.at(-1);
  if (last?.line === p.line && last.generated === true) p.steps[p.steps.length - 1] = { ...last, after: p.world };
  p.ownsWorld = false;
}

/** What is on its way by itself, soonest first. */
export function transitsOf(p: Player): readonly Transit[] {
  const { world } = p;
  if (world.network.transits === 0) return [];
  const all = new Arrivals();
  for (const [key, sent] of world.flights) if (sent.arrives !== undefined) all.push(transitOf(key, sent));
  return all.left;
}

/** A segment that was on its way by itself is so no more: it does not arrive. */
export function recall(p: Player, { key }: Transit): void {
  const { world } = p;
  const network = { ...world.network, transits: world.network.transits - 1 };
  p.world = { ...world, network, flights: world.flights.delete(key) };
}

/** A segment arrives by itself. */
export function land(p: Player, transit: Transit): Landing {
  const { sent } = transit;
  p.arrivals?.pop();
  if (!p.playing) recall(p, transit);
  return deliver(p, sent.to, sent);
}

function transitOf(key: string, sent: Sent): Transit {
  return { at: sent.arrives ?? 0, serial: sent.serial ?? 0, key, sent };
}

function firstArrival(p: Player): Transit | undefined {
  let { arrivals } = p;
  if (arrivals === undefined) {
    arrivals = new Arrivals();
    for (const [key, sent] of p.world.flights) if (sent.arrives !== undefined) arrivals.push(transitOf(key, sent));
    p.arrivals = arrivals;
  }
  // What a line has delivered or dropped by its name does not arrive any more.
  while (arrivals.first !== undefined && p.world.flights.get(arrivals.first.key) !== arrivals.first.sent)
    arrivals.pop();
  return arrivals.first;
}

/** The key of a segment on its way; a copy has one of its own. */
export function transitKey(sent: Sent): string {
  return sent.copyOf === undefined ? (flightKey(sent) ?? '') : `#${sent.serial ?? 0}`;
}
