import { RST, SYN, has } from '../../wire';
import type { Micros } from './explanation';
import type { Receiver } from './receiver';
import { IN_ORDER, NOWHERE, type Sending } from './sending';

/** A SYN,ACK that is sent again within this time answers a SYN: its timer waits a second (RFC 6298 §2.1). */
const TIMER: Micros = 900_000;

/** A double follows its segment within this time. */
const SOON: Micros = 200_000;

/**
 * Doubles that the path made of segments, where nothing else can have drawn an answer: a SYN,ACK that is sent again before
 * its timer, an ACK that says the same as the one before, or a reset of a closed connection (RFC 9293 §3.10.7). Which
 * segment was doubled is not known: the latest one that had come is taken.
 */
export function placeDoubles({ sendings, least, isWhole }: Receiver, sent: readonly Sending[]): void {
  // A segment that the tap did not see may have drawn it, and one whose fate is open may have come late.
  if (!isWhole || sent.some(({ fate, supposed }) => supposed || fate?.kind === 'open')) return;
  const answered = arrivalsIn(sent);
  let last: Sending | undefined;
  let next = 0;
  const came: Sending[] = [];
  const ordered = sent.filter(({ before }) => before !== NOWHERE).sort((a, b) => a.before - b.before);
  for (const by of sendings) {
    for (; (ordered[next]?.before ?? Infinity) <= by.place; next++)
      if (ordered[next]) came.push(ordered[next] as Sending);
    const asks = last !== undefined && !answered.has(by.place) && needsCause(by, last);
    last = by;
    if (!asks) continue;
    // Behind a hole an ACK is repeated for whatever comes (RFC 5681 §4.2).
    if (sent.some(({ end, at }) => end > by.ack && at + least <= by.due)) continue;
    const one = came.findLast((some) => drewIt(some, by) && some.at + least <= by.due);
    if (one?.fate === undefined || by.due - one.at - least > SOON) continue;
    one.doubles = [{ before: by.place, at: by.due }];
    one.fate = { ...one.fate, because: [...one.fate.because, IN_ORDER] };
  }
}

/** The places of the receiver's sendings before which something arrives. */
function arrivalsIn(sent: readonly Sending[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { before, doubles } of sent) {
    places.add(before);
    for (const double of doubles ?? []) places.add(double.before);
  }
  return places;
}

/** True for a sending that an arrival must have drawn. */
function needsCause(by: Sending, last: Sending): boolean {
  if (has(by.segment, RST)) return has(last.segment, RST) && Number.isNaN(by.ack);
  if (has(by.segment, SYN)) return has(last.segment, SYN) && by.seq === last.seq && by.at - last.at < TIMER;
  const isBare = by.seq === by.end && last.seq === last.end && !has(last.segment, SYN);
  const { sack } = by.segment.options;
  const saysSame = by.seq === last.seq && by.ack === last.ack && by.segment.win === last.segment.win;
  return isBare && saysSame && (sack === undefined || sack.length === 0);
}

/** True for a segment whose double draws an answer: of its kind, and to a reset of what acknowledged that number. */
function drewIt({ seq, end, ack, segment, doubles }: Sending, by: Sending): boolean {
  if (doubles !== undefined) return false;
  if (has(by.segment, RST)) return ack === by.seq;
  return end > seq && has(segment, SYN) === has(by.segment, SYN);
}
