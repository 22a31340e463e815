/**
 * The simulation with worlds as values: possible actions, their outcomes, and runs. It knows no line, no rule and no
 * name from a script. The fate of each segment is the caller's choice.
 */
import { type Call, type Given, type IcmpError, decide } from '../tcp';
import { SYN, has } from '../wire';
import { charge } from './budget';
import { composed, depart, outlook } from './depart';
import { deliver } from './deliver';
import { fire, recall, timerOf } from './events';
import type { Goal, Stop } from './goal';
import type { Happening } from './happening';
import { MAX_SEGMENTS } from './limits';
import { infoOf, type Motion, type Move } from './motion';
import { firstSending } from './queue';
import { play } from './run';
import { endpointOf, type Setting } from './setting';
import { forget, hearIcmp, userCall } from './user';
import { flightKey, type EndId, type Micros, type Sent, type World } from './world';

/** An action. Segments in flight are identified by their number (`Sent.id`). */
export type Act =
  /**
   * An end sends a segment: the one that its TCP sends of its own accord, or one with the given fields. The segment is
   * then in flight.
   */
  | { readonly kind: 'send'; readonly end: EndId; readonly given?: Given }
  /** A segment in flight arrives; is lost; or arrives and stays in flight as a copy. */
  | { readonly kind: 'deliver' | 'drop' | 'duplicate'; readonly id: number }
  /**
   * A user call. `count` is the number of bytes of SEND or RECEIVE. Nothing happens if the state does not allow the
   * call.
   */
  | { readonly kind: 'call'; readonly end: EndId; readonly call: Call; readonly count?: number }
  | { readonly kind: 'icmp'; readonly end: EndId; readonly error: IcmpError; readonly mtu?: number }
  /** The clock advances to the end's next timer, which expires. */
  | { readonly kind: 'expire'; readonly end: EndId }
  /**
   * The clock advances without an event; an end may send afterwards without having received anything (RFC 8985 §6.2,
   * §7.2).
   */
  | { readonly kind: 'wait'; readonly until: Micros }
  /** The end's host loses the connection without sending anything. */
  | { readonly kind: 'forget'; readonly end: EndId };

export interface Outcome {
  readonly world: World;
  /** The happenings in order; empty if the action is not possible. */
  readonly happened: readonly Happening[];
  /** The rows of the transition table that were taken. */
  readonly moves: readonly Move[];
}

interface Recorded {
  readonly m: Motion;
  readonly happened: Happening[];
  readonly moves: Move[];
}

/** A world in motion that nobody records. An end that began in LISTEN keeps a listener beside its connection. */
export function motion(world: World, setting: Setting, budget = MAX_SEGMENTS): Motion {
  return {
    setting,
    world,
    ownsWorld: false,
    moves: [],
    says: [],
    hears: [],
    uttered: [],
    arrivals: undefined,
    dues: undefined,
    playing: false,
    budget,
    recorder: {
      happened: nothing,
      amended: nothing,
      numbered: nothing,
      serves: (end) => setting.roles[end]?.listens === true,
      taken: nothing,
      unread: nothing,
    },
  };
}

/** A world in motion that records its happenings. */
function record(world: World, setting: Setting, budget = MAX_SEGMENTS): Recorded {
  const happened: Happening[] = [];
  const moves: Move[] = [];
  const still = motion(world, setting, budget);
  const m: Motion = {
    ...still,
    recorder: {
      ...still.recorder,
      happened: (what) => {
        happened.push(what);
        moves.push(...m.moves);
        m.moves = [];
        m.says = [];
        m.hears = [];
        m.uttered = [];
        m.ownsWorld = false;
      },
    },
  };
  return { m, happened, moves };
}

function nothing(): void {
  // For notices of the {@link Recorder} that only the checker needs.
}

/** The outcome of an action. It depends on the arguments alone. */
export function act(world: World, setting: Setting, what: Act): Outcome {
  const { m, happened, moves } = record(world, setting);
  const done = perform(m, what);
  if (done !== undefined) m.recorder.happened(done, m.world.clock);
  return { world: m.world, happened, moves };
}

