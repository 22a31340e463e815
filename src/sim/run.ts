import { FIN, SYN, type Seq, has, isPureAck, le } from '../wire';
import { carry } from './path';
import type { Transit } from './arrivals';
import type { EndId, Micros, Sent } from './world';
import { type Decision, type Given, type Tcb, complete, decide, nextTimer } from '../tcp';
import { composed, depart, outlook, resetsOf } from './depart';
import { fire, land, launch, nextEvent, putBack, takeAside, type Event } from './events';
import { configOf, infoOf, type Motion } from './motion';
import { endpointOf } from './setting';
import { MAX_ECHOES, MAX_PROBES, MAX_RUN, MAX_SEGMENTS, MAX_TIME } from './limits';
import { asking, cannotEnd, charge, costOf, isSpent, mustStop } from './budget';
import type { Happening } from './happening';
import type { Goal, Stop } from './goal';
import { firstSending } from './queue';
import { repliesFramed, repliesSealed } from './replies';
import { hearIcmp } from './user';

/** The number of rounds between two yields of a run. */
const ROUNDS = 400;

/**
 * A run: ends send what is due and what their users have queued, segments arrive after their time on the network, and
 * timers expire. It is deterministic. At one moment timers come first, then arrivals, then transmissions; the end that
 * received a segment last sends first. The generator may be suspended at each `yield`.
 */
export function* play(m: Motion, goal: Goal): Generator<undefined, Stop> {
  const playing = new Run(m, goal);
  for (;;) {
    const stop = playing.go(ROUNDS);
    if (stop !== undefined) return stop;
    yield;
  }
}

class Run {
  /** A sent segment whose step is not recorded yet. If nothing happens before its arrival, both become one step. */
  private pending: Sent | undefined;
  /** Ends that may have something to say, the next to speak last; those who have been heard again stand there twice. */
  private readonly ready: EndId[] = [];
  /** When an end may speak without having heard anything. */
  private readonly wakes = new Map<EndId, Micros>();
  private heard: EndId | undefined;
  private segments = 0;
  private probes = 0;
  /** Ends whose keepalive probe was answered, without progress since. */
  private readonly alive = new Set<EndId>();
  private begun = false;
  private stop: Stop | undefined;
  /**
   * For each end that last received an ACK without news: the number of consecutive ACKs that answered each other up to
   * it.
   */
  private readonly echoes = new Map<EndId, number>();
  /** The same for ACKs in flight, by their `Sent.id`. */
  private readonly echoing = new Map<number, number>();
  private readonly began: Micros;
  private readonly latest: Micros;

  constructor(
    private readonly m: Motion,
    private readonly goal: Goal,
  ) {
    this.began = m.world.clock;
    this.latest = Math.min(m.world.clock + MAX_RUN, MAX_TIME);
  }

  /** Runs for a number of rounds; returns the reason once the run has stopped. */
  go(rounds: number): Stop | undefined {
    if (!this.begun) {
      this.begun = true;
      if (mustStop(this.m)) return 'spent';
      const { world } = this.m;
      const asked = asking(world);
      if (asked > 0) this.m.world = { ...world, network: { ...world.network, spent: world.network.spent + asked } };
      takeAside(this.m);
      if (this.goal.reached()) this.stop = 'reached';
      else this.ask();
    }
    for (let i = 0; i < rounds && this.stop === undefined; i++) this.stop = this.round();
    if (this.stop === undefined) return undefined;
    this.settle();
    putBack(this.m);
    return this.stop;
  }

  /** Each end is asked once: one with nothing to say speaks when it has heard something, or wakes. Who owes something is first. */
  private ask(): void {
    const { m } = this;
    if (m.setting.tls !== undefined) for (const { id } of m.setting.cast.ends) this.reply(id);
    const [owing, others]: [EndId[], EndId[]] = [[], []];
    m.world.ends.forEach((endpoint, end) => {
      (endpoint.tcb.owed !== 0 || resetsOf(endpoint).length > 0 ? owing : others).push(end);
    });
    for (const end of owing.concat(others)) {
      const decision = this.decision(end);
      if (decision.send === undefined) this.rest(end, decision.wakeAt);
      else this.ready.push(end);
    }
    this.ready.reverse();
    this.crossings();
  }

