import type { State } from '../tcp';

/** Is there a connection, or one being opened? */
export function isOpen(state: State): boolean {
  return state !== 'CLOSED' && state !== 'LISTEN';
}
