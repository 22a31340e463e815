/** HTTP/2 at one side: frames that it writes or hears. */
import type { Seq } from '../../wire';
import type { App, Outcome, Spoken } from '../side';
import { NOTHING_READ, type Reading, type Voice } from '../silent';
import type { Message, Remark } from '../message';
import { type Octets, appended, count, sizeOf } from '../octets';
import type { Role } from '../role';
import { opaqueFrom, readTo, withMessage } from '../voice';
import { newH2 } from './end';
import { nameOfFrame } from './frame';
import { atEndH2 } from './judge';
import { NO_H2, readingFrom } from './read';
import { type H2Wishes, type JudgedFrame, heardH2, progressH2, spokenH2 } from './speak';
import type { Framed, Framing } from './types';
import { NO_OCTETS } from '../no-octets';

const NO_REMARKS: readonly Remark[] = [];

/** Once something of the peer is lost, no more is known of what came before. */
function framedOf({ h2 }: App, { role, partial, sealed }: Framing): Framed {
  if (h2 === undefined) return { end: newH2(role, partial, sealed), reading: NO_H2, heard: undefined };
  return partial && !h2.end.partial ? { ...h2, end: { ...h2.end, partial } } : h2;
}

/** A side writes octets of HTTP/2. */
export function writeFramed(app: App, start: Seq, part: Uint8Array | number, framing: Framing): Outcome {
  const before = framedOf(app, framing);
  const octets = app.voice.octets + sizeOf(part);
  // The first octets may have come before they told that this is HTTP/2.
  const news = appended(app.voice.kind === 'h2' ? NO_OCTETS : app.voice.reading.waiting, part);
  let { end, reading } = before;
  let opaque: 'other' | 'too-long' | undefined;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  let voice = readTo(app.voice, octets, NOTHING_READ, 'h2');
  for (const piece of news) {
    const p = progressH2(end, reading, piece, 'own');
    ({ end, reading, opaque } = p);
    for (const judged of p.frames) {
      const message = messageOf(judged, end.role, nameOfFrame(judged.frame));
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
export function hearFramed(app: App, peer: App, upTo: number, ended: boolean): Outcome {
  const { heard } = app;
  const role: Role = peer.h2?.end.role === 'server' ? 'client' : 'server';
  const partial = peer.h2?.end.partial === true;
  const before = framedOf(app, { role, partial, sealed: peer.h2?.end.sealed });
  let { end } = before;
  const messages: Message[] = [];
  let number = Math.max(heard.messages, peer.voice.dropped);
  for (;;) {
    const message = peer.voice.messages.get(number - peer.voice.dropped);
    if (message?.frame === undefined || message.to > upTo) break;
    end = heardH2(end, message.frame, message.breaches);
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
  arrived: (from: number) => Octets,
): Outcome {
  const { heard } = app;
  const role: Role = peer.h2?.end.role === 'server' ? 'client' : 'server';
  const partial = peer.h2?.end.partial === true;
  const before = framedOf(app, { role, partial, sealed: peer.h2?.end.sealed });
  let { end } = before;
  const at = peer.voice.messages.get(heard.messages - peer.voice.dropped)?.from ?? peer.voice.from;
  let reading = before.heard ?? readingFrom(at, end.in.table, role === 'client' || end.in.preface);
  const from = before.heard === undefined ? at : heard.octets;
  const messages: Message[] = [];
  const remarks: Remark[] = [];
  for (const part of arrived(from)) {
    const p = progressH2(end, reading, part, 'peer');
    ({ end, reading } = p);
    for (const judged of p.frames) {
      const said = peer.voice.messages.get(heard.messages + messages.length - peer.voice.dropped);
      // Somebody on the way changed it: the receiver finds that, and its sender is not at fault.
      for (const breach of judged.breaches)
        if (said?.breaches.some((b) => b.rule === breach.rule) !== true)
          remarks.push({ breach: { ...breach, level: 'hint' }, message: undefined });
      messages.push(messageOf(judged, role === 'client' ? 'server' : 'client', nameOfFrame(judged.frame)));
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
export function endFramed(app: App, isLast: boolean): Outcome {
  const { h2 } = app;
  const voice: Voice = { ...app.voice, ended: true };
  if (h2 === undefined) return { app: { ...app, voice }, messages: [], remarks: [] };
  const { size, name } = h2.reading;
  const breach =
    size > 0
      ? { rule: 'h2/frame-size', says: 'frame-size/cut', args: { frame: name, count: size } }
      : atEndH2(h2.end, isLast);
  const end = { ...h2.end, ended: true };
  const remarks: Remark[] = breach === undefined ? [] : [{ breach, message: undefined }];
  return { app: { ...app, voice, h2: { ...h2, end } }, messages: [], remarks };
}

/** A wish as frames, as the side would write them now. */
export function spokenFramed(app: App, framing: Framing, wish: H2Wishes, domain: string): Spoken {
  const { end } = framedOf(app, framing);
  return spokenH2(end, wish, { domain, sealed: framing.sealed !== undefined });
}
