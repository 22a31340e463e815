import { ed25519, x25519 as CURVE } from '@noble/curves/ed25519.js';
import { numberOf } from './power';
import { latin1 } from '../octets';
import { recalled, type Recall } from './recall';
import { tried } from './tried';

const { Point } = ed25519;
const { Fp, Fn } = Point;

// Multiples of the base point are kept for windows of 4 bits: those of the library's 6 make the first key 60 ms later.
Point.BASE.precompute(4);

/**
 * X25519 (RFC 7748 §5): the secret that both sides share. Undefined where the peer's value has another length than 32 octets,
 * or is of small order, so that the secret would be all zeros (§6.1; RFC 8446 §7.4.2 has the handshake end there).
 */
export function x25519(privateKey: Uint8Array, peerPublic: Uint8Array, recall?: Recall): Uint8Array | undefined {
  const make = (): Uint8Array | undefined => tried((): Uint8Array => CURVE.getSharedSecret(privateKey, peerPublic));
  if (recall === undefined) return make();
  // Both sides come to one secret (RFC 7748 §6.1): it is recalled by the two public values, in one order.
  const own = x25519Base(privateKey, recall);
  return recalled(recall, 'x25519', latin1(own) < latin1(peerPublic) ? [own, peerPublic] : [peerPublic, own], make);
}

/** The public value of a private one of 32 octets: X25519(k, 9) (RFC 7748 §6.1). */
export function x25519Base(privateKey: Uint8Array, recall?: Recall): Uint8Array {
  return recalled(recall, 'x25519Base', [privateKey], (): Uint8Array => publicValue(privateKey));
}

/**
 * By the Edwards form of the curve, whose multiples of the base point are kept: u = (1 + y)/(1 - y) (RFC 7748 §4.1). The flow's keys are
 * no secrets, so that time may depend on them: `getPublicKey`, which blinds them with random numbers, takes twice as long.
 */
function publicValue(privateKey: Uint8Array): Uint8Array {
  // decodeScalar25519 (§5): bits 0 to 2 and 255 are cleared, bit 254 is set.
  const octets = privateKey.slice();
  octets[0] = (octets[0] ?? 0) & 0xf8;
  octets[31] = ((octets[31] ?? 0) & 0x7f) | 0x40;
  const scalar = numberOf(octets.reverse());
  const { Y, Z } = Point.BASE.multiplyUnsafe(Fn.create(scalar));
  return Fp.toBytes(Fp.div(Fp.add(Z, Y), Fp.sub(Z, Y)));
}
