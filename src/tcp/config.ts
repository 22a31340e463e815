import type { State } from './state';
import type { Options, Seq, Timestamps } from '../wire';

/** How a stack takes ICMP errors, where it departs from RFC 9293 §3.9.2.2. */
export type IcmpReaction =
  /** Hard errors abort in every state (SHLD-26), soft ones in none (MUST-56). */
  | 'standard'
  /** Only an opening connection is aborted, by soft errors too (`tcp_v4_err`, `tcp_req_err`; RFC 5461 §4). */
  | 'linux'
  /** Hard errors abort in SYN-SENT only (`tcp_drop_syn_sent`; RFC 5927 §5.2). */
  | 'freebsd';

/** What an endpoint is set up to do: the values of a `host` line over those of its profile. */
export interface Config {
  /** The MSS that this side's SYN announces, bytes (RFC 9293 §3.7.1). */
  readonly mss: number;
  /** The receive buffer, bytes: RCV.WND while it is empty. */
  readonly window: number;
  /** The window shift that this side's SYN offers; undefined to offer none (RFC 7323 §2). */
  readonly wscale: number | undefined;
  readonly sack: boolean;
  readonly timestamps: boolean;
  /** Maximum segment lifetime, microseconds (RFC 9293 §3.4.2: two minutes). */
  readonly msl: number;
  /** The ISN of the first connection, where it is given. */
  readonly isn: Seq | undefined;
  /** Explicit congestion notification is offered and answered (RFC 3168). */
  readonly ecn: boolean;
  /** TCP Fast Open: cookies are asked for, given, and used (RFC 7413). */
  readonly fastopen: boolean;
  /** The Diffserv codepoint of its segments (RFC 9293 §3.9.2). */
  readonly dscp: number;
  /** The security level and compartment of a multilevel secure host: of its segments, and of all that it takes (Appendix A.1). */
  readonly security: number | undefined;
  /** Which SYN opens a connection out of TIME-WAIT (RFC 9293 §3.6.1, MAY-2), and what becomes of others. */
  readonly timeWaitSyn: 'rfc6191' | 'linux' | 'freebsd' | 'rfc793';
  /** How far below TS.Recent a TSval may lie before PAWS drops its segment (RFC 7323 §5.3: 0); Linux has TCP_PAWS_WINDOW. */
  readonly pawsTicks: number;
  /** The least time between two replies to unacceptable segments without data, microseconds (RFC 5961 §7); 0 for no limit. */
  readonly replyInterval: number;
  /** RST and SYN within the window but not exact draw a challenge ACK (RFC 5961); RFC 793 resets. */
  readonly challengeAcks: boolean;
  /** CLOSE ends reading too: data that arrives behind it is answered by RST (RFC 9293 §3.6.1, MAY-1, SHLD-3). */
  readonly halfDuplex: boolean;
  /** A SYN in the window of a half-open connection is answered by RST before the listener forgets it (row E40). */
  readonly resetsHalfOpen: boolean;
  /** An RST does not end TIME-WAIT (RFC 1337 §3, fix F1). */
  readonly rfc1337: boolean;
  /** A segment without timestamps, where they are agreed, is dropped in silence (RFC 7323 §3.2); Linux takes it. */
  readonly dropsUnstamped: boolean;
  /** Limits of the retransmission timeout and its first value, microseconds (RFC 6298 §2). */
  readonly initialRto: number;
  readonly minRto: number;
  /** The least that the RTO lies above the round-trip time: the clock's granularity G of RFC 6298 §2.3, or more. */
  readonly rtoMargin: number;
  readonly maxRto: number;
  /** How long an ACK may be held back, microseconds; less than half a second (RFC 9293 §3.8.6.3). */
  readonly delayedAck: number;
  /** Timeouts in a row before the connection is given up: of a SYN, of a SYN,ACK, of data or FIN (R2, §3.8.3). */
  readonly synRetries: number;
  readonly synAckRetries: number;
  readonly dataRetries: number;
  /** The first repeats of a SYN that come every initial RTO without backoff. */
  readonly linearSyns: number;
  /** How long FIN-WAIT-2 lasts, microseconds; undefined for ever, as the standard has it. */
  readonly finWait2: number | undefined;
  /** Keepalive, off unless it is set (§3.8.4): idle time and interval in microseconds, and the number of probes. */
  readonly keepalive: { readonly idle: number; readonly interval: number; readonly count: number } | undefined;
  /** The initial congestion window in segments (RFC 6928); undefined for RFC 5681's two to four. */
  readonly initialSegments: number | undefined;
  /** Nagle's algorithm holds back what is less than a segment while data is outstanding (RFC 9293 §3.7.4). */
  readonly nagle: boolean;
  /** … but only while another such small one is outstanding (Minshall's variant). */
  readonly minshall: boolean;
  /** A segment takes at most half of the largest window that the peer has offered, as Linux has it. */
  readonly halfWindow: boolean;
  /** Window probes carry nothing and lie below SND.NXT, as Linux sends them; else the next octet (§3.8.6.1). */
  readonly emptyProbes: boolean;
  /** How many ACKs go at once at the beginning of a conversation, as Linux has it; 0 where none do. */
  readonly quickAcks: number;
  /** The RST of an abort carries ACK: it is free to (§3.10.5). */
  readonly abortAcks: boolean;
  /** Keepalive that gives up sends the RST of an abort (§3.8.4 leaves it open). */
  readonly keepaliveResets: boolean;
  /** The receive buffer grows as data comes: what a host line gives is the first one. */
  readonly tunesBuffer: boolean;
  /** Losses are told by time, where SACK is agreed, and the tail of a flight goes again before its timeout (RFC 8985). */
  readonly rackTlp: boolean;
  /** How ICMP errors are taken (§3.9.2.2). */
  readonly icmp: IcmpReaction;
  /** The most a link carries, bytes with IP header, where it is known. */
  readonly mtu: number | undefined;
  /** Departures from TCP that the flow asks for. */
  readonly variants: ReadonlySet<Variant>;
  /** How long data may stay unacknowledged before the user is told and the connection ends, microseconds (§3.9.1.1). */
  readonly userTimeout: number | undefined;
}

