import { RST, has } from '../../../wire';
import type { Sending } from '../sending';

/** The octets of a window probe (RFC 9293 §3.8.6.1) or a keep-alive (RFC 1122 §4.2.3.6): it is no retransmission. */
const PROBE = 1;

/** True for octets that were sent before: all below `top` were. */
export function isRepetition({ seq, end, segment }: Sending, top: number): boolean {
  return end - seq > 0 && seq < top && !has(segment, RST) && (segment.len !== PROBE || end - seq !== PROBE);
}

/** `E-old`: a host that sends again what a segment acknowledges did not have it (RFC 9293 §3.8.1, RFC 6298 §5). */
export function isUnknownTo(sending: Sending, repetition: Sending): boolean {
  return sending.ack > repetition.seq;
}
