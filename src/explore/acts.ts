/**
 * The acts that can happen in a state of the search, and the state after each. An act is one event, run to completion:
 * an arrival, a fault, a call, a crash, a forgery or all timers of one moment, with all segments that the ends
 * concerned send in consequence.
 */
import {
  type EndId,
  type Micros,
  type Motion,
  type Sent,
  type Setting,
  type World,
  composed,
  configOf,
  deliver,
  depart,
  endpointOf,
  fire,
  firstSending,
  fits,
  forget,
  infoOf,
  motion,
  outlook,
  takeNumber,
  timerOf,
  userCall,
} from '../sim';
import { type Given, R1, type State, call, decide } from '../tcp';
import { RST, has } from '../wire';
import { classesOf, forged } from './forge';
import { FORGER, type Side, UNOPENED, hasOpened, isGhost, isOfConnection, isOpening, isOver, opened } from './ghosts';
import {
  ARRIVE,
  CALL,
  CRASH,
  type Carried,
  FORGE,
  type Node,
  RELEASE,
  STRIKE,
  Spent,
  TIME,
  type Told,
  actOf,
  firstOf,
  kindOf,
  secondOf,
} from './node';
import type { AllowedCall, Bounds } from './types';
import { octetsOf } from './octets';

/** Events of an act that a claim may forbid, as bits. */
export const GHOST = 1;
export const RESET = 2;
export const FOREIGN_OCTETS = 4;
export const CUT_SHORT = 8;
/** Events that show that a claim is not vacuous, as bits: a side became ESTABLISHED, took octets, entered TIME-WAIT. */
export const OPENED = 16;
export const TOOK_OCTETS = 32;
export const WAITS = 64;

/** The most segments that an end sends at one moment. */
const MOST_SAID = 1000;

/** The synchronized states, without TIME-WAIT, in which an RST ends an established connection. */
export const RESETTABLE: ReadonlySet<State> = new Set([
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
]);

export class Acts {
  readonly m: Motion;
  readonly spent: Spent;
  /** The events of the last act, as bits. */
  events = 0;
  /** By calling end: the allowed user calls, in order. */
  readonly calls: readonly (readonly AllowedCall[])[];
  /**
   * The largest distance of a connection's sequence numbers from the ISS: all octets that may be sent, and the window.
   */
  readonly reach: number;
  /** True if a crash or a forgery is allowed. */
  readonly isAttacked: boolean;
  /** True if a call of ABORT is allowed. */
  readonly aborts: boolean;
  /**
   * True if successive timeouts of a side may reach R1 or R2 (RFC 9293 §3.8.3). Each timeout needs a fault, unless the
   * peer has silently lost its connection or has another connection of the same ports.
   */
  readonly givesUp: boolean;
  private queues: (readonly Carried[])[] = [];
  private aside: readonly Carried[] = [];
  private sides: readonly Side[] = [];

  /** @param told receives the events of each act; undefined for a search, which needs no events */
  constructor(
    world: World,
    private readonly setting: Setting,
    private readonly bounds: Bounds,
    private readonly told?: Told[],
  ) {
    this.m = motion(world, { ...setting, isnRepeats: bounds.isnRepeats });
    this.spent = new Spent(bounds);
    this.reach = reachOf(world, setting, bounds);
    this.calls = setting.cast.ends.map(({ id }) => bounds.calls.filter(({ end }) => end === id));
    const calls = (name: AllowedCall['call']): number => bounds.calls.filter(({ call }) => call === name).length;
    this.isAttacked = bounds.crashes.length + bounds.forges.length > 0;
    this.aborts = calls('abort') > 0;
    const most = this.spent.most.reduce((sum, n) => sum + n, 0);
    this.givesUp = this.isAttacked || this.aborts || calls('connect') > 1 || most >= R1;
  }

  /**
   * The first state of the search, from the world before the `explore` statement. Segments in flight there are set
   * aside.
   */
  root(world: World): Node {
    const sides = this.setting.cast.ends.map(({ id }): Side => {
      const { tcb } = endpointOf(world, id);
      return isOver(tcb.state)
        ? UNOPENED
        : { ...UNOPENED, con: 1, of: tcb.synchronised ? 1 : -1, isKnown: true, ...octetsOf(tcb) };
    });
    const aside = world.flights.values().map((sent) => ({ sent, con: sides[sent.from]?.con ?? 0 }));
    return { world, queues: sides.map(() => []), aside, called: sides.map(() => 0), used: 0, sides };
  }

