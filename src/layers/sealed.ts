/** TLS at one side: octets that it writes or hears, and what is said inside of them. */
import { type Seq, ZERO, add } from '../wire';
import { end as endInside, write } from './app';
import { type App, FRESH, NO_REMARKS, type Outcome, type Sealed, type Spoken, UNSPOKEN } from './side';
import type { TlsHost } from './door';
import type { Circumstances } from './circumstances';
import type { H2Door, H2Host } from './h2-door';
import type { Sealing } from './h2/types';
import { hear } from './heard';
import { BETWEEN, NOTHING_READ, type Reading, type Voice } from './silent';
import type { Breach, Message, Remark } from './message';
import { type Octets, appended, count, sizeOf, sliced } from './octets';
import type { Judged, TlsEnd, TlsMessage, TlsReading, TlsWish } from './tls';
import { type Role, otherRole } from './role';
import { opaqueFrom, readTo, withMessage } from './voice';
import { NO_OCTETS } from './no-octets';

/** The first octet of a TLS record is its type: 20 to 23 (RFC 8446 §5.1). No line of HTTP begins so. */
export function beginsSealed(part: Uint8Array | number): boolean {
  return typeof part !== 'number' && (part[0] ?? 0) >= 20 && (part[0] ?? 0) <= 23;
}

/** Does TLS begin here: is the first message a ClientHello (RFC 8446 §4)? */
export function beginsHandshake(part: Uint8Array | number): boolean {
  return typeof part !== 'number' && part[0] === 22 && part[5] === 1;
}

function sealedOf(app: App, { door, setup }: TlsHost): Sealed {
  return app.tls ?? { end: door.newTls(setup()), reading: door.NO_TLS, inner: FRESH, heard: undefined };
}

/** A place in the stream inside, as a sequence number: it begins at 0. */
function placeInside(octets: number): Seq {
  return add(ZERO, octets % 0x1_0000_0000);
}

/** A side writes octets of TLS. */
export function writeSealed(
  app: App,
  peer: App | undefined,
  start: Seq,
  part: Uint8Array | number,
  how: Circumstances & { readonly tls: TlsHost },
): Outcome {
  const { door, step } = how.tls;
  const before = sealedOf(app, how.tls);
  const p = door.progress(before.end, before.reading, part, 'own', step);
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  let { inner } = before;
  let waiting = appended(app.voice.reading.waiting, part);
  let voice = readTo(app.voice, app.voice.octets + sizeOf(part), NOTHING_READ, 'tls');
  for (const judged of p.messages) {
    const { message } = judged;
    const from = inner.voice.octets;
    const inside: Message[] = [];
    const said = saidInside(inner, peer?.tls?.inner, message, { ...how, end: p.end }, app.heard.ended);
    if (said !== undefined) {
      inner = said.app;
      inside.push(...said.messages);
      remarks.push(...said.remarks);
    }
    const size = message.to - voice.from;
    const octets = sliced(waiting, 0, size);
    const range = { from, to: inner.voice.octets };
    const one = messageOf(judged, before.end.role, octets, voice.from, range, inside);
    waiting = sliced(waiting, size, count(waiting));
    voice = withMessage(voice, one);
    messages.push(one);
  }
  voice = p.opaque ? opaqueFrom(voice) : readTo(voice, voice.octets, waitingFor(waiting), 'tls');
  const tls: Sealed = { end: p.end, reading: p.reading, inner, heard: before.heard };
  return { app: { start, voice, heard: app.heard, http: undefined, h2: undefined, tls }, messages, remarks };
}

function waitingFor(waiting: Octets): Reading {
  return { ...NOTHING_READ, decided: true, waiting, size: count(waiting) };
}

/** A message of TLS as the side would write it now. */
export function spokenSealed(app: App, wish: TlsWish, host: TlsHost): Spoken {
  const { end, reading } = sealedOf(app, host);
  const [written] = host.door.spokenTls(end, reading, [wish]);
  return written ?? UNSPOKEN;
}

