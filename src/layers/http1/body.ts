/** The length of an HTTP/1 message's body (RFC 9112 §6.3), and chunks (§7.1). */
import type { Breach, Head } from '../message';
import { fieldNamed, membersOf, valueOf } from './head';
import { type Chunks, FIRST_CHUNK, type Framing } from '../silent';

/** Longer numbers are not exact in a double. */
const LONGEST_LENGTH = 15;

/** Does the status, or the method that it answers, leave no place for a body (RFC 9112 §6.3, rules 1 and 2)? */
export function hasNoBody(status: number, method: string): boolean {
  return method === 'HEAD' || (status >= 100 && status < 200) || status === 204 || status === 304;
}

/** RFC 9112 §6.3. `method` is that of the request which a response answers; empty where it is not known. */
export function framingOf(head: Head, method: string, breaches: Breach[]): Framing {
  const coding = fieldNamed(head, 'transfer-encoding');
  const length = lengthOf(head, breaches);
  if (coding !== undefined && fieldNamed(head, 'content-length') !== undefined)
    breaches.push({
      rule: 'length-and-chunked',
      at: fieldNamed(head, 'content-length') ?? coding,
      mend: { kind: 'remove', name: 'Content-Length' },
    });
  if (head.kind === 'response') {
    if (!head.broken && hasNoBody(head.status, method)) return { kind: 'none' };
    if (method === 'CONNECT' && head.status >= 200 && head.status < 300) return { kind: 'tunnel' };
    // Switching Protocols ends HTTP on this connection (RFC 9110 §15.2.2); hasNoBody has taken it above.
  }
  if (coding !== undefined) {
    const codings = membersOf(valueOf(head, 'transfer-encoding'));
    if (codings.at(-1) === 'chunked') {
      // A sender applies chunked once (§6.1).
      if (codings.indexOf('chunked') !== codings.length - 1)
        breaches.push({ rule: 'chunk', says: 'chunk/twice', at: coding });
      return { kind: 'chunked' };
    }
    if (head.kind === 'response') return { kind: 'close' };
    breaches.push({ rule: 'chunk', says: 'chunk/not-last', at: coding });
    return { kind: 'unknown' };
  }
  if (length !== undefined) return length === 'bad' ? { kind: 'unknown' } : { kind: 'length', length };
  if (head.broken) return { kind: 'none' };
  return head.kind === 'request' ? { kind: 'none' } : { kind: 'close' };
}

/** The value of Content-Length; equal values that are repeated count as one (RFC 9110 §8.6). */
function lengthOf(head: Head, breaches: Breach[]): number | 'bad' | undefined {
  const field = fieldNamed(head, 'content-length');
  if (field === undefined) return undefined;
  const members = membersOf(valueOf(head, 'content-length'));
  const [first] = members;
  const fine = first !== undefined && /^\d+$/.test(first) && first.length <= LONGEST_LENGTH;
  if (fine && members.every((m) => m === first)) return Number(first);
  const last = head.fields.findLast((f) => f.key === 'content-length') ?? field;
  const says = fine ? undefined : 'length-conflict/number';
  breaches.push({
    rule: 'length-conflict',
    ...(says === undefined ? {} : { says }),
    args: { found: members.join(', ').slice(0, 40) },
    at: last,
  });
  return 'bad';
}

/** What reading some octets of a chunked body comes to. */
export interface ChunksRead {
  readonly chunks: Chunks;
  /** Octets that were taken. */
  readonly taken: number;
  readonly ended: boolean;
  /** The place of what is no chunk. */
  readonly bad: boolean;
}

const MOST_DIGITS = 12;

/** Reads on from `chunks`; `at` is where the octets stand in their message. Octets without values fill a chunk's data only. */
export function readChunks(chunks: Chunks, part: Uint8Array | number, at: number): ChunksRead {
  let c: { -readonly [K in keyof Chunks]: Chunks[K] } = { ...chunks };
  const size = typeof part === 'number' ? part : part.length;
  const is = (bad: boolean, ended: boolean, taken: number): ChunksRead => ({ chunks: c, taken, ended, bad });
  let i = 0;
  while (i < size) {
    if (c.at === 'data') {
      const step = Math.min(c.left, size - i);
      c.left -= step;
      i += step;
      if (c.left === 0) c = { ...FIRST_CHUNK, at: 'data-end', trailer: c.trailer };
      continue;
    }
    if (typeof part === 'number') return is(true, false, i);
    const octet = part[i++] ?? 0;
    if (c.at === 'data-end') {
      if (octet === 0x0a) c = { ...FIRST_CHUNK };
      else if (octet !== 0x0d || c.line++ > 0) return is(true, false, i - 1);
    } else if (c.at === 'size') {
      if (octet === 0x0a) {
        if (c.digits === 0) return is(true, false, i - 1);
        c =
          c.left === 0
            ? { ...FIRST_CHUNK, at: 'trailer', trailer: at + i }
            : { ...FIRST_CHUNK, at: 'data', left: c.left };
      } else if (!sizeOctet(c, octet)) return is(true, false, i - 1);
    } else if (octet === 0x0a) {
      if (c.line === 0) return is(false, true, i);
      c.line = 0;
    } else if (octet !== 0x0d) c.line++;
  }
  return is(false, false, i);
}

/** One octet of a chunk's first line; whether it may stand there. */
function sizeOctet(c: { left: number; digits: number; extension: boolean }, octet: number): boolean {
  if (c.extension) return octet >= 0x20 || octet === 0x09 || octet === 0x0d;
  const digit = hexDigit(octet);
  if (digit >= 0) {
    c.left = c.left * 16 + digit;
    return ++c.digits <= MOST_DIGITS;
  }
  c.extension = octet === 0x3b || octet === 0x20 || octet === 0x09;
  return c.digits > 0 && (c.extension || octet === 0x0d);
}

function hexDigit(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
