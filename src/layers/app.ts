/** One side above TCP: what it writes, and what it knows of the protocol by that and by what it has heard. */
import { type Seq, ZERO, add } from '../wire';
import { hasNoBody } from './http1/body';
import { nameOf } from './http1/head';
import { type Beside, atEnd, atHead, judge } from './http1/judge';
import { type Asked, type Http1, after, askedBy, newHttp1, persists, stateOf } from './http1/machine';
import { plainSecret } from './http1/plain';
import { type Found, type Side, endOf, read } from './http1/read';
import { BETWEEN, type Reading, type Voice } from './silent';
import { type Remembered, readBefore, writtenBefore } from './http1/remembered';
import type { Wish } from './http1/write';
import type { Breach, Head, Message, Remark } from './message';
import type { Http1State } from './names';
import { latin1, sizeOf } from './octets';
import type { TlsHost } from './door';
import type { Circumstances } from './circumstances';
import type { H2Host } from './h2-door';
import { type App, FRESH, NO_MESSAGES, NO_REMARKS, type Outcome, type Spoken, UNSPOKEN } from './side';
import { framingOf } from './framed';
import type { Framing, H2Wish, Sealing } from './h2/types';
import { beginsHandshake, beginsSealed, endSealed, sealingOf, spokenSealed, writeSealed } from './sealed';
import type { TlsEnd, TlsWish } from './tls';
import type { Role } from './role';
import { cut, isForeign, opaqueFrom, placeOf, readTo, withMessage } from './voice';

/** The connection on which a side writes. */
export interface Writing {
  /** The server's host name. */
  readonly domain: string;
  /** The flow began in the middle of the connection: requests may have come before. */
  readonly partial?: boolean;
  /** TLS, where it is at hand: without it a connection of TLS is opaque. */
  readonly tls?: TlsHost | undefined;
  readonly h2?: H2Host | undefined;
  /** The octets are sealed on their way: by what, and the side's role in it. */
  readonly sealed?: boolean;
  readonly sealing?: Sealing | undefined;
  /** In TLS, or else that of who opened the connection. */
  readonly role?: Role | undefined;
  /** Messages of earlier checks. */
  readonly remembered?: Remembered | undefined;
}

/**
 * A side writes octets.
 *
 * @param at the sequence number of the first of them
 * @param peer the other side
 */
export function write(
  own: App | undefined,
  peer: App | undefined,
  at: Seq,
  part: Uint8Array | number,
  { domain, partial = false, tls, sealed = false, remembered, h2, sealing, role }: Writing,
): Outcome {
  const app = own ?? FRESH;
  const start = app.start ?? at;
  const { voice } = app;
  if (isForeign(voice)) return { app, messages: NO_MESSAGES, remarks: NO_REMARKS };
  const place = placeOf(start, voice.octets, at);
  const size = sizeOf(part);
  if (place + size <= voice.octets || voice.ended) return { app, messages: NO_MESSAGES, remarks: NO_REMARKS };
  const skipped = voice.octets - place;
  // Octets that nobody wrote lie between: a segment was sent too high.
  const news = skipped < 0 ? size - skipped : skipped === 0 ? part : cut(part, skipped);
  if (voice.kind === 'opaque')
    return {
      app: {
        start,
        voice: readTo(voice, voice.octets + sizeOf(news), voice.reading),
        heard: app.heard,
        http: app.http,
        h2: app.h2,
        tls: app.tls,
      },
      messages: NO_MESSAGES,
      remarks: NO_REMARKS,
    };
  // Of a connection that began before the flow, the handshake may have passed: its keys are not known then.
  const mayBegin = !partial || beginsHandshake(news) || peer?.tls !== undefined;
  if (tls !== undefined && (voice.kind === 'tls' || (voice.octets === 0 && beginsSealed(news) && mayBegin)))
    return writeSealed(app, peer, start, news, {
      domain,
      partial,
      unread: false,
      begun: undefined,
      plain: false,
      tls,
      h2,
    });
  const framing = framingOf(app, peer, news, { partial, role, sealing });
  if (framing !== undefined) {
    if (h2?.door !== undefined) return h2.door.writeFramed(app, start, news, framing);
    h2?.lacks?.();
  }
  const begun = askedInPart(app, peer);
  return readOn(app, start, news, {
    domain,
    partial: partial || peer?.voice.kind === 'opaque',
    unread: isUnread(peer),
    begun,
    plain: !sealed && peer?.http?.exposed !== true,
    remembered,
  });
}

