import type { Tcb } from '../../tcp';
import type { Seq } from '../../wire';

/**
 * The value of a variable of RFC 9293 §3.3.1 by its name in lower case, and the side to whose sequence numbers it
 * belongs.
 */
export function variableOf(
  tcb: Tcb,
  name: string,
): { readonly value: number; readonly numbering: 'own' | 'peer' | 'none' } | undefined {
  const own = (value: Seq) => ({ value, numbering: 'own' as const });
  const peer = (value: Seq) => ({ value, numbering: 'peer' as const });
  const bytes = (value: number) => ({ value, numbering: 'none' as const });
  switch (name) {
    case 'snd.una':
      return own(tcb.sndUna);
    case 'snd.nxt':
      return own(tcb.sndNxt);
    case 'snd.wnd':
      return bytes(tcb.sndWnd);
    case 'snd.up':
      return tcb.urgent.sndUp === undefined ? undefined : own(tcb.urgent.sndUp);
    case 'rcv.up':
      return tcb.urgent.rcvUp === undefined ? undefined : peer(tcb.urgent.rcvUp);
    case 'snd.wl1':
      return peer(tcb.sndWl1);
    case 'snd.wl2':
      return own(tcb.sndWl2);
    case 'iss':
      return own(tcb.iss);
    case 'rcv.nxt':
      return peer(tcb.rcvNxt);
    case 'rcv.wnd':
      return bytes(tcb.rcvWnd);
    case 'irs':
      return peer(tcb.irs);
    default:
      return undefined;
  }
}
