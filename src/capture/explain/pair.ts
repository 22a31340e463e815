import { PSH, SYN, has } from '../../wire';
import type { Sighting } from '../read';
import { beginsOf } from './begins';
import type { Evidence, Explanation, Host, Micros, Tap, TapPlace } from './explanation';
import { eventsOf } from './events';
import { markForgotten } from './forgets';
import { placeNear } from './near';
import { number } from './order';
import { type Prepared, prepare } from './prepare';
import { Ranges } from './ranges';
import { type ByHost, NOWHERE, Sending, decide, other } from './sending';
import { byHost } from './tap';

/** Clocks that were aligned by the least delays may still be this far apart. */
const SLACK: Micros = 1000;

/** The packets of a tap that is beside a host. */
interface Side {
  /** The index of the capture. */
  readonly tap: number;
  readonly own: readonly Sending[];
  readonly arrived: readonly Sending[];
  /** When it saw its last packet. */
  readonly last: Micros;
}

/**
 * Explains a connection from two captures, one taken beside each host: a segment in both has arrived, one beside its
 * sender alone was lost.
 *
 * @param place of the first capture
 * @returns undefined where a host acknowledges what the capture beside it does not have: it has missed frames
 */
export function explainPair([first, second]: readonly [Tap, Tap], place: TapPlace): Explanation | undefined {
  const prepared = prepare(first.sightings);
  const turned = sameHosts(first.sightings, second.sightings);
  const host: Host = place === 'server' ? 1 : 0;
  const here = sideOf(prepared, 0, host);
  const unaligned = sideOf(prepare(turned), 1, other(host));
  const offset = clockOffset(here, unaligned);
  const aligned = turned.map((one) => ({ ...one, at: one.at - offset }));
  const there = sideOf(prepare(aligned), 1, other(host));
  if (!isWhole(here) || !isWhole(there)) return undefined;

  const sides: ByHost<Side> = host === 0 ? [here, there] : [there, here];
  const ways = [new Way(0, sides), new Way(1, sides)] as const;
  const sent: ByHost = [ways[0].sent, ways[1].sent];
  number(sent[0]);
  number(sent[1]);
  for (const way of ways) {
    const { arrived } = way.far;
    placeNear(sent[other(way.from)], arrived, arrived);
    way.settle();
  }
  markForgotten(sent, 0);
  markForgotten(sent, 1);
  const events = eventsOf(sent, [ways[0].arriving(), ways[1].arriving()], [0, 0]);
  return { tap: place, placedBy: 'pair', events, begins: beginsOf(sent), notes: prepared.notes };
}

function sideOf({ sendings }: Prepared, tap: number, host: Host): Side {
  const seen = byHost(sendings);
  return { tap, own: seen[host], arrived: seen[other(host)], last: sendings.at(-1)?.at ?? -Infinity };
}

/** The second capture with the client of the first one: each takes the sender of its first SYN for the client. */
function sameHosts(first: readonly Sighting[], second: readonly Sighting[]): readonly Sighting[] {
  const [a, b] = [clientIn(first), clientIn(second)];
  if (a === undefined || b === undefined || a.client === b.client || a.client !== b.server) return second;
  return second.map((one) => ({ ...one, from: one.from === 'client' ? 'server' : 'client' }));
}

/** The sockets of a connection, by the first packet of it. */
function clientIn(sightings: readonly Sighting[]): { readonly client: string; readonly server: string } | undefined {
  const one = sightings.find(({ packet }) => packet !== undefined);
  if (one?.packet === undefined) return undefined;
  const { source, sourcePort, destination, destinationPort } = one.packet;
  const sockets = [`${source} ${String(sourcePort)}`, `${destination} ${String(destinationPort)}`] as const;
  const [client, server] = one.from === 'client' ? sockets : [sockets[1], sockets[0]];
  return { client, server };
}

/** The second clock less the first one: between the least delays of both directions (RFC 5905 §8). */
function clockOffset(here: Side, there: Side): Micros {
  const least = (own: readonly Sending[], arrived: readonly Sending[]): Micros => {
    const sent = new Map<string, Sending>();
    const doubtful = new Set<string>();
    for (const one of own) {
      const key = keyOf(one);
      if (sent.has(key)) doubtful.add(key);
      sent.set(key, one);
    }
    let delay = Infinity;
    for (const one of arrived) {
      const key = keyOf(one);
      const from = sent.get(key);
      if (from !== undefined && !doubtful.has(key)) delay = Math.min(delay, one.at - from.at);
    }
    return delay;
  };
  const out = least(here.own, there.arrived);
  const back = least(there.own, here.arrived);
  if (Number.isFinite(out) && Number.isFinite(back)) return (out - back) / 2;
  return Number.isFinite(out) ? out : Number.isFinite(back) ? -back : 0;
}

