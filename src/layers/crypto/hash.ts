import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { sha1 as SHA1 } from '@noble/hashes/legacy.js';
import { sha256 as SHA256, sha384 as SHA384, sha512 as SHA512 } from '@noble/hashes/sha2.js';
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

/** HMAC (RFC 2104). The key may have any length. */
export function hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmacOf(HASHES[name], key, data);
}

/** HKDF-Extract (RFC 5869 §2.2). An empty salt counts as zeros of the digest's length. */
export function hkdfExtract(name: HashName, salt: Uint8Array, ikm: Uint8Array): Uint8Array {
  return extract(HASHES[name], ikm, salt);
}

/** HKDF-Expand (RFC 5869 §2.3). `length` is 0 to 255 digests; a longer wish gets 255. */
export function hkdfExpand(name: HashName, prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const most = Math.min(length, 255 * HASH_LENGTH[name]);
  return most > 0 ? expand(HASHES[name], prk, info, most) : new Uint8Array();
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
    all.set(hmacOf(SHA256, key, octetsOf(`${label}\0${String(block)}`)).subarray(0, length - at), at);
  }
  return all;
}
