import { SYN, has } from '../../../wire';
import type { Report } from '../report';
import type { Sending } from '../sending';

/**
 * `E-echo`: the host echoes the timestamp of the segment at the left edge of what it acknowledges (RFC 7323 §4.3), so
 * an older echo shows that a segment there had not come. An old segment (§5.3 R3) need not be echoed, nor a keep-alive.
 */
export function isNotEchoed({ seq, end, val, segment }: Sending, { by, ackBefore }: Report): boolean {
  const isAtEdge = seq === ackBefore || (seq < ackBefore && end > ackBefore);
  return isAtEdge && by.ecr < val && !has(segment, SYN);
}

/** `E-echo`: the timestamp that the host echoes is that of the sending. */
export function isEchoed(sending: Sending, { by }: Report): boolean {
  return by.ecr === sending.val;
}
