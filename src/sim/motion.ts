/**
 * A world in motion: the mutable state during one call of `act` or `run`, or during the check of one text. It gives the
 * world, as a value, after each happening.
 */
import {
  CLOSED_TCB,
  type Config,
  type RowId,
  SECOND,
  type State,
  type Taken,
  type Tcb,
  initialSequenceNumber,
} from '../tcp';
import { type Seq, add, gt, seq } from '../wire';
import type { Message, Said } from '../layers';
import type { Uttered } from './app';
import type { Arrivals } from './arrivals';
import type { Dues } from './dues';
import type { Happening } from './happening';
import { endpointOf, infoIn, socketOf, type Setting } from './setting';
import type { EndId, EndInfo, Endpoint, Micros, Sent, World } from './world';

/** A row of the transition table (U…, C…, L…, S…, E…, T…) that an endpoint took. */
export interface Move {
  readonly end: EndId;
  readonly row: RowId;
  readonly from: State;
  readonly to: State;
}

/** The receiver of all happenings; it also answers questions that a world can't. */
export interface Recorder {
  /** Something has happened; the motion's world is the one after it. */
  readonly happened: (what: Happening, time: Micros) => void;
  /** The world after the last happening is in fact the motion's present one. */
  readonly amended: () => void;
  /** Octets of TLS are written, and TLS is not loaded. */
  readonly lacksTls?: () => void;
  /** HTTP/2 is written or wished, and not loaded. */
  readonly lacksH2?: () => void;
  /** An end has an initial sequence number, the base of its relative numbers. */
  readonly numbered: (end: EndId, iss: Seq) => void;
  /** True if a listener exists beside the end's connection, which accepts the next SYN. */
  readonly serves: (end: EndId) => boolean;
  /** A receiver processes a segment. */
  readonly taken: (sent: Sent) => void;
  /** A receiver has dropped a segment unread. */
  readonly unread: (sent: Sent) => void;
}

export interface Motion {
  readonly setting: Setting;
  readonly recorder: Recorder;
  world: World;
  /** True if `world` was made after the last happening: nothing else refers to it, so it may be changed in place. */
  ownsWorld: boolean;
  /** The rows taken since the last happening. */
  moves: readonly Move[];
  /** Messages of the layers above TCP since the last happening: carried by a segment that left, heard, and become whole. */
  says: readonly Said[];
  hears: readonly Message[];
  uttered: readonly Uttered[];
  /** Scheduled arrivals, soonest first; kept between calls so that nobody searches the world for them. */
  arrivals: Arrivals | undefined;
  /** The next timers of the ends, if there are many ends; else undefined. */
  dues: Dues | undefined;
  /** True during a run, while scheduled arrivals are kept out of the world. */
  playing: boolean;
  /** The limit of `Network.spent` for this motion: the flow's budget, or less for a trial. */
  budget: number;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** The motion's world, to be changed in place: a new one where somebody else holds it. */
function ownWorld(m: Motion): Changing<World> {
  if (!m.ownsWorld) {
    const { clock, serial, ends, network, flights, cookies, sessions, leaks, listeners, proofs } = m.world;
    m.world = { clock, serial, ends, network, flights, cookies, sessions, leaks, listeners, proofs };
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

/** Records the rows that an endpoint took. */
export function note(m: Motion, end: EndId, taken: readonly Taken[]): void {
  if (taken.length === 0) return;
  const moves = taken.map(({ row, from, to }) => ({ end, row, from, to }));
  m.moves = m.moves.length === 0 ? moves : [...m.moves, ...moves];
}

/** A fixed key, so that flows give the same numbers every time. Real TCPs choose it at random at boot. */
export const SECRET: readonly [number, number, number, number] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/**
 * The ISN of an end's next attempt to open. The clock of a script without times stands still, so each attempt counts as
 * one second: 250,000 ticks of the 4-microsecond clock (RFC 9293 §3.4.1).
 */
export function nextIss(m: Motion, end: EndId): Seq {
  const { attempts, tcb } = endpointOf(m.world, end);
  if (m.setting.isnRepeats === true && tcb.iss !== CLOSED_TCB.iss) return tcb.iss;
  const { isn, variants } = configOf(m, end);
  if (isn !== undefined) return add(isn, attempts * 250_000);
  if (variants.has('predictable-isn')) return seq(1 + 64_000 * (attempts + 2 * end));
  const own = infoOf(m, end);
  const peer = infoOf(m, own.peer);
  const sockets = `${socketOf(m.setting, own)}>${socketOf(m.setting, peer)}`;
  return initialSequenceNumber(sockets, SECRET, m.world.clock + attempts * SECOND);
}

/** An ISS above every number that the last connection of the four-tuple used (RFC 9293 §3.6.1, MAY-2). */
export function issAbove(m: Motion, end: EndId, used: Seq): Seq {
  const next = nextIss(m, end);
  return gt(next, used) ? next : add(used, 250_000);
}

/** The TCB of a side that has not sent its SYN, with another initial sequence number. */
export function withIss(tcb: Tcb, iss: Seq): Tcb {
  // A side that is back in LISTEN has the numbers of the attempt before (RFC 9293 §3.10.7.4).
  const isFresh = tcb.iss === iss && tcb.sndUna === iss && tcb.sndNxt === iss;
  return isFresh ? tcb : { ...tcb, iss, sndUna: iss, sndNxt: iss };
}
