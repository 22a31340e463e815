import type { State } from './state';
import type { Options, Seq, Timestamps } from '../wire';

/** The reaction of a TCP implementation to ICMP errors, where it differs from RFC 9293 §3.9.2.2. */
export type IcmpReaction =
  /** Hard errors abort in every state (SHLD-26), soft errors in none (MUST-56). */
  | 'standard'
  /**
   * Hard and soft errors abort a connection that is being opened, and no other (`tcp_v4_err`, `tcp_req_err`; RFC 5461
   * §4).
   */
  | 'linux'
  /** Hard errors abort in SYN-SENT only (`tcp_drop_syn_sent`; RFC 5927 §5.2). */
  | 'freebsd';

/** The configuration of an endpoint: the settings of a script's `host` line over those of its profile. */
export interface Config {
  /** The MSS option of this side's SYN, bytes (RFC 9293 §3.7.1). */
  readonly mss: number;
  /** Size of the receive buffer, bytes: RCV.WND while the buffer is empty. */
  readonly window: number;
  /** The shift count that this side's SYN offers, 0..14; undefined to offer no window scaling (RFC 7323 §2). */
  readonly wscale: number | undefined;
  readonly sack: boolean;
  readonly timestamps: boolean;
  /** Maximum segment lifetime, microseconds (RFC 9293 §3.4.2: 2 minutes). */
  readonly msl: number;
  /** The ISN of the first connection; undefined to compute it. */
  readonly isn: Seq | undefined;
  /** Whether this side negotiates ECN (RFC 3168). */
  readonly ecn: boolean;
  /** Whether this side asks for, gives and uses Fast Open cookies (RFC 7413). */
  readonly fastopen: boolean;
  /** The Diffserv codepoint of the segments sent, 0..63 (RFC 9293 §3.9.2). */
  readonly dscp: number;
  /**
   * The security level and compartment of a multilevel secure host as one number: set on all segments sent, required of
   * all segments received (RFC 9293 Appendix A.1).
   */
  readonly security: number | undefined;
  /**
   * The condition on which a SYN opens a new connection from TIME-WAIT (RFC 9293 §3.6.1, MAY-2), and the handling of
   * other SYNs there.
   */
  readonly timeWaitSyn: 'rfc6191' | 'linux' | 'freebsd' | 'rfc793';
  /**
   * How far a TSval may lie below TS.Recent before PAWS drops the segment, in timestamp ticks: 0 in RFC 7323 §5.3,
   * TCP_PAWS_WINDOW in Linux.
   */
  readonly pawsTicks: number;
  /**
   * The least time between two ACKs in reply to unacceptable segments without data, microseconds (RFC 5961 §7); 0 for
   * no limit.
   */
  readonly replyInterval: number;
  /**
   * Whether an RST in the window with SEG.SEQ above RCV.NXT, and any SYN, draw a challenge ACK (RFC 5961). If not, they
   * reset the connection as in RFC 793.
   */
  readonly challengeAcks: boolean;
  /**
   * Whether CLOSE ends receiving too: data that arrives after it gets an RST in reply (RFC 9293 §3.6.1, MAY-1, SHLD-3).
   */
  readonly halfDuplex: boolean;
  /**
   * Whether a SYN in the window in SYN-RECEIVED gets an RST in reply before the passive opener returns to LISTEN (row
   * E40).
   */
  readonly resetsHalfOpen: boolean;
  /** Whether an RST is ignored in TIME-WAIT (RFC 1337 §3, fix F1). */
  readonly rfc1337: boolean;
  /**
   * Whether an active OPEN may take the four-tuple of a connection in TIME-WAIT a second after its last segment, by
   * timestamps (Linux `tcp_tw_reuse`).
   */
  readonly twReuse: boolean;
  /**
   * The most half-open connections of a listening port, and the most complete ones that are not accepted (`listen(fd,
   * backlog)`); undefined for no limit.
   */
  readonly backlog: number | undefined;
  /** Whether a SYN without room among the half-open connections is answered by a SYN cookie (RFC 4987 §3.6). */
  readonly synCookies: boolean;
  /** Whether the end of a handshake that finds no room draws an RST (Linux `tcp_abort_on_overflow`). */
  readonly abortOnOverflow: boolean;
  /** Whether a handshake is complete with the first data only: an ACK without data is ignored (TCP_DEFER_ACCEPT). */
  readonly deferAccept: boolean;
  /** Whether bind() succeeds although connections of the port exist (SO_REUSEADDR). */
  readonly reuseAddress: boolean;
  /**
   * Whether a segment without Timestamps is dropped once the option is negotiated (RFC 7323 §3.2); Linux accepts it.
   */
  readonly dropsUnstamped: boolean;
  /**
   * The retransmission timeout before any measurement, microseconds (RFC 6298 §2). `minRto` and `maxRto` are the limits
   * of later values.
   */
  readonly initialRto: number;
  readonly minRto: number;
  /** The least difference between RTO and SRTT, microseconds: the clock granularity G of RFC 6298 §2.3, or more. */
  readonly rtoMargin: number;
  readonly maxRto: number;
  /** The longest time that an ACK is delayed, microseconds, below 500 000 (RFC 9293 §3.8.6.3, MUST-40). */
  readonly delayedAck: number;
  /**
   * R2 (RFC 9293 §3.8.3): consecutive timeouts after which the connection is closed, for a SYN. The next two fields are
   * R2 for a SYN,ACK, and for data or a FIN.
   */
  readonly synRetries: number;
  readonly synAckRetries: number;
  readonly dataRetries: number;
  /** The number of SYN retransmissions that follow each other at the initial RTO, before exponential backoff begins. */
  readonly linearSyns: number;
  /** How long FIN-WAIT-2 lasts, microseconds; undefined for no limit, as in RFC 9293. */
  readonly finWait2: number | undefined;
  /**
   * Keepalive (RFC 9293 §3.8.4); undefined for off. Idle time and interval in microseconds, and the number of probes.
   */
  readonly keepalive: { readonly idle: number; readonly interval: number; readonly count: number } | undefined;
  /** The initial congestion window in segments (RFC 6928); undefined for the two to four of RFC 5681. */
  readonly initialSegments: number | undefined;
  /** Whether Nagle's algorithm delays segments smaller than the MSS while data is outstanding (RFC 9293 §3.7.4). */
  readonly nagle: boolean;
  /**
   * Whether Nagle's algorithm delays a small segment only while another small one is outstanding (Minshall's variant).
   */
  readonly minshall: boolean;
  /** Whether a segment is at most half of the largest window that the peer has offered (Linux). */
  readonly halfWindow: boolean;
  /**
   * Whether window probes are empty segments below SND.NXT (Linux). If not, they carry the next octet (RFC 9293
   * §3.8.6.1).
   */
  readonly emptyProbes: boolean;
  /** The number of ACKs that are sent without delay at the beginning of a connection (Linux quick ACKs); 0 for none. */
  readonly quickAcks: number;
  /** Whether the RST of an ABORT carries ACK (RFC 9293 §3.10.5 leaves this open). */
  readonly abortAcks: boolean;
  /** Whether a connection that fails keepalive is ended with an RST (RFC 9293 §3.8.4 leaves this open). */
  readonly keepaliveResets: boolean;
  /** Whether the receive buffer grows as data arrives; `window` is then its initial size. */
  readonly tunesBuffer: boolean;
  /** Whether RACK detects losses, where SACK is negotiated, and tail loss probes are sent (RFC 8985). */
  readonly rackTlp: boolean;
  /** The reaction to ICMP errors (RFC 9293 §3.9.2.2). */
  readonly icmp: IcmpReaction;
  /** The link's MTU, bytes with IP header; undefined if not known. */
  readonly mtu: number | undefined;
  /** Deliberate departures from TCP that the script asks for. */
  readonly variants: ReadonlySet<Variant>;
  /**
   * The user timeout, microseconds (RFC 9293 §3.9.1.1): if data stays unacknowledged that long, the user is told and
   * the connection ends. Undefined for none.
   */
  readonly userTimeout: number | undefined;
}

