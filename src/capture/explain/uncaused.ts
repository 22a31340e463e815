/** Segments that nothing captured has caused: their cause has passed the tap, and the capture lacks it. */
import { ACK, FIN, RST, SYN, has, sameBlocks } from '../../wire';
import type { Micros } from './explanation';
import { type Sending, firstWhere } from './sending';

/** A cause is looked for in some round trips before its effect, as the path may delay one of them, and for an ACK in this time at least. */
const WHILE: Micros = 200_000;
const TRIPS = 4;
/** Segments that came together are answered together in this time. */
const AT_ONCE: Micros = 1000;
/** A host repeats data without an ACK sooner than this (RFC 6298 §2: a second before a round trip is measured, three before 2011), also where round trips vary. */
const UNREPEATED: Micros = 1_200_000;

/**
 * The sendings of a host that nothing captured has caused.
 *
 * @param own all that the host sent, and `peer` what the other one did, in any order
 * @param isBeside true if the tap is beside the host
 * @param least the shortest time from the tap to the host and back, microseconds; 0 if it was not measured
 */
export function uncaused(
  own: readonly Sending[],
  peer: readonly Sending[],
  isBeside: boolean,
  least: Micros,
): readonly Sending[] {
  const [sent, asked] = [captured(own), captured(peer)];
  const trip = isBeside ? 0 : least > 0 ? TRIPS * least : WHILE;
  return [...secondResets(sent, asked, trip), ...secondAcks(sent, asked, trip), ...unrepeated(asked, sent)];
}

/** What was captured, in the order of the tap. */
function captured(sendings: readonly Sending[]): readonly Sending[] {
  const isInOrder = ({ supposed, isDamaged, at }: Sending, i: number): boolean =>
    !supposed && !isDamaged && (sendings[i - 1]?.at ?? -Infinity) <= at;
  if (sendings.every(isInOrder)) return sendings;
  return sendings.filter(({ supposed, isDamaged }) => !supposed && !isDamaged).sort((a, b) => a.at - b.at);
}

/** The number of segments, with the path's doubles, that the tap saw behind a time and until another one. */
type Seen = (from: Micros, to: Micros) => number;

function seenIn(asked: readonly Sending[]): Seen {
  return between(Float64Array.from(asked.flatMap(({ at, again = [] }) => [at, ...again])).sort());
}

function between(times: Float64Array): Seen {
  return (from, to) => firstWhere(times, (at) => at > to) - firstWhere(times, (at) => at > from);
}

/**
 * Resets of a host that has reset its connection: each answers a segment of its own (RFC 9293 §3.5.2), of those that came right
 * before the first one, or behind it.
 */
function secondResets(sent: readonly Sending[], asked: readonly Sending[], trip: Micros): readonly Sending[] {
  if (sent.filter(({ segment }) => has(segment, RST)).length < 2) return [];
  const heard = seenIn(asked);
  // The path may double a segment behind a tap that is far from the host.
  const isDoubling = trip > 0 && [...sent, ...asked].some(({ again }) => again !== undefined);
  let resets: Micros[] = [];
  return sent.filter(({ segment, at }) => {
    if (!has(segment, RST)) {
      resets = [];
      return false;
    }
    resets.push(at);
    const [first = at] = resets;
    const behind = heard(first - trip, at);
    const least = isDoubling ? 1 : resets.length - 1;
    return behind < least && heard(first - trip - AT_ONCE, at) <= least;
  });
}

/**
 * ACKs that say again what was said, after a while in which nothing came. Each answers a segment of its own that asks for it (RFC
 * 9293 §3.10.7.4): since the first such ACK, or before it and repeated, so that the path may have held one back.
 */
function secondAcks(sent: readonly Sending[], asked: readonly Sending[], trip: Micros): readonly Sending[] {
  let heard: Seen | undefined;
  let asking: Asking | undefined;
  const window = Math.max(WHILE, trip);
  let [top, first, again] = [-Infinity, 0, 0];
  return sent.filter((one, i) => {
    const last = sent[i - 1];
    const isAgain = last !== undefined && one.seq === top && isPureAck(one) && saysSame(last, one);
    top = Math.max(top, one.end);
    if (one.ack !== last?.ack) [first, again] = [one.at, 0];
    if (!isAgain) return false;
    again++;
    if (one.at - last.at <= window || (heard ??= seenIn(asked))(last.at, one.at) > 0) return false;
    asking ??= askingIn(asked);
    return (
      again >
      asking.between(first - trip, one.at) - asking.firstOf(one.ack, first - trip) + asking.repeated(first - trip)
    );
  });
}

/** Segments that ask for an ACK: they occupy sequence space, or lie below what was sent (RFC 9293 §3.8.4, §3.10.7.4). */
interface Asking {
  readonly between: Seen;
  /** 1 if the first segment that ends at this number was seen behind this time, else 0. */
  readonly firstOf: (end: number, from: Micros) => number;
  /** How many had been sent again until then. */
  readonly repeated: (until: Micros) => number;
}

function askingIn(asked: readonly Sending[]): Asking {
  const times: Micros[] = [];
  const again: Micros[] = [];
  const ends = new Map<number, Micros>();
  let top = -Infinity;
  for (const { seq, end, at, again: doubles = [] } of asked) {
    if (end === seq && seq >= top) continue;
    times.push(at, ...doubles);
    if (end <= top) again.push(at);
    if (!ends.has(end)) ends.set(end, at);
    top = Math.max(top, end);
  }
  return {
    between: between(Float64Array.from(times).sort()),
    firstOf: (end, from) => ((ends.get(end) ?? -Infinity) > from ? 1 : 0),
    repeated: (until) => firstWhere(again, (at) => at > until),
  };
}

function isPureAck({ segment }: Sending): boolean {
  return segment.len === 0 && (segment.flags & (SYN | FIN | RST | ACK)) === ACK;
}

function saysSame({ segment: before, ack: acked }: Sending, { segment, ack }: Sending): boolean {
  return (
    ack === acked &&
    segment.win === before.win &&
    segment.flags === (before.flags & segment.flags) &&
    sameBlocks(segment.options.sack ?? [], before.options.sack ?? [])
  );
}

/**
 * Acknowledgments of data behind which its host has been silent for long: without an earlier one it would have repeated the data.
 *
 * @param own the sendings of the host whose data is acknowledged
 */
function unrepeated(own: readonly Sending[], heard: readonly Sending[]): readonly Sending[] {
  const sent = own.filter(({ seq, end }) => end > seq);
  let next = 0;
  let top = -Infinity;
  return heard.filter(({ ack, at, segment }) => {
    if (has(segment, RST) || !(ack > top)) return false;
    const before = top;
    top = ack;
    while ((sent[next]?.at ?? Infinity) < at) next++;
    const last = sent[next - 1];
    if (last === undefined || has(last.segment, SYN)) return false;
    return last.end > before && last.end <= ack && at - last.at > UNREPEATED;
  });
}
