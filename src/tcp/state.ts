import type { State } from '../wire';

export { STATES, type State } from '../wire';

/** Phase of a connection: a grouping of the eleven states, for colours and short descriptions. */
export type Phase = 'closed' | 'opening' | 'open' | 'closing' | 'waiting';

export function phase(state: State): Phase {
  switch (state) {
    case 'CLOSED':
    case 'LISTEN':
      return 'closed';
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
      return 'opening';
    case 'ESTABLISHED':
      return 'open';
    case 'FIN-WAIT-1':
    case 'FIN-WAIT-2':
    case 'CLOSE-WAIT':
    case 'CLOSING':
    case 'LAST-ACK':
      return 'closing';
    case 'TIME-WAIT':
      return 'waiting';
  }
}

/**
 * True for the seven synchronized states of RFC 9293 §3.5.2, in which both sides know each other's initial sequence
 * number.
 */
export function isSynchronized(state: State): boolean {
  return state !== 'CLOSED' && state !== 'LISTEN' && state !== 'SYN-SENT' && state !== 'SYN-RECEIVED';
}
