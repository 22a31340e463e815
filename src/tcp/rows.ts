/**
 * The transition table of RFC 9293 §3.10: user calls (U), segments that arrive in CLOSED (C), LISTEN (L), SYN-SENT (S)
 * and in the other eight states (E), ICMP errors (I), timers (T), the queues of a listening port and calls of its socket (Q), and the
 * departures of a `variant` (V). `tcp` reports
 * the rows that it took. Step texts, hovers, the state diagram and test coverage look the rows up here.
 */
import { STATES, type State } from '../wire';

/**
 * An edge of RFC 9293 figure 5: the event (`on`) and the segment sent (`do`, empty for none), in the figure's words.
 */
export interface Edge {
  readonly on: string;
  readonly do: string;
}

export interface Row {
  /** Document and section; empty for what no standard describes. */
  readonly section: string;
  readonly from: readonly State[];
  /** The states that the row may lead to; `same` if the state does not change. */
  readonly to: readonly (State | 'same')[];
  /**
   * The edge of RFC 9293 figure 5 that this row is, from the first state of `from` to the state that the row leads to.
   */
  readonly edge?: Edge;
}

const ALL_EIGHT = STATES.slice(STATES.indexOf('SYN-RECEIVED'));
const SYNCHRONIZED = STATES.slice(STATES.indexOf('ESTABLISHED'));
const SAME = ['same'] as const;

function row(section: string, from: Row['from'], to: Row['to'], edge?: Edge): Row {
  return { section, from, to, ...(edge === undefined ? {} : { edge }) };
}

