/** Protection of records: RFC 5246 §6.2.3 (CBC with MAC, AEAD), RFC 7366 (encrypt-then-MAC), RFC 8446 §5.2. */
import {
  HASH_LENGTH,
  type Recall,
  TAG_LENGTH,
  cbcDecrypt,
  cbcEncrypt,
  chachaOpen,
  chachaSeal,
  gcmOpen,
  gcmSeal,
  hmac,
} from '../crypto';
import { joined, sameOctets } from '../../wire';
import { uint } from './cursor';
import { CONTENT, type Suite, TLS12, TLS13 } from './names';
import { innerOctets, innerOf, recordOctets } from './record';
import type { BlockHalf } from './schedule12';
import { trafficKeys } from './schedule13';

/** Keys that protect one direction. */
export interface Keys extends BlockHalf {
  readonly suite: Suite;
  readonly etm: boolean;
  /** The traffic secret, in TLS 1.3. */
  readonly secret: Uint8Array | undefined;
}

const NONE = new Uint8Array();
const BLOCK = 16;
const EXPLICIT = 8;

export function keys12(suite: Suite, half: BlockHalf, etm: boolean): Keys {
  return { suite, ...half, etm: etm && suite.cipher === 'AES-CBC', secret: undefined };
}

export function keys13(suite: Suite, secret: Uint8Array): Keys {
  return { suite, mac: NONE, ...trafficKeys(suite, secret), etm: false, secret };
}

export function sameKeys(a: Keys | undefined, b: Keys | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  return (
    sameOctets(a.key, b.key) &&
    sameOctets(a.iv, b.iv) &&
    sameOctets(a.mac, b.mac) &&
    a.suite.id === b.suite.id &&
    a.etm === b.etm
  );
}

/** IV ⊕ sequence number (RFC 8446 §5.3; RFC 7905 §2). */
function mixed(iv: Uint8Array, seq: number): Uint8Array {
  const nonce = iv.slice();
  const number = uint(EXPLICIT, seq);
  for (let i = 0; i < EXPLICIT; i++)
    nonce[iv.length - EXPLICIT + i] = (iv[iv.length - EXPLICIT + i] ?? 0) ^ (number[i] ?? 0);
  return nonce;
}

/** seq_num ‖ type ‖ version ‖ length: what is authenticated beside the content (RFC 5246 §6.2.3.1, §6.2.3.3). */
function about(seq: number, type: number, version: number, length: number): Uint8Array {
  return joined(uint(8, seq), uint(1, type), uint(2, version), uint(2, length));
}

/**
 * A whole record.
 *
 * @param seq the number of the record under these keys, from 0
 * @param iv of CBC: 16 octets that stand before the blocks
 * @param padding of TLS 1.3: zeros behind the content
 */
export function seal(
  keys: Keys,
  seq: number,
  type: number,
  content: Uint8Array,
  iv: Uint8Array = NONE,
  padding = 0,
  recall?: Recall,
): Uint8Array {
  const { suite } = keys;
  if (suite.version === TLS13) {
    const inner = innerOctets(type, content, padding);
    const head = joined(uint(1, CONTENT.application_data), uint(2, TLS12), uint(2, inner.length + TAG_LENGTH));
    return joined(head, aeadSeal(keys, mixed(keys.iv, seq), head, inner, recall));
  }
  if (suite.cipher === 'AES-CBC') return recordOctets(type, TLS12, cbcSeal(keys, seq, type, content, iv, recall));
  const aad = about(seq, type, TLS12, content.length);
  if (suite.cipher !== 'AES-GCM')
    return recordOctets(type, TLS12, aeadSeal(keys, mixed(keys.iv, seq), aad, content, recall));
  const explicit = uint(EXPLICIT, seq);
  const sealed = aeadSeal(keys, joined(keys.iv, explicit), aad, content, recall);
  return recordOctets(type, TLS12, joined(explicit, sealed));
}

function aeadSeal(
  { suite, key }: Keys,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
  recall?: Recall,
): Uint8Array {
  return suite.cipher === 'AES-GCM' ? gcmSeal(key, nonce, aad, plain, recall) : chachaSeal(key, nonce, aad, plain);
}

