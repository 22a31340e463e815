import type { Evidence, Micros } from '../explanation';
import { stepOf } from '../order';
import type { Sending } from '../sending';

/** The longest time for which a host may put off an acknowledgment (RFC 9293 §3.8.6.3), microseconds. */
export const LONGEST_DELAY: Micros = 500_000;

/** `E-silent`: between two sendings, next to each other in identification (RFC 6864 §4), a host sent no answer. */
export function silence(sendings: readonly Sending[], from: number, to: number): Evidence | undefined {
  const last = sendings[from - 1];
  const answer = sendings[to];
  if (from !== to || last === undefined || answer === undefined || last.id === 0) return undefined;
  return stepOf(last.id, answer.id) === 1
    ? { rule: 'E-silent', frames: [...last.frames, ...answer.frames] }
    : undefined;
}