/** Is it not known whether the peer has answered? It can't be read, or says by nothing where its message ends. */
function isUnread(peer: App | undefined): boolean {
  if (peer === undefined) return false;
  const { kind, reading } = peer.voice;
  return (
    kind === 'opaque' || (reading.head !== undefined && reading.framing.kind === 'close' && persists(reading.head))
  );
}

/** A request of which the head has reached a server, and not yet the end. */
function askedInPart({ heard }: App, peer: App | undefined): Asked | undefined {
  if (peer === undefined || heard.own !== undefined) return undefined;
  const { voice } = peer;
  const whole = voice.messages.get(heard.messages - voice.dropped);
  const [head, from] = whole === undefined ? [voice.reading.head, voice.from] : [whole.head, whole.from];
  if (head?.kind !== 'request' || from + head.length > heard.octets) return undefined;
  return askedBy(head);
}

function readOn(app: App, start: Seq, part: Uint8Array | number, how: Circumstances): Outcome {
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  let [{ voice, http }, rest] = [app, part];
  let { begun } = how;
  while (sizeOf(rest) > 0 && voice.kind !== 'opaque') {
    const { reading } = voice;
    const { head } = reading;
    const method = (http?.asked[0] ?? begun)?.method ?? '';
    const side = sideOf(voice, http);
    const r =
      reading === BETWEEN && typeof rest !== 'number' && how.remembered !== undefined
        ? readBefore(how.remembered, rest, side, method)
        : read(reading, rest, side, method);
    const taken = r.opaque !== undefined && r.found === undefined ? 0 : r.taken;
    voice = readTo(voice, voice.octets + taken, r.reading, r.reading.decided ? 'http1' : voice.kind);
    if (r.found !== undefined) {
      http = known(http, r.found.kind, how.partial);
      const bare = judged(http, voice, r.found, how, begun);
      const secret = how.plain && !http.exposed ? plainSecret(bare) : undefined;
      const message = secret === undefined ? bare : { ...bare, breaches: [...bare.breaches, secret] };
      [voice, http] = [withMessage(voice, message), after(http, message, begun !== undefined)];
      if (secret !== undefined) http = { ...http, exposed: true };
      if (message.head !== undefined && message.head.status >= 200) begun = undefined;
      messages.push(message);
    } else if (head === undefined && r.reading.head !== undefined) {
      http = known(http, r.reading.head.kind, how.partial);
      // A message whose end is in doubt may never be whole: that is said at its head, and not again at its end.
      const { framing, breaches } = r.reading;
      const unsure = framing.kind === 'length' ? undefined : breaches.find((b) => ADRIFT.has(b.rule));
      const early = unsure ?? atHead(r.reading.head, framing.kind, http.asked[0] ?? begun);
      if (early !== undefined) remarks.push({ breach: early, message: undefined });
      if (unsure !== undefined) {
        const left = breaches.filter((b) => b !== unsure);
        voice = readTo(voice, voice.octets, { ...r.reading, breaches: left });
      }
    }
    if (r.opaque === 'too-long') remarks.push({ breach: { rule: 'not-read' }, message: undefined });
    rest = taken === sizeOf(rest) ? 0 : cut(rest, taken);
    if (r.opaque !== undefined || r.found?.body.ends === 'tunnel') voice = opaqueFrom(voice);
    else if (taken === 0) break;
  }
  if (sizeOf(rest) > 0) voice = readTo(voice, voice.octets + sizeOf(rest), voice.reading);
  return { app: { start, voice, heard: app.heard, http, h2: app.h2, tls: app.tls }, messages, remarks };
}

/** A side's role is told by its first message, or by its peer's. */
function known(http: Http1 | undefined, kind: Message['kind'], partial: boolean): Http1 {
  const s = http ?? newHttp1(kind === 'request' ? 'client' : 'server');
  return partial && !s.partial ? { ...s, partial } : s;
}

function sideOf(voice: Voice, http: Http1 | undefined): Side {
  if (voice.kind !== 'http1' || http === undefined) return undefined;
  return http.role === 'client' ? 'request' : 'response';
}

function judged(http: Http1, voice: Voice, found: Found, how: Beside, begun?: Asked): Message {
  const message = messageAt(found, voice.from, voice.octets);
  if (found.head === undefined && isAdrift(voice)) return { ...message, breaches: [] };
  const judged = judge(http, message, how, begun);
  if (judged.length === 0 && found.breaches.length === 0) return message;
  return { ...message, breaches: [...found.breaches, ...judged].map((b) => placed(b, voice)) };
}

