import { SECOND } from './config';

/**
 * Linux's decision whether an ACK may be delayed. ACKs are sent at once at the beginning of a connection and while data
 * flows one way only. Once this side has answered data with data (`pingpong`) they may be delayed, until a delayed ACK
 * had to be sent without data.
 */
export interface QuickAck {
  /** The number of ACKs still to be sent without delay. */
  readonly left: number;
  readonly pingpong: boolean;
  /** Time at which data last arrived, microseconds; undefined before any. */
  readonly heardAt: number | undefined;
}

export const NOT_QUICK: QuickAck = { left: 0, pingpong: false, heardAt: undefined };

/**
 * Data sent within this time after data arrived counts as an answer to it, microseconds: the least delay of an ACK in
 * Linux.
 */
const ANSWER = 0.04 * SECOND;

/**
 * Data arrives. If it is the first, or the first after more than an RTO, the next `quickAcks` ACKs are sent without
 * delay.
 */
export function onDataHeard(q: QuickAck, quickAcks: number, rto: number, now: number): QuickAck {
  const begins = q.heardAt === undefined || now - q.heardAt > rto;
  return { ...q, left: begins ? quickAcks : q.left, heardAt: now };
}

/** Duplicate or out-of-order data arrives: the next `quickAcks` ACKs are sent without delay. */
export function onDisorder(q: QuickAck, quickAcks: number): QuickAck {
  return { ...q, left: quickAcks, pingpong: false };
}

/** A segment is sent: with an ACK that was due, with data that may be an answer, or both. */
export function onAnswer(q: QuickAck, acknowledges: boolean, carriesData: boolean, now: number): QuickAck {
  const pingpong = q.pingpong || (carriesData && q.heardAt !== undefined && now - q.heardAt < ANSWER);
  const left = acknowledges ? Math.max(0, q.left - 1) : q.left;
  return pingpong === q.pingpong && left === q.left ? q : { ...q, pingpong, left };
}

/** A delayed ACK was sent without data: no answer came in time. */
export function onAckAlone(q: QuickAck): QuickAck {
  return q.pingpong ? { ...q, pingpong: false } : q;
}

/** The peer's FIN arrives: this side's FIN may follow soon and carry the ACK. */
export function onPeerClosed(q: QuickAck): QuickAck {
  return { ...q, pingpong: true };
}

export function isQuick(q: QuickAck): boolean {
  return q.left > 0 && !q.pingpong;
}
