/** Header blocks, both ways (RFC 7541 §5, §6). */
import { decodeHuffman, huffmanLength, putHuffman } from './huffman';
import { entryAt, indexOf, resized, withEntry } from './table';
import type { Block, Form, HpackField, HpackProblem, Table } from './types';

/** Integers up to here are read: longer ones are a mistake (RFC 7541 §5.1). */
const MOST_INTEGER = 0x7fff_ffff;

/** A place in a block, from which it is read on. Octets behind the block's end are absent, and a problem; no reading throws. */
class Reader {
  at = 0;
  problem: Block['problem'];

  constructor(readonly bytes: Uint8Array) {}

  fail(kind: HpackProblem, from: number, to = this.at): void {
    this.problem ??= { kind, from, to };
  }

  /** An integer whose first octet leaves it so many bits (§5.1); -1 where it has no end, or is too large. */
  integer(bits: number): number {
    const from = this.at;
    const most = (1 << bits) - 1;
    let n = (this.bytes[this.at++] ?? 0) & most;
    if (n < most) return n;
    for (let factor = 1; ; factor *= 128) {
      const octet = this.bytes[this.at];
      if (octet === undefined) {
        this.fail('short', from);
        return -1;
      }
      this.at++;
      n += (octet & 0x7f) * factor;
      if (n > MOST_INTEGER || factor > 0x1000_0000) {
        this.fail('integer', from);
        return -1;
      }
      if (octet < 0x80) return n;
    }
  }

  /** A string literal (§5.2); undefined where the block ends before it. */
  text(): string | undefined {
    const from = this.at;
    const isCoded = (this.bytes[from] ?? 0) >= 0x80;
    if (from >= this.bytes.length) {
      this.fail('short', from, from);
      return undefined;
    }
    const length = this.integer(7);
    if (length < 0) return undefined;
    const start = this.at;
    if (start + length > this.bytes.length) {
      this.at = this.bytes.length;
      this.fail('short', from);
      return undefined;
    }
    this.at = start + length;
    if (!isCoded) return characters(this.bytes, start, this.at);
    const { text, problem } = decodeHuffman(this.bytes, start, this.at);
    if (problem !== undefined) this.fail(problem, from);
    return text;
  }
}

function characters(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 8192)
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(to, at + 8192)) as unknown as number[]);
  return text;
}

/**
 * Decodes a block, on behind mistakes as far as that is possible.
 *
 * @param limit the largest table that the decoder allows (SETTINGS_HEADER_TABLE_SIZE), in octets
 */
export function decodeBlock(before: Table, bytes: Uint8Array, limit: number): Block {
  const r = new Reader(bytes);
  const fields: HpackField[] = [];
  let table = before;
  while (r.at < bytes.length) {
    const from = r.at;
    const first = bytes[from] ?? 0;
    if (first >= 0x80) {
      const index = r.integer(7);
      if (index < 0) break;
      const entry = index === 0 ? undefined : entryAt(table, index);
      if (entry === undefined) r.fail('index', from);
      const { name = '', value = '' } = entry ?? {};
      fields.push({ form: 'indexed', name, value, from, to: r.at, valueFrom: r.at, index });
      continue;
    }
    if (first >= 0x20 && first < 0x40) {
      const size = r.integer(5);
      if (size < 0) break;
      if (size > limit) r.fail('table-size', from);
      // RFC 7541 §4.2: an update stands at the beginning of a block.
      if (fields.some((f) => f.form !== 'size')) r.fail('size-place', from);
      fields.push({ form: 'size', name: '', value: '', from, to: r.at, valueFrom: r.at, index: size });
      table = resized(table, Math.min(size, MOST_TABLE));
      continue;
    }
    const form: Form = first >= 0x40 ? 'indexing' : first >= 0x10 ? 'never' : 'without';
    const index = r.integer(form === 'indexing' ? 6 : 4);
    if (index < 0) break;
    const entry = index === 0 ? undefined : entryAt(table, index);
    if (index > 0 && entry === undefined) r.fail('index', from);
    const name = index === 0 ? r.text() : (entry?.name ?? '');
    const valueFrom = r.at;
    const value = name === undefined ? undefined : r.text();
    if (name === undefined || value === undefined) break;
    fields.push({ form, name, value, from, to: r.at, valueFrom, index });
    if (form === 'indexing') table = withEntry(table, { name, value });
  }
  return { fields, table, problem: r.problem };
}

/** A table is never kept larger than this, in octets. */
const MOST_TABLE = 1024 * 1024;

/** Fields whose values no table on the way should hold (RFC 7541 §7.1.3). */
const SENSITIVE: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization']);

export interface Encoded {
  readonly octets: Uint8Array;
  readonly table: Table;
}

/**
 * Encodes a list of fields: by an index where the tables hold them, else as a literal that goes into the table.
 *
 * @param resize the sizes of the table that the block begins with (RFC 7541 §4.2), in octets
 */
export function encodeBlock(
  before: Table,
  list: readonly { readonly name: string; readonly value: string }[],
  resize: readonly number[] = [],
): Encoded {
  const w = new Writer(list);
  let table = before;
  for (const size of resize) {
    w.integer(0x20, 5, size);
    table = resized(table, size);
  }
  for (const { name, value } of list) {
    const { index, whole } = indexOf(table, name, value);
    if (whole) {
      w.integer(0x80, 7, index);
      continue;
    }
    const isSensitive = SENSITIVE.has(name);
    if (isSensitive) w.integer(0x10, 4, index);
    else w.integer(0x40, 6, index);
    if (index === 0) w.text(name);
    w.text(value);
    if (!isSensitive) table = withEntry(table, { name, value });
  }
  return { octets: w.octets.slice(0, w.at), table };
}

class Writer {
  at = 0;
  readonly octets: Uint8Array;

  constructor(list: readonly { readonly name: string; readonly value: string }[]) {
    // Each part is written in its shorter form: never in more octets than its characters, and three integers.
    this.octets = new Uint8Array(list.reduce((sum, f) => sum + f.name.length + f.value.length + 18, 64));
  }

  integer(first: number, bits: number, n: number): void {
    const most = (1 << bits) - 1;
    if (n < most) {
      this.octets[this.at++] = first | n;
      return;
    }
    this.octets[this.at++] = first | most;
    let rest = n - most;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.octets[this.at++] = (rest % 128) | 0x80;
    this.octets[this.at++] = rest;
  }

  text(text: string): void {
    const length = huffmanLength(text);
    // Of two forms of one length the coded one is written, as in RFC 7541 C.6.
    if (length <= text.length && length > 0) {
      this.integer(0x80, 7, length);
      this.at = putHuffman(text, this.octets, this.at);
      return;
    }
    this.integer(0, 7, text.length);
    for (let i = 0; i < text.length; i++) this.octets[this.at++] = text.charCodeAt(i) & 0xff;
  }
}