/** A message at its place in the direction. Written out: engines make an object that a spread begins more slowly. */
function messageAt(
  { layer, kind, name, octets, fields, body, breaches, head }: Found,
  from: number,
  to: number,
): Message {
  return { layer, kind, name, from, to, octets, fields, body, breaches, head };
}

/** Breaches that leave the end of their message in doubt. */
const ADRIFT: ReadonlySet<string> = new Set([
  'start-line',
  'field-syntax',
  'length-and-chunked',
  'chunk',
  'body-not-allowed',
]);

/** Is it known already that the direction's messages don't end where they say? Octets behind them are no further mistake. */
function isAdrift({ messages }: Voice): boolean {
  const last = messages.get(messages.size - 1);
  if (last === undefined) return false;
  return last.breaches.some((b) => ADRIFT.has(b.rule)) || (last.head === undefined && last.breaches.length === 0);
}

/** Octets behind a message that can have no body are its body, sent all the same (RFC 9112 §6.3, rule 1). */
function placed(breach: Breach, voice: Voice): Breach {
  const last = voice.messages.get(voice.messages.size - 1);
  const before = last?.head;
  if (breach.rule !== 'body-too-long' || last === undefined || before === undefined) return breach;
  const args = { ...breach.args, before: nameOf(before), status: before.status };
  if (mayHaveNoBody(before, last)) return { ...breach, rule: 'body-not-allowed', args };
  const { from, to, ends } = last.body;
  const value = String(to - from + Number(breach.args?.['count'] ?? 0));
  return { ...breach, args, ...(ends === 'length' && { mend: { kind: 'set', name: 'Content-Length', value } }) };
}

function mayHaveNoBody(head: Head, message: Message | undefined): boolean {
  if (head.kind === 'request' || message?.body.ends !== 'none') return false;
  // A response without a body that says a length has answered HEAD.
  const length = head.fields.find((f) => f.key === 'content-length')?.value;
  return hasNoBody(head.status, '') || length !== '0';
}

/** Whose message has begun, by its first octets. */
function begunBy({ waiting }: Reading): Http1['role'] {
  const first = waiting[0];
  return first instanceof Uint8Array && latin1(first.subarray(0, 5)) === 'HTTP/' ? 'server' : 'client';
}

/**
 * The side ends its direction, by FIN or RST: the message that it has begun is whole by that, or is left incomplete
 * (RFC 9112 §8).
 *
 * @param isLast the peer has ended its direction before
 */
export function end(
  own: App | undefined,
  peer: App | undefined,
  tls?: TlsHost,
  isLast = own?.heard.ended === true,
  h2?: H2Host,
): Outcome | undefined {
  if (own === undefined || own.voice.ended) return undefined;
  if (own.voice.kind === 'tls' && tls !== undefined) return endSealed(own, peer, tls, h2);
  if (own.voice.kind === 'h2' && h2?.door !== undefined) return h2.door.endFramed(own, isLast);
  const { voice } = own;
  const over: Voice = { ...voice, ended: true };
  const http = own.http ?? (voice.kind === 'http1' ? newHttp1(begunBy(voice.reading)) : undefined);
  if (http === undefined) return { app: { ...own, voice: over }, messages: NO_MESSAGES, remarks: NO_REMARKS };
  const begun = askedInPart(own, peer);
  const found = voice.kind === 'http1' ? endOf(voice.reading) : undefined;
  // What an opaque peer has said may have been the answer. A peer that has ended its direction says nothing more, and
  // sends nothing that a closed socket would answer by RST.
  const isTold = found === undefined && peer?.voice.kind !== 'opaque' && !isLast;
  const breach = isTold ? atEnd(http, begun !== undefined) : undefined;
  const remarks = breach === undefined ? NO_REMARKS : [{ breach, message: undefined }];
  if (found === undefined) return { app: { ...own, voice: over }, messages: NO_MESSAGES, remarks };
  const message = judged(
    http,
    over,
    { ...found, kind: http.role === 'client' ? 'request' : 'response' },
    NOWHERE,
    begun,
  );
  const isWhole = !found.breaches.some((b) => b.rule === 'incomplete');
  return {
    app: {
      ...own,
      http: isWhole ? after(http, message, begun !== undefined) : http,
      voice: { ...withMessage(over, message), reading: BETWEEN },
    },
    messages: [message],
    remarks,
  };
}