  /** Where both sides of a connection begin by themselves, their segments cross: neither waits for the other. */
  private crossings(): void {
    const speaking = new Set(this.ready);
    for (const id of [...speaking].sort((a, b) => a - b)) {
      const { peer } = infoOf(this.m, id);
      if (id > peer || !speaking.has(peer)) continue;
      const [a, b] = [this.decision(id), this.decision(peer)];
      if (a.send === undefined || b.send === undefined || !this.begins(id, a.send) || !this.begins(peer, b.send))
        continue;
      this.transmit(id, a.send);
      this.settle();
      this.transmit(peer, b.send);
    }
  }

  private begins(end: EndId, given: Given): boolean {
    const segment = complete(endpointOf(this.m.world, end).tcb, given, [], configOf(this.m, end), this.m.world.clock);
    return segment.len > 0 || (segment.flags & (SYN | FIN)) !== 0;
  }

  /** One round: a single happening. Each costs budget: an arrival was sent before, and timers and wake-ups are charged. */
  private round(): Stop | undefined {
    const { m, goal } = this;
    if (goal.reached()) return 'reached';
    if (mustStop(m)) return isSpent(m.world) ? 'limit-segments' : 'spent';
    if (this.answer()) return this.stop;
    const arriving = m.arrivals?.first === undefined ? undefined : nextEvent(m, m.world.clock);
    if (arriving !== undefined) this.happen(arriving);
    else if (!this.speak()) return this.moveOn();
    return this.stop;
  }

  /** The end that has just received a segment sends its reply, one segment, before anything else arrives. */
  private answer(): boolean {
    const end = this.heard;
    this.heard = undefined;
    const decision = end === undefined ? undefined : this.decision(end);
    if (end === undefined || decision?.send === undefined) return false;
    this.settle();
    this.transmit(end, decision.send);
    return true;
  }

  /** Lets the first end that has a segment to send send it. */
  private speak(): boolean {
    for (let end = this.ready.at(-1); end !== undefined; end = this.ready.at(-1)) {
      const decision = this.decision(end);
      if (decision.send !== undefined) {
        this.settle();
        this.transmit(end, decision.send);
        return true;
      }
      this.ready.pop();
      this.rest(end, decision.wakeAt);
    }
    return false;
  }

  /** An end has nothing to say until it wakes: in the future, as the clock moves with it, or never. */
  private rest(end: EndId, wakeAt: Micros | undefined): void {
    if (wakeAt === undefined || wakeAt <= this.m.world.clock) this.wakes.delete(end);
    else this.wakes.set(end, wakeAt);
  }

  /** Nobody has anything to say: the clock moves to what happens next. */
  private moveOn(): Stop | undefined {
    const { m, goal, latest } = this;
    const event = nextEvent(m, Math.min(goal.until, latest));
    const wake = this.nextWake();
    if (wake !== undefined && wake.at <= Math.min(goal.until, latest) && (event === undefined || wake.at < event.at)) {
      this.settle();
      m.world = { ...m.world, clock: Math.max(m.world.clock, wake.at) };
      charge(m);
      this.wakes.delete(wake.end);
      this.listen(wake.end);
      return undefined;
    }
    if (event === undefined) {
      if (goal.until < Infinity && goal.until <= latest) return 'time';
      return wake === undefined && nextEvent(m, Infinity) === undefined ? 'quiet' : 'limit-time';
    }
    if (event.kind === 'timer' && event.timer === 'keepalive' && this.isAtRest(wake !== undefined)) return 'quiet';
    if (event.kind === 'timer' && this.goesOnForEver(event)) return 'limit-probes';
    this.happen(event);
    return undefined;
  }

