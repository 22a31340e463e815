import type { Items, Queue, Segment, Seq } from '../wire';
import type { Rack, Reset, Tcb } from '../tcp';
import type { EndId, Micros } from './ids';
import type { App } from '../layers';
import type { Keyed } from './keyed';
import type { Network } from './path';

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
  /** `domain=`: the host name that its clients ask for; its own name where that is left out. */
  readonly domain?: string;
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
  /** Its number among all segments of the flow, in the order of sending, from 1; 0 where its sender could not send it. */
  readonly id: number;
  readonly from: EndId;
  readonly to: EndId;
  readonly segment: Segment;
  readonly time: Micros;
  /** The number of the segment that first carried what this retransmission carries; undefined for all else. */
  readonly repeats: number | undefined;
  /** The end that a forged segment claims to come from; undefined for honest ones. */
  readonly spoofed: EndId | undefined;
  /** When it arrives; absent where its arrival is not scheduled. */
  readonly arrives?: Micros;
  /** Of what the retransmission queue holds as one segment, the octets before `to` have gone again in a smaller one. */
  readonly again?: Resent;
  /** The segment that this is a further copy of. */
  readonly copyOf?: Sent;
  /** The octet of its payload, from 1, that is changed on the way. */
  readonly altered?: number;
  /** It was not captured, and must have been sent. */
  readonly supposed?: true;
}

/** The latest sending of the first octets of a segment. */
export interface Resent {
  readonly id: number;
  readonly to: Seq;
  readonly time: Micros;
}

/** The key that a segment has among those in flight. */
export function flightKey({ id }: Sent): string {
  return String(id);
}

/** Why a reply is owed (RFC 9293 §3.10.7). */
export type DueFor =
  /** An RST: to a CLOSED side, to a LISTEN, to an ACK of what was never sent (§3.5.2). */
  | 'reset-closed'
  | 'reset-listen'
  | 'reset-bad-ack'
  /** A SYN,ACK. */
  | 'syn'
  /** An ACK: of what was not sent, of a FIN again in TIME-WAIT, to a probe, to anything else unacceptable; of a FIN; of data. */
  | 'ack-unsent'
  | 'fin-again'
  | 'window-probe'
  | 'keepalive'
  | 'unacceptable'
  | 'fin'
  | 'data';

/** A reply that an endpoint owes. */
export interface Due {
  readonly since: Micros;
  readonly for: DueFor;
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
  /** The oldest reply that this side owes: since when, and why; undefined while it owes none. */
  readonly due: Due | undefined;
  /** A SYN inside the connection that waits for its answer, and the end that it met: a line may answer otherwise than the profile. */
  readonly asked: { readonly end: Endpoint; readonly by: Sent } | undefined;
  /** How the last connection ended, while there is none. */
  readonly ended: 'never' | 'closed' | 'aborted' | 'reset';
  /** How often this side has opened: each attempt takes another initial sequence number. */
  readonly attempts: number;
  /** What SEND was given as text, by its place in the stream, until it is acknowledged. */
  readonly outgoing: readonly Text[];
  /** What stands above TCP on this side; absent until its first octet. */
  readonly app: App | undefined;
}

/** Fast Open between a client's host and a server's (RFC 7413 §4.1). */
export interface Jar {
  /** The cookie that the server has given last. */
  readonly given: string | undefined;
  /** The cookie that the client has, and the MSS that came with it. */
  readonly kept: { readonly cookie: string; readonly mss: number | undefined } | undefined;
}

/** Everything at one moment. Worlds share what did not change between them. */
export interface World {
  readonly clock: Micros;
  /** The number of the next segment that is sent, and of the next fault that is asked for. */
  readonly serial: number;
  readonly ends: Items<Endpoint>;
  readonly network: Network;
  /** Segments in flight, by `flightKey`. */
  readonly flights: Keyed<Sent>;
  /** Fast Open cookies, by the hosts of client and server. */
  readonly cookies: Keyed<Jar>;
}
