/** Octets of one direction into HTTP/1 messages (RFC 9112 §2.2, §6, §7), however they are cut. */
import { compact } from '../../wire';
import { type BodyEnd, type Breach, type FieldOf, type Head, type Message, NO_BREACHES } from '../message';
import { type Octets, appended, count, known, latin1, sizeOf, sliced } from '../octets';
import { framingOf, readChunks } from './body';
import { nameOf, readHead, readTrailer } from './head';
import { BETWEEN, type Chunks, FIRST_CHUNK, NO_BODY, type Reading } from '../silent';

/** A header block is read up to so many octets, a message up to so many: longer ones are not read on. */
export const MOST_HEAD = 64 * 1024;
export const MOST_MESSAGE = 16 * 1024 * 1024;
/** A first line that is longer is no start line. */
const MOST_LINE = 8 * 1024;

/** A message but for its place in the direction. */
export type Found = Omit<Message, 'from' | 'to'>;

/** What reading some octets comes to: how many were taken, and the message that they made whole. */
export interface Read {
  readonly reading: Reading;
  readonly taken: number;
  readonly found: Found | undefined;
  /** The direction can't be read on: it speaks something else, or its message is too long, or has no end that can be told. */
  readonly opaque: 'other' | 'too-long' | undefined;
}

/** What a direction carries: requests, responses, or what its first line will tell. */
export type Side = 'request' | 'response' | undefined;

/**
 * Reads on, up to the end of one message.
 *
 * @param part octets behind those that were read
 * @param method of the request that a response answers: it tells whether there is a body (RFC 9112 §6.3)
 */
export function read(reading: Reading, part: Uint8Array | number, side: Side, method: string): Read {
  return reading.head === undefined
    ? readHeadOf(reading, part, side, method)
    : readBody(reading, part, 0, reading.head);
}

function readHeadOf(reading: Reading, part: Uint8Array | number, side: Side, method: string): Read {
  if (typeof part === 'number') return opaque(reading, 'other');
  let { line, begun, decided } = reading;
  /** Where the first line ends in the part, as long as it is not known for a start line. */
  let first = 0;
  for (let i = 0; i < part.length; i++) {
    const octet = part[i] ?? 0;
    if (octet !== 0x0a) {
      if (octet !== 0x0d) line++;
      if (!begun && !mayBegin(octet)) return astray(reading, part, side);
      continue;
    }
    if (!begun && line > 0) {
      first = i + 1;
      begun = decided = true;
    } else if (begun && line === 0) return endHead(reading, part, i + 1, first, side, method);
    line = 0;
  }
  if (first > 0 && !isStartLine(textOf(reading.waiting, part.subarray(0, first)))) return astray(reading, part, side);
  const size = reading.size + part.length;
  if (!begun && line > MOST_LINE) return astray(reading, part, side);
  if (size > MOST_HEAD) return opaque(reading, 'too-long');
  const waiting = appended(reading.waiting, part);
  if (!begun && reading.decided && !mayStart(waiting, side)) return astray(reading, part, side);
  return {
    reading: {
      decided,
      waiting,
      size,
      line,
      begun,
      head: undefined,
      framing: NO_BODY,
      left: 0,
      chunks: FIRST_CHUNK,
      breaches: reading.breaches,
    },
    taken: part.length,
    found: undefined,
    opaque: undefined,
  };
}

/** Octets as characters, with a part behind them. */
function textOf(octets: Octets, part: Uint8Array = NOTHING): string {
  return latin1(known(appended(octets, part)) ?? NOTHING);
}

const NOTHING = new Uint8Array();

/** Octets of a start line: visible ones, blanks, and those above ASCII; CR and LF end it. */
function mayBegin(octet: number): boolean {
  return (octet >= 0x20 && octet !== 0x7f) || octet === 0x0d || octet === 0x09;
}

const H2_PREFACE = 'PRI * HTTP/2.0';

