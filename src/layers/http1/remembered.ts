/**
 * Messages that were read and written before. Whoever checks a text again and again keeps one and gives it in: a message is then
 * neither written nor read twice as long as its line stays. Results are the same without it, and must not be changed.
 */
import type { Asked } from './machine';
import { type Read, type Side, read } from './read';
import { type Wish, type Written, write } from './write';
import { BETWEEN } from '../silent';

export interface Remembered {
  /** The reading of a part of a direction between messages. */
  readonly read: WeakMap<Uint8Array, { readonly side: Side; readonly method: string; readonly result: Read }>;
  /** The octets of a wish. */
  readonly written: WeakMap<
    Wish,
    { readonly asked: Asked | undefined; readonly domain: string; readonly written: Written }
  >;
  /** The wish of a line's words, by the octets of a body at most. */
  readonly wishes: WeakMap<object, Wish>;
}

export function newRemembered(): Remembered {
  return { read: new WeakMap(), written: new WeakMap(), wishes: new WeakMap() };
}

/** Reads a part between messages, unless it was read before in the same circumstances. */
export function readBefore(remembered: Remembered, part: Uint8Array, side: Side, method: string): Read {
  const before = remembered.read.get(part);
  if (before !== undefined && before.side === side && before.method === method) return before.result;
  const result = read(BETWEEN, part, side, method);
  if (result.found !== undefined) remembered.read.set(part, { side, method, result });
  return result;
}

/** Writes a message, unless it was written before in the same circumstances. */
export function writtenBefore(
  remembered: Remembered | undefined,
  asked: Asked | undefined,
  wish: Wish,
  domain: string,
): Written {
  const before = remembered?.written.get(wish);
  if (before !== undefined && before.domain === domain && isAlike(before.asked, asked)) return before.written;
  const written = write(asked, wish, domain);
  remembered?.written.set(wish, { asked, domain, written });
  return written;
}

/** Are two requests alike for their response's writer? */
function isAlike(a: Asked | undefined, b: Asked | undefined): boolean {
  return a === b || (a !== undefined && a.method === b?.method && a.minor === b.minor && a.close === b.close);
}

/** The wish of a line's words, made once. */
export function wishBefore<T extends object>(
  remembered: Remembered | undefined,
  words: T,
  most: number,
  make: (words: T, most: number) => Wish,
): Wish {
  const before = remembered?.wishes.get(words);
  if (before?.most === most) return before;
  const wish = make(words, most);
  remembered?.wishes.set(words, wish);
  return wish;
}
