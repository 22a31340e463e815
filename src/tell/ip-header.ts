/**
 * The IP header of a step's segment: the fields that the flow gives or that follow from it (RFC 791 §3.1, RFC 8200 §3).
 */
import { type Path, type Segment, addressText } from '../wire';
import type { Say } from '../words/words';
import type { HeaderCell } from './header';

/** The protocol number of TCP. */
const TCP = 6;
/** Lengths in 32-bit words: the header without options, and a security option (RFC 1108 §2). */
const WORDS = 5;
const SECURITY_WORDS = 3;
const ECN: Readonly<Record<NonNullable<Segment['ecn']>, number>> = { ect1: 1, ect0: 2, ce: 3 };
const ECN_NAMES = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const;

export interface IpHeader {
  /** Version and addresses: `IPv4 10.0.0.1 → 10.0.0.2`. */
  readonly title: string;
  /** Rows of 32 bits; an address of IPv6 is a row of 128. */
  readonly words: readonly (readonly HeaderCell[])[];
}

/**
 * The IP header of a segment.
 *
 * @param length octets of the TCP header and the payload
 */
export function ipHeaderOf(segment: Segment, { source, destination }: Path, length: number, say: Say): IpHeader {
  const cell = (name: string, bits: number, value: string | undefined, number?: number): HeaderCell => {
    const shown = value ?? '–';
    const about = say(`ip/about-${name}`);
    return {
      name: say(`ip/${name}`),
      bits,
      value: [shown, shown, shown],
      hex:
        number === undefined
          ? ''
          : `0x${number
              .toString(16)
              .toUpperCase()
              .padStart(Math.ceil(bits / 4), '0')}`,
      about: value === undefined ? `${about} ${say('ip/untold')}` : about,
    };
  };
  const number = (name: string, bits: number, value: number | undefined): HeaderCell =>
    cell(name, bits, value === undefined ? undefined : String(value), value);
  const isNew = source.length === 16;
  const address = (name: string, bytes: Uint8Array): HeaderCell => cell(name, 8 * bytes.length, addressText(bytes));
  const ecn = segment.ecn === undefined ? 0 : ECN[segment.ecn];
  const class6 = number('dscp', 6, segment.ip?.dscp ?? 0);
  const two = number('ecn', 2, ecn);
  const class2 = { ...two, about: `${ECN_NAMES[ecn] ?? ''}. ${two.about}` };
  const title = `${isNew ? 'IPv6' : 'IPv4'} ${addressText(source)} → ${addressText(destination)}`;
  const ends = [[address('source', source)], [address('destination', destination)]];
  if (isNew) {
    const first = [number('version', 4, 6), class6, class2, number('flow', 20, undefined)];
    const second = [number('payload', 16, length), number('next', 8, TCP), number('hops', 8, undefined)];
    return { title, words: [first, second, ...ends] };
  }
  const words = WORDS + (segment.ip?.security === undefined ? 0 : SECURITY_WORDS);
  return {
    title,
    words: [
      [number('version', 4, 4), number('ihl', 4, words), class6, class2, number('length', 16, 4 * words + length)],
      [number('id', 16, segment.ip?.id), number('flags', 3, undefined), number('offset', 13, 0)],
      [number('ttl', 8, undefined), number('protocol', 8, TCP), number('checksum', 16, undefined)],
      ...ends,
    ],
  };
}
