import { RST, SYN, has } from '../../wire';
import type { Micros } from './explanation';
import type { Receiver } from './receiver';
import { NOWHERE, type Sending, presumeOrder } from './sending';

/** A SYN,ACK that is sent again within this time answers a SYN: its timer waits a second (RFC 6298 §2.1). */
const TIMER: Micros = 900_000;

/** The most arrivals that are asked for what drew an answer. */
const MOST = 64;
/** A segment that was not delayed for more than this, as parts of the least answer time, may have drawn an answer. */
const LATE = 2;
/** A double follows its segment within this time. */
const SOON: Micros = 200_000;

/**
 * Doubles that the path made of segments, where nothing else can have drawn an answer: a SYN,ACK that is sent again before
 * its timer, an ACK that says the same as the one before, or a reset of a closed connection (RFC 9293 §3.10.7). Which
 * segment was doubled is not known: the latest one that had come is taken.
 */
export function placeDoubles({ sendings, least, isWhole }: Receiver, sent: readonly Sending[]): void {
  // A segment that the tap did not see may have drawn it.
  if (!isWhole || sent.some(({ supposed }) => supposed)) return;
  const answered = arrivalsIn(sent);
  const arrived = sent.filter(({ before }) => before !== NOWHERE).sort((a, b) => a.before - b.before);
  let last: Sending | undefined;
  let came = 0;
  let due = 0;
  let top = -Infinity;
  let open = -Infinity;
  for (const by of sendings) {
    while ((arrived[came]?.before ?? Infinity) <= by.place) came++;
    for (; due < sent.length && (sent[due]?.at ?? 0) + least <= by.due; due++) {
      const one = sent[due];
      top = Math.max(top, one?.end ?? -Infinity);
      if (one?.fate?.kind === 'open') open = one.at;
    }
    const isDrawn = last !== undefined && !answered.has(by.place) && needsCause(by, last);
    last = by;
    // Behind a hole each arrival repeats the ACK (RFC 5681 §4.2), and a segment whose fate is open may have come late.
    if (!isDrawn || top > by.ack || by.due - open <= least * LATE) continue;
    for (let i = came - 1; i >= 0 && i >= came - MOST; i--) {
      const one = arrived[i];
      if (one === undefined || by.due - one.at - least > SOON) break;
      if (!drewIt(one, by) || one.at + least > by.due) continue;
      one.doubles = [...(one.doubles ?? []), { before: by.place, at: by.due }];
      presumeOrder(one);
      break;
    }
  }
}

/** The places of the receiver's sendings before which something arrives that draws an answer. */
function arrivalsIn(sent: readonly Sending[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { before, doubles, seq, end } of sent) {
    // A pure ACK draws no answer, nor does an RST.
    if (end === seq) continue;
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
  // A double of a reset can't be told from a second reset.
  if (has(by.segment, RST)) return ack === by.seq;
  return doubles === undefined && end > seq && has(segment, SYN) === has(by.segment, SYN);
}
