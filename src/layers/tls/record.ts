/** Records (RFC 8446 §5.1, §5.2; RFC 5246 §6.2): a head of five octets, and a fragment. */
import { joined } from '../../wire';
import { uint, vec } from './cursor';
import { CONTENT } from './names';

export const HEAD = 5;
/** A fragment holds at most so many octets in clear (RFC 8446 §5.1), and so many sealed (§5.2; RFC 5246 §6.2.3). */
export const MOST_CLEAR = 2 ** 14;
export const MOST_SEALED = { tls12: 2 ** 14 + 2048, tls13: 2 ** 14 + 256 } as const;

export interface RecordHead {
  readonly type: number;
  /** legacy_record_version. */
  readonly version: number;
  /** Of the fragment, octets. */
  readonly length: number;
}

/** The head at the beginning of these octets; undefined while it is not whole. */
export function headOf(bytes: Uint8Array): RecordHead | undefined {
  const [type, a, b, c, d] = bytes;
  if (type === undefined || a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return { type, version: a * 256 + b, length: c * 256 + d };
}

/** Can these octets, the first of a direction, be the head of a record? Undecided while they are too few. */
export function looksLikeRecord(bytes: Uint8Array): boolean | undefined {
  const [type, major, minor] = bytes;
  if (type === undefined) return undefined;
  if (type < CONTENT.change_cipher_spec || type > CONTENT.application_data) return false;
  if (major !== undefined && major !== 3) return false;
  if (minor !== undefined && minor > 4) return false;
  const head = headOf(bytes);
  return head === undefined ? undefined : head.length <= MOST_SEALED.tls12;
}

export function recordOctets(type: number, version: number, fragment: Uint8Array): Uint8Array {
  return joined(uint(1, type), uint(2, version), vec(2, fragment));
}

/** TLSInnerPlaintext (RFC 8446 §5.2): the content, its type, zeros. */
export function innerOctets(type: number, content: Uint8Array, padding: number): Uint8Array {
  return joined(content, uint(1, type), new Uint8Array(padding));
}

/** Content and type of a TLSInnerPlaintext; type 0 and nothing where it is all zeros. */
export function innerOf(inner: Uint8Array): { readonly type: number; readonly content: Uint8Array } {
  let end = inner.length - 1;
  while (end >= 0 && inner[end] === 0) end--;
  return end < 0
    ? { type: 0, content: inner.subarray(0, 0) }
    : { type: inner[end] ?? 0, content: inner.subarray(0, end) };
}