  private nextWake(): { readonly end: EndId; readonly at: Micros } | undefined {
    let first: { end: EndId; at: Micros } | undefined;
    for (const [end, at] of this.wakes) if (first === undefined || at < first.at) first = { end, at };
    return first;
  }

  /** True if nothing is left to do but repeating keepalive probes to peers that have answered one (RFC 9293 §3.8.4). */
  private isAtRest(isAwaited: boolean): boolean {
    const { m, goal } = this;
    if (!goal.whole || goal.until < Infinity || isAwaited || m.arrivals?.first !== undefined) return false;
    return m.setting.cast.ends.every(({ id }) => {
      const timer = nextTimer(endpointOf(m.world, id).tcb, configOf(m, id))?.timer;
      return timer === undefined || (timer === 'keepalive' && this.alive.has(id));
    });
  }

  /** Counts probes without progress; true if there are too many. */
  private goesOnForEver({ end, timer }: Event & { readonly kind: 'timer' }): boolean {
    const { tcb } = endpointOf(this.m.world, end);
    const probes = timer === 'persist' || timer === 'keepalive' || (timer === 'retransmission' && isClosed(tcb));
    if (probes) this.probes++;
    return this.probes > MAX_PROBES;
  }

  private happen(event: Event): void {
    const { m } = this;
    if (event.kind === 'arrival') {
      this.arrive(event.transit);
      return;
    }
    this.settle();
    if (event.at > m.world.clock) m.world = { ...m.world, clock: event.at };
    // All timers of a moment expire before any end sends; the end whose timer expired first sends first.
    const fired: EndId[] = [];
    for (let due: Event | undefined = event; due?.kind === 'timer'; due = nextEvent(m, m.world.clock)) {
      fire(m, due.end, due.timer);
      charge(m);
      this.happened({ kind: 'timer', end: due.end, timer: due.timer });
      if (!fired.includes(due.end)) fired.push(due.end);
    }
    for (const end of fired.reverse()) {
      this.echoes.delete(end);
      this.ready.push(end);
    }
  }

  private arrive(transit: Transit): void {
    const { m } = this;
    const { sent } = transit;
    const atOnce = this.pending === sent;
    if (!atOnce) this.settle();
    const before = endpointOf(m.world, sent.to).tcb;
    if (transit.at > m.world.clock) m.world = { ...m.world, clock: transit.at };
    const fate = land(m, transit);
    if (atOnce) {
      this.pending = undefined;
      this.happened({ kind: 'segment', sent, fate }, sent.time);
    } else {
      this.happened({ kind: sent.copyOf === undefined ? 'deliver' : 'duplicate', sent, fate });
    }
    const { tcb } = endpointOf(m.world, sent.to);
    const isNews = isProgress(before, tcb);
    if (isNews) {
      this.probes = 0;
      if (this.alive.size > 0) this.alive.clear();
    } else if (asksAlive(before) && tcb.timers.probing.probes === 0) this.alive.add(sent.to);
    // An ACK without any news. If it is unacceptable, it is answered by another ACK (RFC 9293 §3.10.7.4, first check).
    const isEcho = !isNews && before.sndWnd === tcb.sndWnd && isPureAck(sent.segment);
    if (isEcho) this.echoes.set(sent.to, this.echoing.get(sent.id) ?? 0);
    else if (this.echoes.size > 0) this.echoes.delete(sent.to);
    if (m.setting.tls !== undefined || m.setting.h2 !== undefined) this.reply(sent.to);
    this.heard = sent.to;
    this.listen(sent.to);
  }

  /** Messages of TLS and frames of HTTP/2 that an end owes are its user's: they are handed over before the end sends. */
  private reply(end: EndId): void {
    if (this.goal.holds?.(end) === true) return;
    this.settle();
    repliesSealed(this.m, end);
    repliesFramed(this.m, end);
  }

  /** An end has received something, so it is the next to send. */
  private listen(end: EndId): void {
    if (this.ready.at(-1) !== end) this.ready.push(end);
  }

