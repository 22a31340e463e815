/** Parses the elements of messages above TCP: a method and its target, header fields, a body, values. */
import { METHODS } from '../layers/names';
import {
  anyCase,
  expected,
  fail,
  hyphenatedEnd,
  isDigit,
  more,
  nameEnd,
  peek,
  peekWord,
  readNumber,
  shown,
  skip,
  take,
  takeChar,
  word,
  write,
  type Reader,
} from './lexer';
import { readString } from './string';
import type { SaidFields, SaidSetting, SaidSyntax } from './said-syntax';
import type { Num } from './syntax';

export const method = anyCase(METHODS.map((m): [string, string] => [m, m]));

/** The mutable syntax node of a message, filled while the message is parsed. */
export type Draft = { -readonly [K in keyof SaidSyntax]: SaidSyntax[K] };

/** The end of the run of characters at the position, up to a blank or one of `stops`. */
export function wordEnd(r: Reader, stops = ''): number {
  let i = r.pos;
  while (i < r.end && !' \t'.includes(r.text.charAt(i)) && !stops.includes(r.text.charAt(i))) i++;
  return i;
}

/**
 * Reads a method and its target. Methods are case-sensitive (RFC 9110 §9.1); `get` is reported as a probable mistake.
 */
export function readRequest(r: Reader, said: Draft): boolean {
  const end = wordEnd(r, '{"');
  const span = { start: r.pos, end };
  const text = r.text.slice(r.pos, end);
  if (!/^[A-Za-z][\w!#$%&'*.^`|~-]*$/.test(text)) return Boolean(expected(r, 'said'));
  const right = method(text);
  if (right !== undefined && right !== text)
    return Boolean(fail(r, 'syntax/misspelt', span, { found: shown(r, span), right }, write(span, right)));
  said.method = word(r, end);
  if (!more(r) || '{"+'.includes(r.text.charAt(r.pos))) return Boolean(expected(r, 'target'));
  said.target = word(r, wordEnd(r));
  return true;
}

/**
 * Parses `{Accept: text/html, X-Note: "a, b", -Host}`. `-` before a name omits a field that would be added by default.
 */
export function readFields(r: Reader): SaidFields | undefined {
  const { pos: start } = r;
  take(r, 1);
  const items: SaidFields['items'][number][] = [];
  for (;;) {
    if (takeChar(r, '}')) return { start, end: r.last, items };
    if (!more(r)) return expected(r, 'field-end');
    const item = readField(r);
    if (item === undefined) return undefined;
    items.push(item);
    if (!takeChar(r, ',') && (!more(r) || peek(r) !== 0x7d)) return expected(r, 'field-end');
  }
}

function readField(r: Reader): SaidFields['items'][number] | undefined {
  skip(r);
  const { pos: start } = r;
  const without = peek(r) === 0x2d;
  if (without) take(r, 1);
  // A pseudo-header field of HTTP/2, `:path`, begins with its colon.
  let end = peek(r) === 0x3a ? r.pos + 1 : r.pos;
  while (end < r.end && /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(r.text.charAt(end))) end++;
  if (end - r.pos < (peek(r) === 0x3a ? 2 : 1)) return expected(r, 'header-field');
  const name = word(r, end);
  if (without) return { start, end: r.last, name, without };
  if (!takeChar(r, ':')) return expected(r, 'colon');
  skip(r);
  if (peek(r) === 0x22) {
    const value = readString(r);
    return value && { start, end: r.last, name, value };
  }
  let stop = r.pos;
  while (stop < r.end && !',}'.includes(r.text.charAt(stop))) stop++;
  let last = stop;
  while (last > r.pos && ' \t'.includes(r.text.charAt(last - 1))) last--;
  const value = word(r, last);
  r.pos = stop;
  return { start, end: last, name, value };
}

/** Reads a body: a string, `len=N` or `chunked=N+N`. */
export function readBody(r: Reader, said: Draft): boolean {
  if (!more(r)) return true;
  if (peek(r) === 0x22) {
    const text = readString(r);
    if (text === undefined) return false;
    said.body = { kind: 'text', start: text.start, end: text.end, text };
    return true;
  }
  const key = peekWord(r);
  if (key !== 'len' && key !== 'chunked') return true;
  const { pos: start } = r;
  const back = r.last;
  word(r, nameEnd(r, r.pos));
  if (!takeChar(r, '=')) {
    r.pos = start;
    r.last = back;
    return true;
  }
  const numbers: Num[] = [];
  do {
    const n = readNumber(r) ?? expected(r, 'number');
    if (n === undefined) return false;
    numbers.push(n);
  } while (key === 'chunked' && takeSum(r));
  said.body = { kind: key, start, end: r.last, numbers };
  return true;
}

/** Takes a `+` between the sizes of chunks, which has no blanks around it; a `+` with blanks separates messages. */
function takeSum(r: Reader): boolean {
  if (peek(r) !== 0x2b || !isDigit(peek(r, 1))) return false;
  take(r, 1);
  return true;
}

export function isChunked(r: Reader): boolean {
  return more(r) && peekWord(r) === 'chunked';
}

/** Reads `KEY=value` if the key is one of the message's keys; other keys are clauses of the segment. */
export function readSetting(r: Reader, keys: readonly string[]): SaidSetting | undefined {
  if (!more(r)) return undefined;
  const { pos: start } = r;
  const end = hyphenatedEnd(r, start);
  const name = r.text.slice(start, end).toLowerCase().replaceAll('_', '-');
  const key = keys.find((k) => k === name);
  if (key === undefined || r.text.charAt(end) !== '=') return undefined;
  const written = word(r, end, key);
  take(r, 1);
  const stop = wordEnd(r);
  if (stop === r.pos) return expected(r, 'tls-value');
  const value = word(r, stop);
  return { start, end: r.last, key: written, value };
}
