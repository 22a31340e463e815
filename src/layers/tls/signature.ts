/** Signatures in the handshake: what is signed, how, and whether it is right (RFC 8446 §4.4.3, RFC 5246 §7.4.3, §7.4.8). */
import { octetsOf } from '../octets';
import type { Role } from '../role';
import {
  HASH_LENGTH,
  type HashName,
  type RsaPrivate,
  type RsaPublic,
  pssSign,
  pssVerify,
  rsaSign,
  rsaVerify,
} from '../crypto';
import { joined } from '../../wire';
import { type TlsEnd, drawn, transcriptHash } from './end';
import { SCHEME } from './names';

interface Algorithm {
  readonly hash: HashName;
  readonly pss: boolean;
}

const ALGORITHMS: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [SCHEME.rsa_pkcs1_sha1, { hash: 'sha1', pss: false }],
  [SCHEME.rsa_pkcs1_sha256, { hash: 'sha256', pss: false }],
  [SCHEME.rsa_pkcs1_sha384, { hash: 'sha384', pss: false }],
  [SCHEME.rsa_pkcs1_sha512, { hash: 'sha512', pss: false }],
  [SCHEME.rsa_pss_rsae_sha256, { hash: 'sha256', pss: true }],
  [SCHEME.rsa_pss_rsae_sha384, { hash: 'sha384', pss: true }],
  [SCHEME.rsa_pss_rsae_sha512, { hash: 'sha512', pss: true }],
]);

/** The schemes that a side of a flow offers, and signs with. */
export const OFFERED: readonly number[] = [SCHEME.rsa_pss_rsae_sha256, SCHEME.rsa_pkcs1_sha256];

/** Is the signature right? Undefined where its algorithm is not computed here. */
export function isSigned(
  s: TlsEnd,
  key: RsaPublic,
  scheme: number,
  content: Uint8Array,
  signature: Uint8Array,
): boolean | undefined {
  const algorithm = ALGORITHMS.get(scheme);
  if (algorithm === undefined) return undefined;
  const verify = algorithm.pss ? pssVerify : rsaVerify;
  return verify(key, algorithm.hash, content, signature, s.setup.recall);
}

export function signed(s: TlsEnd, key: RsaPrivate, scheme: number, content: Uint8Array): Uint8Array {
  const { hash, pss } = ALGORITHMS.get(scheme) ?? { hash: 'sha256', pss: false };
  const salt = drawn(s.setup, 'salt', HASH_LENGTH[hash]);
  const made = pss ? pssSign(key, hash, content, salt, s.setup.recall) : rsaSign(key, hash, content, s.setup.recall);
  return made ?? new Uint8Array();
}

/** The content that ServerKeyExchange signs: both random values, and its parameters. */
export function keyExchangeContent(s: TlsEnd, params: Uint8Array): Uint8Array {
  return joined(s.hello?.random ?? new Uint8Array(), s.serverHello?.random ?? new Uint8Array(), params);
}

/** The content that CertificateVerify signs in TLS 1.2: all messages before it. */
export function verifyContent12(s: TlsEnd): Uint8Array {
  return joined(...s.transcript);
}

/** The content that CertificateVerify signs in TLS 1.3. */
export function verifyContent13(s: TlsEnd, by: Role): Uint8Array {
  const text = octetsOf(`TLS 1.3, ${by} CertificateVerify`);
  return joined(new Uint8Array(64).fill(0x20), text, Uint8Array.of(0), transcriptHash(s));
}
