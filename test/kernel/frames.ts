import { type Capture, type Packet, type Sighting, sightingsIn, readOctets } from '../../src/capture';

/** A packet with the number and the time of its frame. */
export interface Framed {
  readonly frame: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly packet: Packet;
}

/** The sightings of a capture that is in memory, in order, with their times. */
export function sighted(file: Uint8Array): readonly (Sighting & { readonly time: number })[] {
  const capture = readOctets(file);
  const zero = microsOf(capture);
  return sightingsIn(capture, file).map((sighting) => ({ ...sighting, time: zero + sighting.at }));
}

function microsOf({ began }: Capture): number {
  return began === undefined ? 0 : began.seconds * 1e6 + began.nanoseconds / 1000;
}

/** The TCP packets of a capture that is in memory, in order. */
export function packetsIn(file: Uint8Array): readonly Framed[] {
  return sighted(file).flatMap(({ frame, time, packet }) => (packet === undefined ? [] : [{ frame, time, packet }]));
}
