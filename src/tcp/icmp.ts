import { backToListen, closed } from './arrival';
import { LEAST_MTU, type Config, type IcmpReaction } from './config';
import type { Tcb } from './tcb';

/** ICMP errors that IP passes to TCP (RFC 1122 §3.2.2.1 to §3.2.2.5, §4.2.3.9). */
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
  /**
   * The row of the transition table. I01: the error is reported to the user; I02: the connection is aborted; I03: the
   * error is discarded; I04: no connection matches.
   */
  readonly row: 'I01' | 'I02' | 'I03' | 'I04';
}

/**
 * An ICMP error for the connection (RFC 9293 §3.9.2.2). An abort for it sends no RST, as segments do not get through.
 *
 * @param mtu the next-hop MTU that "fragmentation needed" carries, bytes (RFC 1191 §4); undefined if it carries none
 */
export function icmp(tcb: Tcb, error: IcmpError, config: Config, mtu?: number): IcmpOutcome {
  // Source Quench is discarded in every state (MUST-55).
  if (error === 'source-quench') return { tcb, row: 'I03' };
  if (tcb.state === 'CLOSED' || tcb.state === 'LISTEN') return { tcb, row: 'I04' };
  if (!aborts(tcb, error, config.icmp)) {
    if (error !== 'fragmentation-needed' || tcb.sndUna === tcb.sndNxt) return { tcb, row: 'I01' };
    const tooBig = { left: tcb.sndUna, right: tcb.sndNxt };
    // An error never raises the path MTU (RFC 1191 §3).
    const known = tcb.congestion.pathMtu ?? Infinity;
    const pathMtu = mtu === undefined ? tcb.congestion.pathMtu : Math.max(LEAST_MTU, Math.min(mtu, known));
    return { tcb: { ...tcb, congestion: { ...tcb.congestion, tooBig, pathMtu } }, row: 'I01' };
  }
  // In SYN-RECEIVED a passive opener returns to LISTEN, as after an RST (RFC 9293 §3.10.7.4): the error concerns this
  // peer only.
  const passive = tcb.state === 'SYN-RECEIVED' && tcb.opening.origin === 'passive';
  return { tcb: passive ? backToListen(tcb) : closed(tcb), row: 'I02' };
}

/** True for hard errors: Destination Unreachable codes 2 to 4 (RFC 9293 §3.9.2.2). */
function isHard(error: IcmpError): boolean {
  return error === 'protocol-unreachable' || error === 'port-unreachable' || error === 'fragmentation-needed';
}

function aborts(tcb: Tcb, error: IcmpError, reaction: IcmpReaction): boolean {
  if (reaction === 'standard') return isHard(error);
  // With path MTU discovery, "fragmentation needed" lowers the path MTU and aborts nothing (RFC 1191 §3).
  if (error === 'fragmentation-needed') return false;
  if (reaction === 'freebsd') return tcb.state === 'SYN-SENT' && isHard(error);
  if (tcb.state === 'SYN-SENT') return true;
  if (tcb.state !== 'SYN-RECEIVED') return false;
  // Linux deletes the half-open connection of a passive opener for errors about the path, not for errors from the
  // peer's host.
  return tcb.opening.origin === 'active' || !(isHard(error) || error === 'source-route-failed');
}
