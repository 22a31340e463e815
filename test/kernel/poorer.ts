/** Captures of kernels as poorer taps would have them: frames are gone, or cut short. */
import { readOctets, sightingsIn } from '../../src/capture';
import { joined } from '../../src/wire';

/** The octets of the head of a classic file, and of each of its records. */
const [FILE_HEAD, RECORD_HEAD] = [24, 16];

/** A frame of a capture: its record in the file, its place among all frames, from 0, and its sender's side. */
interface Recorded {
  readonly octets: Uint8Array;
  readonly index: number;
  readonly count: number;
  readonly from: 'client' | 'server' | undefined;
}

/** Which frames stay; or how long each is at most, octets. */
type Poorer = { readonly keeps: (frame: Recorded) => boolean } | { readonly longest: number };

/** By name, what poorer taps have of a capture. */
export const POORER = {
  'without every 20th frame': { keeps: ({ index }: Recorded) => index % 20 !== 19 },
  'without every fifth frame': { keeps: ({ index }: Recorded) => index % 5 !== 4 },
  'without a tenth in the middle': {
    keeps: ({ index, count }: Recorded) => index < count * 0.4 || index >= count * 0.5,
  },
  'without its first frame': { keeps: ({ index }: Recorded) => index > 0 },
  'without its first five frames': { keeps: ({ index }: Recorded) => index > 4 },
  'without its first half': { keeps: ({ index, count }: Recorded) => index >= count / 2 },
  'without its second half': { keeps: ({ index, count }: Recorded) => index < count / 2 },
  'of the client alone': { keeps: ({ from }: Recorded) => from === 'client' },
  'of the server alone': { keeps: ({ from }: Recorded) => from === 'server' },
  'cut at 66 octets': { longest: 66 },
  'cut at 54 octets': { longest: 54 },
  'cut at 40 octets': { longest: 40 },
} as const satisfies Readonly<Record<string, Poorer>>;

export type PoorerName = keyof typeof POORER;

/** A classic file, little endian, as a poorer tap would have it. */
export function poorer(file: Uint8Array, how: Poorer): Uint8Array {
  const capture = readOctets(file);
  const sides = new Map(sightingsIn(capture, file).map(({ frame, from }) => [frame, from]));
  const records = recordsIn(file);
  const head = file.subarray(0, FILE_HEAD);
  if ('longest' in how) return joined(head, ...records.map((record) => cut(record, how.longest)));
  const count = records.length;
  const kept = records.filter((octets, index) => how.keeps({ octets, index, count, from: sides.get(index + 1) }));
  return joined(head, ...kept);
}

const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView => new DataView(buffer, byteOffset, length);

function recordsIn(file: Uint8Array): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  const view = viewOf(file);
  for (let at = FILE_HEAD; at < file.length;) {
    const end = at + RECORD_HEAD + view.getUint32(at + 8, true);
    records.push(file.slice(at, end));
    at = end;
  }
  return records;
}

function cut(record: Uint8Array, longest: number): Uint8Array {
  const octets = record.slice(0, RECORD_HEAD + longest);
  viewOf(octets).setUint32(8, octets.length - RECORD_HEAD, true);
  return octets;
}