/** At its end a direction says nothing more to a server. */
const NOWHERE: Beside = { domain: '', unread: false };

/** The state of a side of HTTP/1; IDLE while it has neither said nor heard anything. */
export function layerState(side: App | undefined): Http1State {
  const app = side?.tls?.inner ?? side;
  if (app?.http === undefined) return app?.voice.ended === true ? 'CLOSED' : 'IDLE';
  return stateOf(app.http, app.voice.reading.head !== undefined, app.voice.ended);
}

/** A message of TLS that somebody wishes to send. */
export interface SealedWish {
  readonly kind: 'tls';
  readonly wish: TlsWish;
}

/** A frame of HTTP/2 that somebody wishes to send. */
export interface FrameWish {
  readonly kind: 'h2';
  readonly wish: H2Wish;
}

/**
 * Messages as octets, in the order in which a side would write them in one go: each is completed by what the side knows
 * behind the one before. HTTP is sealed where TLS is up.
 */
export function spoken(
  own: App | undefined,
  peer: App | undefined,
  wishes: readonly (Wish | SealedWish | FrameWish)[],
  { domain, tls, h2, remembered }: Pick<Writing, 'domain' | 'tls' | 'h2' | 'remembered'>,
): readonly Spoken[] {
  let app = own;
  return wishes.map((wish, i) => {
    const written =
      wish.kind === 'tls'
        ? sealedWish(app, wish.wish, tls)
        : openWish(app, peer, wish, { domain, tls, h2, remembered });
    if (i === wishes.length - 1) return written;
    const { start, voice } = app ?? FRESH;
    const at = start === undefined ? ZERO : add(start, voice.octets % 0x1_0000_0000);
    app = write(app, peer, at, written.octets, { domain, tls, h2 }).app;
    return written;
  });
}

function sealedWish(app: App | undefined, wish: TlsWish, tls: TlsHost | undefined): Spoken {
  return tls === undefined ? UNSPOKEN : spokenSealed(app ?? FRESH, wish, tls);
}

function openWish(
  app: App | undefined,
  peer: App | undefined,
  wish: Wish | FrameWish,
  { domain, tls, h2, remembered }: Pick<Writing, 'domain' | 'tls' | 'h2' | 'remembered'>,
): Spoken {
  const sealed = app?.tls;
  const inner = sealed === undefined ? app : sealed.inner;
  const other = sealed === undefined ? peer : peer?.tls?.inner;
  const framed = framedFor(inner, other, wish, sealed?.end);
  if (framed !== undefined && h2?.door === undefined) {
    h2?.lacks?.();
    return UNSPOKEN;
  }
  const written =
    framed !== undefined && h2?.door !== undefined
      ? h2.door.spokenFramed(inner ?? FRESH, framed, wish.kind === 'h2' ? wish.wish : wish, domain)
      : wish.kind === 'h2'
        ? UNSPOKEN
        : { ...writtenBefore(remembered, askedOf(inner, other), wish, domain), problems: NO_PROBLEMS };
  if (app === undefined || sealed === undefined || tls === undefined) return written;
  const record = spokenSealed(app, { name: 'ApplicationData', set: [], body: written.octets }, tls);
  return { ...written, octets: record.octets };
}

const NO_PROBLEMS: Spoken['problems'] = [];

function askedOf(inner: App | undefined, other: App | undefined): Asked | undefined {
  return inner?.http?.asked[0] ?? askedInPart(inner ?? FRESH, other);
}

/** The framing of a wish that is written as HTTP/2: where the side speaks that or begins so, and of a frame that is opaque there. */
function framedFor(
  inner: App | undefined,
  other: App | undefined,
  wish: Wish | FrameWish,
  below: TlsEnd | undefined,
): Framing | undefined {
  const isOpen = inner === undefined || inner.voice.kind === 'undecided';
  const isPeer = other?.voice.kind === 'h2';
  const asks = wish.kind === 'h2' || wish.major === 2 || below?.alpn === 'h2';
  const isFramed =
    inner?.voice.kind === 'opaque'
      ? wish.kind === 'h2'
      : inner?.voice.kind === 'h2' || (isOpen && (asks || isPeer || inner?.h2 !== undefined));
  if (!isFramed) return undefined;
  const role = inner?.h2?.end.role ?? below?.role ?? (isPeer || wish.kind === 'response' ? 'server' : 'client');
  return { role, partial: false, sealed: below && sealingOf(below) };
}
