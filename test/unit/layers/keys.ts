import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { octetsOfNumber, type RsaPrivate, type RsaPublic } from '../../../src/layers/crypto';
import { RING_KEYS, type RingKey, ringKey } from '../../../src/layers/x509';

/** The keys of the ring. */
export const RING = Object.fromEntries(RING_KEYS.map((name) => [name, ringKey(name)])) as Record<RingKey, RsaPrivate>;

function base64(value: bigint): string {
  const length = Math.ceil(value.toString(16).length / 2);
  return Buffer.from(octetsOfNumber(value, length)).toString('base64url');
}

/** A key for Node. */
export function publicKeyOf({ n, e }: RsaPublic): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: base64(n), e: base64(e) } });
}

/** A private key for Node, which wants the private exponent, too. */
export function privateKeyOf({ n, e, p, q, dP, dQ, qInv }: RsaPrivate): KeyObject {
  const numbers = { n, e, d: exponentOf(e, (p - 1n) * (q - 1n)), p, q, dp: dP, dq: dQ, qi: qInv };
  const parts = Object.entries(numbers).map(([name, value]) => [name, base64(value)] as const);
  return createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries<string>(parts) } });
}

/** d with e·d = 1 modulo phi: (1 + k·phi) / e for the k below e that makes it whole; e is small. */
function exponentOf(e: bigint, phi: bigint): bigint {
  let k = 1n;
  while ((1n + k * phi) % e !== 0n) k++;
  return (1n + k * phi) / e;
}