/** Counterfactual TCPs, for "what if": what a connection loses without one of its parts. */
export type Variant =
  /** The listener is ESTABLISHED with its SYN,ACK, and nobody resets a SYN,ACK that answers nothing. */
  | 'two-way-handshake'
  /** The active closer forgets the connection with its last ACK. */
  | 'no-time-wait'
  /** A peer's FIN closes the connection from this side too: ACK and FIN travel together. */
  | 'three-way-close'
  /** The ISNs of a flow lie a fixed step apart, from 1 on, as those of 4.2BSD did. */
  | 'predictable-isn';

export const SECOND = 1_000_000;

/**
 * The RTO behind a timeout (RFC 6298 §5.5), microseconds; the first repeats of a SYN may be linear where the profile has
 * them so (`tcp_syn_linear_timeouts`).
 *
 * @param timeouts how many there have been in a row
 */
export function doubledRto(state: State, timeouts: number, config: Config, rto: number): number {
  const linear = state === 'SYN-SENT' && timeouts <= config.linearSyns;
  // A timer that starts anew runs out later, by the clock's tick at least.
  return linear ? config.initialRto : Math.min(config.maxRto, Math.max(1, rto * 2));
}

/**
 * The options that this side's SYN carries; a SYN,ACK may carry but what the peer's SYN offered too (RFC 7323 §2.2).
 *
 * @param cookie the Fast Open cookie, empty to ask for one, undefined for none
 */
export function synOptions(
  config: Config,
  peer: Options | undefined,
  ts: Timestamps,
  cookie: string | undefined,
): Options {
  const answer = (offered: boolean | undefined): boolean => peer === undefined || offered === true;
  return {
    mss: config.mss,
    ...(config.sack && answer(peer?.sackOk) ? { sackOk: true } : {}),
    ...(config.timestamps && answer(peer?.ts !== undefined) ? { ts } : {}),
    ...(config.wscale !== undefined && answer(peer?.wscale !== undefined) ? { wscale: config.wscale } : {}),
    ...(cookie === undefined ? {} : { fastopen: cookie }),
  };
}
