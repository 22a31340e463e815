import type { Endpoint, Text } from './world';
import { type Seq, add, difference, distance, joined, le } from '../wire';

/** The bytes of a part of the stream; undefined unless the user gave all of them as text. */
export function textAt(sender: Endpoint, start: Seq, len: number): Uint8Array | undefined {
  const found: Uint8Array[] = [];
  let at = start;
  let left = len;
  for (const { start: from, bytes } of sender.outgoing) {
    const skipped = difference(from, at);
    if (skipped < 0 || skipped >= bytes.length) continue;
    const part = bytes.subarray(skipped, skipped + left);
    found.push(part);
    at = add(at, part.length);
    left -= part.length;
    if (left === 0) return found.length === 1 ? part : joined(...found);
  }
  return undefined;
}

/** The text of the stream with more appended; acknowledged text is removed. */
export function withText(sender: Endpoint, start: Seq, bytes: Uint8Array): readonly Text[] {
  const { sndUna } = sender.tcb;
  const kept = sender.outgoing.filter(
    (t) => !le(add(t.start, t.bytes.length), sndUna) && distance(sndUna, t.start) < 2 ** 31,
  );
  return [...kept, { start, bytes }];
}
