/**
 * Which connection a side and a segment belong to. TCP itself can't tell connections of one pair of sockets apart, so
 * this is kept beside the world: each opening of a side counts as another connection.
 */
import type { State } from '../tcp';

/** A side's present or last connection, as far as its TCB does not know it. */
export interface Side {
  /** The number of connections that the side has opened. */
  readonly con: number;
  /** The connection of the peer whose SYN this one took; {@link NOBODY} for none, {@link FORGER} for a forged SYN. */
  readonly of: number;
  /** True if the peer has taken this side's SYN. */
  readonly isKnown: boolean;
  /** Octets passed to SEND; of them, those that the peer acknowledged; and octets received in order. */
  readonly sent: number;
  readonly acked: number;
  readonly got: number;
  /** The connection in TIME-WAIT that this one replaced, until it is known to be no old duplicate. */
  readonly waited: Side | undefined;
}

export const NOBODY = -1;
export const FORGER = -2;

export const UNOPENED: Side = {
  con: 0,
  of: NOBODY,
  isKnown: false,
  sent: 0,
  acked: 0,
  got: 0,
  waited: undefined,
};

/** True for the states of a side without a connection. */
export function isOver(state: State): boolean {
  return state === 'CLOSED' || state === 'LISTEN';
}

/** True if a side has opened another connection between two states of one event. */
export function hasOpened(before: State, after: State): boolean {
  if (before === 'TIME-WAIT') return after === 'SYN-RECEIVED';
  return isOver(before) && !isOver(after);
}

/** The side after it has opened another connection. */
export function opened(side: Side, before: State, of: number): Side {
  return {
    ...UNOPENED,
    con: side.con + 1,
    of,
    waited: before === 'TIME-WAIT' ? { ...side, waited: undefined } : undefined,
  };
}

/** True if a side is in a state before ESTABLISHED, in which it may learn of its peer's connection. */
export function isOpening(state: State): boolean {
  return state === 'SYN-SENT' || state === 'SYN-RECEIVED';
}

/** True if the peer has left the side's connection without ever having learned of it. */
export function isGhost(side: Side, peer: Side, peerState: State): boolean {
  return !side.isKnown && (side.of !== peer.con || isOver(peerState));
}

/**
 * True if a segment of its sender's connection `con` belongs to the connection of its receiver: either of them has taken
 * the SYN of the other.
 */
export function isOfConnection(receiver: Side, con: number, sender: Side): boolean {
  return con === receiver.of || (con === sender.con && sender.of === receiver.con);
}