/** The inside of a message: octets of the application, or close_notify, which ends them (RFC 8446 §6.1). */
function saidInside(
  inner: App,
  peer: App | undefined,
  m: TlsMessage,
  how: Circumstances & { readonly tls: TlsHost; readonly end: TlsEnd },
  isLast: boolean,
): Outcome | undefined {
  if (m.alert?.description === 0) return endInside(inner, peer, undefined, isLast || inner.heard.ended, how.h2);
  if (m.name !== 'ApplicationData') return undefined;
  const text = how.tls.door.insideOf(m) ?? m.size;
  const { end } = how;
  // Of what can't be opened in a capture, nobody knows what it said.
  const partial = how.partial || (typeof text === 'number' && end.setup.captured);
  const below = { sealed: true, sealing: sealingOf(end), role: end.role, partial };
  return sizeOf(text) === 0
    ? undefined
    : write(inner, peer, placeInside(inner.voice.octets), text, { ...how, ...below, tls: undefined });
}

/** TLS as HTTP/2 sees it (RFC 9113 §9.2): CBC suites of TLS 1.2 and those without a fresh key are forbidden. */
export function sealingOf({ alpn, suite, version }: TlsEnd): Sealing {
  const isWeak = version < 0x0304 && suite !== undefined && (suite.kx === 'RSA' || suite.name.includes('_CBC_'));
  return { alpn, weak: isWeak ? suite.name : undefined };
}

function messageOf(
  { message, breaches }: Judged,
  role: Role,
  octets: Octets,
  at: number,
  { from, to }: { readonly from: number; readonly to: number },
  inside: readonly Message[],
): Message {
  return {
    layer: 'tls',
    kind: role === 'client' ? 'request' : 'response',
    name: nameOf(message),
    from: at,
    to: message.to,
    octets,
    fields: message.fields,
    body: { from: 0, to: 0, ends: 'none' },
    breaches,
    head: undefined,
    sealed: { message, from, to },
    inside,
  };
}

/** `ClientHello`, `Alert close_notify`, `Application Data`. */
function nameOf({ name, fields, closed }: TlsMessage): string {
  if (name === 'ApplicationData') return 'Application Data';
  if (name === 'Unread' && closed !== undefined) return 'Encrypted Message';
  const alert = name === 'Alert' ? fields.find((f) => f.name === 'description')?.value : undefined;
  return alert === undefined ? name : `Alert ${alert}`;
}

const RECEIVERS = /^tls\/(?:certificate-|downgrade-sentinel$)/;

/** Breaches that the receiver alone finds: a certificate that it refuses, a version below the one that both speak. */
function refusals(breaches: readonly Breach[], said: Message): Remark[] {
  return breaches
    .filter((b) => RECEIVERS.test(b.rule) && !said.breaches.some((s) => s.rule === b.rule))
    .map((breach) => ({ breach, message: said }));
}

/** Octets of TLS have reached a side in order, as the peer wrote them. */
export function hearSealed(app: App, peer: App, upTo: number, ended: boolean, host: TlsHost, h2?: H2Door): Outcome {
  const { heard } = app;
  const before = sealedOf(app, host);
  let { end, inner } = before;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  let number = Math.max(heard.messages, peer.voice.dropped);
  for (;;) {
    const message = peer.voice.messages.get(number - peer.voice.dropped);
    if (message?.sealed === undefined || message.to > upTo) break;
    const h = host.door.heardTls(end, message.sealed.message, host.step);
    end = h.end;
    inner = hearInside(inner, peer.tls?.inner, message, h.message, h2);
    remarks.push(...refusals(h.breaches, message));
    messages.push(message);
    number++;
  }
  const held = heard.held.filter((h) => h.from + h.bytes.length > upTo);
  return {
    app: {
      start: app.start,
      voice: app.voice,
      heard: { octets: upTo, messages: number, held, own: heard.own, ended },
      http: undefined,
      h2: undefined,
      tls: { end, reading: before.reading, inner, heard: before.heard },
    },
    messages,
    remarks,
  };
}

