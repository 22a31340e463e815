/** Text of an analyser as a capture file in memory, so that all that reads captures reads it. */
import { type Path, joined, parseAddress } from '../../wire';
import { segmentFrame } from '../export/octets';
import { type Instant, pcapngFrame, pcapngHead } from '../file';
import { Conversations, type Manner, type Told } from './conversation';
import { type Reading, isSegment } from './printed';
import { readTcpdump } from './tcpdump';
import { readWireshark } from './wireshark';

export type Analyser = 'tcpdump' | 'wireshark';

/** The segments that a text tells of. */
export interface Pasted {
  readonly analyser: Analyser;
  /** A pcapng file with a frame for each segment, without payload. */
  readonly file: Uint8Array;
  readonly segments: number;
  /** False if the text has no times: those in the file then only keep the order. */
  readonly isTimed: boolean;
  /** Segments of which only addresses and length were printed: numbers are those that come next. */
  readonly filled: number;
  /** Indices of the lines that were not read, blank ones left out, from 0. */
  readonly unread: readonly number[];
}

const MANNERS: Readonly<Record<Analyser, Manner>> = {
  tcpdump: { countsFromFirst: true, scalesWindows: false },
  wireshark: { countsFromFirst: false, scalesWindows: true },
};

/** The most lines that are read, and the longest, characters. */
const MOST_LINES = 100_000;
const LONGEST_LINE = 4000;

/**
 * Reads text of tcpdump, tshark, or Wireshark's packet list. Undefined if no line of it tells of a TCP segment.
 *
 * Numbers are those on the wire where the text has them. Where it counts from the first segment, they begin at that, or
 * at 0 if it is not printed.
 */
export function pasted(text: string): Pasted | undefined {
  const lines = text
    .split(/\r\n|[\n\r]/, MOST_LINES)
    .map((line) => (line.length > LONGEST_LINE ? '' : line.replace(/^\ufeff/, '')));
  const [analyser, reading] = readingOf(lines);
  const told = toldBy(analyser, reading);
  if (told.length === 0) return undefined;
  const read = new Set(told.map(({ printed }) => printed.line));
  const clock = clockOf(told);
  return {
    analyser,
    file: fileOf(told, clock ?? told.map((_, i) => i * APART)),
    segments: told.length,
    isTimed: clock !== undefined,
    filled: told.filter(({ printed }) => !isSegment(printed)).length,
    unread: lines.flatMap((line, i) => (line.trim() === '' || read.has(i) || reading.lines.has(i) ? [] : [i])),
  };
}

/** The notation that reads more segments. */
function readingOf(lines: readonly string[]): readonly [Analyser, Reading] {
  const [tcpdump, wireshark] = [readTcpdump(lines), readWireshark(lines)];
  const segments = (reading: Reading): number => reading.segments.filter(isSegment).length;
  return segments(wireshark) > segments(tcpdump) ? ['wireshark', wireshark] : ['tcpdump', tcpdump];
}

function toldBy(analyser: Analyser, { segments }: Reading): Told[] {
  const manner = MANNERS[analyser];
  const trial = new Conversations(manner, false);
  for (const segment of segments) trial.take(segment);
  const conversations = new Conversations(manner, trial.votes > 0);
  return segments.flatMap((segment) => conversations.take(segment) ?? []);
}

/** In text without times, frames are this far apart, microseconds. */
const APART = 10_000;
const DAY = 86_400_000_000;
/** No connection lasts longer, microseconds: 142 years. */
const LONGEST_TIME = 2 ** 52;
/** The time of the first segment in the file; only the times between segments count. */
const EPOCH: Instant = { seconds: 0, nanoseconds: 0 };

/**
 * Microseconds since the first segment; undefined if a line has no time. A clock that goes back by half a day or more has
 * passed midnight; one that goes back by less counts from the line before.
 */
function clockOf(told: readonly Told[]): number[] | undefined {
  const printed = told.map(({ printed: { at } }) => at);
  if (printed.some((at) => at === undefined)) return undefined;
  const times = printed as number[];
  const goesBack = times.some((at, i) => i > 0 && at < (times[i - 1] ?? 0) && (times[i - 1] ?? 0) - at < DAY / 2);
  let [days, total, last] = [0, 0, times[0] ?? 0];
  const [first] = [last];
  return times.map((at, i) => {
    if (goesBack) return i === 0 ? 0 : (total = Math.min(total + at, LONGEST_TIME));
    if (at < last) days++;
    last = at;
    return Math.min(at + days * DAY - first, LONGEST_TIME);
  });
}

/** A capture file with frames that are cut before their payload. */
function fileOf(told: readonly Told[], times: readonly number[]): Uint8Array {
  const addresses = addressesOf(told);
  const frames = told.map(({ source, destination, segment }, i) => {
    const path: Path = {
      source: addresses.get(source.host) ?? new Uint8Array(4),
      destination: addresses.get(destination.host) ?? new Uint8Array(4),
      sourcePort: source.port,
      destinationPort: destination.port,
    };
    const frame = segmentFrame(segment, path, { from: 0, to: 1 }, 0);
    const octets = frame.subarray(0, frame.length - segment.len);
    return pcapngFrame({ at: times[i] ?? 0, octets, wire: frame.length, comments: [] }, EPOCH);
  });
  return joined(pcapngHead({ program: '', tap: '', comments: [] }), ...frames);
}

/** Addresses for names: those for documentation (RFC 5737 §3, RFC 3849), of the version that the other side has. */
function addressesOf(told: readonly Told[]): ReadonlyMap<string, Uint8Array> {
  const addresses = new Map<string, Uint8Array>();
  const named: [string, string][] = [];
  for (const { source, destination } of told) {
    for (const [host, peer] of [
      [source.host, destination.host],
      [destination.host, source.host],
    ] as const) {
      if (addresses.has(host)) continue;
      const octets = parseAddress(host);
      if (octets === undefined) named.push([host, peer]);
      else addresses.set(host, octets);
    }
  }
  for (const [host, peer] of named) {
    if (addresses.has(host)) continue;
    const count = addresses.size + 1;
    const isLong = addresses.get(peer)?.length === 16;
    const long = Uint8Array.of(0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (count >> 8) & 0xff, count & 0xff);
    addresses.set(host, isLong ? long : Uint8Array.of(192, 0, 2 + ((count >> 8) & 0xff), count & 0xff));
  }
  return addresses;
}