/** A departure from TCP for "what if" scenarios: it shows the purpose of a part of the protocol by leaving it out. */
export type Variant =
  /**
   * The passive opener is ESTABLISHED when it sends its SYN,ACK, and a SYN,ACK with a wrong acknowledgment is not
   * reset.
   */
  | 'two-way-handshake'
  /** The active closer deletes the TCB when it sends the last ACK. */
  | 'no-time-wait'
  /** The peer's FIN makes this side close too, so that its ACK and FIN are one segment. */
  | 'three-way-close'
  /** The ISNs of a flow start at 1 and differ by a fixed step, as in 4.2BSD. */
  | 'predictable-isn'
  /** Fast retransmit without fast recovery, as in 4.3BSD-Tahoe: cwnd is one segment after the third duplicate ACK. */
  | 'tahoe';

export const SECOND = 1_000_000;

/** The largest packet that every link carries, bytes with IP header (RFC 791 §3.2). */
export const LEAST_MTU = 68;

/**
 * The RTO after a timeout, microseconds (RFC 6298 §5.5). Linux does not double it for the first retransmissions of a
 * SYN (`tcp_syn_linear_timeouts`).
 *
 * @param timeouts the number of consecutive timeouts so far
 */
export function doubledRto(state: State, timeouts: number, config: Config, rto: number): number {
  const linear = state === 'SYN-SENT' && timeouts <= config.linearSyns;
  // A timer that starts anew runs out later, by the clock's tick at least.
  return linear ? config.initialRto : Math.min(config.maxRto, Math.max(1, rto * 2));
}

/**
 * The options of this side's SYN or SYN,ACK. A SYN,ACK carries only options that the peer's SYN carried (RFC 7323
 * §2.2).
 *
 * @param cookie the Fast Open cookie in hexadecimal, empty to request one, undefined for no option
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
