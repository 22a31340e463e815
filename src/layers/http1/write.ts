/** A message that somebody wishes to send, as octets (RFC 9112 §2.1): what the wish leaves out is what its sender would say. */
import { STATUSES } from '../names';
import { octetsOf } from '../octets';
import { hasNoBody } from './body';
import type { Asked } from './machine';

export interface Wish {
  readonly kind: 'request' | 'response';
  /** Of a request. */
  readonly method: string;
  readonly target: string;
  /** Of a response. */
  readonly status: number;
  /** HTTP/1.`minor`; undefined for what the connection speaks. */
  readonly minor: number | undefined;
  /** HTTP/2, asked for by name; else the connection's protocol. */
  readonly major?: 2;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Fields that are not filled in, in lower case. */
  readonly without: readonly string[];
  readonly body: Body | undefined;
  /** Octets at most of a body by `len=` or `chunked=`; `MOST_BODY` where it is left out. */
  readonly most?: number;
  /** The stream of HTTP/2; left out, the next one or the one that is answered. */
  readonly stream?: number;
}

export type Body =
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  /** So many octets, whatever they say. */
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunks'; readonly sizes: readonly number[] };

export interface Written {
  readonly octets: Uint8Array;
  /** Header fields that were filled in. */
  readonly filled: readonly { readonly name: string; readonly value: string }[];
  readonly minor: number;
}

/** A body by `len=` and each chunk by `chunked=` hold at most so many octets in all. */
export const MOST_BODY = 4 * 1024 * 1024;

/** Methods whose request says that it has no content, where it has none (RFC 9110 §8.6). */
const ENCLOSING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/**
 * The octets of a message.
 *
 * @param asked the request that a response answers, as far as its sender knows one
 * @param domain the host name of the server, for Host
 */
export function write(asked: Asked | undefined, wish: Wish, domain: string): Written {
  const minor = wish.minor ?? (wish.kind === 'response' ? (asked?.minor ?? 1) : 1);
  const filled: { name: string; value: string }[] = [];
  const has = (name: string): boolean =>
    wish.without.includes(name.toLowerCase()) || wish.fields.some((f) => f.name.toLowerCase() === name.toLowerCase());
  const fill = (name: string, value: string): void => {
    if (!has(name)) filled.push({ name, value });
  };
  const { size, sent } = sizesOf(wish);
  if (wish.kind === 'request') {
    if (minor >= 1) fill('Host', domain);
    if (wish.body?.kind === 'chunks') fill('Transfer-Encoding', 'chunked');
    else if (!has('Transfer-Encoding') && (size > 0 || ENCLOSING.has(wish.method)))
      fill('Content-Length', String(size));
  } else {
    const method = asked?.method ?? '';
    const isFinal = wish.status >= 200;
    const keeps = minor >= 1 || valueIn(wish, 'connection').includes('keep-alive');
    if (wish.body?.kind === 'chunks') fill('Transfer-Encoding', 'chunked');
    // A body of HTTP/1.0 ends with its connection, where that does not last.
    else if (keeps && !has('Transfer-Encoding') && (!hasNoBody(wish.status, '') || (method === 'HEAD' && size > 0)))
      fill('Content-Length', String(size));
    // RFC 9112 §9.6: a server that was asked to close says that it does.
    if (isFinal && minor >= 1 && asked?.close === true) fill('Connection', 'close');
    if (method === 'HEAD') return { octets: octetsOf(headOf(wish, minor, filled)), filled, minor };
  }
  const octets = octetsOf(headOf(wish, minor, filled), sent);
  if (sent > 0) putContent(wish, octets, octets.length - sent);
  return { octets, filled, minor };
}

function valueIn(wish: Wish, key: string): string {
  return wish.fields
    .filter((f) => f.name.toLowerCase() === key)
    .map((f) => f.value.toLowerCase())
    .join();
}

function headOf(wish: Wish, minor: number, filled: Written['filled']): string {
  const version = `HTTP/1.${minor}`;
  const first =
    wish.kind === 'request'
      ? `${wish.method} ${wish.target} ${version}`
      : `${version} ${wish.status} ${STATUSES.get(wish.status) ?? ''}`;
  const host = filled.filter((f) => f.name === 'Host');
  const rest = filled.filter((f) => f.name !== 'Host');
  const lines = [...host, ...wish.fields, ...rest].map(({ name, value }) => `${name}: ${value}`);
  return `${[first, ...lines].join('\r\n')}\r\n\r\n`;
}

/** The length of the content, and of its octets as sent: with the lines of chunks. */
function sizesOf({ body, most = MOST_BODY }: Wish): { size: number; sent: number } {
  if (body === undefined) return { size: 0, sent: 0 };
  if (body.kind === 'chunks') {
    const chunks = chunksOf(body.sizes, most);
    const lines = chunks.reduce((sum, chunk) => sum + sizeLine(chunk).length + LINE_END.length, 0);
    const size = chunks.reduce((sum, chunk) => sum + chunk, 0);
    return { size, sent: size + lines + LAST_CHUNK.length };
  }
  const size = body.kind === 'octets' ? body.octets.length : Math.min(body.length, most);
  return { size, sent: size };
}

/** Writes the octets of a body from a place on. */
function putContent({ body, most = MOST_BODY }: Wish, octets: Uint8Array, from: number): void {
  if (body?.kind === 'octets') octets.set(body.octets, from);
  else if (body?.kind === 'length') fillIn(octets, from, octets.length, 0);
  else if (body?.kind === 'chunks') {
    let [at, length] = [from, 0];
    const put = (text: string): void => {
      for (let i = 0; i < text.length; i++) octets[at++] = text.charCodeAt(i);
    };
    for (const chunk of chunksOf(body.sizes, most)) {
      put(sizeLine(chunk));
      fillIn(octets, at, at + chunk, length);
      at += chunk;
      length += chunk;
      put(LINE_END);
    }
    put(LAST_CHUNK);
  }
}

const LINE_END = '\r\n';
const LAST_CHUNK = '0\r\n\r\n';

function sizeLine(chunk: number): string {
  return `${chunk.toString(16)}${LINE_END}`;
}

/** The sizes of the chunks that are sent: an empty one would be the last, and a body has its bound. */
function chunksOf(sizes: readonly number[], most: number): readonly number[] {
  let length = 0;
  return sizes.filter((size) => {
    const isSent = size > 0 && length + size <= most;
    if (isSent) length += size;
    return isSent;
  });
}

/** Octets of a body of which only the length is told: the alphabet, again and again. */
function fillIn(octets: Uint8Array, from: number, to: number, first: number): void {
  for (let at = from, letter = first % 26; at < to; at++, letter = letter === 25 ? 0 : letter + 1)
    octets[at] = 0x61 + letter;
}
