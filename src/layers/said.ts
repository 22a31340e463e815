/** Which messages a segment carries octets of. */
import type { App } from './side';
import { nameOf } from './http1/head';
import type { Message } from './message';
import { type Seq, compact } from '../wire';
import { firstAt, placeOf } from './voice';

/** The share that a segment has in a message. */
export interface Said {
  /** `GET /`, `200 OK`; empty where the start line is not whole yet. */
  readonly name: string;
  readonly kind: Message['kind'];
  /** Where the message begins, in octets of the direction. */
  readonly begin: number;
  /** Octets of the message that the segment carries, from the message's beginning; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Octets of the message, where they are known. */
  readonly size: number | undefined;
  /** The message, where it is whole as its sender wrote it. */
  readonly message: Message | undefined;
}

/** So many messages of a segment are told apart. */
const MOST = 64;

/** The messages of which the octets from a sequence number on are a part. */
export function saidIn({ start, voice, h2 }: App, at: Seq, len: number): readonly Said[] {
  if (start === undefined || len === 0) return [];
  const from = placeOf(start, voice.octets, at);
  const to = from + len;
  const said: Said[] = [];
  for (let i = firstAt(voice, from); i < voice.messages.size && said.length < MOST; i++) {
    const message = voice.messages.get(i);
    if (message === undefined || message.from >= to) break;
    const { name, kind, from: begin, to: end } = message;
    const size = end - begin;
    said.push({ name, kind, begin, from: Math.max(from - begin, 0), to: Math.min(to - begin, size), size, message });
  }
  const { reading } = voice;
  const isRead = voice.kind === 'http1' || voice.kind === 'h2' || voice.kind === 'tls';
  if (isRead && voice.from < to && reading.size > 0 && voice.from + reading.size > from) {
    const { head, framing } = reading;
    const framed = voice.kind === 'h2' ? h2?.reading : undefined;
    const begin = voice.from;
    said.push({
      name: head === undefined ? (framed?.name ?? '') : nameOf(head),
      kind: head?.kind ?? (h2?.end.role === 'server' ? 'response' : 'request'),
      begin,
      from: Math.max(from - begin, 0),
      to: Math.min(to - begin, reading.size),
      size: head !== undefined && framing.kind === 'length' ? head.length + framing.length : framed?.needs,
      message: undefined,
    });
  }
  return compact(said);
}
