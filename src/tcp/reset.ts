import type { Options, Seq } from '../wire';
import type { Tcb } from './tcb';

/** An RST that is due: in reply to a segment (RFC 9293 §3.5.2), or for ABORT (§3.10.5). */
export interface Reset {
  readonly seq: Seq;
  /** The acknowledgment number of a reply to a segment without ACK, which carries the ACK bit; undefined otherwise. */
  readonly ack: Seq | undefined;
  /**
   * For ABORT, which may or may not set the ACK bit: the acknowledgment number to use with it. Undefined for replies.
   */
  readonly mayAck?: Seq;
  /**
   * The row by which sending this RST ends the connection, if not by ABORT: a SYN in the window (E42), lost data (E72).
   */
  readonly row?: 'E42' | 'E72';
  /**
   * True if the endpoint sends the RST of its own accord when it gives the connection up. `options` are then those of
   * the connection, which no longer exists.
   */
  readonly sends?: boolean;
  readonly options?: Options;
}

/** The RST of an ABORT: SEQ = SND.NXT; the ACK bit is optional (RFC 9293 §3.10.5). */
export function abortReset({ sndNxt, rcvNxt }: Tcb): Reset {
  return { seq: sndNxt, ack: undefined, mayAck: rcvNxt };
}
