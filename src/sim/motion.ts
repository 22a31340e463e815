/**
 * A world in motion. Worlds are values; what moves them on works on one of these, which lives for one call of `act` or
 * `run`, or for the check of one text, and hands out the world behind each happening.
 */
import { type Config, type RowId, SECOND, type State, type Taken, type Tcb, initialSequenceNumber } from '../tcp';
import { type Seq, add, gt, seq } from '../wire';
import type { Arrivals } from './arrivals';
import type { Dues } from './dues';
import type { Happening } from './happening';
import { endpointOf, infoIn, socketOf, type Setting } from './setting';
import type { EndId, EndInfo, Endpoint, Micros, Sent, World } from './world';

/** A row of the transition tables (U…, C…, L…, S…, E…, T…) that an endpoint took. */
export interface Move {
  readonly end: EndId;
  readonly row: RowId;
  readonly from: State;
  readonly to: State;
}

/** Who is told what happens, and knows what a world does not hold. */
export interface Recorder {
  /** Something has happened; the motion's world is the one behind it. */
  readonly happened: (what: Happening, time: Micros) => void;
  /** The world behind the last happening is the motion's present one after all. */
  readonly amended: () => void;
  /** An end has an initial sequence number that its numbers are counted from. */
  readonly numbered: (end: EndId, iss: Seq) => void;
  /** A listener stands beside the end's connection: the next SYN finds it. */
  readonly serves: (end: EndId) => boolean;
  /** A receiver has taken a segment, or has thrown it away unread. */
  readonly taken: (sent: Sent) => void;
  readonly unread: (sent: Sent) => void;
}

export interface Motion {
  readonly setting: Setting;
  readonly recorder: Recorder;
  world: World;
  /** `world` was made since the last happening: nobody else holds it, and it may still be changed in place. */
  ownsWorld: boolean;
  /** Rows taken since the last happening. */
  moves: readonly Move[];
  /** Scheduled arrivals, soonest first; kept between calls so that nobody searches the world for them. */
  arrivals: Arrivals | undefined;
  /** When timers run out, where there are many ends. */
  dues: Dues | undefined;
  /** The engines play, and scheduled arrivals are kept aside. */
  playing: boolean;
  /** The engines stop once so much is spent (`Network.spent`): the flow's budget, or less for a trial. */
  budget: number;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** The motion's world, to be changed in place: a new one where somebody else holds it. */
function ownWorld(m: Motion): Changing<World> {
  if (!m.ownsWorld) {
    const { clock, serial, ends, network, flights, cookies } = m.world;
    m.world = { clock, serial, ends, network, flights, cookies };
    m.ownsWorld = true;
  }
  return m.world;
}

export function setEndpoint(m: Motion, end: EndId, endpoint: Endpoint): void {
  ownWorld(m).ends = m.world.ends.set(end, endpoint);
}

/** A segment takes the next number. */
export function takeNumber(m: Motion): number {
  return ownWorld(m).serial++;
}

export function infoOf(m: Motion, end: EndId): EndInfo {
  return infoIn(m.setting, end);
}

export function configOf(m: Motion, end: EndId): Config {
  return m.setting.configs[infoOf(m, end).host] as Config;
}

/** Notes the rows that an endpoint took. */
export function note(m: Motion, end: EndId, taken: readonly Taken[]): void {
  if (taken.length === 0) return;
  const moves = taken.map(({ row, from, to }) => ({ end, row, from, to }));
  m.moves = m.moves.length === 0 ? moves : [...m.moves, ...moves];
}

/** A fixed key: flows are to give the same numbers every time. Real stacks draw theirs at boot. */
export const SECRET: readonly [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/**
 * The ISN of an end's next attempt to open. An untimed flow's clock stands still, so attempts count as a second apart:
 * that is 250,000 steps of the 4-microsecond clock (RFC 9293 §3.4.1).
 */
export function nextIss(m: Motion, end: EndId): Seq {
  const { attempts } = endpointOf(m.world, end);
  const { isn, variants } = configOf(m, end);
  if (isn !== undefined) return add(isn, attempts * 250_000);
  if (variants.has('predictable-isn')) return seq(1 + 64_000 * (attempts + 2 * end));
  const own = infoOf(m, end);
  const peer = infoOf(m, own.peer);
  const sockets = `${socketOf(m.setting, own)}>${socketOf(m.setting, peer)}`;
  return initialSequenceNumber(sockets, SECRET, m.world.clock + attempts * SECOND);
}

/** An ISS above everything that the last connection of the four-tuple used (RFC 9293 §3.6.1, MAY-2). */
export function issAbove(m: Motion, end: EndId, used: Seq): Seq {
  const next = nextIss(m, end);
  return gt(next, used) ? next : add(used, 250_000);
}

/** Gives a side that has not sent its SYN another initial sequence number. */
export function withIss(tcb: Tcb, iss: Seq): Tcb {
  return tcb.iss === iss ? tcb : { ...tcb, iss, sndUna: iss, sndNxt: iss };
}
