import { numberOf } from '../crypto';
import { latin1 } from '../octets';

/** A value in DER (ITU-T X.690): identifier, length, content. Octets are counted from the beginning of the whole. */
export interface Der {
  /** The identifier octet: class, constructed bit and number (X.690 §8.1.2). */
  readonly tag: number;
  /** Where the identifier stands. */
  readonly from: number;
  /** Where the content begins. */
  readonly start: number;
  /** Exclusive. */
  readonly to: number;
  /** The values in it, where it is constructed. */
  readonly inside: readonly Der[];
  /** The whole that it is a part of. */
  readonly whole: Uint8Array;
}

/** Octets that are not what a standard asks for. */
export interface Malformed {
  /** The octet where reading stopped, from the beginning of the whole. */
  readonly at: number;
  /** The field in whose place they stand: `tbsCertificate`; `DER` for an encoding that is wrong in itself. */
  readonly field: string;
  /** `X.690 §10.1`. */
  readonly section: string;
}

export function isMalformed(value: object): value is Malformed {
  return 'section' in value && 'at' in value;
}

/** Identifier octets of the universal class (X.690 §8.1.2, X.680 table 1); SEQUENCE and SET are constructed. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nothing: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universal: 0x1c,
  bmp: 0x1e,
} as const;

const CONSTRUCTED = 0x20;
const CONTEXT = 0x80;

/** The identifier octet of a context-specific tag; `constructed` where it stands around other values. */
export function contextTag(number: number, constructed: boolean): number {
  return CONTEXT | (constructed ? CONSTRUCTED : 0) | number;
}

/** Values stand this deep in each other at most: certificates need 9. */
const MOST_DEPTH = 24;

/** The one value that the octets from `from` to `to` hold, with all that is in it. */
export function readDer(whole: Uint8Array, from = 0, to = whole.length): Der | Malformed {
  const der = readValue(whole, from, to, 0);
  if (isMalformed(der) || der.to === to) return der;
  return fault(der.to, 'X.690 §8.1.1');
}

function fault(at: number, section: string): Malformed {
  return { at, field: 'DER', section };
}

/** The value at `from`, which ends at `end` at the latest. */
function readValue(whole: Uint8Array, from: number, end: number, depth: number): Der | Malformed {
  const [tag, short] = [whole[from], whole[from + 1]];
  if (tag === undefined || short === undefined || from + 2 > end) return fault(from, 'X.690 §8.1.1');
  // Numbers from 31 take more octets (§8.1.2.4); no certificate has one.
  if ((tag & 0x1f) === 0x1f || depth > MOST_DEPTH) return fault(from, 'X.690 §8.1.2');
  let [start, length] = [from + 2, short];
  if (short >= 0x80) {
    const count = short & 0x7f;
    // Lengths are definite (§10.1) and take as few octets as they need; four are more than a message holds.
    if (count < 1 || count > 4 || start + count > end) return fault(from + 1, 'X.690 §10.1');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (whole[start + i] ?? 0);
    if (length < 0x80 || whole[start] === 0) return fault(from + 1, 'X.690 §10.1');
    start += count;
  }
  const to = start + length;
  if (to > end) return fault(from + 1, 'X.690 §8.1.3');
  const inside: Der[] = [];
  for (let at = start; (tag & CONSTRUCTED) !== 0 && at < to;) {
    const part = readValue(whole, at, to, depth + 1);
    if (isMalformed(part)) return part;
    inside.push(part);
    at = part.to;
  }
  return { tag, from, start, to, inside, whole };
}

export function contentOf(der: Der): Uint8Array {
  return der.whole.subarray(der.start, der.to);
}

/** Octets of the longest INTEGER read: numbers of certificates are far shorter. */
const MOST_INTEGER = 2048;

