import { type Packet, type Sighting, readOctets, sightingsIn } from '../../src/capture';

/** A packet with the number and the time of its frame. */
export interface Framed {
  readonly frame: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly packet: Packet;
}

/** A sighting with its time, microseconds since 1970. */
export type Timed = Sighting & { readonly time: number };

/** The sightings of a capture that is in memory, in order, with their times. */
export function sighted(file: Uint8Array): readonly Timed[] {
  const capture = readOctets(file);
  const { seconds, nanoseconds } = capture.began ?? { seconds: 0, nanoseconds: 0 };
  const zero = seconds * 1e6 + nanoseconds / 1000;
  return sightingsIn(capture, file).map((sighting) => ({ ...sighting, time: zero + sighting.at }));
}

/** The TCP packets of a capture that is in memory, in order. */
export function packetsIn(file: Uint8Array): readonly Framed[] {
  return packetsAmong(sighted(file));
}

/** The TCP packets among sightings. */
export function packetsAmong(sightings: readonly Timed[]): readonly Framed[] {
  return sightings.flatMap(({ frame, time, packet }) => (packet === undefined ? [] : [{ frame, time, packet }]));
}
