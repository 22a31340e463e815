import { SYN, has } from '../../wire';
import { isEchoed, isNotEchoed } from './evidence/echo';
import { isNotThere } from './evidence/hole';
import type { Micros } from './explanation';
import { type Report, reportOf } from './report';
import { NOWHERE, type Sending, decide, firstWhere } from './sending';
import { Units } from './units';

/** A host may have made a segment this long before it took one that the tap saw first. */
export const LEAD: Micros = 300;

/**
 * Arrivals at the host beside the tap: in the order of the tap.
 *
 * @param own what the host sends
 * @param arrived what arrives there, as the tap saw it
 * @param sent the same in the order of sending, with what the tap did not see
 */
export function placeNear(own: readonly Sending[], arrived: readonly Sending[], sent: readonly Sending[]): void {
  placeSeen(own, arrived);
  dropUnanswered(own, arrived);
  placeSupposed(own, sent);
}

function placeSeen(own: readonly Sending[], arrived: readonly Sending[]): void {
  let next = 0;
  let highest = NaN;
  const last: Sending[] = [];
  for (const sending of own) {
    const report = reportOf(sending, highest);
    for (; next < arrived.length && (arrived[next]?.at ?? 0) <= sending.at; next++) {
      const one = arrived[next];
      if (one === undefined || one.supposed) continue;
      one.before = sending.place;
      last.push(one);
    }
    while (last.length > 0 && (last[0]?.at ?? 0) < sending.at - LEAD) last.shift();
    if (report !== undefined) {
      const late = last.findIndex((one) => one.before === sending.place && isBehind(one, report));
      if (late >= 0) for (const one of last.slice(late)) one.before = sending.place + 1;
      highest = Number.isNaN(highest) ? report.ack : Math.max(highest, report.ack);
    }
  }
  for (const one of arrived) {
    if (one.supposed) continue;
    one.comes = one.at;
    one.doubles = one.again?.map((at) => ({ before: firstWhere(own, (sending) => sending.at >= at), at }));
    if (one.before === NOWHERE) one.before = own.length;
    if (one.isDamaged) one.before = NOWHERE;
    decide(one, one.isDamaged ? 'dropped' : 'arrived', 'proved', { rule: 'E-tap', frames: one.frames });
  }
}

/** A segment that the host had not taken when it made a report, though the tap saw it before. */
function isBehind(arrival: Sending, report: Report): boolean {
  if (arrival.end > arrival.seq && isNotThere(arrival, report)) return true;
  return isNotEchoed(arrival, report);
}

/** A host acknowledges what it has taken within this time (RFC 9293 §3.8.6.3, MUST-58). */
const LATEST: Micros = 500_000;

/**
 * Data that a listener without room in its queue discards: it has sent nothing but its SYN,ACK, and echoes a later sending of
 * the same octets, longer after than it may wait (`E-echo`).
 */
function dropUnanswered(own: readonly Sending[], arrived: readonly Sending[]): void {
  const [answer] = own;
  if (answer === undefined || !has(answer.segment, SYN)) return;
  const first = own.find(({ segment }) => !has(segment, SYN));
  const report = first && reportOf(first, answer.ack);
  if (first === undefined || report === undefined || Number.isNaN(first.ecr)) return;
  const isEarly = ({ at }: Sending): boolean => at + LATEST < first.at;
  const taken = new Set(arrived.flatMap((one) => (!isEarly(one) && isEchoed(one, report) ? [one.seq] : [])));
  for (const one of arrived) {
    const isData = one.end > one.seq && !has(one.segment, SYN) && one.end <= report.ack;
    if (!isData || !isEarly(one) || !taken.has(one.seq)) continue;
    one.before = NOWHERE;
    decide(one, 'dropped', 'presumed', { rule: 'E-echo', frames: first.frames });
  }
}

/** The fate of a passage that the tap did not see: arrived if it was acknowledged before the tap saw the octets; else lost on the path before it. */
function placeSupposed(own: readonly Sending[], sent: readonly Sending[]): void {
  if (!sent.some(({ supposed }) => supposed)) return;
  const units = new Units(sent);
  const reports: Report[] = [];
  let highest = NaN;
  for (const sending of own) {
    const report = reportOf(sending, highest);
    if (report === undefined) continue;
    if (!(report.ack <= highest)) reports.push(report);
    highest = Number.isNaN(highest) ? report.ack : Math.max(highest, report.ack);
  }
  for (const one of sent) {
    if (!one.supposed || one.fate !== undefined) continue;
    const by = reports[firstWhere(reports, ({ ack }) => ack >= one.end)];
    const unit = units.sendings(units.at(one.seq));
    const seen = unit.find((again) => !again.supposed && again.seq <= one.seq && again.end > one.seq);
    if (by !== undefined && (seen === undefined || seen.at > by.by.at)) {
      one.before = by.place;
      decide(one, 'arrived', 'proved', { rule: 'E-ack', frames: by.by.frames });
    } else if (seen !== undefined) decide(one, 'lost', 'presumed', { rule: 'E-tap', frames: seen.frames });
    else decide(one, 'open', 'presumed');
  }
}
