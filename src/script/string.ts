import { expected, fail, shown, skip, stringEnd, type Reader } from './lexer';
import type { Str } from './syntax';

const SIMPLE: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '"': '"', '\\': '\\' };

/**
 * Reads a string in quotes, or reports `syntax/expected-string`. An unclosed string is reported and read to the end of
 * the line.
 */
export function readString(r: Reader): Str | undefined {
  skip(r);
  const start = r.pos;
  if (r.pos >= r.end || r.text[r.pos] !== '"') {
    return expected(r, 'string');
  }
  const end = stringEnd(r, start);
  const closed = end > start + 1 && r.text[end - 1] === '"' && !endsInEscape(r.text, start, end);
  if (!closed) {
    unclosed(r, start, end);
  }
  const parts: string[] = [];
  const bytes: number[] = [];
  const stop = closed ? end - 1 : end;
  let from = start + 1;
  const flush = (to: number): void => {
    if (to > from) {
      const piece = r.text.slice(from, to);
      parts.push(piece);
      pushUtf8(bytes, piece);
    }
  };
  for (let i = start + 1; i < stop; i++) {
    if (r.text.charCodeAt(i) === 0x5c) {
      flush(i);
      from = readEscape(r, i, stop, parts, bytes);
      i = from - 1;
    }
  }
  flush(stop);
  r.pos = end;
  r.last = end;
  return { start, end, text: parts.join(''), bytes: new Uint8Array(bytes) };
}

/** True if the last quote is escaped by a backslash. */
function endsInEscape(text: string, start: number, end: number): boolean {
  let slashes = 0;
  for (let i = end - 2; i > start && text.charCodeAt(i) === 0x5c; i--) slashes++;
  return slashes % 2 === 1;
}

function unclosed(r: Reader, start: number, end: number): void {
  let stop = end;
  while (stop > start + 1 && ' \t'.includes(r.text.charAt(stop - 1))) stop--;
  const final = r.text.charAt(stop - 1);
  const wide = stop > start + 1 && '\u201c\u201d\uff02'.includes(final);
  const edits = final === '\\' ? undefined : [{ start: wide ? stop - 1 : stop, end: stop, newText: '"' }];
  const fix = edits === undefined ? undefined : { title: 'fix/close-string', args: {}, edits };
  fail(r, 'syntax/unclosed-string', { start, end: stop }, {}, fix);
}

/** Reads the escape at `i` and returns the position after it. */
function readEscape(r: Reader, i: number, stop: number, parts: string[], bytes: number[]): number {
  const kind = i + 1 < stop ? r.text.charAt(i + 1) : '';
  const simple = Object.hasOwn(SIMPLE, kind) ? SIMPLE[kind] : undefined;
  if (simple !== undefined) {
    parts.push(simple);
    pushUtf8(bytes, simple);
    return i + 2;
  }
  if (kind === 'x') {
    const digits = hexDigits(r.text, i + 2, Math.min(i + 4, stop));
    if (digits.length === 2) {
      const byte = parseInt(digits, 16);
      parts.push(String.fromCharCode(byte));
      bytes.push(byte);
      return i + 4;
    }
  } else if (kind === 'u' && r.text[i + 2] === '{') {
    const digits = hexDigits(r.text, i + 3, Math.min(i + 9, stop));
    const close = i + 3 + digits.length;
    const point = parseInt(digits, 16);
    const valid = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    if (valid && close < stop && r.text[close] === '}') {
      const char = String.fromCodePoint(point);
      parts.push(char);
      pushUtf8(bytes, char);
      return close + 1;
    }
  }
  const span = { start: i, end: Math.min(i + 2, stop) };
  fail(r, 'syntax/bad-escape', span, { found: shown(r, span) });
  return Math.max(span.end, i + 1);
}

function hexDigits(text: string, from: number, to: number): string {
  let i = from;
  while (i < to && /[0-9a-fA-F]/.test(text.charAt(i))) i++;
  return text.slice(from, i);
}

/** Appends the UTF-8 bytes of a text. An unpaired surrogate becomes U+FFFD. */
function pushUtf8(bytes: number[], text: string): void {
  for (let i = 0; i < text.length; i++) {
    let c = text.codePointAt(i) ?? 0;
    if (c > 0xffff) i++;
    if (c >= 0xd800 && c <= 0xdfff) c = 0xfffd;
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 0x3f));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 0x3f), 0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
  }
}

/**
 * The column, from 0, of the character that gives an octet of a string literal; the closing quote's column if the
 * literal has fewer octets.
 */
export function octetColumn(line: string, literal: Str, octet: number): number {
  const stop = literal.end - 1;
  let left = octet;
  let i = literal.start + 1;
  while (i < stop && left > 0) {
    const [units, octets] = unitAt(line, i, stop);
    left -= octets;
    i += units;
  }
  return Math.min(i, stop);
}

/** The numbers of UTF-16 units and of octets of the character or escape at `i`. */
function unitAt(line: string, i: number, stop: number): [number, number] {
  if (line.charCodeAt(i) === 0x5c) {
    const parts: string[] = [];
    const bytes: number[] = [];
    const quiet: Reader = { text: line, end: stop, pos: 0, last: 0, error: undefined, hints: undefined };
    return [readEscape(quiet, i, stop, parts, bytes) - i, bytes.length];
  }
  const point = line.codePointAt(i) ?? 0;
  const bytes: number[] = [];
  const char = String.fromCodePoint(point);
  pushUtf8(bytes, char);
  return [char.length, bytes.length];
}
