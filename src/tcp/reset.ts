import type { Seq } from '../wire/seq';

/** An RST that is due: in answer to a segment (R0 or RA of RFC 9293 §3.5.2), or by ABORT (§3.10.5). */
export interface Reset {
  readonly seq: Seq;
  /** The acknowledgment of R0, which carries ACK; undefined for RA and ABORT. */
  readonly ack: Seq | undefined;
  /** By ABORT: its ACK bit is free, and then acknowledges this; undefined for replies. */
  readonly mayAck?: Seq;
  /** It answers a SYN inside a connection (§3.10.7.4 step 4), and ends that connection. */
  readonly forSyn?: true;
}