/** A start line names its HTTP version: that tells HTTP/1 from all else. The client preface of HTTP/2 looks like one (RFC 9113 §3.4). */
function isStartLine(text: string): boolean {
  const line = text.trim();
  return line !== H2_PREFACE && (/^HTTP\/\d/.test(line) || / HTTP\/\d(?:\.\d)?$/.test(line));
}

/** Can the octets behind a message be the beginning of the next one? */
function mayStart(waiting: Octets, side: Side): boolean {
  const text = textOf(sliced(waiting, 0, 24)).replace(/^[\r\n]+/, '');
  return side === 'response' ? 'HTTP/1.'.startsWith(text.slice(0, 7)) : /^[A-Z-]{0,24}(?: |$)/.test(text);
}

/** Octets that begin no message: behind one they are said to be too many, at the start of a direction they are something else. */
function astray(reading: Reading, part: Uint8Array, side: Side): Read {
  if (!reading.decided) return opaque(reading, 'other');
  const waiting = appended(reading.waiting, part);
  const size = count(waiting);
  const found: Found = {
    layer: 'http1',
    kind: side ?? 'request',
    name: '',
    octets: waiting,
    fields: [],
    body: { from: 0, to: size, ends: 'none' },
    breaches: [{ rule: 'body-too-long', args: { count: size } }],
    head: undefined,
  };
  return { reading: BETWEEN, taken: part.length, found, opaque: undefined };
}

function opaque(reading: Reading, why: 'other' | 'too-long'): Read {
  return { reading, taken: 0, found: undefined, opaque: why };
}

/** The first octets of a part; the part itself where these are all. */
function upTo(part: Uint8Array, to: number): Uint8Array {
  return to === part.length ? part : part.subarray(0, to);
}

/** The empty line has come: the head is whole, and tells where the body ends. */
function endHead(reading: Reading, part: Uint8Array, taken: number, first: number, side: Side, method: string): Read {
  const { waiting: before } = reading;
  const waiting = appended(before, upTo(part, taken));
  const text = textOf(waiting);
  const head = readHead(text);
  // A start line that can be read names its version.
  if (head.broken && first > 0 && !isStartLine(text.slice(0, reading.size + first))) return astray(reading, part, side);
  const noticed: Breach[] = [...head.breaches];
  const framing = framingOf(head, method, noticed);
  const breaches = noticed.length === 0 ? NO_BREACHES : noticed;
  if (framing.kind === 'length' && framing.length > 0 && framing.length <= part.length - taken) {
    // The body has come with the head: nothing waits between them.
    const end = taken + framing.length;
    const size = count(waiting) + framing.length;
    if (size <= MOST_MESSAGE) {
      const octets = appended(before, upTo(part, end));
      const found = messageOf(head, octets, size, 'length', breaches, 0);
      return { reading: BETWEEN, taken: end, found, opaque: undefined };
    }
  }
  const next: Reading = {
    decided: true,
    waiting,
    size: count(waiting),
    line: 0,
    begun: true,
    head,
    framing,
    left: framing.kind === 'length' ? framing.length : 0,
    chunks: FIRST_CHUNK,
    breaches,
  };
  if (framing.kind === 'none' || (framing.kind === 'length' && framing.length === 0)) return whole(next, taken, 'none');
  if (framing.kind === 'tunnel') return whole(next, taken, 'tunnel');
  if (framing.kind === 'unknown') return { ...whole(next, taken, 'none'), opaque: 'other' };
  if (framing.kind === 'length' && framing.length > MOST_MESSAGE)
    return { ...whole(next, taken, 'length'), opaque: 'too-long' };
  if (taken === part.length) return { reading: next, taken, found: undefined, opaque: undefined };
  return readBody(next, part, taken, head);
}