function perform(m: Motion, what: Act): Happening | undefined {
  switch (what.kind) {
    case 'send':
      return send(m, what.end, what.given);
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return settle(m, what.kind, what.id);
    case 'call': {
      const { error } = userCall(m, what.end, what.call, what.count);
      return error === undefined ? { kind: 'call', end: what.end, call: what.call, count: what.count } : undefined;
    }
    case 'icmp':
      hearIcmp(m, what.end, what.error, what.mtu);
      return what;
    case 'expire': {
      const due = timerOf(m, endpointOf(m.world, what.end), what.end);
      if (due === undefined) return undefined;
      waitUntil(m, due.at);
      fire(m, what.end, due.timer);
      charge(m);
      return { kind: 'timer', end: what.end, timer: due.timer };
    }
    case 'wait':
      waitUntil(m, what.until);
      return undefined;
    case 'forget':
      forget(m, what.end);
      return what;
  }
}

function waitUntil(m: Motion, at: Micros): void {
  if (at > m.world.clock) m.world = { ...m.world, clock: at };
}

function send(m: Motion, end: EndId, written: Given | undefined): Happening | undefined {
  const given = written ?? decide(outlook(m, end)).send;
  if (given === undefined) return undefined;
  const sender = endpointOf(m.world, end);
  const { serial: id, clock: time } = m.world;
  const segment = composed(m, end, given);
  const first = firstSending(sender, segment);
  const repeats = first && (first.repeats ?? first.id);
  const sent: Sent = { id, from: end, to: infoOf(m, end).peer, segment, time, repeats, spoofed: undefined };
  m.world = { ...m.world, serial: id + 1, flights: m.world.flights.set(flightKey(sent), sent) };
  m.ownsWorld = true;
  depart(m, end, sent);
  if (has(segment, SYN)) m.recorder.numbered(end, sender.tcb.iss);
  return { kind: 'segment', sent, fate: 'in-flight' };
}

function settle(m: Motion, kind: 'deliver' | 'drop' | 'duplicate', id: number): Happening | undefined {
  const sent = m.world.flights.get(String(id));
  if (sent === undefined) return undefined;
  if (kind !== 'duplicate') {
    if (sent.arrives !== undefined) recall(m, { at: sent.arrives, sent });
    else m.world = { ...m.world, flights: m.world.flights.delete(flightKey(sent)) };
    m.ownsWorld = true;
  }
  return { kind, sent, fate: kind === 'drop' ? 'lost' : deliver(m, sent.to, sent) };
}

/**
 * The actions that can happen without a user or fault: each end's next segment, or the time at which it may have one;
 * the arrival of each segment in flight; each end's next timer, however late. Losses, duplicates, calls and crashes are
 * the caller's choice.
 */
export function next(world: World, setting: Setting): Act[] {
  const { m } = record(world, setting);
  const acts: Act[] = [];
  for (const { id: end } of setting.cast.ends) {
    const decision = decide(outlook(m, end));
    if (decision.send !== undefined) acts.push({ kind: 'send', end });
    else if (decision.wakeAt !== undefined && decision.wakeAt > world.clock)
      acts.push({ kind: 'wait', until: decision.wakeAt });
  }
  for (const { id } of world.flights.values()) acts.push({ kind: 'deliver', id });
  world.ends.forEach((endpoint, end) => {
    if (timerOf(m, endpoint, end) !== undefined) acts.push({ kind: 'expire', end });
  });
  return acts;
}

/**
 * Simulates until the goal is reached, nothing is left to do, or a limit is exceeded. The generator may be suspended at
 * each `yield`.
 *
 * @param budget the limit of `Network.spent`, in segments
 */
export function* run(
  world: World,
  setting: Setting,
  goal: (world: () => World) => Goal,
  budget?: number,
): Generator<undefined, Outcome & { readonly stop: Stop }> {
  const { m, happened, moves } = record(world, setting, budget);
  const stop = yield* play(
    m,
    goal(() => m.world),
  );
  return { world: m.world, happened, moves, stop };
}