function hearInside(inner: App, peer: App | undefined, said: Message, heard: TlsMessage, h2: H2Door | undefined): App {
  const isEnd = heard.alert?.description === 0;
  if ((heard.name !== 'ApplicationData' && !isEnd) || heard.closed !== undefined) return inner;
  const next = placeInside(said.sealed?.to ?? 0);
  return hear(inner, peer, next, isEnd, undefined, h2)?.app ?? inner;
}

/**
 * Other octets have come than the peer wrote: the receiver reads on its own, from the record at hand.
 *
 * @param arrived the octets that have come, from a place in the direction on
 */
export function hearSealedOther(
  app: App,
  peer: App,
  upTo: number,
  ended: boolean,
  host: TlsHost,
  arrived: (from: number) => Octets,
  h2?: H2Door,
): Outcome {
  const { heard } = app;
  const before = sealedOf(app, host);
  let { end, inner } = before;
  let reading = before.heard ?? readingAt(peer, heard.messages, end, host);
  const from = before.heard === undefined ? reading.from : heard.octets;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  for (const part of arrived(from)) {
    const p = host.door.progress(end, reading, part, 'peer', host.step);
    for (const judged of p.messages) {
      const said = peer.voice.messages.get(heard.messages + messages.length - peer.voice.dropped);
      // Somebody on the way changed it: the receiver finds that, and its sender is not at fault.
      for (const breach of judged.breaches)
        if (said?.breaches.some((b) => b.rule === breach.rule) !== true)
          remarks.push({ breach: { ...breach, level: 'hint' }, message: undefined });
      // A record that opens is the one that the peer has sealed.
      if (said !== undefined) inner = hearInside(inner, peer.tls?.inner, said, judged.message, h2);
      messages.push(messageOf(judged, otherRole(end.role), NO_OCTETS, judged.message.from, NOTHING_INSIDE, []));
    }
    ({ end, reading } = p);
  }
  const held = heard.held.filter((h) => h.from + h.bytes.length > upTo);
  const own = heard.own ?? { ...peer.voice, reading: BETWEEN };
  return {
    app: {
      start: app.start,
      voice: app.voice,
      heard: { octets: upTo, messages: heard.messages + messages.length, held, own, ended },
      http: undefined,
      h2: undefined,
      tls: { end, reading: before.reading, inner, heard: reading },
    },
    messages,
    remarks,
  };
}

const NOTHING_INSIDE = { from: 0, to: 0 };

/** The reading of the peer's direction from the record on in which the next message that was not heard begins. */
function readingAt({ voice, tls }: App, heard: number, end: TlsEnd, { door }: TlsHost): TlsReading {
  const next = voice.messages.get(heard - voice.dropped)?.sealed;
  if (next !== undefined) return door.readingFrom(next.message, end.in);
  return { ...(tls?.reading ?? door.NO_TLS), waiting: NO_OCTETS, size: 0 };
}

/** A side ends its direction by FIN or RST: close_notify should have come before (RFC 8446 §6.1). */
export function endSealed(app: App, peer: App | undefined, host: TlsHost, h2?: H2Host): Outcome {
  const { tls } = app;
  const voice: Voice = { ...app.voice, ended: true };
  if (tls === undefined) return { app: { ...app, voice }, messages: [], remarks: NO_REMARKS };
  const breach = host.door.endOfTls(tls.reading) ?? host.door.atEndTls(tls.end, tls.end.role);
  const isLast = app.heard.ended || tls.inner.heard.ended;
  const inside = endInside(tls.inner, peer?.tls?.inner, undefined, isLast, h2);
  const remarks: Remark[] = breach === undefined ? [] : [{ breach, message: undefined }];
  const inner = inside?.app ?? tls.inner;
  return { app: { ...app, voice, tls: { ...tls, inner } }, messages: inside?.messages ?? [], remarks };
}