/** Octets behind the head: `part` from `from` on. */
function readBody(reading: Reading, part: Uint8Array | number, from: number, head: Head): Read {
  const { framing } = reading;
  const rest = typeof part === 'number' ? part - from : part.subarray(from);
  if (reading.size + sizeOf(rest) > MOST_MESSAGE) return opaque(reading, 'too-long');
  const take = (n: number, left: number, chunks: Chunks): Reading => ({
    decided: true,
    waiting: appended(reading.waiting, typeof rest === 'number' ? n : rest.subarray(0, n)),
    size: reading.size + n,
    line: 0,
    begun: true,
    head,
    framing,
    left,
    chunks,
    breaches: reading.breaches,
  });
  if (framing.kind === 'length') {
    const n = Math.min(reading.left, sizeOf(rest));
    const next = take(n, reading.left - n, reading.chunks);
    if (next.left === 0) return whole(next, from + n, 'length');
    return { reading: next, taken: from + n, found: undefined, opaque: undefined };
  }
  if (framing.kind === 'chunked') {
    const { chunks, taken, ended, bad } = readChunks(reading.chunks, rest, reading.size);
    const next = take(bad ? sizeOf(rest) : taken, 0, chunks);
    if (bad) {
      const at = { from: head.length, to: reading.size + taken };
      return {
        ...whole({ ...next, breaches: [...next.breaches, { rule: 'chunk', at }] }, from + sizeOf(rest), 'chunked'),
      };
    }
    if (ended) return whole(next, from + taken, 'chunked');
    return { reading: next, taken: from + taken, found: undefined, opaque: undefined };
  }
  return {
    reading: take(sizeOf(rest), 0, reading.chunks),
    taken: from + sizeOf(rest),
    found: undefined,
    opaque: undefined,
  };
}

/** The message is whole. */
function whole(reading: Reading, taken: number, ends: BodyEnd): Read {
  const { head, waiting, size, breaches, chunks } = reading;
  if (head === undefined) return { reading, taken, found: undefined, opaque: undefined };
  const found = messageOf(head, waiting, size, ends, breaches, ends === 'chunked' ? chunks.trailer : 0);
  return { reading: BETWEEN, taken, found, opaque: undefined };
}

function messageOf(
  head: Head,
  octets: Octets,
  size: number,
  ends: BodyEnd,
  breaches: readonly Breach[],
  trailerAt: number,
): Found {
  const noticed: Breach[] = [];
  const end = ends === 'chunked' && trailerAt > 0 ? trailerAt : size;
  const fields: FieldOf[] = [head.startLine, ...head.fields];
  if (size > head.length) fields.push({ name: 'body', from: head.length, to: end, value: '' });
  const bytes = end < size - 2 ? known(sliced(octets, end, size)) : undefined;
  if (bytes !== undefined) fields.push(...readTrailer(bytes, end, noticed));
  return {
    layer: 'http1',
    kind: head.kind,
    name: nameOf(head),
    octets,
    fields: compact(fields),
    body: { from: head.length, to: end, ends },
    breaches: noticed.length === 0 ? breaches : [...breaches, ...noticed],
    head,
  };
}

/** The sender has ended its direction: a body that ends with the connection is whole, all else is incomplete (RFC 9112 §8). */
export function endOf(reading: Reading): Found | undefined {
  const { head, framing, waiting, size, breaches } = reading;
  if (size === 0 || !reading.decided) return undefined;
  if (head !== undefined && framing.kind === 'close') return messageOf(head, waiting, size, 'close', breaches, 0);
  const left = head !== undefined && framing.kind === 'length' ? reading.left : 0;
  const says = head === undefined ? 'incomplete/head' : framing.kind === 'chunked' ? 'incomplete/chunked' : undefined;
  const incomplete: Breach = {
    rule: 'incomplete',
    ...(says === undefined ? {} : { says }),
    args: { left, count: size },
  };
  if (head !== undefined) return messageOf(head, waiting, size, 'close', [...breaches, incomplete], 0);
  return {
    layer: 'http1',
    kind: 'request',
    name: '',
    octets: waiting,
    fields: [],
    body: { from: size, to: size, ends: 'close' },
    breaches: [incomplete],
    head: undefined,
  };
}
