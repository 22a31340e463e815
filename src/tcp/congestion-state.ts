import type { Block, Seq } from '../wire';

/** The sender's state for congestion control (RFC 5681) and loss recovery (RFC 6582, RFC 6675). */
export interface Congestion {
  /** cwnd, bytes; 0 until data is first acknowledged, which stands for the initial window. */
  readonly cwnd: number;
  /** ssthresh, bytes; infinite until the first loss (RFC 5681 §3.1). */
  readonly ssthresh: number;
  /**
   * `fast`: loss recovery after duplicate ACKs, SACK or RACK; `timeout`: recovery after a retransmission timeout;
   * `open`: neither.
   */
  readonly phase: 'open' | 'fast' | 'timeout';
  /** SND.NXT when recovery began or when cwnd was last reduced for ECE; undefined once it is acknowledged. */
  readonly recover: Seq | undefined;
  /** HighRxt of RFC 6675 §2: one past the highest octet retransmitted in this recovery; undefined outside recovery. */
  readonly highRxt: Seq | undefined;
  /** Bytes acknowledged in congestion avoidance that have not yet increased cwnd (RFC 5681 §3.1). */
  readonly credit: number;
  /** The SACK scoreboard: blocks above SND.UNA that the peer has reported. */
  readonly board: readonly Block[];
  /**
   * True if the user called CLOSE while data was queued that the windows did not allow to be sent. The FIN is then set
   * on the last data segment.
   */
  readonly waits: boolean;
  /** True if a tail loss probe has been sent in this flight (RFC 8985 §7: one a flight). */
  readonly probed: boolean;
  /**
   * The end of the last segment sent that was smaller than the MSS; kept for Minshall's variant of Nagle's algorithm.
   */
  readonly small: Seq | undefined;
  /**
   * The sequence range that was in flight when an ICMP error reported a segment as too big, less what has been
   * retransmitted since. Segments in it that exceed the path MTU are retransmitted at once in smaller ones (RFC 1191
   * §6.5, RFC 8201 §5.4).
   */
  readonly tooBig: Block | undefined;
  /**
   * Data of this side's SYN that the SYN,ACK did not acknowledge and that has not been retransmitted; it is
   * retransmitted at once (RFC 7413 §4.2.1).
   */
  readonly refused: Block | undefined;
  /** The path MTU as ICMP has told it, bytes with IP header (RFC 1191 §3); undefined if not known. */
  readonly pathMtu: number | undefined;
}

const NO_BLOCKS: readonly Block[] = [];

export const FRESH: Congestion = {
  cwnd: 0,
  ssthresh: Number.MAX_SAFE_INTEGER,
  phase: 'open',
  recover: undefined,
  highRxt: undefined,
  credit: 0,
  board: NO_BLOCKS,
  waits: false,
  probed: false,
  small: undefined,
  tooBig: undefined,
  pathMtu: undefined,
  refused: undefined,
};
