/** One direction of a connection: what its sender has written, read once as it is written. */
import { type Seq, add, difference } from '../wire';
import { NOTHING_READ, type Reading, type Voice } from './silent';
import type { Message } from './message';
import { type Octets, appended, sliced } from './octets';
import { NO_OCTETS } from './no-octets';

/** So many messages of a direction are kept. */
const MOST_MESSAGES = 10_000;

/** The place of a sequence number in the direction that begins at `start`, near `octets`: directions are longer than 2^32. */
export function placeOf(start: Seq, octets: number, n: Seq): number {
  return octets + difference(add(start, octets % 0x1_0000_0000), n);
}

/** A part of a stream without its first octets. */
export function cut(part: Uint8Array | number, from: number): Uint8Array | number {
  return typeof part === 'number' ? part - from : part.subarray(from);
}

/** Does the direction speak nothing that is read here, from its first octet on? Then nothing of it is kept. */
export function isForeign({ kind, messages, dropped }: Voice): boolean {
  return kind === 'opaque' && messages.size === 0 && dropped === 0;
}

/** Nothing of the direction is read from here on. */
export function opaqueFrom(voice: Voice): Voice {
  const { octets, messages, dropped, ended } = voice;
  return { kind: 'opaque', octets, from: octets, reading: NOTHING_READ, messages, dropped, ended };
}

export function withMessage(voice: Voice, message: Message): Voice {
  const messages = voice.messages.push(message);
  const over = messages.size > MOST_MESSAGES ? 1 : 0;
  const { kind, octets, reading, ended } = voice;
  const dropped = voice.dropped + over;
  return { kind, octets, from: message.to, reading, messages: messages.drop(over), dropped, ended };
}

/** The direction with more octets that have been read. */
export function readTo(voice: Voice, octets: number, reading: Reading, kind = voice.kind): Voice {
  const { from, messages, dropped, ended } = voice;
  return { kind, octets, from, reading, messages, dropped, ended };
}

/** The octets of a direction between two places; those that are not kept any more are not given. */
export function octetsIn(voice: Voice, from: number, to: number): Octets {
  let all: Octets = NO_OCTETS;
  let at = from;
  const put = (start: number, octets: Octets, end: number): void => {
    if (end <= at || start >= to) return;
    if (start > at) all = appended(all, start - at);
    for (const part of sliced(octets, Math.max(at, start) - start, Math.min(to, end) - start))
      all = appended(all, part);
    at = Math.min(to, end);
  };
  for (let i = firstAt(voice, from); i < voice.messages.size && at < to; i++) {
    const message = voice.messages.get(i);
    if (message !== undefined) put(message.from, message.octets, message.to);
  }
  put(voice.from, voice.reading.waiting, voice.from + voice.reading.size);
  return at < to ? appended(all, to - at) : all;
}

/** The index of the first kept message that ends behind a place; mostly it is one of the last. */
export function firstAt({ messages }: Voice, place: number): number {
  let [low, high] = [0, messages.size];
  for (let back = 1; back <= high; back *= 2) {
    if ((messages.get(messages.size - back)?.to ?? 0) > place) high = messages.size - back;
    else {
      low = messages.size - back + 1;
      break;
    }
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages.get(middle)?.to ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
