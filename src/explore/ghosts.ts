/**
 * Which connection a side and a segment belong to. TCP itself can't tell connections of one pair of sockets apart, so
 * the search keeps the assignment outside the TCBs: each opening of a side counts as another connection.
 */
import type { State } from '../tcp';

/** Facts about a side's current or last connection that its TCB does not contain. */
export interface Side {
  /** The number of connections that the side has opened. */
  readonly con: number;
  /**
   * The number of the peer's connection whose SYN this side took; {@link NOBODY} for none, {@link FORGER} for a forged
   * SYN.
   */
  readonly of: number;
  /** True if the peer has taken this side's SYN. */
  readonly isKnown: boolean;
  /** Numbers of octets passed to SEND, of octets that the peer acknowledged, and of octets received in order. */
  readonly sent: number;
  readonly acked: number;
  readonly got: number;
  /** The connection in TIME-WAIT that this one replaced, kept until the SYN is known to be no old duplicate. */
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

/** True if a side opened another connection by an event, given its states before and after the event. */
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

/**
 * True if the side's connection is half-open from its beginning: the peer has no such connection and never took its
 * SYN.
 */
export function isGhost(side: Side, peer: Side, peerState: State): boolean {
  return !side.isKnown && (side.of !== peer.con || isOver(peerState));
}

/**
 * True if a segment of the sender's connection `con` belongs to the receiver's connection: one of both sides has taken
 * the other's SYN.
 */
export function isOfConnection(receiver: Side, con: number, sender: Side): boolean {
  return con === receiver.of || (con === sender.con && sender.of === receiver.con);
}
