import type { State } from '../tcp';

/** True if there is a connection or one is being opened. */
export function isOpen(state: State): boolean {
  return state !== 'CLOSED' && state !== 'LISTEN';
}
