/** Reading and writing of the presentation language (RFC 8446 §3): numbers and vectors, each with its place. */
import { joined, toHex } from '../../wire';
import type { FieldOf } from '../breach';

/** A part of a message; octets are counted from the beginning of the message. */
export interface TlsField extends FieldOf {
  /** The parts of a structure. */
  readonly fields?: readonly TlsField[];
}

/** Longer values are not written out: their octets say them. */
const LONGEST_VALUE = 64;

/** The octets of hexadecimal digits; undefined where they are none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[\da-f]*$/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Reads on in a structure. What lies behind its end reads as 0 or nothing, and makes it `bad`: nothing throws. */
export class Cursor {
  at: number;
  /** The place where the structure's octets did not fit. */
  bad: { readonly from: number; readonly to: number } | undefined;

  constructor(
    readonly bytes: Uint8Array,
    from: number,
    readonly end: number,
    readonly fields: TlsField[] = [],
  ) {
    this.at = from;
  }

  get left(): number {
    return this.bad === undefined ? this.end - this.at : 0;
  }

  number(length: number, name: string, shown: (n: number) => string = String): number {
    const from = this.at;
    if (!this.take(length)) return 0;
    let n = 0;
    for (let i = from; i < this.at; i++) n = n * 256 + (this.bytes[i] ?? 0);
    this.fields.push({ name, from, to: this.at, value: shown(n) });
    return n;
  }

  /** So many octets, as they are. */
  octets(length: number, name: string): Uint8Array {
    const from = this.at;
    if (!this.take(length)) return new Uint8Array();
    const value = this.bytes.subarray(from, this.at);
    this.fields.push({ name, from, to: this.at, value: length > LONGEST_VALUE ? '' : toHex(value) });
    return value;
  }

  /** All octets that are left. */
  rest(name: string): Uint8Array {
    return this.octets(this.left, name);
  }

  /** A vector whose length is told in so many octets; `inside` reads it to its end. */
  vector<T>(lengthOf: number, name: string, inside: (c: Cursor) => T, least = 0): T | undefined {
    const from = this.at;
    const length = this.length(lengthOf);
    if (length === undefined || length < least || length > this.end - this.at) {
      this.fail(from, this.end);
      return undefined;
    }
    const fields: TlsField[] = [];
    const c = new Cursor(this.bytes, this.at, this.at + length, fields);
    const value = inside(c);
    if (c.bad === undefined && c.at < c.end) c.fail(c.at, c.end);
    this.bad ??= c.bad;
    this.at += length;
    this.fields.push({ name, from, to: this.at, value: valueIn(fields), fields });
    return value;
  }

  /** A vector of octets. */
  opaque(lengthOf: number, name: string, least = 0): Uint8Array {
    const from = this.at;
    const length = this.length(lengthOf);
    if (length === undefined || length < least || length > this.end - this.at) {
      this.fail(from, this.end);
      return new Uint8Array();
    }
    const value = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    this.fields.push({ name, from, to: this.at, value: length > LONGEST_VALUE ? '' : toHex(value) });
    return value;
  }

  /** Entries up to the end. */
  list<T>(entry: (c: Cursor) => T): T[] {
    const all: T[] = [];
    while (this.left > 0) all.push(entry(this));
    return all;
  }

  /** Parts read by `inside`, under one name. */
  part<T>(name: string, inside: (c: Cursor) => T, value = ''): T {
    const from = this.at;
    const fields: TlsField[] = [];
    const c = new Cursor(this.bytes, from, this.end, fields);
    const result = inside(c);
    this.at = c.at;
    this.bad ??= c.bad;
    this.fields.push({ name, from, to: this.at, value, fields });
    return result;
  }

  fail(from: number, to: number): void {
    this.bad ??= { from, to: Math.max(from, to) };
  }

  private length(octets: number): number | undefined {
    if (this.bad !== undefined || this.end - this.at < octets) return undefined;
    let n = 0;
    for (let i = 0; i < octets; i++) n = n * 256 + (this.bytes[this.at++] ?? 0);
    return n;
  }

  private take(length: number): boolean {
    if (this.bad !== undefined || this.end - this.at < length) {
      this.fail(this.at, this.end);
      return false;
    }
    this.at += length;
    return true;
  }
}

/** A vector's parts in one line. */
function valueIn(fields: readonly TlsField[]): string {
  const values = fields.slice(0, 12).map((f) => f.value);
  return values.some((v) => v === '') ? '' : values.join(', ') + (fields.length > values.length ? ', …' : '');
}

/** A number in so many octets. */
export function uint(length: number, n: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = length - 1, rest = n; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

/** A vector: its length in so many octets, and its content. */
export function vec(length: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = joined(...parts);
  return joined(uint(length, content.length), content);
}
