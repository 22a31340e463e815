import type { Items, Queue, Segment, Seq } from '../wire';
import type { Rack, Reset, Tcb } from '../tcp';
import type { EndId, Micros } from './ids';
import type { App, Session, TlsSettings } from '../layers';
import type { Keyed } from './keyed';
import type { Network } from './path';

export type { EndId, Micros } from './ids';

/** One side of one connection. Fixed before the first step, as it follows from the script's text alone. */
export interface EndInfo {
  readonly id: EndId;
  /** Index into `Cast.hosts`. */
  readonly host: number;
  readonly port: number;
  /** The other side of the connection. */
  readonly peer: EndId;
  /** `client`, or `client:50001` if the host has several connections. It is the key in reports. */
  readonly name: string;
}

export interface HostInfo {
  readonly name: string;
  /** The IP address as written or assumed: `10.0.0.1`. */
  readonly address: string;
  /** `domain=`: the host name that its clients ask for; its own name where that is left out. */
  readonly domain?: string;
  /** Its settings of TLS, where a flow has some. */
  readonly tls?: TlsSettings;
  /** The ends of this host, in order of appearance. */
  readonly ends: readonly EndId[];
}

/** Statements of a flow about TLS that hold for all hosts: day, capture, and lines of a key log for keys that it did not make. */
export type FlowTls = Pick<TlsSettings, 'today' | 'keylog' | 'captured'>;

/** All hosts and ends, in order of appearance. */
export interface Cast {
  readonly hosts: readonly HostInfo[];
  readonly ends: readonly EndInfo[];
  readonly tls?: FlowTls | undefined;
}

/** A segment that was sent. */
export interface Sent {
  /** Its number among all segments of the flow in the order of sending, from 1; 0 if its sender could not send it. */
  readonly id: number;
  readonly from: EndId;
  readonly to: EndId;
  readonly segment: Segment;
  readonly time: Micros;
  /** For a retransmission, the number of the first transmission; else undefined. */
  readonly repeats: number | undefined;
  /** The end that a forged segment claims to come from; undefined if it is not forged. */
  readonly spoofed: EndId | undefined;
  /** Time of the scheduled arrival; absent if none is scheduled. */
  readonly arrives?: Micros;
  /** For a segment in the retransmission queue: its octets before `to` have been retransmitted in a smaller segment. */
  readonly again?: Resent;
  /** The segment of which this is a duplicate. */
  readonly copyOf?: Sent;
  /** The octet of its payload, from 1, that is changed on the way. */
  readonly altered?: number;
  /** Present if it was not captured, and must have been sent: bits of the facets that it tells nothing of (SND_WND, STAMP, and those of a SYN's options). */
  readonly supposed?: number;
  /** Present if no tap has it. */
  readonly missed?: true;
  /** It can't be told whether it arrives: the world goes both ways at its `deliver`. */
  readonly open?: true;
}

/** The latest retransmission of the first octets of a segment. */
export interface Resent {
  readonly id: number;
  readonly to: Seq;
  readonly time: Micros;
}

/** The key of a segment in flight. */
export function flightKey({ id }: Sent): string {
  return String(id);
}

/** The reason why a reply is due (RFC 9293 §3.10.7). */
export type DueFor =
  /** An RST: from CLOSED, from LISTEN, or in reply to an ACK of something never sent (RFC 9293 §3.5.2). */
  | 'reset-closed'
  | 'reset-listen'
  | 'reset-bad-ack'
  /** A SYN,ACK. */
  | 'syn'
  /**
   * An ACK in reply to: an ACK of something not sent, a repeated FIN in TIME-WAIT, a probe, another unacceptable
   * segment, a FIN, or data.
   */
  | 'ack-unsent'
  | 'fin-again'
  | 'window-probe'
  | 'keepalive'
  | 'unacceptable'
  | 'fin'
  | 'data';

/** A reply that is due. */
export interface Due {
  readonly since: Micros;
  readonly for: DueFor;
  /** The segment that it answers. */
  readonly by: Sent;
}

