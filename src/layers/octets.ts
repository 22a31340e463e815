/**
 * Octets of a stream, in order. A number stands for that many octets whose values are not given: a payload that a line tells by
 * `len=` alone, or a capture that was cut short.
 */
export type Octets = readonly (Uint8Array | number)[];

/** How many octets there are. */
export function count(octets: Octets): number {
  let sum = 0;
  for (const part of octets) sum += sizeOf(part);
  return sum;
}

export function sizeOf(part: Uint8Array | number): number {
  return typeof part === 'number' ? part : part.length;
}

/**
 * The octets with one more part behind them. A part joins the one before it once it is as long: so n octets that come one by
 * one cost n log n, however they are cut.
 */
export function appended(octets: Octets, part: Uint8Array | number): Octets {
  if (sizeOf(part) === 0) return octets;
  if (octets.length === 0) return [part];
  const parts = octets.slice();
  let last = part;
  for (let before = parts.at(-1); before !== undefined; before = parts.at(-1)) {
    const isUnknown = typeof last === 'number';
    if (isUnknown !== (typeof before === 'number')) break;
    if (!isUnknown && sizeOf(before) > sizeOf(last) && !liesBehind(before as Uint8Array, last as Uint8Array)) break;
    last = isUnknown ? (before as number) + (last as number) : both(before as Uint8Array, last as Uint8Array);
    parts.pop();
  }
  parts.push(last);
  return parts;
}

/** Two parts of one payload, one right behind the other: they are joined without a copy. */
function liesBehind(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset + a.length === b.byteOffset;
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (liesBehind(a, b)) return new Uint8Array(a.buffer, a.byteOffset, a.length + b.length);
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** The octets from `from` to `to` (exclusive), counted from 0. */
export function sliced(octets: Octets, from: number, to: number): Octets {
  const found: (Uint8Array | number)[] = [];
  let at = 0;
  for (const part of octets) {
    const size = sizeOf(part);
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, size)];
    if (end > start) found.push(typeof part === 'number' ? end - start : part.subarray(start, end));
    at += size;
    if (at >= to) break;
  }
  return found;
}

/** The octets as one array; undefined where some are not given. */
export function known(octets: Octets): Uint8Array | undefined {
  if (octets.length === 1) return typeof octets[0] === 'number' ? undefined : octets[0];
  const all = new Uint8Array(count(octets));
  let at = 0;
  for (const part of octets) {
    if (typeof part === 'number') return undefined;
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const PIECE = 8192;

/** Each octet as the character of its number (ISO 8859-1), as header fields are read (RFC 9110 §5.5). */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return characters(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += characters(bytes.subarray(at, at + PIECE));
  return text;
}

function characters(bytes: Uint8Array): string {
  // A spread would ask the array's iterator for each octet.
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/** The characters of a text as octets, those above ASCII as UTF-8, with room for more octets behind them. */
export function octetsOf(text: string, room = 0): Uint8Array {
  const octets = new Uint8Array(text.length + room);
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) return utf8(text, room);
    octets[i] = c;
  }
  return octets;
}

function utf8(text: string, room: number): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const c = char.codePointAt(0) ?? 0;
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 0x3f));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 0x3f), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
  }
  const octets = new Uint8Array(bytes.length + room);
  octets.set(bytes);
  return octets;
}