  /**
   * Writes the acts that are possible in a state into `out`. Returns false for a state at rest: no act without a fault
   * is possible.
   */
  list(node: Node, out: number[]): boolean {
    out.length = 0;
    const { spent } = this;
    let isQuiet = true;
    for (let end = 0; end < node.queues.length; end++) {
      const head = node.queues[end]?.[0];
      if (head === undefined) continue;
      isQuiet = false;
      out.push(actOf(ARRIVE, end));
      this.bounds.faults.forEach((fault, i) => {
        const isMeant =
          (fault.from === undefined || fault.from === end) &&
          fits({ flags: fault.flags, data: fault.data }, head.sent.segment);
        if (isMeant && spent.allows(node.used, i)) out.push(actOf(STRIKE, end, i));
      });
    }
    const moves = this.listCalls(node, out);
    const isTimed = isQuiet && this.nextTime(node.world) < Infinity;
    if (isTimed) out.push(actOf(TIME, 0));
    for (let i = 0; i < node.aside.length; i++) out.push(actOf(RELEASE, i));
    this.listAttacks(node, out);
    return !isQuiet || moves || isTimed;
  }

  private listCalls({ world, called }: Node, out: number[]): boolean {
    let some = false;
    this.calls.forEach((calls, end) => {
      const next = calls[called[end] ?? 0];
      if (next === undefined) return;
      const { tcb } = endpointOf(world, end);
      // SEND, CLOSE and ABORT are about a connection; a listener has none yet.
      if (tcb.state === 'LISTEN' && next.call !== 'connect') return;
      // CLOSE in SYN-SENT only gives up the attempt, like ABORT (RFC 9293 §3.10.4).
      if (tcb.state === 'SYN-SENT' && next.call === 'close') return;
      if (call(tcb, next.call, tcb.iss, next.count).error !== undefined) return;
      out.push(actOf(CALL, end));
      some = true;
    });
    return some;
  }

  private listAttacks(node: Node, out: number[]): void {
    const { faults, crashes, forges } = this.bounds;
    crashes.forEach(({ end }, i) => {
      if (!this.spent.allows(node.used, faults.length + i)) return;
      if (!isOver(endpointOf(node.world, end).tcb.state)) out.push(actOf(CRASH, end, i));
    });
    forges.forEach(({ skill, spoofing }, i) => {
      if (!this.spent.allows(node.used, faults.length + crashes.length + i)) return;
      for (const { id, peer } of this.setting.cast.ends) {
        if (spoofing !== undefined && spoofing !== peer) continue;
        classesOf(skill).forEach((_, at) => {
          if (this.forgery(node.world, id, i, at) !== undefined) out.push(actOf(FORGE, id, i * 16 + at));
        });
      }
    });
  }

  /** True if a remaining user call satisfies the predicate `is`. */
  isLeft({ called }: Node, is: (call: AllowedCall['call']) => boolean): boolean {
    for (let end = 0; end < this.calls.length; end++) {
      const list = this.calls[end] as readonly AllowedCall[];
      for (let i = called[end] ?? 0; i < list.length; i++) if (is((list[i] as AllowedCall).call)) return true;
    }
    return false;
  }

  /** True if a forged segment is still allowed. */
  mayForge(used: number): boolean {
    const { faults, crashes, forges } = this.bounds;
    for (let i = 0; i < forges.length; i++)
      if (this.spent.allows(used, faults.length + crashes.length + i)) return true;
    return false;
  }

  private forgery(world: World, to: EndId, i: number, at: number): Sent | undefined {
    const skill = this.bounds.forges[i]?.skill ?? 'blind';
    const kind = classesOf(skill)[at];
    const { peer } = infoOf(this.m, to);
    const both = { tcb: endpointOf(world, to).tcb, peer: endpointOf(world, peer).tcb };
    if (kind === undefined || both.tcb.state === 'CLOSED') return undefined;
    const segment = forged(kind, both);
    return (
      segment && { id: world.serial, from: peer, to, segment, time: world.clock, repeats: undefined, spoofed: peer }
    );
  }

  /** The state after an act. */
  do(node: Node, act: number): Node {
    const { m } = this;
    m.world = node.world;
    m.ownsWorld = false;
    m.moves = [];
    this.events = 0;
    this.queues = node.queues.slice();
    this.aside = node.aside;
    this.sides = node.sides;
    let { called, used } = node;
    const [a, b] = [firstOf(act), secondOf(act)];
    switch (kindOf(act)) {
      case TIME:
        this.pass();
        break;
      case ARRIVE:
        this.arrive(this.shift(a), false);
        break;
      case STRIKE:
        used = this.spent.withOne(used, b);
        this.strike(this.shift(a), this.bounds.faults[b]?.kind ?? 'lose');
        break;
      case RELEASE: {
        const carried = this.aside[a] as Carried;
        this.aside = this.aside.filter((_, i) => i !== a);
        this.arrive(carried, false);
        break;
      }
      case CALL:
        this.call(a, this.calls[a]?.[called[a] ?? 0]);
        called = called.map((n, end) => (end === a ? n + 1 : n));
        break;
      case CRASH:
        used = this.spent.withOne(used, this.bounds.faults.length + b);
        this.told?.push({ kind: 'forget', end: a });
        forget(m, a);
        break;
      case FORGE: {
        used = this.spent.withOne(used, this.bounds.faults.length + this.bounds.crashes.length + (b >> 4));
        const sent = this.forgery(m.world, a, b >> 4, b & 15);
        if (sent === undefined) break;
        this.told?.push({ kind: 'forged', sent, before: m.world });
        takeNumber(m);
        this.take({ sent, con: FORGER });
        this.speak(a);
        break;
      }
    }
    return { world: m.world, queues: this.queues, aside: this.aside, called, used, sides: this.sides };
  }

