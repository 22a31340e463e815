import { SECOND } from './config';

/**
 * How Linux decides whether an ACK may wait: not at the beginning of a conversation, nor while the peer alone speaks; it
 * may once this side has answered data with data (`pingpong`), until a delayed ACK had to go by itself.
 */
export interface QuickAck {
  /** How many ACKs still go at once. */
  readonly left: number;
  readonly pingpong: boolean;
  /** When data last arrived. */
  readonly heardAt: number | undefined;
}

export const NOT_QUICK: QuickAck = { left: 0, pingpong: false, heardAt: undefined };

/** Data sent so soon behind data that arrived is its answer: the least time that an ACK is held back. */
const ANSWER = 0.04 * SECOND;

/** Data arrives: the first, or the first after a long silence, is acknowledged at once, and so are some behind it. */
export function onDataHeard(q: QuickAck, quickAcks: number, rto: number, now: number): QuickAck {
  const begins = q.heardAt === undefined || now - q.heardAt > rto;
  return { ...q, left: begins ? quickAcks : q.left, heardAt: now };
}

/** What arrives twice, or out of order, is acknowledged at once, and so is what follows it. */
export function onDisorder(q: QuickAck, quickAcks: number): QuickAck {
  return { ...q, left: quickAcks, pingpong: false };
}

/** A segment leaves: with an ACK that was due, or with data that may be an answer. */
export function onAnswer(q: QuickAck, acknowledges: boolean, carriesData: boolean, now: number): QuickAck {
  const pingpong = q.pingpong || (carriesData && q.heardAt !== undefined && now - q.heardAt < ANSWER);
  const left = acknowledges ? Math.max(0, q.left - 1) : q.left;
  return pingpong === q.pingpong && left === q.left ? q : { ...q, pingpong, left };
}

/** A delayed ACK had to go alone: no answer came in time. */
export function onAckAlone(q: QuickAck): QuickAck {
  return q.pingpong ? { ...q, pingpong: false } : q;
}

/** The peer has closed: this side's own FIN may follow soon, and carry the ACK. */
export function onPeerClosed(q: QuickAck): QuickAck {
  return { ...q, pingpong: true };
}

export function isQuick(q: QuickAck): boolean {
  return q.left > 0 && !q.pingpong;
}
