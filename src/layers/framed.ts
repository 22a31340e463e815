/** HTTP/2 at one side: frames that it writes or hears. */
import type { Seq } from '../wire';
import { type App, type Circumstances, NO_REMARKS, type Outcome, type Spoken } from './side';
import type { Framed, H2Door } from './h2-door';
import { beginsPreface, beginsSettings } from './h2/begin';
import type { H2Wishes, JudgedFrame, Sealing } from './h2';
import { NOTHING_READ, type Reading } from './http1/read';
import type { Message, Remark } from './message';
import { NO_OCTETS, type Octets, appended, count, known, sizeOf, sliced } from './octets';
import type { Role } from './role';
import { type Voice, opaqueFrom, readTo, withMessage } from './voice';

/** How a side comes to speak HTTP/2. */
export interface Framing {
  readonly role: Role;
  readonly partial: boolean;
  /** TLS below it. */
  readonly sealed: Sealing | undefined;
}

/** The octets with which a direction that is not decided begins, with those that come now. */
function firstOf({ voice }: App, news: Uint8Array | number): Uint8Array | undefined {
  return known(sliced(appended(voice.reading.waiting, news), 0, FIRST));
}

const FIRST = 24;

/**
 * Does a side speak HTTP/2 from its first octet on? By ALPN in TLS, by the client's preface in clear (RFC 9113 §3.2, §3.3); a server
 * answers a client that does, or begins with SETTINGS.
 */
export function framingOf(
  app: App,
  peer: App | undefined,
  news: Uint8Array | number,
  { partial, role, sealing }: Pick<Circumstances, 'partial' | 'role' | 'sealing'>,
): Framing | undefined {
  if (app.voice.kind === 'h2') return { role: app.h2?.end.role ?? 'client', partial, sealed: sealing };
  if (app.voice.kind !== 'undecided') return undefined;
  const told = role ?? app.h2?.end.role;
  if (sealing?.alpn === 'h2' && told !== undefined) return { role: told, partial, sealed: sealing };
  const first = firstOf(app, news);
  if (first !== undefined && beginsPreface(first)) return { role: 'client', partial: false, sealed: sealing };
  const isServer = app.h2?.end.role === 'server' || peer?.voice.kind === 'h2';
  const begins = first !== undefined && peer?.voice.kind !== 'http1' && beginsSettings(first);
  if (!isServer && !begins) return undefined;
  // A client may have left its preface out.
  return { role: isServer ? 'server' : (told ?? 'server'), partial: partial && !begins, sealed: sealing };
}

export function framedOf({ h2 }: App, door: H2Door, { role, partial, sealed }: Framing): Framed {
  return h2 ?? { end: door.newH2(role, partial, sealed), reading: door.NO_H2, heard: undefined };
}

/** A side writes octets of HTTP/2. */
export function writeFramed(app: App, start: Seq, part: Uint8Array | number, framing: Framing, door: H2Door): Outcome {
  const before = framedOf(app, door, framing);
  const octets = app.voice.octets + sizeOf(part);
  // The first octets may have come before they told that this is HTTP/2.
  const news = appended(app.voice.kind === 'h2' ? NO_OCTETS : app.voice.reading.waiting, part);
  let { end, reading } = before;
  let opaque: 'other' | 'too-long' | undefined;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  let voice = readTo(app.voice, octets, NOTHING_READ, 'h2');
  for (const piece of news) {
    const p = door.progressH2(end, reading, piece, 'own');
    ({ end, reading, opaque } = p);
    for (const judged of p.frames) {
      const message = messageOf(judged, end.role, door.nameOfFrame(judged.frame));
      voice = withMessage(voice, message);
      messages.push(message);
    }
    if (opaque !== undefined) break;
  }
  if (opaque === 'too-long') remarks.push({ breach: { rule: 'h2/not-read' }, message: undefined });
  else if (opaque === 'other' && !reading.decided && !framing.partial)
    remarks.push({ breach: { rule: 'h2/preface', says: 'preface/other' }, message: undefined });
  voice = opaque === undefined ? readTo(voice, octets, waitingFor(reading.waiting), 'h2') : opaqueFrom(voice);
  const h2: Framed = { end, reading, heard: before.heard };
  return { app: { start, voice, heard: app.heard, http: undefined, h2, tls: app.tls }, messages, remarks };
}

function waitingFor(waiting: Octets): Reading {
  return { ...NOTHING_READ, decided: true, waiting, size: count(waiting) };
}

function messageOf({ frame, breaches }: JudgedFrame, role: Role, name: string): Message {
  const { from, to, octets, fields, content, block, stream } = frame;
  return {
    layer: 'h2',
    kind: role === 'client' ? 'request' : 'response',
    name,
    from,
    to,
    octets,
    fields,
    body: { from: content.from, to: content.to, ends: 'length' },
    breaches,
    head: block?.head,
    frame,
    stream,
  };
}