  private shift(end: EndId): Carried {
    const queue = this.queues[end] as readonly Carried[];
    this.queues[end] = queue.slice(1);
    return queue[0] as Carried;
  }

  private strike(carried: Carried, kind: 'lose' | 'delay' | 'duplicate'): void {
    if (kind === 'lose') this.told?.push({ kind: 'lost', sent: carried.sent });
    else if (kind === 'delay') this.aside = [...this.aside, carried];
    else {
      this.aside = [...this.aside, carried];
      this.arrive(carried, true);
    }
  }

  private arrive(carried: Carried, keeps: boolean): void {
    const { sent } = carried;
    this.take(carried);
    this.told?.push({ kind: 'arrived', sent, keeps, world: this.m.world });
    this.speak(sent.to);
  }

  /** A segment arrives at its receiver. */
  private take({ sent, con }: Carried): void {
    const { m } = this;
    const { to, from } = sent;
    const before = endpointOf(m.world, to).tcb;
    deliver(m, to, sent);
    const after = endpointOf(m.world, to).tcb;
    let side = this.sides[to] as Side;
    if (hasOpened(before.state, after.state)) this.learn(to, from, opened(side, before.state, con), con);
    else if (isOpening(before.state) && after.synchronised && !before.synchronised)
      this.learn(to, from, { ...side, of: con }, con);
    else if (before.state === 'SYN-RECEIVED' && after.state === 'TIME-WAIT' && side.waited !== undefined)
      this.setSide(to, { ...side.waited, con: side.con });
    side = this.sides[to] as Side;
    if (isOver(after.state) && !isOver(before.state)) {
      if (has(sent.segment, RST) && RESETTABLE.has(before.state)) this.events |= RESET;
    } else if (sent.segment.len > 0 && before.synchronised && tookOctets(before, after)) {
      this.events |= TOOK_OCTETS;
      if (!isOfConnection(side, con, this.sides[from] as Side)) this.events |= FOREIGN_OCTETS;
    }
    if (before.state === 'TIME-WAIT' && after.state !== 'TIME-WAIT') this.events |= CUT_SHORT;
    this.look(to, before.state, after.state);
    this.count(to);
  }

  /** Notes that a side has taken the SYN of a connection: the peer's connection is known from now on. */
  private learn(to: EndId, from: EndId, side: Side, con: number): void {
    this.setSide(to, side);
    const peer = this.sides[from] as Side;
    if (con === peer.con && !peer.isKnown) this.setSide(from, { ...peer, isKnown: true });
  }

  private setSide(end: EndId, side: Side): void {
    const sides = this.sides.slice();
    sides[end] = side;
    this.sides = sides;
  }

  /** Notes the octets that a side has sent and received. */
  private count(end: EndId): void {
    const { tcb } = endpointOf(this.m.world, end);
    if (isOver(tcb.state)) return;
    const { sent, acked, got } = octetsOf(tcb);
    const side = this.sides[end] as Side;
    if (side.sent !== sent || side.acked !== acked || side.got !== got)
      this.setSide(end, { ...side, sent, acked, got });
  }

  /** Notes that a side has become ESTABLISHED or has entered TIME-WAIT. */
  private look(end: EndId, before: State, after: State): void {
    if (before === after) return;
    if (after === 'TIME-WAIT') this.events |= WAITS;
    if (!isOpening(before) && !isOver(before)) return;
    if (isOpening(after) || isOver(after)) return;
    this.events |= OPENED;
    const { peer } = infoOf(this.m, end);
    const peerState = endpointOf(this.m.world, peer).tcb.state;
    if (isGhost(this.sides[end] as Side, this.sides[peer] as Side, peerState)) this.events |= GHOST;
  }

