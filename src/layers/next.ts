/** What a side of HTTP/1 may say next, and what it must (RFC 9112 §9). */
import type { App } from './app';
import { nameOf } from './http1/head';
import type { Asked } from './http1/machine';

export type NextSaid =
  /** A client asks. */
  | { readonly kind: 'request' }
  /** A server answers a request. */
  | { readonly kind: 'response'; readonly asked: Asked }
  /** The rest of a body whose length is given, in octets; undefined where only its chunks or its end tell. */
  | { readonly kind: 'body'; readonly left: number | undefined; readonly name: string }
  /** The connection has to end: nothing more may be said on it. */
  | { readonly kind: 'close' };

/**
 * The next thing for a side to say; undefined where it waits, or where the connection speaks something else.
 *
 * @param opens the side has opened the connection: as long as nothing is said, it is the client
 */
export function nextSaid(own: App | undefined, peer: App | undefined, opens: boolean): NextSaid | undefined {
  if (own?.voice.kind === 'opaque' || peer?.voice.kind === 'opaque') return undefined;
  const http = own?.http;
  const reading = own?.voice.reading;
  if (reading?.head !== undefined) {
    const left = reading.framing.kind === 'length' ? reading.left : undefined;
    return { kind: 'body', left, name: nameOf(reading.head) };
  }
  if (http === undefined) return opens && peer?.http === undefined ? { kind: 'request' } : undefined;
  const [asked] = http.asked;
  if (http.role === 'server') {
    if (asked !== undefined) return { kind: 'response', asked };
    return http.over !== undefined && http.responses > 0 ? { kind: 'close' } : undefined;
  }
  if (asked !== undefined) return undefined;
  return http.over === undefined ? { kind: 'request' } : { kind: 'close' };
}
