import { ACK, RST, SYN } from '../../src/wire/flags';
import type { Block } from '../../src/wire/options';
import { has, segEnd, segLen, type Segment } from '../../src/wire/segment';
import { gt, le } from '../../src/wire/seq';
import { insert } from '../../src/tcp/sack';
import type { Journey } from './journey';
import type { Seen, Side } from './run';

/** A segment leaves, or arrives. */
export interface Event {
  /** Microseconds since 1970, at the tap where it happens. */
  readonly time: number;
  readonly journey: Journey;
  /** Which arrival, from 0; undefined for the sending. */
  readonly arrival: number | undefined;
}

/** A tap sees a frame at most so long before its host has done with it (a batch of frames, another processor). */
const TAP_LEAD = 200;

export function portOf(j: Journey, side: Side): number {
  return j.sender === side ? j.packet.sourcePort : j.packet.destinationPort;
}

/** Everything that happened, in the order in which the hosts took it. */
export function eventsOf(journeys: readonly Journey[]): readonly Event[] {
  return behindOwnSendings(inTime(journeys));
}

function inTime(journeys: readonly Journey[]): readonly Event[] {
  const events: Event[] = [];
  for (const journey of journeys) {
    const [first] = journey.arrivals;
    // A forged segment is sent where it is seen.
    const sent: Seen | undefined = journey.sent ?? first;
    if (sent === undefined) continue;
    events.push({ time: sent.time, journey, arrival: undefined });
    journey.arrivals.forEach((seen, arrival) =>
      events.push({ time: Math.max(seen.time, sent.time), journey, arrival }),
    );
  }
  // Stable: at one moment, a segment's sending stays before its arrival.
  return events.sort((a, b) => a.time - b.time);
}

interface Taken {
  readonly event: Event;
  readonly before: readonly Block[];
}

/**
 * An acknowledgment that a host sends just behind an arrival, and that says nothing of it, was made before it: the tap
 * saw the arrival first. Such arrivals go behind that sending.
 */
function behindOwnSendings(events: readonly Event[]): readonly Event[] {
  const out: Event[] = [];
  const streams = new Map<string, Stream>();
  const streamTo = (j: Journey, to: Side): Stream => {
    const key = `${to} ${portOf(j, 'client')} ${portOf(j, 'server')}`;
    const known = streams.get(key) ?? { blocks: [], taken: [], selective: true };
    streams.set(key, known);
    return known;
  };
  const take = (event: Event): void => {
    out.push(event);
    const { segment } = event.journey.packet;
    const stream = streamTo(event.journey, event.journey.sender === 'client' ? 'server' : 'client');
    if (has(segment, SYN)) {
      stream.blocks = [];
      stream.selective &&= segment.options.sackOk === true;
    }
    stream.taken.push({ event, before: stream.blocks });
    if (segLen(segment) > 0) stream.blocks = insert(stream.blocks, { left: segment.seq, right: segEnd(segment) });
  };
  for (const event of events) {
    if (event.arrival !== undefined) {
      take(event);
      continue;
    }
    const { segment } = event.journey.packet;
    const stream = streamTo(event.journey, event.journey.sender);
    if (has(segment, SYN)) stream.selective &&= segment.options.sackOk === true;
    const late: Event[] = [];
    while (has(segment, ACK) && !has(segment, SYN) && !has(segment, RST)) {
      const last = stream.taken.at(-1);
      if (last === undefined || last.event.time < event.time - TAP_LEAD || tellsOf(segment, last.event, stream)) break;
      stream.taken.pop();
      stream.blocks = last.before;
      late.unshift(last.event);
    }
    // Where that does not explain the number, things stay as they were seen.
    const explained = late.length > 0 && stream.blocks[0]?.right === segment.ack;
    for (const e of late) out.splice(out.lastIndexOf(e), 1);
    if (explained) out.push(event);
    late.forEach(take);
    if (!explained) out.push(event);
  }
  return out;
}

/** What has arrived at one side of a connection. */
interface Stream {
  blocks: readonly Block[];
  readonly taken: Taken[];
  /** Both SYNs permit SACK: what arrives out of order shows in the first block. */
  selective: boolean;
}

/** Does the acknowledgment count the arrival, or need it not? */
function tellsOf(ack: Segment, arrival: Event, stream: Stream): boolean {
  const { segment } = arrival.journey.packet;
  // A forged segment need not fit anything.
  if (arrival.journey.sent === undefined) return true;
  const [first] = stream.blocks;
  if (segLen(segment) === 0) return segment.seq !== first?.right || !echoesLess(ack, segment);
  if (!gt(segEnd(segment), ack.ack)) return true;
  if (first !== undefined && gt(first.right, ack.ack)) return false;
  return (
    !stream.selective || (ack.options.sack ?? []).some((b) => le(b.left, segment.seq) && !gt(segEnd(segment), b.right))
  );
}

/** Is the timestamp that is echoed older than the one that came (RFC 7323 §4.3)? */
function echoesLess(ack: Segment, arrival: Segment): boolean {
  const echoed = ack.options.ts?.ecr;
  const came = arrival.options.ts?.val;
  return echoed !== undefined && came !== undefined && gt(came, echoed);
}
