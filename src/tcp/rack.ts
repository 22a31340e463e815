import { gt, type Seq } from '../wire/seq';

/** When a segment was last sent, microseconds, and the number behind its last octet. */
export interface Sending {
  readonly time: number;
  readonly end: Seq;
}

/** RACK_sent_after of RFC 8985 §6.2 step 2: of what left at one instant, the higher numbers left later. */
export function isSentAfter(a: Sending, b: Sending): boolean {
  return a.time > b.time || (a.time === b.time && gt(a.end, b.end));
}
