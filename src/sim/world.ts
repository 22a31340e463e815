import type { Segment } from '../wire/segment';
import type { Rack } from '../tcp/rack';
import type { Reset } from '../tcp/reset';
import type { Seq } from '../wire/seq';
import type { EndId, Micros } from './ids';
import type { Keyed } from './keyed';
import type { Network } from './path';
import type { Items, Queue } from './persistent';
import type { Tcb } from '../tcp/tcb';

export type { EndId, Micros } from './ids';

/** One side of one connection: who it is. Fixed before the first step, as it follows from the text alone. */
export interface EndInfo {
  readonly id: EndId;
  /** Index into `Cast.hosts`. */
  readonly host: number;
  readonly port: number;
  /** The other side. */
  readonly peer: EndId;
  /** `client`, or `client:50001` where the host has several connections; the key in reports. */
  readonly name: string;
}

export interface HostInfo {
  readonly name: string;
  /** As written or assumed: `10.0.0.1`. */
  readonly address: string;
  /** The ends of this host, in order of appearance. */
  readonly ends: readonly EndId[];
}

/** Everyone who takes part, in order of appearance. */
export interface Cast {
  readonly hosts: readonly HostInfo[];
  readonly ends: readonly EndInfo[];
}

/** A segment that was put on the wire. */
export interface Sent {
  readonly from: EndId;
  readonly to: EndId;
  readonly segment: Segment;
  /** The line (from 0) that sent it. */
  readonly line: number;
  readonly time: Micros;
  /** The name after `as`. */
  readonly label: string | undefined;
  /** The line (from 0) that first sent these numbers, where this is a retransmission. */
  readonly repeats: number | undefined;
  /** The end that a forged segment claims to come from; undefined for honest ones. */
  readonly spoofed: EndId | undefined;
  /** Its number among what the engines sent, and among the copies that the network made. */
  readonly serial?: number;
  /** When it arrives by itself, where the network says so and not the flow. */
  readonly arrives?: Micros;
  /** Of what the retransmission queue holds as one segment, the octets before `to` have gone again in a smaller one. */
  readonly again?: Resent;
  /** The segment that this is a further copy of. */
  readonly copyOf?: Sent;
  /** It was not captured, and must have been sent. */
  readonly supposed?: true;
}

/** The latest sending of the first octets of a segment. */
export interface Resent {
  readonly to: Seq;
  readonly time: Micros;
  readonly line: number;
}

/** What a segment goes by while it is on its way: its name, or a number that no name can be. */
export function flightKey(sent: Sent): string | undefined {
  if (sent.copyOf !== undefined) return flightKey(sent.copyOf);
  return sent.label ?? (sent.serial === undefined ? undefined : `#${sent.serial}`);
}

/** A reply that an endpoint owes. */
export interface Due {
  readonly since: Micros;
  /** The id of the rule that is broken if the reply does not come. */
  readonly rule: string;
  /** The segment that calls for it. */
  readonly by: Sent;
}

/** Bytes of the stream, from a number on. */
export interface Text {
  readonly start: Seq;
  readonly bytes: Uint8Array;
}

/** One side of a connection at one moment. */
export interface Endpoint {
  readonly tcb: Tcb;
  /** RST segments that this side must still send, oldest first. */
  readonly resets: readonly Reset[];
  /** The RST that this side may send as it gives the connection up: a timer has ended it (§3.8.3, §3.8.4); stacks differ. */
  readonly parting: Reset | undefined;
  /** The last segment that this side sent, and the last that reached it. */
  readonly lastSent: Sent | undefined;
  readonly lastHeard: Sent | undefined;
  /** What this side sent last was lost on the way. */
  readonly lastLost: boolean;
  /** How many segments have arrived since this side last sent; and it opens again over its own TIME-WAIT. */
  readonly heardSince: number;
  readonly reuses: boolean;
  /** The segment that last moved SND.NXT, and the one whose arrival last moved RCV.NXT: where expectations come from. */
  readonly sndBy: Sent | undefined;
  readonly rcvBy: Sent | undefined;
  /** The retransmission queue: segments with octets, SYN or FIN that are not yet wholly acknowledged, oldest first. */
  readonly unacked: Queue<Sent>;
  /** What tells of losses by time; kept where the host detects them so (`Config.rackTlp`). */
  readonly delivered: Rack | undefined;
  /** What this side owes since when, and the rule that its silence breaks; undefined while it owes nothing. */
  readonly due: Due | undefined;
  /** A SYN inside the connection that waits for its answer, and the end that it met: a line may answer otherwise than the profile. */
  readonly asked: { readonly end: Endpoint; readonly by: Sent } | undefined;
  /** How the last connection ended, while there is none. */
  readonly ended: 'never' | 'closed' | 'aborted' | 'reset';
  /** How often this side has opened: each attempt takes another initial sequence number. */
  readonly attempts: number;
  /** What SEND was given as text, by its place in the stream, until it is acknowledged. */
  readonly outgoing: readonly Text[];
}

/** Fast Open between a client's host and a server's (RFC 7413 §4.1). */
export interface Jar {
  /** The cookie that the server has given last. */
  readonly given: string | undefined;
  /** The cookie that the client has, and the MSS that came with it. */
  readonly kept: { readonly cookie: string; readonly mss: number | undefined } | undefined;
}

export type Binding =
  | { readonly kind: 'number'; readonly value: number; readonly line: number }
  | { readonly kind: 'segment'; readonly sent: Sent; readonly line: number }
  /** A `let` whose value could not be told: that has been said, and is not said again where the name is used. */
  | { readonly kind: 'unknown'; readonly line: number };

/** Everything at one moment. Worlds share what did not change between them. */
export interface World {
  readonly clock: Micros;
  readonly ends: Items<Endpoint>;
  readonly network: Network;
  /** Segments on their way, by label; those that arrive by themselves by number (`flightKey`). */
  readonly flights: Keyed<Sent>;
  /** What names stand for: numbers bound by `let` and by a SYN's `seq=x`, and segments labelled by `as`. */
  readonly names: Keyed<Binding>;
  /** Fast Open cookies, by the hosts of client and server. */
  readonly cookies: Keyed<Jar>;
  /** The last segment that its receiver dropped for a mistake which its line does not say is meant. */
  readonly doubted: Sent | undefined;
}