function aeadOpen(
  { suite, key }: Keys,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  recall?: Recall,
): Uint8Array | undefined {
  return suite.cipher === 'AES-GCM'
    ? gcmOpen(key, nonce, aad, sealed, recall)
    : chachaOpen(key, nonce, aad, sealed, recall);
}

function cbcSeal(
  { suite, key, mac, etm }: Keys,
  seq: number,
  type: number,
  content: Uint8Array,
  iv: Uint8Array,
  recall?: Recall,
): Uint8Array {
  const macked = etm
    ? content
    : joined(content, hmac(suite.mac, mac, joined(about(seq, type, TLS12, content.length), content)));
  const count = BLOCK - (macked.length % BLOCK);
  const padded = joined(macked, new Uint8Array(count).fill(count - 1));
  const sealed = joined(iv, cbcEncrypt(key, iv, padded, recall) ?? NONE);
  return etm ? joined(sealed, hmac(suite.mac, mac, joined(about(seq, type, TLS12, sealed.length), sealed))) : sealed;
}

/** A record opened; undefined where its MAC, its padding or its form is wrong: one answer for all (RFC 5246 §7.2.2). */
export function open(
  keys: Keys,
  seq: number,
  record: { readonly type: number; readonly version: number; readonly fragment: Uint8Array },
  recall?: Recall,
): { readonly type: number; readonly content: Uint8Array } | undefined {
  const { suite } = keys;
  const { type, version, fragment } = record;
  if (suite.version === TLS13) {
    const head = joined(uint(1, type), uint(2, version), uint(2, fragment.length));
    const inner = aeadOpen(keys, mixed(keys.iv, seq), head, fragment, recall);
    return inner && innerOf(inner);
  }
  if (suite.cipher === 'AES-CBC') {
    const content = cbcOpen(keys, seq, record, recall);
    return content && { type, content };
  }
  const isGcm = suite.cipher === 'AES-GCM';
  const sealed = isGcm ? fragment.subarray(EXPLICIT) : fragment;
  if (sealed.length < TAG_LENGTH) return undefined;
  const nonce = isGcm ? joined(keys.iv, fragment.subarray(0, EXPLICIT)) : mixed(keys.iv, seq);
  const content = aeadOpen(keys, nonce, about(seq, type, version, sealed.length - TAG_LENGTH), sealed, recall);
  return content && { type, content };
}

function cbcOpen(
  { suite, key, mac, etm }: Keys,
  seq: number,
  { type, version, fragment }: { readonly type: number; readonly version: number; readonly fragment: Uint8Array },
  recall?: Recall,
): Uint8Array | undefined {
  const macLength = HASH_LENGTH[suite.mac];
  const end = etm ? fragment.length - macLength : fragment.length;
  if (end < 2 * BLOCK) return undefined;
  const sealed = fragment.subarray(0, end);
  if (etm && !sameOctets(hmac(suite.mac, mac, joined(about(seq, type, version, end), sealed)), fragment.subarray(end)))
    return undefined;
  const padded = cbcDecrypt(key, sealed.subarray(0, BLOCK), sealed.subarray(BLOCK), recall);
  const macked = padded && unpadded(padded);
  if (macked === undefined || etm) return macked;
  const length = macked.length - macLength;
  if (length < 0) return undefined;
  const content = macked.subarray(0, length);
  const wanted = hmac(suite.mac, mac, joined(about(seq, type, version, length), content));
  return sameOctets(wanted, macked.subarray(length)) ? content : undefined;
}

/** Without padding: its last octet tells how many of its kind stand before it (RFC 5246 §6.2.3.2). */
function unpadded(padded: Uint8Array): Uint8Array | undefined {
  const count = padded[padded.length - 1] ?? 0;
  const end = padded.length - count - 1;
  if (end < 0) return undefined;
  for (let i = end; i < padded.length; i++) if (padded[i] !== count) return undefined;
  return padded.subarray(0, end);
}
