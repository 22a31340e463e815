/** Long connections in parts. */
import { ACK, SYN, type Segment, has } from '../../wire';
import type { Explanation, Given, GivenHost } from '../explain';
import type { Sighting } from '../read';

/** The most segments of a connection that opens whole unless it is asked for. */
export const MOST_SEGMENTS = 20_000;
/** The most segments of a connection that opens whole where that is asked for. */
export const MOST_WHOLE = 100_000;
/** The most segments of a part, as far as frames above the MSS can be counted before they are cut. */
const PART = 10_000;

/** The packets that a part has of the one before, so that it begins with what is known. */
const LEAD = 200;

/** A part of a connection that is too long to open whole. */
export interface Part {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** The frames of its first and of its last packet. */
  readonly frames: readonly [first: number, last: number];
}

/** The packets of a part. */
export interface PartPackets {
  /** With some of the part before, which it begins with. */
  readonly sightings: readonly Sighting[];
  /** The first frame of its own. */
  readonly from: number;
}

/** The packets of a connection in parts of some {@link PART} segments: one for a connection that is not long. */
export function partsIn(sightings: readonly Sighting[]): readonly PartPackets[] {
  const mss = mssIn(sightings);
  const weightOf = ({ packet }: Sighting): number => Math.max(1, Math.ceil((packet?.segment.len ?? 0) / mss));
  const all = sightings.reduce((sum, one) => sum + weightOf(one), 0);
  if (all <= MOST_SEGMENTS) return [{ sightings, from: 0 }];
  const starts: number[] = [];
  let room = 0;
  for (const [i, one] of sightings.entries()) {
    const weight = weightOf(one);
    if (weight > room) {
      starts.push(i);
      room = PART;
    }
    room -= weight;
  }
  return starts.map((start, i) => ({
    sightings: sightings.slice(Math.max(0, start - LEAD), starts[i + 1]),
    from: sightings[start]?.frame ?? 0,
  }));
}

/** The payload of a full segment where no SYN names an MSS (RFC 6691 §2 on an Ethernet). */
const USUAL_MSS = 1460;

function mssIn(sightings: readonly Sighting[]): number {
  const named = synsIn(sightings).flatMap(({ options }) => options.mss ?? []);
  return Math.max(1, Math.min(USUAL_MSS, ...named));
}

/** The SYN of the client and that of the server. */
function synsIn(sightings: readonly Sighting[]): readonly Segment[] {
  const isSyn = ({ packet }: Sighting): boolean => packet !== undefined && has(packet.segment, SYN);
  const client = sightings.find((one) => one.from === 'client' && isSyn(one))?.packet?.segment;
  const server = sightings.find((one) => one.from === 'server' && isSyn(one))?.packet?.segment;
  return client === undefined || server === undefined || !has(server, ACK) ? [] : [client, server];
}

/** A part's explanation, which begins with what both SYNs of the whole connection have agreed on. */
export function withAgreed(explanation: Explanation, whole: readonly Sighting[]): Explanation {
  const [client, server] = synsIn(whole).map(({ options }) => options);
  const { begins } = explanation;
  if (begins === 'syn' || client === undefined || server === undefined) return explanation;
  const isScaled = client.wscale !== undefined && server.wscale !== undefined;
  const agreed = (given: GivenHost, own: Segment['options']): GivenHost => ({
    ...given,
    sack: client.sackOk === true && server.sackOk === true,
    timestamps: client.ts !== undefined && server.ts !== undefined,
    wscale: isScaled ? (own.wscale ?? 'off') : 'off',
  });
  const both: Given = [agreed(begins[0], client), agreed(begins[1], server)];
  return { ...explanation, begins: both };
}
