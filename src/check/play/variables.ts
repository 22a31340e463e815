import { type Config, type Tcb, congestionWindow, flightSize } from '../../tcp';
import type { Seq } from '../../wire';

/** The value of a variable, and its kind: a number of the own or the peer's sequence space, octets, or microseconds. */
export interface VariableValue {
  readonly value: number;
  readonly numbering: 'own' | 'peer' | 'none' | 'time';
}

/**
 * The value of a variable of RFC 9293 §3.3.1, RFC 5681 §2 or RFC 6298 §2 by its name in lower case; undefined if it has
 * none: SRTT before the first measurement, ssthresh before the first loss.
 */
export function variableOf(tcb: Tcb, name: string, config: Config): VariableValue | undefined {
  const own = (value: Seq): VariableValue => ({ value, numbering: 'own' });
  const peer = (value: Seq): VariableValue => ({ value, numbering: 'peer' });
  const bytes = (value: number): VariableValue => ({ value, numbering: 'none' });
  const time = (value: number | undefined): VariableValue | undefined =>
    value === undefined ? undefined : { value: Math.round(value), numbering: 'time' };
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
    case 'cwnd':
      // It follows from the MSS that the peer offers.
      return tcb.synchronised ? bytes(congestionWindow(tcb, config)) : undefined;
    case 'ssthresh': {
      const { ssthresh } = tcb.congestion;
      return ssthresh < Number.MAX_SAFE_INTEGER ? bytes(ssthresh) : undefined;
    }
    case 'flight':
      return bytes(flightSize(tcb));
    case 'rto':
      return time(tcb.timers.rto);
    case 'srtt':
      return time(tcb.timers.rtt?.srtt);
    case 'rttvar':
      return time(tcb.timers.rtt?.rttvar);
    default:
      return undefined;
  }
}
