import { type Seq, add, distance, lt } from '../wire';
import type { Tcb } from '../tcp';

/** Octets of a connection: passed to SEND, acknowledged, and received in order. SYN and FIN do not count. */
export function octetsOf(tcb: Tcb): { readonly sent: number; readonly acked: number; readonly got: number } {
  const sent = tcb.sendEnd === undefined ? 0 : span(tcb.iss, tcb.sendEnd);
  const isEnded = tcb.finRcvd !== undefined && lt(tcb.finRcvd, tcb.rcvNxt);
  const got = tcb.synchronised ? span(tcb.irs, isEnded ? add(tcb.rcvNxt, -1) : tcb.rcvNxt) : 0;
  return { sent, acked: Math.min(sent, span(tcb.iss, tcb.sndUna)), got };
}

/** The number of octets after a SYN and before a sequence number. */
function span(syn: Seq, to: Seq): number {
  return lt(syn, to) ? distance(syn, to) - 1 : 0;
}
