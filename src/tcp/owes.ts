import { ACK, FIN, PSH, RST, SYN } from '../wire';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, type Tcb } from './tcb';
import type { Reset } from './reset';

/** A segment that an endpoint must send next, with the reason. */
export interface Owed {
  readonly flags: number;
  readonly why: 'reset' | 'open' | 'synack' | 'ack' | 'reply' | 'fin' | 'resend' | 'probe';
}

/** The segments that this side must send, most urgent first; empty if none is due. */
export function owes(tcb: Tcb, resets: readonly Reset[]): Owed[] {
  const due: Owed[] = resets.map((r) => ({ flags: r.ack === undefined ? RST : RST | ACK, why: 'reset' }));
  if (tcb.state === 'SYN-SENT' && tcb.sndNxt === tcb.iss) due.push({ flags: SYN, why: 'open' });
  const synAck = (tcb.owed & OWES_SYN_ACK) !== 0;
  if (tcb.timers.loss.mustResend && tcb.state !== 'SYN-RECEIVED' && !synAck)
    due.push({ flags: resendFlags(tcb), why: 'resend' });
  if (synAck) due.push({ flags: SYN | ACK, why: 'synack' });
  else if ((tcb.owed & OWES_ACK) !== 0) due.push({ flags: ACK, why: 'ack' });
  else if ((tcb.owed & OWES_REPLY_ACK) !== 0) due.push({ flags: ACK, why: 'reply' });
  if (tcb.timers.probing.probeDue !== undefined) due.push({ flags: ACK, why: 'probe' });
  if (tcb.closing && tcb.finSeq === undefined) due.push({ flags: FIN | ACK, why: 'fin' });
  return due;
}

/** The flags of the retransmission that is due after a timeout. */
function resendFlags(tcb: Tcb): number {
  if (tcb.state === 'SYN-SENT') return SYN;
  return tcb.finSeq === tcb.sndUna ? FIN | ACK : PSH | ACK;
}