  private decision(end: EndId): Decision {
    return decide(outlook(this.m, end));
  }

  private transmit(end: EndId, given: Given): void {
    const { m } = this;
    const sender = endpointOf(m.world, end);
    const to = infoOf(m, end).peer;
    const segment = composed(m, end, given);
    const repeated = firstSending(sender, segment);
    const { network } = m.world;
    const hosts = [infoOf(m, end).host, infoOf(m, to).host] as const;
    const fate = carry(network, end, hosts, segment, m.world.clock);
    const { serial } = m.world;
    const sent: Sent = {
      id: serial,
      from: end,
      to,
      segment,
      time: m.world.clock,
      repeats: repeated === undefined ? undefined : (repeated.repeats ?? repeated.id),
      spoofed: undefined,
      arrives: fate.arrives,
    };
    const spent = network.spent + costOf(m.world, sent);
    m.world = {
      ...m.world,
      serial: serial + (fate.again === undefined ? 1 : 2),
      network: { ...fate.network, spent },
    };
    m.ownsWorld = true;
    depart(m, end, sent, fate.lost);
    if (has(segment, SYN)) m.recorder.numbered(end, sender.tcb.iss);
    this.segments++;
    this.echo(sent);
    if (cannotEnd(m, this.goal, this.segments, m.world.clock - this.began)) {
      m.world = { ...m.world, network: { ...m.world.network, spent: MAX_SEGMENTS } };
      this.stop = 'limit-large';
    }
    if (fate.again !== undefined) {
      launch(m, { ...sent, id: serial + 1, arrives: fate.again, copyOf: sent });
    }
    if (fate.lost) {
      this.happened({ kind: 'segment', sent, fate: 'lost' });
      if (fate.tooBig !== undefined) this.hearSize(end, fate.tooBig);
      return;
    }
    launch(m, sent);
    this.pending = sent;
  }

  /** The router before the link has told the sender that its packet is too large (RFC 1191 §3). */
  private hearSize(end: EndId, mtu: number): void {
    hearIcmp(this.m, end, 'fragmentation-needed', mtu);
    this.happened({ kind: 'icmp', end, error: 'fragmentation-needed', mtu });
    this.listen(end);
  }

  /** Counts an ACK that answers an ACK without news; too many in a row are an ACK storm. */
  private echo({ from, segment, id }: Sent): void {
    const heard = this.echoes.size === 0 ? undefined : this.echoes.get(from);
    if (heard === undefined) return;
    this.echoes.delete(from);
    if (!isPureAck(segment)) return;
    this.echoing.set(id, heard + 1);
    if (heard + 1 >= MAX_ECHOES) this.stop = 'storm';
  }

  private happened(what: Happening, time = this.m.world.clock): void {
    this.m.recorder.happened(what, time);
  }

  /** Records the sent segment as in flight, because something else happens before its arrival. */
  private settle(): void {
    const { pending } = this;
    if (pending === undefined) return;
    this.pending = undefined;
    this.happened({ kind: 'segment', sent: pending, fate: 'in-flight' });
  }
}

/** True if a keepalive probe, not a window probe, is unanswered. */
function asksAlive({ sndUna, sndNxt, sndWnd, timers }: Tcb): boolean {
  return timers.probing.probes > 0 && sndUna === sndNxt && sndWnd > 0;
}

function isClosed(tcb: Tcb): boolean {
  return tcb.sndWnd === 0 && tcb.synchronised;
}

/** True if a segment changed the connection beyond probe and answer. */
function isProgress(before: Tcb, after: Tcb): boolean {
  return (
    before.state !== after.state ||
    before.rcvNxt !== after.rcvNxt ||
    before.sndUna !== after.sndUna ||
    (before.sndWnd === 0) !== (after.sndWnd === 0)
  );
}

/** True if the peer has acknowledged everything up to `end`, or the connection is closed. */
export function isAcknowledged(tcb: Tcb, end: Seq): boolean {
  return tcb.state === 'CLOSED' || le(end, tcb.sndUna);
}
