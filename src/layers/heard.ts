/** What has reached a side in order of its peer's direction, and whether it is what the peer wrote. */
import { type Seq, sameOctets } from '../wire';
import { type App, FRESH, type Heard, NO_MESSAGES, NO_REMARKS, type Outcome } from './side';
import type { TlsHost } from './door';
import type { H2Door } from './h2-door';
import { hearSealed, hearSealedOther } from './sealed';
import { type Http1, after, newHttp1 } from './http1/machine';
import { type Side, endOf, read } from './http1/read';
import type { Message } from './message';
import { type Octets, known, sizeOf, sliced } from './octets';
import { cut, isForeign, octetsIn, opaqueFrom, placeOf } from './voice';
import { BETWEEN, NOTHING_READ, SILENT, type Voice } from './silent';

/** So many parts of other octets are kept. */
const MOST_HELD = 64;

/**
 * Octets of the peer have reached a side in order.
 *
 * @param next the receiver's RCV.NXT, without the FIN
 * @param ended the peer's FIN has arrived in order, too
 */
export function hear(
  own: App | undefined,
  peer: App | undefined,
  next: Seq,
  ended: boolean,
  tls?: TlsHost,
  h2?: H2Door,
): Outcome | undefined {
  if (peer?.start === undefined) return undefined;
  const app = own ?? FRESH;
  const { heard } = app;
  const upTo = Math.max(heard.octets, placeOf(peer.start, heard.octets, next));
  if (upTo === heard.octets && heard.ended === ended) return undefined;
  if (isForeign(peer.voice) && heard.own === undefined && heard.ended === ended) return undefined;
  const differs =
    heard.own !== undefined || heard.held.some((h) => h.from < upTo && h.from + h.bytes.length > heard.octets);
  // A side that has said something else before has no TLS to answer with.
  const isDeaf = peer.voice.kind === 'tls' && app.tls === undefined && app.voice.octets > 0;
  const arrived = (from: number): Octets => withHeld(octetsIn(peer.voice, from, upTo), heard, from, upTo);
  if (peer.voice.kind === 'tls' && tls !== undefined && !isDeaf) {
    if (!differs) return hearSealed(app, peer, upTo, ended, tls, h2);
    return hearSealedOther(app, peer, upTo, ended, tls, arrived, h2);
  }
  if (peer.voice.kind === 'h2' && h2 !== undefined && app.voice.kind !== 'http1')
    return differs ? h2.hearFramedOther(app, peer, upTo, ended, arrived) : h2.hearFramed(app, peer, upTo, ended);
  if (differs && !isDeaf) return hearOther(app, peer.voice, upTo, ended);
  if (isForeign(peer.voice) || isDeaf)
    return {
      app: hearing(app, app.http, {
        octets: upTo,
        messages: heard.messages,
        held: heard.held,
        own: heard.own,
        ended,
      }),
      messages: NO_MESSAGES,
      remarks: NO_REMARKS,
    };
  const messages: Message[] = [];
  let { http } = app;
  let count = Math.max(heard.messages, peer.voice.dropped);
  for (;;) {
    const message = peer.voice.messages.get(count - peer.voice.dropped);
    if (message === undefined || message.to > upTo || (message.body.ends === 'close' && !ended)) break;
    http = taken(http, message, begunIn(app));
    messages.push(message);
    count++;
  }
  const held = heard.held.length === 0 ? heard.held : heard.held.filter((h) => h.from + h.bytes.length > upTo);
  return {
    app: hearing(app, http, { octets: upTo, messages: count, held, own: heard.own, ended }),
    messages,
    remarks: NO_REMARKS,
  };
}

/** The side behind what it has heard. Written out: engines make an object that a spread begins more slowly. */
function hearing({ start, voice, h2, tls }: App, http: Http1 | undefined, heard: Heard): App {
  return { start, voice, heard, http, h2, tls };
}

/** Has the side begun a request that is not whole? */
function begunIn({ http, voice }: App): boolean {
  return http?.role === 'client' && voice.reading.head !== undefined;
}

function taken(http: Http1 | undefined, message: Message, begun: boolean): Http1 {
  return after(http ?? newHttp1(message.kind === 'request' ? 'server' : 'client'), message, begun);
}

