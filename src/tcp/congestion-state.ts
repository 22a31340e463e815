import type { Block, Seq } from '../wire';

/** What a sender keeps for congestion control (RFC 5681) and loss recovery (RFC 6582, RFC 6675). */
export interface Congestion {
  /** cwnd, bytes; 0 before the first acknowledgment of data: the initial window then. */
  readonly cwnd: number;
  /** ssthresh, bytes; unlimited until the first loss (RFC 5681 §3.1). */
  readonly ssthresh: number;
  /** Loss recovery is under way: after duplicate ACKs, or after a timeout. */
  readonly phase: 'open' | 'fast' | 'timeout';
  /** SND.NXT when recovery began, or when a congestion mark was answered; undefined once this is acknowledged. */
  readonly recover: Seq | undefined;
  /** HighRxt of RFC 6675 §2: one past the highest octet that was sent again in this recovery; undefined outside of one. */
  readonly highRxt: Seq | undefined;
  /** Bytes acknowledged in congestion avoidance that have not raised cwnd yet (RFC 5681 §3.1). */
  readonly credit: number;
  /** The scoreboard: what the peer has reported by SACK beyond SND.UNA. */
  readonly board: readonly Block[];
  /** Behind CLOSE, data waited that the windows did not let go: the FIN rides on the last of it. */
  readonly waits: boolean;
  /** A tail loss probe is out (RFC 8985 §7): there is one for a flight. */
  readonly probed: boolean;
  /** Where the last segment ended that was smaller than it might have been; kept where Nagle's algorithm asks for it. */
  readonly small: Seq | undefined;
  /**
   * Numbers that had left when the path said that a segment was too big for it, and that have not gone again since: what is
   * too big among them goes at once, in smaller segments (RFC 1191 §6.5, RFC 8201 §5.4).
   */
  readonly tooBig: Block | undefined;
  /** Data of this side's SYN that the SYN,ACK did not count and that has not gone again: it goes at once (RFC 7413 §4.2.1). */
  readonly refused: Block | undefined;
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
  refused: undefined,
};
