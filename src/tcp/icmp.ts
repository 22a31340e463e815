import { backToListen, closed } from './arrival';
import type { Config, IcmpReaction } from './config';
import type { Tcb } from './tcb';

/** ICMP errors that IP hands to TCP (RFC 1122 §3.2.2.1 to §3.2.2.5, §4.2.3.9). */
export type IcmpError =
  | 'net-unreachable'
  | 'host-unreachable'
  | 'protocol-unreachable'
  | 'port-unreachable'
  | 'fragmentation-needed'
  | 'source-route-failed'
  | 'source-quench'
  | 'time-exceeded'
  | 'parameter-problem';

export interface IcmpOutcome {
  readonly tcb: Tcb;
  /** I01: reported, and no more; I02: aborted; I03: discarded; I04: about no connection. */
  readonly row: 'I01' | 'I02' | 'I03' | 'I04';
}

/**
 * An ICMP error about the connection (RFC 9293 §3.9.2.2). An abort for it sends no RST: the path or the peer has just
 * said that nothing gets through.
 */
export function icmp(tcb: Tcb, error: IcmpError, config: Config): IcmpOutcome {
  // Source Quench is discarded without a word, whatever the state (MUST-55).
  if (error === 'source-quench') return { tcb, row: 'I03' };
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return { tcb, row: 'I04' };
  if (!aborts(tcb, error, config.icmp)) {
    const isSize = error === 'fragmentation-needed' && tcb.sndUna !== tcb.sndNxt;
    const tooBig = { left: tcb.sndUna, right: tcb.sndNxt };
    return { tcb: isSize ? { ...tcb, congestion: { ...tcb.congestion, tooBig } } : tcb, row: 'I01' };
  }
  // As with an RST there, a passive OPEN goes back to listening (§3.10.7.4): the error is about this peer only.
  const passive = tcb.state === 'SYN-RECEIVED' && tcb.opening.origin === 'passive';
  return { tcb: passive ? backToListen(tcb) : closed(tcb), row: 'I02' };
}

/** Destination Unreachable codes 2 to 4 are hard errors (RFC 9293 §3.9.2.2). */
function isHard(error: IcmpError): boolean {
  return error === 'protocol-unreachable' || error === 'port-unreachable' || error === 'fragmentation-needed';
}

function aborts(tcb: Tcb, error: IcmpError, reaction: IcmpReaction): boolean {
  if (reaction === 'standard') return isHard(error);
  // With path MTU discovery "fragmentation needed" is a smaller MTU, not an end (RFC 1191 §3).
  if (error === 'fragmentation-needed') return false;
  if (reaction === 'freebsd') return tcb.state === 'SYN-SENT' && isHard(error);
  if (tcb.state === 'SYN-SENT') return true;
  if (tcb.state !== 'SYN-RECEIVED') return false;
  // A half-open connection of a listener goes for what the path says, not for what the peer's host says.
  return tcb.opening.origin === 'active' || !(isHard(error) || error === 'source-route-failed');
}