/** What arrives is not what the peer wrote: the receiver reads on its own, from the beginning of the message at hand. */
function hearOther(app: App, peer: Voice, upTo: number, ended: boolean): Outcome {
  const { heard } = app;
  const messages: Message[] = [];
  let { http } = app;
  let { own } = heard;
  if (own === undefined) {
    const from = peer.messages.get(heard.messages - peer.dropped)?.from ?? peer.from;
    own = { ...SILENT, kind: peer.kind, octets: from, from, reading: peer.kind === 'http1' ? BETWEEN : NOTHING_READ };
    own = readAll(own, octetsIn(peer, from, heard.octets), http, []);
  }
  const found: Message[] = [];
  own = readAll(own, withHeld(octetsIn(peer, heard.octets, upTo), heard, heard.octets, upTo), http, found);
  if (ended && !own.ended) {
    const last = own.kind === 'http1' ? endOf(own.reading) : undefined;
    if (last !== undefined) found.push({ ...last, from: own.from, to: own.octets });
    own = { ...own, ended: true };
  }
  for (const message of found) {
    http = taken(http, message, begunIn(app));
    messages.push(message);
  }
  const held = heard.held.filter((h) => h.from + h.bytes.length > upTo);
  const count = heard.messages + messages.length;
  return {
    app: hearing(app, http, { octets: upTo, messages: count, held, own, ended }),
    messages,
    remarks: NO_REMARKS,
  };
}

function readAll(voice: Voice, octets: Octets, http: Http1 | undefined, found: Message[]): Voice {
  let v = voice;
  for (const part of octets) {
    let rest: Uint8Array | number = part;
    while (sizeOf(rest) > 0 && v.kind !== 'opaque') {
      // The reader hears its peer: a client hears responses.
      const side: Side =
        http === undefined || v.kind !== 'http1' ? undefined : http.role === 'client' ? 'response' : 'request';
      const r = read(v.reading, rest, side, http?.role === 'client' ? (http.asked[found.length]?.method ?? '') : '');
      const n: number = r.opaque !== undefined && r.found === undefined ? 0 : r.taken;
      v = { ...v, octets: v.octets + n, reading: r.reading, kind: r.reading.decided ? 'http1' : v.kind };
      if (r.found !== undefined) {
        found.push({ ...r.found, from: v.from, to: v.octets });
        v = { ...v, from: v.octets };
      }
      rest = cut(rest, n);
      if (r.opaque !== undefined) v = opaqueFrom(v);
      else if (n === 0) break;
    }
    if (sizeOf(rest) > 0) v = { ...v, octets: v.octets + sizeOf(rest) };
  }
  return v;
}

/** The peer's octets with those in place of them that arrived instead. */
function withHeld(octets: Octets, { held }: Heard, from: number, to: number): Octets {
  let all = octets;
  for (const { from: start, bytes } of held) {
    const [a, b] = [Math.max(start, from), Math.min(start + bytes.length, to)];
    if (a >= b) continue;
    const size = to - from;
    all = [...sliced(all, 0, a - from), bytes.subarray(a - start, b - start), ...sliced(all, b - from, size)];
  }
  return all;
}

/** A segment has arrived whose octets may be others than those that the peer wrote under these numbers. */
export function overheard(own: App | undefined, peer: App | undefined, at: Seq, bytes: Uint8Array): App | undefined {
  if (peer !== undefined && isForeign(peer.voice)) return own;
  const app = own ?? FRESH;
  const start = peer?.start ?? at;
  const from = placeOf(start, app.heard.octets, at);
  const to = from + bytes.length;
  if (to <= app.heard.octets || app.heard.held.length >= MOST_HELD) return own;
  const written = peer === undefined ? undefined : known(octetsIn(peer.voice, Math.max(0, from), to));
  if (from >= 0 && written !== undefined && sameOctets(written, bytes)) return own;
  // Of octets that came twice, the first ones stay.
  if (app.heard.held.some((h) => h.from <= from && h.from + h.bytes.length >= to)) return own;
  return { ...app, heard: { ...app.heard, held: [...app.heard.held, { from, bytes }] } };
}