/** False if the host acknowledges octets that the tap has not seen come. Behind another ISN numbers are not compared. */
function isWhole({ own, arrived }: Side): boolean {
  const had = new Ranges();
  const isn = arrived.find(({ segment }) => has(segment, SYN))?.seq;
  let next = 0;
  let first = Infinity;
  for (const { at, ack } of own) {
    for (; next < arrived.length && (arrived[next]?.at ?? 0) <= at; next++) {
      const one = arrived[next];
      if (one === undefined || one.end === one.seq || one.isDamaged) continue;
      if (has(one.segment, SYN) && one.seq !== isn) return true;
      had.add(one.seq, one.end);
      first = Math.min(first, one.seq);
    }
    if (ack > first && !had.has(ack - 1)) return false;
  }
  return true;
}

/** The fields of a packet that two captures have alike; PSH, ECN and hop limit change on the way, or as cards join segments. */
function keyOf({ id, segment }: Sending): string {
  const { seq, ack, flags, win, len, options } = segment;
  const { ts } = options;
  return [id, seq, ack, flags & ~PSH, win, len, ts?.val ?? '', ts?.ecr ?? ''].join();
}

/** The sendings of one host, between the captures beside it and beside its peer. */
class Way {
  readonly sent: Sending[];
  readonly far: Side;
  private readonly near: Side;
  private readonly arrivals = new Map<Sending, Sending[]>();
  /** Packets that only the capture beside the receiver has: someone else may have sent it. */
  private readonly strange = new Set<Sending>();

  constructor(
    readonly from: Host,
    sides: ByHost<Side>,
  ) {
    this.near = sides[from];
    this.far = sides[other(from)];
    const strange = this.match();
    this.sent = strange.length === 0 ? [...this.near.own] : byTime(this.near.own, strange);
  }

  /** Finds the sending that each arrival is of: of equal ones, the latest before it; a further arrival is a double's. */
  private match(): readonly Sending[] {
    const { arrivals, near, far } = this;
    const sent = new Map<string, Sending[]>();
    for (const one of near.own) push(sent, keyOf(one), one);
    const strange: Sending[] = [];
    for (const one of far.arrived) {
      const equal = (sent.get(keyOf(one)) ?? []).filter(({ at }) => at <= one.at + SLACK);
      let sending = equal.findLast((some) => !arrivals.has(some)) ?? equal.at(-1);
      if (sending === undefined) {
        sending = new Sending({ ...one });
        strange.push(sending);
        this.strange.add(sending);
      }
      push(arrivals, sending, one);
    }
    return strange;
  }

  /** The fates of all sendings, when arrivals have their place. */
  settle(): void {
    const { near, far } = this;
    for (const one of this.sent) {
      const [arrival, ...more] = this.arrivals.get(one) ?? [];
      const here = this.strange.has(one) ? [] : one.frames;
      const there = arrival === undefined ? [] : [arrival, ...more].flatMap(({ frames }) => frames);
      one.inBoth = near.tap === 0 ? { frames: here, elsewhere: [there] } : { frames: there, elsewhere: [here] };
      if (arrival === undefined) {
        // Behind the last packet of a capture, nothing shows that it still ran.
        decide(one, 'lost', one.at <= far.last ? 'proved' : 'presumed', seenIn(near.tap, one.frames));
        continue;
      }
      one.before = arrival.before;
      one.comes = arrival.at;
      const doubles = more.filter(({ before }) => before !== NOWHERE).map(({ before, at }) => ({ before, at }));
      if (arrival.doubles !== undefined || doubles.length > 0) one.doubles = [...(arrival.doubles ?? []), ...doubles];
      decide(one, arrival.isDamaged ? 'dropped' : 'arrived', 'proved', seenIn(far.tap, arrival.frames));
    }
  }

  /** The sendings in the order in which they arrive. */
  arriving(): readonly Sending[] {
    const from = new Map<Sending, Sending>();
    for (const [sending, [arrival]] of this.arrivals) if (arrival !== undefined) from.set(arrival, sending);
    return this.far.arrived.flatMap((arrival) => from.get(arrival) ?? []);
  }
}

function push<K>(lists: Map<K, Sending[]>, key: K, one: Sending): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

/** Two lists in order of time as one. */
function byTime(own: readonly Sending[], others: readonly Sending[]): Sending[] {
  return [...own, ...others].sort((a, b) => a.at - b.at);
}

/** `E-tap`: the frames that hold a segment, in a capture. */
const seenIn = (tap: number, frames: readonly number[]): Evidence =>
  tap === 0 ? { rule: 'E-tap', frames } : { rule: 'E-tap', frames, tap };
