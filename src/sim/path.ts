import { ACK, FIN, PSH, Queue, RST, SYN, type Segment, optionBytes } from '../wire';
import type { EndId, Micros } from './ids';

/**
 * The link between two hosts (indexes into `Cast.hosts`) for simulated segments; its properties are the same in both
 * directions.
 */
export interface Link {
  readonly a: number;
  readonly b: number;
  /** One-way delay, microseconds. */
  readonly delay: Micros;
  /** Rate in bits per second; undefined for no limit. */
  readonly rate: number | undefined;
  /** Ordinals of the segments that are lost, counted from 1 in the order of sending. */
  readonly loss: readonly number[];
  /** The largest packet that it carries, bytes with IP header; undefined for no limit. Packets are not fragmented (DF). */
  readonly mtu: number | undefined;
  /** Whether the sender of a packet that is too large is told by ICMP. */
  readonly icmp: boolean;
  /** The largest MSS that a SYN announces behind the link; undefined for no limit ("MSS clamping"). */
  readonly clamp: number | undefined;
  /** The number of segments sent over it, including lost ones. */
  readonly carried: number;
  /** The times at which the last segment from `a`, and from `b`, has been transmitted completely. */
  readonly free: readonly [Micros, Micros];
}

/** A fault to apply to a segment that is not sent yet. */
export interface Fault {
  /** Its number, from the same count as segments (`World.serial`). */
  readonly id: number;
  readonly kind: 'lose' | 'delay' | 'duplicate';
  readonly ends: readonly EndId[];
  /** Flags that the segment must have; undefined for any. ACK alone means a pure ACK. */
  readonly flags: number | undefined;
  /** True if only segments with data count. */
  readonly data: boolean;
  readonly every: boolean;
  readonly nth: number;
  /** The number of matching segments since the statement, or since the fault last applied. */
  readonly seen: number;
  readonly by: Micros;
}

/** The state of the network. */
export interface Network {
  readonly links: readonly Link[];
  readonly faults: Queue<Fault>;
  /** The number of scheduled arrivals. */
  readonly transits: number;
  /** The cost of everything simulated since the flow began, in segments, compared with MAX_SEGMENTS. */
  readonly spent: number;
  /** True if an ACK storm has occurred and been reported. */
  readonly stormed: boolean;
}

/** A network without links, faults and scheduled arrivals. */
export function quiet(): Network {
  return { links: [], faults: Queue.empty(), transits: 0, spent: 0, stormed: false };
}

/** The network's treatment of a segment. */
export interface Fate {
  readonly network: Network;
  readonly lost: boolean;
  /** Time of arrival. */
  readonly arrives: Micros;
  /** Time of arrival of a duplicate; undefined for none. */
  readonly again: Micros | undefined;
  /** The MTU that the sender learns from ICMP, as the packet was too large; undefined if it learns nothing. */
  readonly tooBig: number | undefined;
}

const CONTROL = SYN | FIN | RST;

function strikes(fault: Fault, from: EndId, segment: Segment): boolean {
  return fault.ends.includes(from) && fits(fault, segment);
}

/** True if a segment has the flags or data that a statement asks for. */
export function fits({ flags, data }: Pick<Fault, 'flags' | 'data'>, segment: Segment): boolean {
  if (data) return segment.len > 0;
  if (flags === undefined) return true;
  if (flags === ACK) return segment.len === 0 && (segment.flags & (CONTROL | PSH | ACK)) === ACK;
  return (segment.flags & flags) === flags;
}

/** Counts a segment for the faults that it matches and removes those that apply, except `every` ones. */
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

/** Counts a segment that the script sends; a fault applies to it if its arrow lets it arrive. */
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

/** The link with one more segment on it: at the link's rate, segments are transmitted one after the other. */
function loaded(link: Link, from: number, segment: Segment, now: Micros): Link {
  const way = link.a === from ? 0 : 1;
  const bits = 8 * (HEADERS + optionBytes(segment.options) + segment.len);
  const left = Math.max(now, link.free[way]) + (link.rate === undefined ? 0 : Math.ceil((bits / link.rate) * 1e6));
  const free: [Micros, Micros] = way === 0 ? [left, link.free[1]] : [link.free[0], left];
  return { ...link, carried: link.carried + 1, free };
}

/** The segment behind the link between two hosts: a SYN announces at most the MSS that the link lets pass. */
export function clamped({ links }: Network, hosts: readonly [number, number], segment: Segment): Segment {
  const { mss } = segment.options;
  const clamp = mss === undefined ? undefined : links.find((l) => joins(l, hosts))?.clamp;
  if (mss === undefined || clamp === undefined || mss <= clamp || (segment.flags & SYN) === 0) return segment;
  return { ...segment, options: { ...segment.options, mss: clamp } };
}

/** Bytes of IP and TCP header without options: the size of a segment on the link without its payload. */
const HEADERS = 40;

/** Sends a segment over the link between two hosts, if there is one, and applies matching faults. */
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
  let tooBig: number | undefined;
  if (link !== undefined) {
    const busy = loaded(link, hosts[0], segment, now);
    lost ||= link.loss.includes(busy.carried);
    if (link.mtu !== undefined && HEADERS + optionBytes(segment.options) + segment.len > link.mtu) {
      lost = true;
      if (link.icmp) tooBig = link.mtu;
    }
    after = { ...network, links: network.links.with(at, busy) };
    arrives = busy.free[link.a === hosts[0] ? 0 : 1] + link.delay;
  }
  for (const fault of struck) if (fault.kind === 'delay') arrives += fault.by;
  const twice = !lost && struck.some((f) => f.kind === 'duplicate');
  return { network: after, lost, arrives, again: twice ? arrives : undefined, tooBig };
}