/** Bytes of the stream from a sequence number on. */
export interface Text {
  readonly start: Seq;
  readonly bytes: Uint8Array;
}

/** One side of a connection at one moment. */
export interface Endpoint {
  readonly tcb: Tcb;
  /** RSTs that this side must still send, oldest first. */
  readonly resets: readonly Reset[];
  /**
   * The RST that this side may send as it gives the connection up, after a timer (RFC 9293 §3.8.3, §3.8.4) or a CLOSE
   * with unread data.
   */
  readonly parting: Reset | undefined;
  /** The last segment that this side sent. */
  readonly lastSent: Sent | undefined;
  /** The last segment that reached this side. */
  readonly lastHeard: Sent | undefined;
  /** True if the last segment that this side sent was lost. */
  readonly lastLost: boolean;
  /** The number of segments that have arrived since this side last sent one. */
  readonly heardSince: number;
  /** True if this side opens again while its last connection is in TIME-WAIT, and its host's settings do not allow that. */
  readonly reuses: boolean;
  /** The segment that last moved SND.NXT. */
  readonly sndBy: Sent | undefined;
  /** The segment whose arrival last moved RCV.NXT. */
  readonly rcvBy: Sent | undefined;
  /** The retransmission queue: segments with octets, SYN or FIN that are not completely acknowledged, oldest first. */
  readonly unacked: Queue<Sent>;
  /** The RACK state; kept if the host uses RACK (`Config.rackTlp`). */
  readonly delivered: Rack | undefined;
  /** The oldest reply that is due; undefined for none. */
  readonly due: Due | undefined;
  /**
   * A SYN within the connection that awaits a reply, and this end before it: a line of the script may answer otherwise
   * than the profile.
   */
  readonly asked: { readonly end: Endpoint; readonly by: Sent } | undefined;
  /** How the last connection ended; of interest in CLOSED only. */
  readonly ended: 'never' | 'closed' | 'aborted' | 'reset';
  /** The number of attempts to open; each has another initial sequence number. */
  readonly attempts: number;
  /** The text passed to SEND, by its place in the stream, until it is acknowledged. */
  readonly outgoing: readonly Text[];
  /** What stands above TCP on this side; absent until its first octet. */
  readonly app: App | undefined;
}

/** Fast Open state of a client's host and a server's host (RFC 7413 §4.1). */
export interface Jar {
  /** The cookie that the server gave last. */
  readonly given: string | undefined;
  /** The cookie that the client stores, with the MSS that came with it. */
  readonly kept: { readonly cookie: string; readonly mss: number | undefined } | undefined;
}

/** The queues of a listening port whose host has `backlog=`, and what its program has accepted. */
export interface Listener {
  /** Half-open connections, oldest first; some may have left SYN-RECEIVED since. */
  readonly half: readonly EndId[];
  /** Complete connections that the program has not accepted, oldest first; some may have ended since. */
  readonly ready: readonly EndId[];
  /** Connections that the program has accepted; some may have ended since. */
  readonly accepted: readonly EndId[];
}

/** The whole state at one moment. Worlds share unchanged parts. */
export interface World {
  readonly clock: Micros;
  /** The number of the next segment or fault. */
  readonly serial: number;
  readonly ends: Items<Endpoint>;
  readonly network: Network;
  /** Segments in flight by `flightKey`. */
  readonly flights: Keyed<Sent>;
  /** Fast Open cookies by the hosts of client and server. */
  readonly cookies: Keyed<Jar>;
  /** Sessions of TLS that a host can take up again with another one, by both. */
  readonly sessions: Keyed<readonly Session[]>;
  /** By host: the segment number from which on the wire has its private key. */
  readonly leaks: Keyed<number>;
  /** The queues of listening ports, by host and port. */
  readonly listeners: Keyed<Listener>;
  /** By end: the connection that the SYN cookie sent last stands for. It is in no host's memory. */
  readonly proofs: Keyed<Tcb>;
}
