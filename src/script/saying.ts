/** Messages of the layers above TCP: `http GET / {Accept: text/html}`, `http 200 len=3000 + 404`. */
import {
  LAYER_WORDS,
  METHODS,
  TLS_ALERTS,
  TLS_KEYS,
  TLS_MESSAGES,
  isLaterLayer,
  type LayerWord,
} from '../layers/names';
import {
  anyCase,
  expected,
  fail,
  foundSpan,
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
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import { readString } from './string';
import type { Num, SaidFields, SaidSetting, SaidSyntax, Saying, Span, Word } from './syntax';

const layerWord = anyCase(LAYER_WORDS.map((w): [string, LayerWord] => [w, w]));
const method = anyCase(METHODS.map((m): [string, string] => [m, m]));
const tlsMessage = anyCase(TLS_MESSAGES.map((m): [string, string] => [m, m]));
const alertName = anyCase(TLS_ALERTS.map((a): [string, string] => [a, a]));

type Draft = { -readonly [K in keyof SaidSyntax]: SaidSyntax[K] };

/** Does a message of a layer begin here? Its first word is `http`, perhaps with a version, `https` or `tls`. */
export function sayingHere(r: Reader): boolean {
  const first = peekWord(r);
  return first === 'http' || first === 'https' || first === 'tls' || isLaterLayer(first);
}

/** Messages with `+` between them; the layer's word may be left out behind the first. */
export function readSaying(r: Reader): Saying | undefined {
  skip(r);
  const { pos: start } = r;
  const items: SaidSyntax[] = [];
  do {
    const said = readSaid(r, items.at(-1)?.layer);
    if (said === undefined) return undefined;
    items.push(said);
  } while (takeChar(r, '+'));
  return { start, end: r.last, items };
}

function readSaid(r: Reader, before: Word | undefined): SaidSyntax | undefined {
  skip(r);
  const { pos: start } = r;
  const layer = sayingHere(r) ? readLayer(r) : before;
  if (layer === undefined) return expected(r, 'layer');
  if (!more(r)) return expected(r, 'said');
  const said: Draft = { start, end: r.last, layer };
  if (layer.text === 'tls') return readTls(r, said);
  if (isDigit(peek(r))) {
    const status = readNumber(r);
    if (status === undefined) return undefined;
    if (status.value < 100 || status.value > 999 || status.end - status.start !== 3)
      return fail(r, 'syntax/bad-status', status, { found: shown(r, status) });
    said.status = status;
  } else if (!readRequest(r, said)) return undefined;
  if (more(r) && peek(r) === 0x7b) {
    const fields = readFields(r);
    if (fields === undefined) return undefined;
    said.fields = fields;
  }
  if (!readBody(r, said) || hasMore(r, said)) return undefined;
  said.end = r.last;
  return said;
}

/** `ClientHello random=00…`, `alert close_notify`, `data "…"`. */
function readTls(r: Reader, said: Draft): SaidSyntax | undefined {
  const span = { start: r.pos, end: nameEnd(r, r.pos) };
  if (span.end === span.start) return expected(r, 'tls-message');
  const found = tlsMessage(r.text.slice(span.start, span.end));
  if (found === undefined) return unknown(r, 'syntax/unknown-tls-message', span, TLS_MESSAGES);
  said.message = word(r, span.end, found);
  if (found === 'alert') {
    if (!more(r)) return expected(r, 'alert');
    const at = { start: r.pos, end: hyphenatedEnd(r, r.pos) };
    const name = alertName(r.text.slice(at.start, at.end).replaceAll('-', '_'));
    if (name === undefined) return unknown(r, 'syntax/unknown-alert', at, TLS_ALERTS);
    said.alert = word(r, at.end, name);
  }
  if (isChunked(r)) return chunkedTls(r, found === 'data');
  if (found === 'data' && !readBody(r, said)) return undefined;
  const set: SaidSetting[] = [];
  for (let one = readSetting(r); one !== undefined; one = readSetting(r)) set.push(one);
  if (set.length > 0) said.set = set;
  said.end = r.last;
  return r.error === undefined && !hasMore(r, said) ? said : undefined;
}

function isChunked(r: Reader): boolean {
  return more(r) && peekWord(r) === 'chunked';
}

/** Chunks are HTTP's (RFC 9112 §7.1): data of TLS is octets alone. */
function chunkedTls(r: Reader, isData: boolean): undefined {
  const word = foundSpan(r);
  const said: Draft = { ...word, layer: { ...word, text: 'tls' } };
  if (!readBody(r, said)) return undefined;
  const { body } = said;
  const sum = body?.kind === 'chunked' ? body.numbers.reduce((n, { value }) => n + value, 0) : 0;
  const fix = isData && body !== undefined ? write(body, `len=${sum}`) : undefined;
  return fail(r, 'syntax/tls-chunked', body ?? word, {}, fix);
}

/** Reports a body that a message can't have: one of its own behind another, or behind a message of TLS. */
function hasMore(r: Reader, { message, body }: SaidSyntax): boolean {
  if (!more(r) || (peek(r) !== 0x22 && !isChunked(r))) return false;
  const span = foundSpan(r);
  const rule = message === undefined || body !== undefined ? 'syntax/second-body' : 'syntax/tls-body';
  fail(r, rule, span, { message: message?.text ?? '' });
  return true;
}

/** `KEY=value` of a message; other keys are the segment's. */
function readSetting(r: Reader): SaidSetting | undefined {
  if (!more(r)) return undefined;
  const { pos: start } = r;
  const end = hyphenatedEnd(r, start);
  const name = r.text.slice(start, end).toLowerCase().replaceAll('_', '-');
  const key = TLS_KEYS.find((k) => k === name);
  if (key === undefined || r.text.charAt(end) !== '=') return undefined;
  const written = word(r, end, key);
  take(r, 1);
  const stop = wordEnd(r);
  if (stop === r.pos) return expected(r, 'tls-value');
  const value = word(r, stop);
  return { start, end: r.last, key: written, value };
}

/** Reports a layer that is not spoken yet: its word is spelt well. */
export function isLater(r: Reader): boolean {
  const span = { start: r.pos, end: wordEnd(r, '{"+,') };
  if (!isLaterLayer(r.text.slice(span.start, span.end))) return false;
  fail(r, 'syntax/later-layer', span, { found: shown(r, span) });
  return true;
}

/** `http`, `http/1.0`, `http/1.1`. */
function readLayer(r: Reader): Word | undefined {
  const end = wordEnd(r, '{"+');
  if (isLater(r)) return undefined;
  const found = layerWord(r.text.slice(r.pos, end));
  if (found === undefined) return unknown(r, 'syntax/unknown-layer', { start: r.pos, end }, LAYER_WORDS);
  return word(r, end, found);
}

/** The end of a run of characters without blanks. */
function wordEnd(r: Reader, stops = ''): number {
  let i = r.pos;
  while (i < r.end && !' \t'.includes(r.text.charAt(i)) && !stops.includes(r.text.charAt(i))) i++;
  return i;
}

/** A method and its target. Methods are case-sensitive (RFC 9110 §9.1): `get` is hardly ever meant. */
function readRequest(r: Reader, said: Draft): boolean {
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

/** `{Accept: text/html, X-Note: "a, b", -Host}`: a field behind `-` is left out that would be filled in. */
function readFields(r: Reader): SaidFields | undefined {
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
  let end = r.pos;
  while (end < r.end && /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(r.text.charAt(end))) end++;
  if (end === r.pos) return expected(r, 'header-field');
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

/** A string, `len=N` or `chunked=N+N`. */
function readBody(r: Reader, said: Draft): boolean {
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

/** A `+` between the sizes of chunks, without blanks: with blanks it stands between messages. */
function takeSum(r: Reader): boolean {
  if (peek(r) !== 0x2b || !isDigit(peek(r, 1))) return false;
  take(r, 1);
  return true;
}

/** The usual form of a message. */
export function spellSaying(saying: Saying, text: string): string {
  return saying.items.map((said, i) => spellSaid(said, text, saying.items[i - 1])).join(' + ');
}

function spellSaid(said: SaidSyntax, text: string, before: SaidSyntax | undefined): string {
  const of = (span: Span): string => text.slice(span.start, span.end);
  const parts: string[] = [];
  // A layer's word that stands behind `+` is a word of its own.
  if (before === undefined || said.layer.start !== before.layer.start) parts.push(said.layer.text);
  if (said.message !== undefined) parts.push(said.message.text);
  if (said.alert !== undefined) parts.push(said.alert.text);
  if (said.status !== undefined) parts.push(of(said.status));
  if (said.method !== undefined) parts.push(said.method.text);
  if (said.target !== undefined) parts.push(said.target.text);
  if (said.fields !== undefined) {
    const items = said.fields.items.map((f) =>
      f.value === undefined ? `-${f.name.text}` : `${f.name.text}: ${of(f.value)}`.trimEnd(),
    );
    parts.push(`{${items.join(', ')}}`);
  }
  if (said.body?.kind === 'text') parts.push(of(said.body));
  else if (said.body !== undefined) parts.push(`${said.body.kind}=${said.body.numbers.map(of).join('+')}`);
  for (const { key, value } of said.set ?? []) parts.push(`${key.text}=${value.text}`);
  return parts.join(' ');
}
