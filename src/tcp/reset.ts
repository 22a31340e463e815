import type { Options, Seq } from '../wire';
import type { Tcb } from './tcb';

/** An RST that is due: in answer to a segment (R0 or RA of RFC 9293 §3.5.2), or by ABORT (§3.10.5). */
export interface Reset {
  readonly seq: Seq;
  /** The acknowledgment of R0, which carries ACK; undefined for RA and ABORT. */
  readonly ack: Seq | undefined;
  /** By ABORT: its ACK bit is free, and then acknowledges this; undefined for replies. */
  readonly mayAck?: Seq;
  /** The row by which it ends the connection as it leaves, where ABORT is not what does: a SYN inside (E42), unread data (E72). */
  readonly row?: 'E42' | 'E72';
  /** The endpoint sends it by itself as it gives the connection up, and with these options: that connection's are gone then. */
  readonly sends?: boolean;
  readonly options?: Options;
}

/** The RST that ABORT sends: at SND.NXT; its ACK bit is free (RFC 9293 §3.10.5). */
export function abortReset({ sndNxt, rcvNxt }: Tcb): Reset {
  return { seq: sndNxt, ack: undefined, mayAck: rcvNxt };
}
