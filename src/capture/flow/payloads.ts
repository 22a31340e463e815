import { SYN, type Segment, add, dataStart, difference, has } from '../../wire';
import { quoted } from '../../script';
import type { Event, Passage } from '../explain';
import { other } from './sides';
import { HeadReader } from './heads';

/** The most characters of all payloads of a flow, and of one line, whose length is limited. */
const MOST_TOLD = 400_000;
const MOST_OF_LINE = 9000;

/** The payload of a segment, as far as its line tells it. */
export interface Payload {
  /** A string of its first octets. */
  readonly text: string;
  readonly isWhole: boolean;
}

/** A stretch of a direction as it was sent first. */
interface Stretch {
  readonly at: number;
  readonly data: Uint8Array;
}

/** The octets of one host, by their place behind its SYN. */
class Direction {
  readonly heads = new HeadReader();
  private readonly stretches: Stretch[] = [];
  /** The place behind all octets so far, and the number there; undefined before the first segment. */
  private end = 0;
  private next: Segment['seq'] | undefined;
  /** The octets of the segment at hand that were known before. */
  private known = 0;

  /** The number of the segment's first octets that its line tells. */
  take(segment: Segment, peer: HeadReader): number {
    const start = dataStart(segment);
    if (has(segment, SYN) || this.next === undefined) this.begin(start);
    const { len, data = NOTHING } = segment;
    const at = this.end + difference(this.next ?? start, start);
    if (len === 0) return 0;
    if (at + len <= this.end) return this.isAsBefore(at, data) ? 0 : data.length;
    if (at > this.end) this.heads.pass(at - this.end);
    const known = Math.max(0, this.end - at);
    const fresh = data.subarray(known);
    const told = this.heads.take(fresh, peer);
    if (known + fresh.length < len) this.heads.pass(len - known - fresh.length);
    this.stretches.push({ at, data });
    this.end = at + len;
    this.next = add(start, len);
    this.known = known;
    return told === 0 ? 0 : known + told;
  }

  /** Of the segment that was taken last, only these octets are told. */
  cut(told: number): void {
    this.heads.cut(told - this.known);
  }

  private begin(start: Segment['seq']): void {
    this.next = start;
    this.end = 0;
    this.stretches.length = 0;
    this.heads.begin();
  }

  /** True if octets that are sent again are those that were sent before, as far as both are known. */
  private isAsBefore(at: number, data: Uint8Array): boolean {
    const { stretches } = this;
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = stretches[middle];
      if (one !== undefined && one.at + one.data.length <= at) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < stretches.length; i++) {
      const { at: first, data: before } = stretches[i] as Stretch;
      if (first >= at + data.length) break;
      for (let k = Math.max(first, at); k < Math.min(first + before.length, at + data.length); k++)
        if (before[k - first] !== data[k - at]) return false;
    }
    return true;
  }
}

const NOTHING = new Uint8Array(0);

/**
 * The payloads that the lines of a flow tell, as strings. Heads and short bodies of HTTP, frames of HTTP/2 and records of
 * TLS are told, so that these are read; long bodies, sealed records without keys, and what is no text are not. Octets that are sent again
 * are told only where they differ.
 *
 * @param hasKeys true if a key log may open sealed records
 */
export function payloadsOf(events: readonly Event[], hasKeys: boolean): ReadonlyMap<Passage, Payload> {
  const directions = [new Direction(), new Direction()] as const;
  for (const { heads } of directions) heads.hasKeys = hasKeys;
  const texts = new Map<Passage, Payload>();
  let left = MOST_TOLD;
  for (const { kind, passage } of events) {
    if (kind !== 'send') continue;
    const { from, segment, supposed } = passage;
    const own = directions[from];
    const told = own.take(segment, directions[other(from)].heads);
    if (told === 0 || supposed || left <= 0) continue;
    const { text, count } = cutText(segment.data ?? NOTHING, told);
    left -= text.length;
    if (left < 0 || count < told) own.cut(left < 0 ? 0 : count);
    if (left >= 0) texts.set(passage, { text, isWhole: count === segment.len });
  }
  return texts;
}

/** The first octets as a string: as many as a line has room for. */
function cutText(data: Uint8Array, told: number): { readonly text: string; readonly count: number } {
  let count = Math.min(told, data.length, MOST_OF_LINE);
  for (;;) {
    const text = quoted(data.subarray(0, count));
    if (text.length <= MOST_OF_LINE) return { text, count };
    count = Math.floor((count * MOST_OF_LINE) / text.length) - 4;
  }
}
