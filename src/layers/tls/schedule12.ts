/** Keys of TLS 1.2: the pseudorandom function and what is made with it (RFC 5246 §5, §6.3, §7.4.9, §8.1; RFC 7627 §4). */
import { octetsOf } from '../octets';
import { HASH_LENGTH, hmac } from '../crypto';
import type { Role } from '../role';
import { joined } from '../../wire';
import type { Suite } from './names';

/** PRF(secret, label, seed) = P_hash(secret, label ‖ seed), so many octets of it (RFC 5246 §5). */
export function prf(
  hash: Suite['hash'],
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const labelled = joined(octetsOf(label), seed);
  const all = new Uint8Array(length);
  let a = labelled;
  for (let at = 0; at < length; at += HASH_LENGTH[hash]) {
    a = hmac(hash, secret, a);
    all.set(hmac(hash, secret, joined(a, labelled)).subarray(0, length - at), at);
  }
  return all;
}

export const MASTER_LENGTH = 48;

/** RFC 5246 §8.1. */
export function masterSecret(
  hash: Suite['hash'],
  premaster: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Uint8Array {
  return prf(hash, premaster, 'master secret', joined(clientRandom, serverRandom), MASTER_LENGTH);
}

/** RFC 7627 §4. `sessionHash` is over the messages up to and with ClientKeyExchange. */
export function extendedMasterSecret(hash: Suite['hash'], premaster: Uint8Array, sessionHash: Uint8Array): Uint8Array {
  return prf(hash, premaster, 'extended master secret', sessionHash, MASTER_LENGTH);
}

/** One direction's share of the key block. */
export interface BlockHalf {
  /** The key of the record's MAC; empty with authenticated encryption. */
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  /** The implicit part of the nonce; empty with CBC, whose IVs stand in the records. */
  readonly iv: Uint8Array;
}

export interface KeyBlock {
  readonly client: BlockHalf;
  readonly server: BlockHalf;
}

/** RFC 5246 §6.3: the server's random value comes first here. */
export function keyBlock(
  suite: Suite,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): KeyBlock {
  const isCbc = suite.cipher === 'AES-CBC';
  const macLength = isCbc ? HASH_LENGTH[suite.mac] : 0;
  const ivLength = isCbc ? 0 : suite.cipher === 'AES-GCM' ? 4 : 12;
  const length = 2 * (macLength + suite.keyLength + ivLength);
  const block = prf(suite.hash, master, 'key expansion', joined(serverRandom, clientRandom), length);
  let at = 0;
  const next = (n: number): Uint8Array => block.subarray(at, (at += n));
  const [clientMac, serverMac] = [next(macLength), next(macLength)];
  const [clientKey, serverKey] = [next(suite.keyLength), next(suite.keyLength)];
  const [clientIv, serverIv] = [next(ivLength), next(ivLength)];
  return {
    client: { mac: clientMac, key: clientKey, iv: clientIv },
    server: { mac: serverMac, key: serverKey, iv: serverIv },
  };
}

/** verify_data of a side's Finished (RFC 5246 §7.4.9), over the digest of the messages before it. */
export function verifyData12(hash: Suite['hash'], master: Uint8Array, side: Role, transcript: Uint8Array): Uint8Array {
  return prf(hash, master, `${side} finished`, transcript, 12);
}