  private call(end: EndId, allowed: AllowedCall | undefined): void {
    if (allowed === undefined) return;
    const { m } = this;
    const before = endpointOf(m.world, end).tcb.state;
    this.told?.push({ kind: 'call', end, call: allowed.call, count: allowed.count });
    userCall(m, end, allowed.call, allowed.count);
    const after = endpointOf(m.world, end).tcb.state;
    if (hasOpened(before, after)) this.setSide(end, opened(this.sides[end] as Side, before, -1));
    this.count(end);
    this.speak(end);
  }

  /** The earliest time at which a timer runs out, or an end may send without having heard anything. */
  private nextTime(world: World): Micros {
    const { m } = this;
    if (m.world !== world) {
      m.world = world;
      m.ownsWorld = false;
    }
    let next = Infinity;
    for (let end = 0; end < world.ends.size; end++) {
      const endpoint = endpointOf(world, end);
      if (isOver(endpoint.tcb.state)) continue;
      const due = timerOf(m, endpoint, end);
      if (due !== undefined && due.at < next) next = due.at;
      const wake = this.wakeOf(end);
      if (wake < next) next = wake;
    }
    return next === Infinity ? next : Math.max(next, world.clock);
  }

  private wakeOf(end: EndId): Micros {
    const decision = decide(outlook(this.m, end));
    return decision.send === undefined ? (decision.wakeAt ?? Infinity) : this.m.world.clock;
  }

  /** Advances the clock to the next timer: all timers due at that time expire, then the ends concerned send. */
  private pass(): void {
    const { m } = this;
    const at = this.nextTime(m.world);
    const speakers: EndId[] = [];
    for (let end = 0; end < m.world.ends.size; end++) if (this.wakeOf(end) <= at) speakers.push(end);
    m.world = { ...m.world, clock: at };
    m.ownsWorld = false;
    this.told?.push({ kind: 'wait', until: at });
    for (let end = this.firstDue(at); end !== undefined; end = this.firstDue(at)) {
      const timer = timerOf(m, endpointOf(m.world, end), end)?.timer;
      if (timer === undefined) break;
      fire(m, end, timer);
      if (!speakers.includes(end)) speakers.push(end);
    }
    this.aside = this.aside.filter(({ sent }) => at < this.lifeEnds(sent));
    for (const end of speakers) this.speak(end);
  }

  /** The end whose timer expires first, at `until` at the latest. */
  private firstDue(until: Micros): EndId | undefined {
    const { m } = this;
    let first: EndId | undefined;
    let at = until;
    for (let end = 0; end < m.world.ends.size; end++) {
      const due = timerOf(m, endpointOf(m.world, end), end)?.at;
      if (due === undefined || due > at || (due === at && first !== undefined)) continue;
      first = end;
      at = due;
    }
    return first;
  }

  /** The end of a segment's lifetime (MSL): from this time on the segment can't arrive. */
  readonly lifeEnds = ({ from, time }: Sent): Micros => time + configOf(this.m, from).msl;

  /** Sends all segments that an end may send now. */
  private speak(end: EndId): void {
    for (let said = 0; said < MOST_SAID; said++) {
      const decision = decide(outlook(this.m, end));
      if (decision.send === undefined) return;
      this.transmit(end, decision.send);
    }
  }

  private transmit(end: EndId, given: Given): void {
    const { m } = this;
    const sender = endpointOf(m.world, end);
    const segment = composed(m, end, given);
    const repeated = firstSending(sender, segment);
    const repeats = repeated && (repeated.repeats ?? repeated.id);
    const { world } = m;
    const id = takeNumber(m);
    const sent: Sent = {
      id,
      from: end,
      to: infoOf(m, end).peer,
      segment,
      time: world.clock,
      repeats,
      spoofed: undefined,
    };
    this.told?.push({ kind: 'sent', sent, before: world });
    depart(m, end, sent);
    this.look(end, sender.tcb.state, endpointOf(m.world, end).tcb.state);
    const queue = this.queues[end] as readonly Carried[];
    this.queues[end] = [...queue, { sent, con: (this.sides[end] as Side).con }];
  }
}

function reachOf(world: World, { configs }: Setting, { calls }: Bounds): number {
  const window = Math.max(...configs.map((c) => c.window), 65535);
  let octets = calls.reduce((sum, { call: name, count = 0 }) => sum + (name === 'send' ? count : 0), 0);
  world.ends.forEach(({ tcb }) => {
    octets += octetsOf(tcb).sent;
  });
  return Math.min(2 ** 30, 2 * window + octets);
}

/** True if an arrival added octets to a side's stream, in order or out of order. */
function tookOctets(before: Sides, after: Sides): boolean {
  return after.rcvNxt !== before.rcvNxt || after.reassembly.held !== before.reassembly.held;
}

type Sides = ReturnType<typeof endpointOf>['tcb'];
