import type { Micros } from '../explanation';
import { type Report, isExact, isMissing } from '../report';
import type { Sending } from '../sending';
import { shouldHaveCome } from './covered';

/** `E-hole`: the octet of the acknowledgment number had not come (RFC 9293 §3.4). */
export function isNotThere(sending: Sending, report: Report): boolean {
  return isExact(report) && sending.seq <= report.ack && report.ack < sending.end;
}

/** `E-hole`: it had not come, though there was time, and the acknowledgment was made because something is missing. */
export function isHole(sending: Sending, report: Report, least: Micros): boolean {
  return isNotThere(sending, report) && isMissing(report) && shouldHaveCome(sending, report, least);
}

/**
 * `E-hole`: a receiver whose window is closed discards what comes all the same (RFC 9293 §3.10.7.4), so that it may have
 * come.
 */
export function missingKind({ by }: Report): 'lost' | 'dropped' {
  return by.segment.win === 0 ? 'dropped' : 'lost';
}
