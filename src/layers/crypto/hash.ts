import { sha1 as SHA1 } from '@noble/hashes/legacy.js';
import { sha256 as SHA256, sha384 as SHA384, sha512 as SHA512 } from '@noble/hashes/sha2.js';
import { joined } from '../../wire';
import { octetsOf } from '../octets';

/** Hash functions of FIPS 180-4. SHA-1 is for HMAC in CBC suites (RFC 5246 §6.2.3.1); SHA-512 for certificates' signatures. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const HASHES = { sha1: SHA1, sha256: SHA256, sha384: SHA384, sha512: SHA512 };

/** Octets of a digest. */
export const HASH_LENGTH: Readonly<Record<HashName, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

export function hash(name: HashName, data: Uint8Array): Uint8Array {
  return HASHES[name](data);
}

export const sha1 = (data: Uint8Array): Uint8Array => SHA1(data);
export const sha256 = (data: Uint8Array): Uint8Array => SHA256(data);
export const sha384 = (data: Uint8Array): Uint8Array => SHA384(data);

/** HMAC (RFC 2104 §2): H(K ⊕ opad ‖ H(K ⊕ ipad ‖ data)). The key may have any length; one longer than a block is hashed. */
export function hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  const H = HASHES[name];
  const [inner, outer] = [new Uint8Array(H.blockLen).fill(0x36), new Uint8Array(H.blockLen).fill(0x5c)];
  const short = key.length > H.blockLen ? H(key) : key;
  for (let at = 0; at < short.length; at++) {
    inner[at] = (short[at] ?? 0) ^ 0x36;
    outer[at] = (short[at] ?? 0) ^ 0x5c;
  }
  return H.create().update(outer).update(H.create().update(inner).update(data).digest()).digest();
}

/** HKDF-Extract (RFC 5869 §2.2). An empty salt counts as zeros of the digest's length. */
export function hkdfExtract(name: HashName, salt: Uint8Array, ikm: Uint8Array): Uint8Array {
  return hmac(name, salt, ikm);
}

/** HKDF-Expand (RFC 5869 §2.3): T(i) = HMAC(PRK, T(i-1) ‖ info ‖ i). A `length` above 255 digests gets 255. */
export function hkdfExpand(name: HashName, prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const size = HASH_LENGTH[name];
  const all = new Uint8Array(Math.max(0, Math.min(length, 255 * size)));
  let input = joined(info, Uint8Array.of(1));
  for (let at = 0, block = 1; at < all.length; at += size, block++) {
    const digest = hmac(name, prk, input);
    all.set(digest.subarray(0, all.length - at), at);
    input = joined(digest, info, Uint8Array.of(block + 1));
  }
  return all;
}

/**
 * Octets in the place of random ones, the same wherever a flow is played: HMAC-SHA-256 with the key `seed` ‖ 0 ‖ `context` over
 * `label` ‖ a block's number, block by block.
 *
 * @param seed the host's `seed=`, else its name
 * @param context the connection: four-tuple and attempt
 * @param label what the octets are for: `client random`
 * @param length octets wanted, 0 or more
 */
export function derived(seed: string, context: string, label: string, length: number): Uint8Array {
  const key = octetsOf(`${seed}\0${context}`);
  const all = new Uint8Array(Math.max(length, 0));
  for (let at = 0, block = 1; at < length; at += 32, block++) {
    all.set(hmac('sha256', key, octetsOf(`${label}\0${String(block)}`)).subarray(0, length - at), at);
  }
  return all;
}