/** An INTEGER (X.690 §8.3) that is 0 or more; undefined for a negative one and for one with octets that it does not need. */
export function readInteger(der: Der | undefined): bigint | undefined {
  if (der?.tag !== TAG.integer) return undefined;
  const octets = contentOf(der);
  const [first, second] = octets;
  if (first === undefined || first >= 0x80 || octets.length > MOST_INTEGER) return undefined;
  if (first === 0 && second !== undefined && second < 0x80) return undefined;
  return numberOf(octets);
}

/** An OBJECT IDENTIFIER as its numbers with dots between them (X.690 §8.19). */
export function readOid(der: Der | undefined): string | undefined {
  if (der?.tag !== TAG.oid) return undefined;
  const octets = contentOf(der);
  if (octets.length === 0 || octets.length > 64 || (octets.at(-1) ?? 0x80) >= 0x80) return undefined;
  const numbers: bigint[] = [];
  let number = 0n;
  let begins = true;
  for (const octet of octets) {
    if (begins && octet === 0x80) return undefined;
    number = (number << 7n) | BigInt(octet & 0x7f);
    begins = octet < 0x80;
    if (!begins) continue;
    numbers.push(number);
    number = 0n;
  }
  // The first two numbers stand in one: 40 times the first, and the second (§8.19.4).
  const [both = 0n, ...rest] = numbers;
  const first = both < 80n ? both / 40n : 2n;
  return [first, both - 40n * first, ...rest].join('.');
}

/** A BOOLEAN: in DER, true is FF (X.690 §11.1). */
export function readBoolean(der: Der | undefined): boolean | undefined {
  if (der?.tag !== TAG.boolean || der.to - der.start !== 1) return undefined;
  const octet = der.whole[der.start];
  return octet === 0xff ? true : octet === 0 ? false : undefined;
}

/** A BIT STRING: its octets, and how many bits of the last are not used, which are zeros (X.690 §8.6, §11.2). */
export function readBits(der: Der | undefined): { octets: Uint8Array; unused: number } | undefined {
  if (der?.tag !== TAG.bitString) return undefined;
  const [unused = 8] = contentOf(der);
  const octets = contentOf(der).subarray(1);
  if (unused > 7 || (octets.length === 0 && unused > 0)) return undefined;
  return ((octets.at(-1) ?? 0) & (2 ** unused - 1)) === 0 ? { octets, unused } : undefined;
}

/** A character string of a type that names may have (RFC 5280 §4.1.2.4, §4.2.1.6). */
export function readText(der: Der): string | undefined {
  const octets = contentOf(der);
  if (der.tag === TAG.bmp || der.tag === TAG.universal) return readUnits(octets, der.tag === TAG.bmp ? 2 : 4);
  if (der.tag === TAG.utf8) return readUtf8(octets);
  const isText = der.tag === TAG.printable || der.tag === TAG.teletex || der.tag === TAG.ia5;
  return isText ? latin1(octets) : undefined;
}

/** UTF-8 (RFC 3629 §3); undefined where it is not. */
function readUtf8(octets: Uint8Array): string | undefined {
  let text = '';
  for (let at = 0; at < octets.length;) {
    const first = octets[at] ?? 0;
    const more = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
    if (more < 0) return undefined;
    let code = more === 0 ? first : first & (0x3f >> more);
    for (let i = 1; i <= more; i++) {
      const next = octets[at + i] ?? 0;
      if (next >> 6 !== 2) return undefined;
      code = code * 64 + (next & 0x3f);
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
    if ((more === 2 && code < 0x800) || (more === 3 && code < 0x10000)) return undefined;
    text += String.fromCodePoint(code);
    at += more + 1;
  }
  return text;
}

/** Characters of two or four octets each: BMPString, UniversalString. */
function readUnits(octets: Uint8Array, size: number): string | undefined {
  if (octets.length % size !== 0) return undefined;
  let text = '';
  for (let at = 0; at < octets.length; at += size) {
    const code = Number(numberOf(octets.subarray(at, at + size)));
    if (code > 0x10ffff) return undefined;
    text += String.fromCodePoint(code);
  }
  return text;
}
