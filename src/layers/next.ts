/** What a side of HTTP/1 may say next, and what it must (RFC 9112 §9). */
import type { App, Sealed } from './side';
import { nameOf } from './http1/head';
import type { TlsDoor } from './door';
import type { H2Door } from './h2-door';
import type { H2End } from './h2';
import type { Asked } from './http1/machine';
import { otherRole } from './role';
import type { TlsEnd, TlsReading, TlsWish } from './tls';

export type NextSaid =
  /** A client asks. */
  | { readonly kind: 'request' }
  /** A server answers a request. */
  | { readonly kind: 'response'; readonly asked: Asked }
  /** The rest of a body whose length is given, in octets; undefined where only its chunks or its end tell. */
  | { readonly kind: 'body'; readonly left: number | undefined; readonly name: string }
  /** Messages of TLS that are due, in one go. */
  | { readonly kind: 'tls'; readonly flight: readonly string[] }
  /** Frames of HTTP/2 that are due, and such as may be said, as flows write them behind `h2`. */
  | { readonly kind: 'h2'; readonly must: readonly string[]; readonly may: readonly string[] }
  /** The connection has to end: nothing more may be said on it. */
  | { readonly kind: 'close' };

/**
 * The next thing for a side to say; undefined where it waits, or where the connection speaks something else.
 *
 * @param door TLS, where it is loaded
 * @param h2 HTTP/2, where it is loaded
 * @param opens the side has opened the connection: as long as nothing is said, it is the client
 */
export function nextSaid(
  own: App | undefined,
  peer: App | undefined,
  opens: boolean,
  door?: TlsDoor,
  h2?: H2Door,
): NextSaid | undefined {
  if (own?.tls !== undefined && door !== undefined) return nextSealed(own.tls, peer?.tls?.inner, opens, door, h2);
  if (own?.voice.kind === 'opaque' || peer?.voice.kind === 'opaque') return undefined;
  if (own?.h2 !== undefined) return h2 && nextFramed(own.h2.end, h2);
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

/** TLS first; once it is up, what is said inside. What is over inside ends with close_notify (RFC 8446 §6.1). */
function nextSealed(
  { end, reading, inner }: Sealed,
  peer: App | undefined,
  opens: boolean,
  door: TlsDoor,
  h2: H2Door | undefined,
): NextSaid | undefined {
  const { must, may } = door.nextTls(end);
  if (must.length > 0) return { kind: 'tls', flight: wholeFlight(end, reading, must, door).map(writtenAs) };
  if (end.ended[end.role] !== undefined) return { kind: 'close' };
  if (door.tlsState(end) !== 'CONNECTED') return undefined;
  const isBegun = inner.h2 !== undefined || inner.voice.kind !== 'undecided';
  if (end.alpn === 'h2' && !isBegun) return h2 && nextFramed(h2.newH2(end.role), h2);
  const next = nextSaid(inner, peer, opens, undefined, h2);
  const close = may.find((wish) => wish.alert === 'close_notify');
  const isOver = next?.kind === 'close' || end.ended[otherRole(end.role)] !== undefined;
  return isOver && close !== undefined ? { kind: 'tls', flight: [writtenAs(close)] } : next;
}

/** The flight with the messages behind a ServerHello, which depend on what that says. */
export function wholeFlight(
  end: TlsEnd,
  reading: TlsReading,
  must: readonly TlsWish[],
  door: TlsDoor,
): readonly TlsWish[] {
  if (must.at(-1)?.name !== 'ServerHello') return must;
  const octets = door.octetsOfWritten(door.spokenTls(end, reading, must));
  return [...must, ...door.nextTls(door.progress(end, reading, octets, 'own').end).must];
}

/** The flight of TLS that is due, where the handshake is complete behind it: what it leads to may be written with it. */
export function lastFlight({ end, reading }: Sealed, door: TlsDoor): readonly TlsWish[] | undefined {
  const { must } = door.nextTls(end);
  if (must.length === 0 || end.alert !== undefined || door.tlsState(end) === 'CONNECTED') return undefined;
  const flight = wholeFlight(end, reading, must, door);
  const octets = door.octetsOfWritten(door.spokenTls(end, reading, flight));
  return door.tlsState(door.progress(end, reading, octets, 'own').end) === 'CONNECTED' ? flight : undefined;
}

/** A message as flows write it. */
function writtenAs({ name, alert }: TlsWish): string {
  return alert === undefined ? name : `alert ${alert}`;
}

function nextFramed(end: H2End, door: H2Door): NextSaid {
  const { must, may } = door.nextH2(end);
  return { kind: 'h2', must: must.map(door.frameText), may: may.map(door.frameText) };
}
