import type { Seq } from '../wire/seq';

/** An RST that is due in answer to a segment: R0 or RA of RFC 9293 §3.5.2. */
export interface Reset {
  readonly seq: Seq;
  /** Present for R0, which carries ACK; absent for RA, which does not. */
  readonly ack: Seq | undefined;
}
