/** Parses messages of the layers above TCP: `http GET / {Accept: text/html}`, `http 200 len=3000 + 404`. */
import { LAYER_WORDS, TLS_ALERTS, TLS_KEYS, TLS_MESSAGES, type LayerWord } from '../layers/names';
import { readFrame, readStreamOf } from './frame';
import { isLaterLayer, sayingHere } from './layer-word';
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
  readNumber,
  shown,
  skip,
  takeChar,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import { type Draft, isChunked, readBody, readFields, readRequest, readSetting, wordEnd } from './said-parts';
import type { SaidSetting, SaidSyntax, Saying } from './said-syntax';
import type { Span, Word } from './syntax';

const layerWord = anyCase(LAYER_WORDS.map((w): [string, LayerWord] => [w, w]));
const tlsMessage = anyCase(TLS_MESSAGES.map((m): [string, string] => [m, m]));
const alertName = anyCase(TLS_ALERTS.map((a): [string, string] => [a, a]));

/** Reads messages joined by `+`; the layer's word may be omitted after the first message. */
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
  if (layer.text === 'h2') return readFrame(r, said);
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
  const stream = readStreamOf(r);
  if (stream !== undefined) said.stream = stream;
  said.end = r.last;
  return r.error === undefined ? said : undefined;
}

/** Reads a TLS message after the word `tls`: `ClientHello random=00…`, `alert close_notify`, `data "…"`. */
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
  for (let one = readSetting(r, TLS_KEYS); one !== undefined; one = readSetting(r, TLS_KEYS)) set.push(one);
  if (set.length > 0) said.set = set;
  said.end = r.last;
  return r.error === undefined && !hasMore(r, said) ? said : undefined;
}

/** Reports `chunked` in TLS: chunks belong to HTTP/1 (RFC 9112 §7.1), TLS data has octets only. */
function chunkedTls(r: Reader, isData: boolean): undefined {
  const word = foundSpan(r);
  const said: Draft = { ...word, layer: { ...word, text: 'tls' } };
  if (!readBody(r, said)) return undefined;
  const { body } = said;
  const sum = body?.kind === 'chunked' ? body.numbers.reduce((n, { value }) => n + value, 0) : 0;
  const fix = isData && body !== undefined ? write(body, `len=${sum}`) : undefined;
  return fail(r, 'syntax/tls-chunked', body ?? word, {}, fix);
}

/** Reports a body that a message can't have: a second body, or a body after a TLS message without one. */
function hasMore(r: Reader, { message, body }: SaidSyntax): boolean {
  if (!more(r) || (peek(r) !== 0x22 && !isChunked(r))) return false;
  const span = foundSpan(r);
  const rule = message === undefined || body !== undefined ? 'syntax/second-body' : 'syntax/tls-body';
  fail(r, rule, span, { message: message?.text ?? '' });
  return true;
}

/** Reports an unsupported layer (HTTP/3 and later), which is not a misspelt word. */
export function isLater(r: Reader): boolean {
  const span = { start: r.pos, end: wordEnd(r, '{"+,') };
  if (!isLaterLayer(r.text.slice(span.start, span.end))) return false;
  fail(r, 'syntax/later-layer', span, { found: shown(r, span) });
  return true;
}

/** `http`, `http/1.0`, `http/1.1`, `http/2`. */
function readLayer(r: Reader): Word | undefined {
  const end = wordEnd(r, '{"+');
  if (isLater(r)) return undefined;
  const written = r.text.slice(r.pos, end);
  // HTTP/2 has no minor version (RFC 9113 §3.1).
  const found = layerWord(written);
  if (/^http\/2\.\d+$/i.test(written)) {
    const span = { start: r.pos, end };
    return fail(r, 'syntax/misspelt', span, { found: written, right: 'http/2' }, write(span, 'http/2'));
  }
  if (found === undefined) return unknown(r, 'syntax/unknown-layer', { start: r.pos, end }, LAYER_WORDS);
  return word(r, end, found);
}

/** Messages in their usual spelling. */
export function spellSaying(saying: Saying, text: string): string {
  return saying.items.map((said, i) => spellSaid(said, text, saying.items[i - 1])).join(' + ');
}

function spellSaid(said: SaidSyntax, text: string, before: SaidSyntax | undefined): string {
  const of = (span: Span): string => text.slice(span.start, span.end);
  const parts: string[] = [];
  // The layer's word is repeated after `+` only if the script writes it there.
  if (before === undefined || said.layer.start !== before.layer.start) parts.push(said.layer.text);
  if (said.message !== undefined) parts.push(said.message.text);
  if (said.alert !== undefined) parts.push(said.alert.text);
  const { frame, ack, code, stream, ended } = said;
  for (const part of [frame, ack]) if (part !== undefined) parts.push(part.text);
  if (stream !== undefined && frame !== undefined) parts.push(of(stream));
  if (code !== undefined) parts.push(code.text);
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
  if (stream !== undefined && frame === undefined) parts.push(`stream=${of(stream)}`);
  if (ended !== undefined) parts.push(ended.text);
  return parts.join(' ');
}
