import { montgomery } from '@noble/curves/abstract/montgomery.js';
import { modPow } from './power';
import { recalled, type Recall } from './recall';
import { tried } from './tried';

const P = 2n ** 255n - 19n;

const CURVE = /* @__PURE__ */ montgomery({
  P,
  type: 'x25519',
  powPminus2: (x) => modPow(x, P - 2n, P),
  adjustScalarBytes: clamped,
});

/** decodeScalar25519 (RFC 7748 §5). */
function clamped(scalar: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(scalar);
  bytes[0] = (bytes[0] ?? 0) & 248;
  bytes[31] = ((bytes[31] ?? 0) & 127) | 64;
  return bytes;
}

/**
 * X25519 (RFC 7748 §5): the secret that both sides share. Undefined where the peer's value has another length than 32 octets,
 * or is of small order, so that the secret would be all zeros (§6.1; RFC 8446 §7.4.2 has the handshake end there).
 */
export function x25519(privateKey: Uint8Array, peerPublic: Uint8Array, recall?: Recall): Uint8Array | undefined {
  return recalled(recall, 'x25519', [privateKey, peerPublic], () =>
    tried((): Uint8Array => CURVE.getSharedSecret(privateKey, peerPublic)),
  );
}

/** The public value of a private one of 32 octets: X25519(k, 9) (RFC 7748 §6.1). */
export function x25519Base(privateKey: Uint8Array, recall?: Recall): Uint8Array {
  return recalled(recall, 'x25519Base', [privateKey], (): Uint8Array => CURVE.getPublicKey(privateKey));
}
