/** The calculation of RFC 6528 for the page on initial sequence numbers. */
import type { IsnInput } from '../panel/isnMessages';
import { initialSequenceNumber, keyedHash } from '../tcp/isn';
import { MODULUS } from '../wire/seq';

type Key = readonly [number, number, number, number];

export interface Isn {
  /** M: ticks of the 4-microsecond clock, modulo 2^32. */
  readonly ticks: number;
  /** F: the keyed hash of the four-tuple. */
  readonly hash: number;
  readonly isn: number;
}

/** The fields that are not valid parts of a four-tuple or a key. */
export function wrongFields(input: IsnInput): (keyof IsnInput)[] {
  const port = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) < 65536;
  const address = (text: string): boolean => /^[0-9a-f.:]{2,45}$/i.test(text);
  const wrong: (keyof IsnInput)[] = [];
  if (!address(input.local)) wrong.push('local');
  if (!port(input.localPort)) wrong.push('localPort');
  if (!address(input.remote)) wrong.push('remote');
  if (!port(input.remotePort)) wrong.push('remotePort');
  if (!/^[0-9a-f]{32}$/i.test(input.secret)) wrong.push('secret');
  return wrong;
}

/** The key as little-endian 32-bit words, as SipHash takes them. */
function keyOf(secret: string): Key {
  const word = (at: number): number => {
    const bytes = [3, 2, 1, 0].map((i) => secret.slice(2 * (at * 4 + i), 2 * (at * 4 + i) + 2));
    return Number.parseInt(bytes.join(''), 16) >>> 0;
  };
  return [word(0), word(1), word(2), word(3)];
}

/** The four-tuple as text, this side's address first, as in `sim`. */
export function tupleOf({ local, localPort, remote, remotePort }: IsnInput): string {
  return `${local}:${localPort}>${remote}:${remotePort}`;
}

export function compute(input: IsnInput): Isn {
  const key = keyOf(input.secret);
  const tuple = tupleOf(input);
  const ticks = Math.floor(input.clock / 4) % MODULUS;
  return { ticks, hash: keyedHash(tuple, key), isn: initialSequenceNumber(tuple, key, input.clock) };
}

/** The initial sequence numbers of the next local ports at the same time. */
export function neighbours(input: IsnInput, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const localPort = String((Number(input.localPort) + i + 1) % 65536);
    return compute({ ...input, localPort }).isn;
  });
}

/** The initial sequence numbers of a TCP of the 1980s: each is a fixed increment above the previous one. */
export function stepped(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + 64_000 * (i + 1)) % MODULUS);
}
