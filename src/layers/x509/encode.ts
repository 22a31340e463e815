import { octetsOfNumber } from '../crypto';
import { octetsOf } from '../octets';
import { TAG } from './der';

/** A value of this tag with these parts as its content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const size = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const all = new Uint8Array(2 + size + length);
  all[0] = tag;
  all[1] = size === 0 ? length : 0x80 | size;
  all.set(octetsOfNumber(BigInt(length), size), 2);
  let at = 2 + size;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...parts);
}

/** An INTEGER that is 0 or more: a zero octet before a first bit that is set (X.690 §8.3). */
export function integer(value: bigint): Uint8Array {
  return der(TAG.integer, octetsOfNumber(value, Math.floor(value.toString(2).length / 8) + 1));
}

/** An OBJECT IDENTIFIER, from its numbers with dots between them. */
export function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const octets = [40 * first + second, ...rest].flatMap((number) => {
    const digits = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift(0x80 | (left % 128));
    return digits;
  });
  return der(TAG.oid, Uint8Array.from(octets));
}

export function text(tag: number, characters: string): Uint8Array {
  return der(tag, octetsOf(characters));
}

/** A BIT STRING of whole octets, or with some bits of the last not used. */
export function bits(octets: Uint8Array, unused = 0): Uint8Array {
  return der(TAG.bitString, Uint8Array.of(unused), octets);
}