/** Frames of the peer have reached a side in order, as the peer wrote them. */
export function hearFramed(app: App, peer: App, upTo: number, ended: boolean, door: H2Door): Outcome {
  const { heard } = app;
  const role: Role = peer.h2?.end.role === 'server' ? 'client' : 'server';
  const partial = peer.h2?.end.partial === true;
  const before = framedOf(app, door, { role, partial, sealed: peer.h2?.end.sealed });
  let { end } = before;
  const messages: Message[] = [];
  let number = Math.max(heard.messages, peer.voice.dropped);
  for (;;) {
    const message = peer.voice.messages.get(number - peer.voice.dropped);
    if (message?.frame === undefined || message.to > upTo) break;
    end = door.heardH2(end, message.frame, message.breaches);
    messages.push(message);
    number++;
  }
  const held = heard.held.length === 0 ? heard.held : heard.held.filter((h) => h.from + h.bytes.length > upTo);
  return {
    app: {
      start: app.start,
      voice: app.voice,
      heard: { octets: upTo, messages: number, held, own: heard.own, ended },
      http: undefined,
      h2: { end, reading: before.reading, heard: before.heard },
      tls: app.tls,
    },
    messages,
    remarks: NO_REMARKS,
  };
}

/**
 * Other octets have come than the peer wrote: the receiver reads on its own, from the frame at hand.
 *
 * @param arrived the octets that have come, from a place in the direction on
 */
export function hearFramedOther(
  app: App,
  peer: App,
  upTo: number,
  ended: boolean,
  door: H2Door,
  arrived: (from: number) => Octets,
): Outcome {
  const { heard } = app;
  const role: Role = peer.h2?.end.role === 'server' ? 'client' : 'server';
  const partial = peer.h2?.end.partial === true;
  const before = framedOf(app, door, { role, partial, sealed: peer.h2?.end.sealed });
  let { end } = before;
  const at = peer.voice.messages.get(heard.messages - peer.voice.dropped)?.from ?? peer.voice.from;
  let reading = before.heard ?? door.readingFrom(at, end.in.table, role === 'client' || end.in.preface);
  const from = before.heard === undefined ? at : heard.octets;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  for (const part of arrived(from)) {
    const p = door.progressH2(end, reading, part, 'peer');
    ({ end, reading } = p);
    for (const judged of p.frames) {
      const said = peer.voice.messages.get(heard.messages + messages.length - peer.voice.dropped);
      // Somebody on the way changed it: the receiver finds that, and its sender is not at fault.
      for (const breach of judged.breaches)
        if (said?.breaches.some((b) => b.rule === breach.rule) !== true)
          remarks.push({ breach: { ...breach, level: 'hint' }, message: undefined });
      messages.push(messageOf(judged, role === 'client' ? 'server' : 'client', door.nameOfFrame(judged.frame)));
    }
  }
  const held = heard.held.filter((h) => h.from + h.bytes.length > upTo);
  const own: Voice = heard.own ?? { ...peer.voice, reading: NOTHING_READ };
  return {
    app: {
      start: app.start,
      voice: app.voice,
      heard: { octets: upTo, messages: heard.messages + messages.length, held, own, ended },
      http: undefined,
      h2: { end, reading: before.reading, heard: reading },
      tls: app.tls,
    },
    messages,
    remarks,
  };
}

/** A side ends its direction (RFC 9113 §5.4.1, §6.8): a GOAWAY should have come before, and no frame is left unfinished. */
export function endFramed(app: App, isLast: boolean, door: H2Door): Outcome {
  const { h2 } = app;
  const voice: Voice = { ...app.voice, ended: true };
  if (h2 === undefined) return { app: { ...app, voice }, messages: [], remarks: [] };
  const { size, name } = h2.reading;
  const breach =
    size > 0
      ? { rule: 'h2/frame-size', says: 'frame-size/cut', args: { frame: name, count: size } }
      : door.atEndH2(h2.end, isLast);
  const end = { ...h2.end, ended: true };
  const remarks: Remark[] = breach === undefined ? [] : [{ breach, message: undefined }];
  return { app: { ...app, voice, h2: { ...h2, end } }, messages: [], remarks };
}

/** A wish as frames, as the side would write them now. */
export function spokenFramed(app: App, framing: Framing, wish: H2Wishes, door: H2Door, domain: string): Spoken {
  const { end } = framedOf(app, door, framing);
  return door.spokenH2(end, wish, { domain, sealed: framing.sealed !== undefined });
}