export const ROWS = {
  // User calls (RFC 9293 §3.10.1 to §3.10.5).
  U01: row('RFC 9293 §3.10.1', ['CLOSED'], ['LISTEN'], { on: 'passive-open', do: '' }),
  U02: row('RFC 9293 §3.10.1', ['CLOSED'], ['SYN-SENT'], { on: 'active-open', do: 'snd-syn' }),
  U03: row('RFC 9293 §3.10.1', ['CLOSED', 'LISTEN'], SAME),
  U04: row('RFC 9293 §3.10', ['CLOSED'], SAME),
  U05: row('RFC 9293 §3.10.1', ['LISTEN'], ['SYN-SENT']),
  U06: row('RFC 9293 §3.10.2', ['LISTEN'], ['SYN-SENT'], { on: 'send', do: 'snd-syn' }),
  U07: row('RFC 9293 §3.10.3', ['LISTEN'], SAME),
  U08: row('RFC 9293 §3.10.4', ['LISTEN'], ['CLOSED'], { on: 'close', do: '' }),
  U09: row('RFC 9293 §3.10.2', ['SYN-SENT'], SAME),
  U10: row('RFC 9293 §3.10.4', ['SYN-SENT'], ['CLOSED'], { on: 'close', do: '' }),
  U11: row('RFC 9293 §3.10.2', ['SYN-RECEIVED'], SAME),
  U12: row('RFC 9293 §3.10.4', ['SYN-RECEIVED'], ['FIN-WAIT-1'], { on: 'close', do: 'snd-fin' }),
  U13: row('RFC 9293 §3.10.4', ['SYN-RECEIVED'], SAME),
  U14: row('RFC 9293 §3.10.5', ['SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT'], ['CLOSED']),
  U15: row('RFC 9293 §3.10.2', ['ESTABLISHED', 'CLOSE-WAIT'], SAME),
  U16: row('RFC 9293 §3.10.4', ['ESTABLISHED'], ['FIN-WAIT-1'], { on: 'close', do: 'snd-fin' }),
  U17: row('RFC 9293 §3.10.2', ['FIN-WAIT-1', 'FIN-WAIT-2'], SAME),
  U18: row('RFC 9293 §3.10.3', ['FIN-WAIT-1', 'FIN-WAIT-2'], SAME),
  U19: row('RFC 9293 §3.10.4', ['FIN-WAIT-1', 'FIN-WAIT-2'], SAME),
  U20: row('RFC 9293 §3.10.3', ['CLOSE-WAIT'], SAME),
  U21: row('RFC 9293 §3.10.4', ['CLOSE-WAIT'], ['same', 'LAST-ACK'], { on: 'close', do: 'snd-fin' }),
  U22: row('RFC 9293 §3.10.4', ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'], SAME),
  U23: row('RFC 9293 §3.10.5', ['CLOSING', 'LAST-ACK', 'TIME-WAIT'], ['CLOSED']),
  U24: row('RFC 9293 §3.10.1', STATES, SAME),
  // A segment arrives in CLOSED, LISTEN, SYN-SENT (§3.10.7.1 to §3.10.7.3).
  C01: row('RFC 9293 §3.10.7.1', ['CLOSED'], SAME),
  C02: row('RFC 9293 §3.10.7.1', ['CLOSED'], SAME),
  C03: row('RFC 9293 §3.10.7.1', ['CLOSED'], SAME),
  L01: row('RFC 9293 §3.10.7.2', ['LISTEN'], SAME),
  L02: row('RFC 9293 §3.10.7.2', ['LISTEN'], SAME),
  L03: row('RFC 9293 §3.10.7.2', ['LISTEN'], SAME),
  L04: row('RFC 9293 §3.10.7.2', ['LISTEN'], ['SYN-RECEIVED'], { on: 'rcv-syn', do: 'snd-synack' }),
  L05: row('RFC 9293 §3.10.7.2', ['LISTEN'], SAME),
  S01: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], SAME),
  S02: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], SAME),
  S03: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], ['CLOSED']),
  S04: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], SAME),
  S05: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], ['ESTABLISHED'], { on: 'rcv-synack', do: 'snd-ack' }),
  S06: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], ['SYN-RECEIVED'], { on: 'rcv-syn', do: 'snd-synack' }),
  S07: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], SAME),
  S08: row('RFC 9293 §3.10.7.3', ['SYN-SENT'], SAME),
  // A segment arrives in any other state (§3.10.7.4). PAWS, and the first check: sequence number.
  E10: row('RFC 7323 §5.3', ALL_EIGHT, SAME),
  E11: row('RFC 9293 §3.10.7.4', ALL_EIGHT, SAME),
  E12: row('RFC 9293 §3.10.7.4', ALL_EIGHT, SAME),
  E13: row('RFC 9293 §3.10.7.4', ['TIME-WAIT'], SAME),
  E14: row('RFC 7323 §3.2', ALL_EIGHT, SAME),
  // Second to fourth check: RST, security, SYN.
  E20: row('RFC 9293 §3.10.7.4', ALL_EIGHT, SAME),
  E21: row('RFC 5961 §3', ALL_EIGHT, SAME),
  E22: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], ['LISTEN'], { on: 'rcv-rst', do: '' }),
  E23: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], ['CLOSED']),
  E24: row('RFC 9293 §3.10.7.4', ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT'], ['CLOSED']),
  E25: row('RFC 9293 §3.10.7.4', ['CLOSING', 'LAST-ACK', 'TIME-WAIT'], ['same', 'CLOSED']),
  E30: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], SAME),
  E31: row('RFC 9293 §3.10.7.4', SYNCHRONIZED, ['CLOSED']),
  E40: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], ['LISTEN']),
  E41: row('RFC 5961 §4', ALL_EIGHT, SAME),
  E42: row('RFC 9293 §3.10.7.4', ALL_EIGHT, ['CLOSED']),
  E45: row('RFC 9293 §3.6.1', ['TIME-WAIT'], ['SYN-RECEIVED']),
  E46: row('RFC 6191 §2', ['TIME-WAIT'], SAME),
  E47: row('RFC 9293 §3.6.1', ['SYN-RECEIVED'], ['TIME-WAIT']),
  // Fifth check: ACK.
  E50: row('RFC 9293 §3.10.7.4', ALL_EIGHT, SAME),
  E51: row('RFC 9293 §3.10.7.4', ALL_EIGHT, SAME),
  E52: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], ['ESTABLISHED'], { on: 'rcv-ack-syn', do: '' }),
  E53: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED'], SAME),
  E54: row(
    'RFC 9293 §3.10.7.4',
    ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT', 'CLOSING', 'LAST-ACK'],
    SAME,
  ),
  E55: row(
    'RFC 9293 §3.10.7.4',
    ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'],
    SAME,
  ),
  E56: row(
    'RFC 9293 §3.10.7.4',
    ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'],
    SAME,
  ),
  E57: row(
    'RFC 9293 §3.10.7.4',
    ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT', 'CLOSING', 'LAST-ACK'],
    SAME,
  ),
  E58: row('RFC 9293 §3.10.7.4', ['FIN-WAIT-1'], ['FIN-WAIT-2'], { on: 'rcv-ack-fin', do: '' }),
  E59: row('RFC 9293 §3.10.7.4', ['CLOSING'], ['TIME-WAIT'], { on: 'rcv-ack-fin', do: '' }),
  E60: row('RFC 9293 §3.10.7.4', ['LAST-ACK'], ['CLOSED'], { on: 'rcv-ack-fin', do: '' }),
  E61: row('RFC 9293 §3.10.7.4', ['TIME-WAIT'], SAME),
  // Sixth to eighth check: URG, segment text, FIN.
  E65: row('RFC 9293 §3.8.5', ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'], SAME),
  E70: row('RFC 9293 §3.10.7.4', ['SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'], SAME),
  E71: row('RFC 9293 §3.10.7.4', ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'], SAME),
  E72: row('RFC 9293 §3.10.7.4', ['FIN-WAIT-1', 'FIN-WAIT-2', 'ESTABLISHED', 'CLOSE-WAIT'], ['CLOSED']),
  E80: row('RFC 9293 §3.10.7.4', ['ESTABLISHED', 'SYN-RECEIVED'], ['CLOSE-WAIT'], { on: 'rcv-fin', do: 'snd-ack' }),
  E81: row('RFC 9293 §3.10.7.4', ['FIN-WAIT-1'], ['CLOSING'], { on: 'rcv-fin', do: 'snd-ack' }),
  E82: row('RFC 9293 §3.10.7.4', ['FIN-WAIT-1'], ['TIME-WAIT']),
  E83: row('RFC 9293 §3.10.7.4', ['FIN-WAIT-2'], ['TIME-WAIT'], { on: 'rcv-fin', do: 'snd-ack' }),
  E84: row('RFC 9293 §3.10.7.4', ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'], SAME),
  E85: row('RFC 9293 §3.10.7.4', ['TIME-WAIT'], SAME),
  E86: row('RFC 9293 §3.10.7.4', ['CLOSED', 'LISTEN', 'SYN-SENT'], SAME),
  // An ICMP error arrives (§3.9.2.2).
  I01: row('RFC 9293 §3.9.2.2', STATES, SAME),
  I02: row('RFC 9293 §3.9.2.2', STATES, ['CLOSED', 'LISTEN']),
  I03: row('RFC 9293 §3.9.2.2', STATES, SAME),
  I04: row('RFC 9293 §3.9.2.2', ['CLOSED', 'LISTEN'], SAME),
  // A timer expires (§3.10.8).
  T01: row('RFC 6298 §5', STATES, SAME),
  T02: row('RFC 9293 §3.10.8', STATES, SAME),
  T03: row('RFC 9293 §3.8.3', STATES, ['CLOSED']),
  T04: row('RFC 9293 §3.10.8', STATES, ['CLOSED']),
  T05: row('RFC 9293 §3.10.8', ['TIME-WAIT'], ['CLOSED'], { on: 'timeout-2msl', do: '' }),
  T06: row('RFC 9293 §3.8.6.1', STATES, SAME),
  T07: row('RFC 9293 §3.8.4', STATES, ['same', 'CLOSED']),
  T08: row('RFC 9293 §3.10.8', ['FIN-WAIT-2'], ['CLOSED']),
  T09: row('RFC 9293 §3.8.6.3', STATES, SAME),
  // The queues of a listening port, and the socket calls around them.
  Q01: row('', ['LISTEN'], SAME),
  Q02: row('', ['LISTEN'], SAME),
  Q03: row('', ['SYN-RECEIVED'], SAME),
  Q04: row('', ['SYN-RECEIVED'], SAME),
  Q05: row('', ['SYN-RECEIVED'], ['LISTEN']),
  Q06: row('', ['SYN-RECEIVED'], ['LISTEN']),
  Q07: row('', ['LISTEN'], ['SYN-RECEIVED']),
  Q08: row('', STATES, SAME),
  Q09: row('', STATES, SAME),
  Q10: row('', STATES, SAME),
  Q11: row('', STATES, SAME),
  // Departures from TCP (`variant`).
  V01: row('', ['SYN-RECEIVED'], ['ESTABLISHED']),
  V02: row('', ['TIME-WAIT'], ['CLOSED']),
  V03: row('', ['CLOSE-WAIT'], SAME),
  V04: row('', ['SYN-SENT', 'CLOSED'], SAME),
};

export type RowId = keyof typeof ROWS;

/** The state that a row leads to; if the state may also stay the same, the other one. */
export function goalOf(id: RowId): State {
  const to = ROWS[id].to.at(-1);
  return to === undefined || to === 'same' ? (ROWS[id].from[0] ?? 'CLOSED') : to;
}

/** The source of a row, document and section; empty for what no standard describes. */
export function sectionOf(id: RowId): string {
  return ROWS[id].section;
}
