/** A flow as a capture file: what a tap beside one of its hosts would have recorded. */
import { type Trace, pathOf } from '../../trace';
import { type Path, joined } from '../../wire';
import { INBOUND, type Instant, OUTBOUND, pcapngFrame, pcapngHead } from '../file';
import { type ExportWords, commentsOf } from './comments';
import { icmpFrame, segmentFrame } from './octets';
import { type Seen, type TapSide, seenAt } from './seen';

/** In a flow without times, frames are this far apart, microseconds: more than the delays that analysers call simultaneous. */
const APART = 10_000;
/** The most frames that a comment lists. */
const MOST_LISTED = 40;

export interface Exported {
  readonly frames: number;
  /** The file, piece by piece: its head, then a frame at a time. */
  readonly pieces: () => Iterable<Uint8Array>;
}

/**
 * A flow as pcapng: one Ethernet interface, nanoseconds, right checksums unless the flow gives others. A lost segment is in the
 * file of its sender's tap only. Payload octets that the flow does not give are zeros, and the file says so.
 */
export function exportFlow(trace: Trace, tap: TapSide, words: ExportWords): Exported {
  const frames = [...seenAt(trace, tap)];
  const isTimed = trace.steps.some(({ time }) => time !== 0);
  const head = {
    program: 'TCP Flow',
    tap: words.say(`capture/export/tap-${tap}`),
    comments: aboutFile(trace, frames, isTimed, words),
  };
  const began = beginOf(trace);
  function* pieces(): Iterable<Uint8Array> {
    const comments = commentsOf(trace, frames, words);
    const ids = identificationsOf(trace);
    const places = isTimed ? undefined : placesOf(trace);
    yield pcapngHead(head);
    for (const [i, frame] of frames.entries()) {
      const at = places?.[frame.step] ?? trace.steps[frame.step]?.time ?? 0;
      const direction = frame.direction === 'sent' ? OUTBOUND : INBOUND;
      const octets = octetsOf(trace, frame, ids);
      yield pcapngFrame({ at, octets, direction, comments: comments.get(i) ?? [] }, began);
    }
  }
  return { frames: frames.length, pieces };
}

/** Times for a flow without any: those of both taps agree, as they count the steps that send or deliver. */
function placesOf(trace: Trace): Float64Array {
  let time = 0;
  return Float64Array.from(trace.steps, (step) => {
    const isOnWire = 'sent' in step || step.kind === 'icmp';
    return isOnWire ? (time += APART) - APART : time;
  });
}

/** The flow's day, where it names one; else the beginning of 1970. */
function beginOf({ cast }: Trace): Instant {
  const { today } = cast.tls ?? {};
  if (today === undefined) return { seconds: 0, nanoseconds: 0 };
  const [year, month, day] = [today.slice(0, 4), today.slice(4, 6), today.slice(6, 8)].map(Number);
  return { seconds: Date.UTC(year ?? 1970, (month ?? 1) - 1, day ?? 1) / 1000, nanoseconds: 0 };
}

function aboutFile(trace: Trace, frames: readonly Seen[], isTimed: boolean, { say }: ExportWords): string[] {
  const zeros = frames.flatMap(({ segment, icmp }, i) =>
    icmp === undefined && segment.len > (segment.data?.length ?? 0) ? [i + 1] : [],
  );
  const list = zeros.slice(0, MOST_LISTED).join(', ') + (zeros.length > MOST_LISTED ? ', …' : '');
  return [
    ...(trace.title === undefined ? [] : [trace.title]),
    ...(isTimed ? [] : [say('capture/export/untimed', { milliseconds: APART / 1000 })]),
    ...(zeros.length === 0 ? [] : [say('capture/export/zeros', { frames: list })]),
  ];
}

/**
 * The identification of each IPv4 packet, 1..65535, by the segment's number: each host counts up with each segment that it sends,
 * whether a tap sees it or not. A copy of a packet, and the packet at the other tap, have the same one.
 */
function identificationsOf({ steps, cast }: Trace): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  const ids = new Map<number, number>();
  for (const step of steps) {
    if (step.kind !== 'segment' || step.fate === 'not-sent') continue;
    const { id, from, segment } = step.sent;
    const host = cast.ends[from]?.host ?? 0;
    const next = segment.ip?.id ?? ((last.get(host) ?? 0) % 0xffff) + 1;
    last.set(host, next);
    ids.set(id, next);
  }
  return ids;
}

function octetsOf(trace: Trace, frame: Seen, ids: ReadonlyMap<number, number>): Uint8Array {
  const { from, to, segment, icmp } = frame;
  const path = ofOneVersion(pathOf(trace, from, to));
  const host = (end: number): number => trace.cast.ends[end]?.host ?? 0;
  const link = { from: host(from), to: host(to) };
  const id = ids.get(frame.id) ?? 0;
  if (icmp !== undefined) return icmpFrame(icmp.error, { segment, path, id }, link, icmp.mtu);
  return segmentFrame(segment, path, link, id);
}

/** `::ffff:0:0/96`, the IPv6 addresses that stand for those of IPv4 (RFC 4291 §2.5.5.2). */
const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

/** The path with both addresses of one version: a flow may name one of each. */
function ofOneVersion(path: Path): Path {
  const { source, destination } = path;
  if (source.length === destination.length) return path;
  const mapped = (address: Uint8Array): Uint8Array => (address.length === 4 ? joined(MAPPED, address) : address);
  return { ...path, source: mapped(source), destination: mapped(destination) };
}
