import { cbc, gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { known, recalled, type Recall } from './recall';
import { tried } from './tried';

/** Octets of a block of AES. */
const BLOCK = 16;
/** Octets of the tag of AES-GCM and ChaCha20-Poly1305 (RFC 5116 §5.1, RFC 8439 §2.8). */
export const TAG_LENGTH = 16;

/** AES-CBC without padding (NIST SP 800-38A §6.2). Key of 16 or 32 octets; undefined unless `data` is whole blocks. */
export function cbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array, recall?: Recall): Uint8Array | undefined {
  if (data.length % BLOCK !== 0) return undefined;
  if (data.length === 0) return data;
  const sealed = tried(() => cbc(key, iv, { disablePadding: true }).encrypt(data));
  if (sealed) known(recall, 'cbcDecrypt', [key, iv, sealed], data);
  return sealed;
}

/** The reverse of `cbcEncrypt`; any whole blocks can be decrypted. */
export function cbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array, recall?: Recall): Uint8Array | undefined {
  if (data.length % BLOCK !== 0) return undefined;
  if (data.length === 0) return data;
  return recalled(recall, 'cbcDecrypt', [key, iv, data], () =>
    tried(() => cbc(key, iv, { disablePadding: true }).decrypt(data)),
  );
}

/** AES-GCM (NIST SP 800-38D): `plain` sealed, with the tag behind it. Key of 16 or 32 octets, nonce of 12. */
export function gcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
  recall?: Recall,
): Uint8Array {
  return recalled(recall, 'gcmSeal', [key, nonce, aad, plain], () => {
    const sealed = gcm(key, nonce, aad).encrypt(plain);
    known(recall, 'gcmOpen', [key, nonce, aad, sealed], plain);
    return sealed;
  });
}

/** The octets that `gcmSeal` sealed; undefined where the tag is wrong. */
export function gcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  recall?: Recall,
): Uint8Array | undefined {
  return recalled(recall, 'gcmOpen', [key, nonce, aad, sealed], () =>
    tried(() => gcm(key, nonce, aad).decrypt(sealed)),
  );
}

/** ChaCha20-Poly1305 (RFC 8439 §2.8): `plain` sealed, with the tag behind it. Key of 32 octets, nonce of 12. */
export function chachaSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Uint8Array {
  return chacha20poly1305(key, nonce, aad).encrypt(plain);
}

/** The octets that `chachaSeal` sealed; undefined where the tag is wrong. */
export function chachaOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  recall?: Recall,
): Uint8Array | undefined {
  return recalled(recall, 'chachaOpen', [key, nonce, aad, sealed], () =>
    tried(() => chacha20poly1305(key, nonce, aad).decrypt(sealed)),
  );
}
