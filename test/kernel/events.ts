import { ACK, RST, SYN } from '../../src/wire/flags';
import type { Block } from '../../src/wire/options';
import { has, segEnd, segLen, type Segment } from '../../src/wire/segment';
import { gt, le } from '../../src/wire/seq';
import { insert } from '../../src/tcp/sack';
import type { Journey } from './journey';
import type { Seen, Side } from './run';

/** The transmission or an arrival of a segment. */
export interface Event {
  /** Microseconds since 1970, at the capture point beside the host. */
  readonly time: number;
  readonly journey: Journey;
  /** The index of the arrival, from 0; undefined for the transmission. */
  readonly arrival: number | undefined;
}

/**
 * The most time by which a capture point sees a frame before its host has processed it (batches of frames, another
 * processor), microseconds.
 */
const TAP_LEAD = 200;

export function portOf(j: Journey, side: Side): number {
  return j.sender === side ? j.packet.sourcePort : j.packet.destinationPort;
}

/** All events in the order in which the hosts processed them. */
export function eventsOf(journeys: readonly Journey[]): readonly Event[] {
  return behindOwnSendings(inTime(journeys));
}

function inTime(journeys: readonly Journey[]): readonly Event[] {
  const events: Event[] = [];
  for (const journey of journeys) {
    const [first] = journey.arrivals;
    // A forged segment counts as sent where it is first seen.
    const sent: Seen | undefined = journey.sent ?? first;
    if (sent === undefined) continue;
    events.push({ time: sent.time, journey, arrival: undefined });
    journey.arrivals.forEach((seen, arrival) =>
      events.push({ time: Math.max(seen.time, sent.time), journey, arrival }),
    );
  }
  // The sort is stable: at the same time a segment's transmission comes before its arrival.
  return events.sort((a, b) => a.time - b.time);
}

interface Taken {
  readonly event: Event;
  readonly before: readonly Block[];
}

/**
 * Moves arrivals after a transmission that was made before them: an ACK sent just after an arrival that does not cover
 * it. The capture point saw the arrival before the host did.
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
    // If the moved arrivals do not explain the ACK's number, the order stays.
    const explained = late.length > 0 && stream.blocks[0]?.right === segment.ack;
    for (const e of late) out.splice(out.lastIndexOf(e), 1);
    if (explained) out.push(event);
    late.forEach(take);
    if (!explained) out.push(event);
  }
  return out;
}

/** The data that has arrived at one side of a connection. */
interface Stream {
  blocks: readonly Block[];
  readonly taken: Taken[];
  /** True if both SYNs permit SACK, so that out-of-order data appears in the first SACK block. */
  selective: boolean;
}

/** True if the ACK covers or reports the arrival, or need not do so. */
function tellsOf(ack: Segment, arrival: Event, stream: Stream): boolean {
  const { segment } = arrival.journey.packet;
  // A forged segment need not agree with any ACK.
  if (arrival.journey.sent === undefined) return true;
  const [first] = stream.blocks;
  if (segLen(segment) === 0) return segment.seq !== first?.right || !echoesLess(ack, segment);
  if (!gt(segEnd(segment), ack.ack)) return true;
  if (first !== undefined && gt(first.right, ack.ack)) return false;
  return (
    !stream.selective || (ack.options.sack ?? []).some((b) => le(b.left, segment.seq) && !gt(segEnd(segment), b.right))
  );
}

/** True if the echoed timestamp is older than the one that arrived (RFC 7323 §4.3). */
function echoesLess(ack: Segment, arrival: Segment): boolean {
  const echoed = ack.options.ts?.ecr;
  const came = arrival.options.ts?.val;
  return echoed !== undefined && came !== undefined && gt(came, echoed);
}
