import { ACK, FIN, PSH, Queue, RST, SYN, type Segment, optionBytes } from '../wire';
import type { EndId, Micros } from './ids';

/** The path between two hosts (indexes into `Cast.hosts`), for what the engines send; the same both ways. */
export interface Link {
  readonly a: number;
  readonly b: number;
  /** One way. */
  readonly delay: Micros;
  /** Bits a second; undefined where sending takes no time. */
  readonly rate: number | undefined;
  /** Which of its segments are lost, counted from 1 in the order in which they are sent. */
  readonly loss: readonly number[];
  /** How many it has carried, lost ones included. */
  readonly carried: number;
  /** When the last segment from `a`, and from `b`, will have left. */
  readonly free: readonly [Micros, Micros];
}

/** What shall happen to a segment that is still to be sent. */
export interface Fault {
  /** Its number among faults and segments of the flow (`World.serial`). */
  readonly id: number;
  readonly kind: 'lose' | 'delay' | 'duplicate';
  readonly ends: readonly EndId[];
  /** Flags that the segment must have; undefined for any. ACK alone means a segment that is nothing else. */
  readonly flags: number | undefined;
  /** It must carry data. */
  readonly data: boolean;
  readonly every: boolean;
  readonly nth: number;
  /** How many such segments there have been since the statement, or since it last struck. */
  readonly seen: number;
  readonly by: Micros;
}

/** What the network is set to do. */
export interface Network {
  readonly links: readonly Link[];
  readonly faults: Queue<Fault>;
  /** How many arrivals are scheduled. */
  readonly transits: number;
  /** What the engines have done by themselves since the flow began, held against the flow's budget (MAX_SEGMENTS). */
  readonly spent: number;
  /** An ACK storm was met, and has been said. */
  readonly stormed: boolean;
}

/** A network without links, with nothing on its way. */
export function quiet(): Network {
  return { links: [], faults: Queue.empty(), transits: 0, spent: 0, stormed: false };
}

/** What the network does with a segment. */
export interface Fate {
  readonly network: Network;
  readonly lost: boolean;
  /** When it arrives, and when a further copy does. */
  readonly arrives: Micros;
  readonly again: Micros | undefined;
}

const CONTROL = SYN | FIN | RST;

function strikes(fault: Fault, from: EndId, segment: Segment): boolean {
  return fault.ends.includes(from) && fits(fault, segment);
}

/** Is a segment one of those that a line is about? */
export function fits({ flags, data }: Pick<Fault, 'flags' | 'data'>, segment: Segment): boolean {
  if (data) return segment.len > 0;
  if (flags === undefined) return true;
  if (flags === ACK) return segment.len === 0 && (segment.flags & (CONTROL | PSH | ACK)) === ACK;
  return (segment.flags & flags) === flags;
}

/** Counts a segment for the faults that it fits: those that strike are used up, unless they go on. */
function strike(
  network: Network,
  from: EndId,
  segment: Segment,
): { readonly network: Network; readonly struck: readonly Fault[] } {
  const { faults: all } = network;
  if (!all.some((f) => strikes(f, from, segment))) return { network, struck: [] };
  const struck: Fault[] = [];
  const faults: Fault[] = [];
  for (const fault of all.items()) {
    if (!strikes(fault, from, segment)) faults.push(fault);
    else if (fault.seen + 1 < fault.nth) faults.push({ ...fault, seen: fault.seen + 1 });
    else {
      struck.push(fault);
      if (fault.every) faults.push({ ...fault, seen: 0 });
    }
  }
  return { network: { ...network, faults: Queue.of(faults) }, struck };
}

/** A segment that the flow itself writes: it is counted, and faults strike it where its arrow lets it arrive. */
export function count(
  before: Network,
  from: EndId,
  hosts: readonly [number, number],
  segment: Segment,
  now: Micros,
): { readonly network: Network; readonly struck: readonly Fault[] } {
  if (before.links.length === 0 && before.faults.size === 0) return { network: before, struck: [] };
  const { network, struck } = strike(before, from, segment);
  const links = network.links.map((l) => (joins(l, hosts) ? loaded(l, hosts[0], segment, now) : l));
  return { network: { ...network, links }, struck };
}

function joins(link: Link, [from, to]: readonly [number, number]): boolean {
  return (link.a === from && link.b === to) || (link.b === from && link.a === to);
}

/** The link with a segment more on it: at its rate, one leaves behind the other. */
function loaded(link: Link, from: number, segment: Segment, now: Micros): Link {
  const way = link.a === from ? 0 : 1;
  const bits = 8 * (HEADERS + optionBytes(segment.options) + segment.len);
  const left = Math.max(now, link.free[way]) + (link.rate === undefined ? 0 : Math.ceil((bits / link.rate) * 1e6));
  const free: [Micros, Micros] = way === 0 ? [left, link.free[1]] : [link.free[0], left];
  return { ...link, carried: link.carried + 1, free };
}

/** IP and TCP headers without options: what a segment takes on the link beside its payload. */
const HEADERS = 40;

/** Sends a segment over the link between two hosts, if there is one, and lets the faults strike that fit it. */
export function carry(
  before: Network,
  from: EndId,
  hosts: readonly [number, number],
  segment: Segment,
  now: Micros,
): Fate {
  const { network, struck } = strike(before, from, segment);
  const at = network.links.findIndex((l) => joins(l, hosts));
  const link = network.links[at];
  let lost = struck.some((f) => f.kind === 'lose');
  let arrives = now;
  let after = network;
  if (link !== undefined) {
    const busy = loaded(link, hosts[0], segment, now);
    lost ||= link.loss.includes(busy.carried);
    after = { ...network, links: network.links.with(at, busy) };
    arrives = busy.free[link.a === hosts[0] ? 0 : 1] + link.delay;
  }
  for (const fault of struck) if (fault.kind === 'delay') arrives += fault.by;
  const twice = !lost && struck.some((f) => f.kind === 'duplicate');
  return { network: after, lost, arrives, again: twice ? arrives : undefined };
}
