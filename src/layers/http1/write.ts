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
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Fields that are not filled in, in lower case. */
  readonly without: readonly string[];
  readonly body: Body | undefined;
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
export const MOST_BODY = 16 * 1024 * 1024 - 64 * 1024;

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
  const [size, content] = contentOf(wish);
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
    if (method === 'HEAD') return { octets: headOf(wish, minor, filled), filled, minor };
  }
  const head = headOf(wish, minor, filled);
  if (content.length === 0) return { octets: head, filled, minor };
  const octets = new Uint8Array(head.length + content.length);
  octets.set(head);
  octets.set(content, head.length);
  return { octets, filled, minor };
}

function valueIn(wish: Wish, key: string): string {
  return wish.fields
    .filter((f) => f.name.toLowerCase() === key)
    .map((f) => f.value.toLowerCase())
    .join();
}

function headOf(wish: Wish, minor: number, filled: Written['filled']): Uint8Array {
  const version = `HTTP/1.${minor}`;
  const first =
    wish.kind === 'request'
      ? `${wish.method} ${wish.target} ${version}`
      : `${version} ${wish.status} ${STATUSES.get(wish.status) ?? ''}`;
  const host = filled.filter((f) => f.name === 'Host');
  const rest = filled.filter((f) => f.name !== 'Host');
  const lines = [...host, ...wish.fields, ...rest].map(({ name, value }) => `${name}: ${value}`);
  return octetsOf(`${[first, ...lines].join('\r\n')}\r\n\r\n`);
}

/** How long the content is, and its octets as sent: with the lines of chunks. */
function contentOf({ body }: Wish): [number, Uint8Array] {
  if (body === undefined) return [0, new Uint8Array()];
  if (body.kind === 'octets') return [body.octets.length, body.octets];
  if (body.kind === 'length') {
    const length = Math.min(body.length, MOST_BODY);
    return [length, filler(0, length)];
  }
  return chunked(body.sizes);
}

function chunked(sizes: readonly number[]): [number, Uint8Array] {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const size of sizes) {
    if (size === 0 || length + size > MOST_BODY) continue;
    parts.push(octetsOf(`${size.toString(16)}\r\n`), filler(length, size), octetsOf('\r\n'));
    length += size;
  }
  parts.push(octetsOf('0\r\n\r\n'));
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return [length, all];
}

/** Octets of a body of which only the length is told: the alphabet, again and again. */
function filler(from: number, length: number): Uint8Array {
  const octets = new Uint8Array(length);
  for (let i = 0; i < length; i++) octets[i] = 0x61 + ((from + i) % 26);
  return octets;
}
