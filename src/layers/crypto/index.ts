/**
 * Cryptography of TLS, and the one door to the packages that bring it: nobody else imports them.
 *
 * All functions are synchronous and pure: octets in, octets out. There is no randomness: keys, nonces, paddings and salts are
 * arguments, and what a host would draw at random comes from `derived`, so that a flow has the same octets wherever it is played.
 * An input from the other side that is wrong (a tag, a padding, a value of small order) has no result: undefined or false.
 *
 * - `hash.ts`: SHA-1, SHA-2, HMAC, HKDF (RFC 5869), `derived`.
 * - `cipher.ts`: AES-CBC in raw blocks, AES-GCM, ChaCha20-Poly1305 (for captures).
 * - `x25519.ts`: RFC 7748.
 * - `rsa.ts`: RFC 8017 with `BigInt` and the Chinese remainder theorem (`power.ts`); PKCS #1 v1.5 and PSS.
 * - `recall.ts`: results by operation and inputs, for whoever plays a text again and again. The costly operations take it last.
 *
 * No operation is constant in time: whoever runs this holds the keys of both sides, and they protect nothing.
 */
export { cbcDecrypt, cbcEncrypt, chachaOpen, chachaSeal, gcmOpen, gcmSeal, TAG_LENGTH } from './cipher';
export { derived, hash, HASH_LENGTH, type HashName, hkdfExpand, hkdfExtract, hmac, sha1, sha256, sha384 } from './hash';
export { numberOf, octetsOfNumber } from './power';
export { newRecall, recalled, type Recall } from './recall';
export {
  pssSign,
  pssVerify,
  publicOf,
  rsaDecrypt,
  rsaEncrypt,
  type RsaPrivate,
  rsaPrivate,
  type RsaPublic,
  rsaPublic,
  rsaSign,
  rsaVerify,
} from './rsa';
export { x25519, x25519Base } from './x25519';
