import type { Evidence, Micros } from '../explanation';
import type { Report } from '../report';
import type { Sending } from '../sending';
import type { Answers } from '../tap';

/** The part of the least answer time that a segment needs at least to come: the fastest answer may have been slow. */
const CERTAIN = 0.8;

/** `E-time`: there was time to arrive before a report was made. */
export function couldCome(sending: Sending, { by }: Pick<Report, 'by'>, least: Micros): boolean {
  return sending.at + least * CERTAIN <= by.due;
}

/** The part of the least answer time in which no segment comes and is answered. */
const IMPOSSIBLE = 0.5;

/** `E-time`: it is certain that a segment did not come before a report was made. */
export function canNotHaveCome(sending: Sending, report: Report, { least, isPrompt }: Answers): boolean {
  return sending.at > report.by.due || (isPrompt && sending.at + least * IMPOSSIBLE > report.by.due);
}

/** There was time for a segment that the path did not delay. */
export function shouldHaveCome(sending: Sending, report: Report, least: Micros): boolean {
  return sending.at + least <= report.by.due;
}

/** `E-ack` (RFC 9293 §3.4) and `E-sack` (RFC 2018 §3): an acknowledgment number, or a block, covers the octets. */
export function covering(report: Report, sending: Sending): Evidence {
  return { rule: sending.seq < report.ack ? 'E-ack' : 'E-sack', frames: report.by.frames };
}
