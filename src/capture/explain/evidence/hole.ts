import type { Micros } from '../explanation';
import { type Report, isExact, isMissing } from '../report';
import type { Sending } from '../sending';
import { shouldHaveCome } from './covered';

/**
 * The octets of which a report says that they had not come: that of the acknowledgment number (RFC 9293 §3.4), and those
 * next to a SACK block (RFC 2018 §3).
 */
export function* missingIn(report: Report): Generator<number> {
  if (!isExact(report)) return;
  yield report.ack;
  for (const { left, right } of report.blocks) {
    yield left - 1;
    yield right;
  }
}

/** `E-hole`: one of a segment's octets had not come. */
export function isNotThere(sending: Sending, report: Report): boolean {
  if (!isExact(report)) return false;
  if (holds(sending, report.ack)) return true;
  return report.blocks.some(({ left, right }) => holds(sending, left - 1) || holds(sending, right));
}

/** `E-hole`: it had not come, though there was time, and what was sent behind it had, or an ACK was repeated. */
export function isHole(sending: Sending, report: Report, least: Micros): boolean {
  if (!isNotThere(sending, report) || !isMissing(report) || !shouldHaveCome(sending, report, least)) return false;
  return report.blocks.length === 0 || report.blocks.some(({ left }) => left >= sending.end);
}

const holds = ({ seq, end }: Sending, octet: number): boolean => seq <= octet && octet < end;

/**
 * `E-hole`: a receiver whose window is closed discards what comes all the same (RFC 9293 §3.10.7.4), so that it may have
 * come.
 */
export function missingKind({ by }: Report): 'lost' | 'dropped' {
  return by.segment.win === 0 ? 'dropped' : 'lost';
}
