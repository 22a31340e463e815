/** The key schedule of TLS 1.3 (RFC 8446 §7.1), Finished (§4.4.4), binders (§4.2.11.2), tickets (§4.6.1), updates (§7.2). */
import { octetsOf } from '../octets';
import { HASH_LENGTH, hash as digest, hkdfExpand, hkdfExtract, hmac } from '../crypto';
import { joined } from '../../wire';
import { uint, vec } from './cursor';
import type { Suite } from './names';

type Hash = Suite['hash'];
const NONE = new Uint8Array();
/** HKDF-Expand-Label (§7.1). */
export function expandLabel(
  hash: Hash,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const info = joined(uint(2, length), vec(1, octetsOf(`tls13 ${label}`)), vec(1, context));
  return hkdfExpand(hash, secret, info, length);
}

/** Derive-Secret (§7.1), over the digest of the messages. */
export function deriveSecret(hash: Hash, secret: Uint8Array, label: string, transcript: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, label, transcript, HASH_LENGTH[hash]);
}

const zeros = (hash: Hash): Uint8Array => new Uint8Array(HASH_LENGTH[hash]);

/** The secret behind the one before: HKDF-Extract with Derive-Secret(·, "derived", "") as salt. */
function behind(hash: Hash, secret: Uint8Array, input: Uint8Array): Uint8Array {
  return hkdfExtract(hash, deriveSecret(hash, secret, 'derived', digest(hash, NONE)), input);
}

/** Early Secret: of a pre-shared key, or of zeros. */
export function earlySecret(hash: Hash, psk?: Uint8Array): Uint8Array {
  return hkdfExtract(hash, zeros(hash), psk ?? zeros(hash));
}

/** Handshake Secret, of the shared secret of (EC)DHE. */
export function handshakeSecret(hash: Hash, early: Uint8Array, shared: Uint8Array): Uint8Array {
  return behind(hash, early, shared);
}

/** Master Secret. */
export function masterSecret13(hash: Hash, handshake: Uint8Array): Uint8Array {
  return behind(hash, handshake, zeros(hash));
}

export type TrafficLabel =
  'c hs traffic' | 's hs traffic' | 'c ap traffic' | 's ap traffic' | 'exp master' | 'res master';

/** binder_key (§7.1): `res` for tickets, `ext` for keys agreed elsewhere. */
export function binderKey(hash: Hash, early: Uint8Array, kind: 'res' | 'ext' = 'res'): Uint8Array {
  return deriveSecret(hash, early, `${kind} binder`, digest(hash, NONE));
}

/** verify_data (§4.4.4) under a traffic secret; a binder (§4.2.11.2) under the binder key. */
export function verifyData13(hash: Hash, base: Uint8Array, transcript: Uint8Array): Uint8Array {
  return hmac(hash, expandLabel(hash, base, 'finished', NONE, HASH_LENGTH[hash]), transcript);
}

/** The pre-shared key of a ticket (§4.6.1). */
export function ticketPsk(hash: Hash, resumption: Uint8Array, nonce: Uint8Array): Uint8Array {
  return expandLabel(hash, resumption, 'resumption', nonce, HASH_LENGTH[hash]);
}

/** The traffic secret behind KeyUpdate (§7.2). */
export function nextTraffic(hash: Hash, secret: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, 'traffic upd', NONE, HASH_LENGTH[hash]);
}

/** Key and IV of a traffic secret (§7.3). */
export function trafficKeys({ hash, keyLength }: Suite, secret: Uint8Array): { key: Uint8Array; iv: Uint8Array } {
  return { key: expandLabel(hash, secret, 'key', NONE, keyLength), iv: expandLabel(hash, secret, 'iv', NONE, 12) };
}

/** The message that stands for the first ClientHello where the server has sent HelloRetryRequest (§4.4.1). */
export function messageHash(hash: Hash, hello: Uint8Array): Uint8Array {
  return joined(uint(1, 254), vec(3, digest(hash, hello)));
}
