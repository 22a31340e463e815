/**
 * Parses HTTP/2 frames: `HEADERS 1 GET / end`, `SETTINGS {MAX_CONCURRENT_STREAMS: 100}`, `DATA 3 len=300`, `GOAWAY 5
 * NO_ERROR`.
 */
import { FRAME_WORDS, H2_CODES, H2_KEYS } from '../layers/names';
import {
  anyCase,
  fail,
  foundSpan,
  hyphenatedEnd,
  isDigit,
  more,
  peek,
  peekWord,
  readNumber,
  shown,
  unknown,
  word,
  type Reader,
} from './lexer';
import { type Draft, isChunked, method, readBody, readFields, readRequest } from './said-parts';
import type { SaidFields, SaidSyntax } from './said-syntax';
import type { Num, Span } from './syntax';

const frameName = anyCase(FRAME_WORDS.map((f): [string, string] => [f, f]));
const codeName = anyCase(H2_CODES.map((c): [string, string] => [c, c]));

/** Frames with a field block, which can carry a request or a response. */
const BLOCKS: ReadonlySet<string> = new Set(['HEADERS', 'PUSH_PROMISE', 'CONTINUATION']);
const WITH_CODE: ReadonlySet<string> = new Set(['RST_STREAM', 'GOAWAY']);
const WITH_ACK: ReadonlySet<string> = new Set(['SETTINGS', 'PING']);
const WITH_END: ReadonlySet<string> = new Set(['HEADERS', 'DATA']);

/** Reads a frame after the word `h2`. */
export function readFrame(r: Reader, said: Draft): SaidSyntax | undefined {
  const span = { start: r.pos, end: hyphenatedEnd(r, r.pos) };
  if (span.end === span.start) return unknown(r, 'syntax/unknown-h2', foundSpan(r), FRAME_WORDS);
  const name = frameName(r.text.slice(span.start, span.end).replaceAll('-', '_'));
  if (name === undefined) return unknown(r, 'syntax/unknown-h2', span, FRAME_WORDS);
  said.frame = word(r, span.end, name);
  if (WITH_ACK.has(name)) readFlag(r, said, 'ack');
  if (!readStream(r, said, name)) return undefined;
  if (WITH_CODE.has(name) && !readCode(r, said)) return undefined;
  if (name !== 'CONTINUATION' && BLOCKS.has(name) && said.status === undefined && isRequest(r) && !readRequest(r, said))
    return undefined;
  if (!readNames(r, said, name)) return undefined;
  if (isChunked(r)) return fail(r, 'syntax/h2-chunked', foundSpan(r));
  if (!readBody(r, said)) return undefined;
  if (WITH_END.has(name)) readFlag(r, said, 'end');
  if (r.error === undefined && more(r) && (peek(r) === 0x22 || peek(r) === 0x7b))
    return fail(r, 'syntax/h2-end', foundSpan(r), { frame: name });
  said.end = r.last;
  return r.error === undefined ? said : undefined;
}

/** Reads `ack` or `end` as a frame's flag; `ack=5` is a field of the TCP segment. */
function readFlag(r: Reader, said: Draft, flag: 'ack' | 'end'): void {
  if (!more(r) || peekWord(r) !== flag) return;
  const end = r.pos + flag.length;
  if (/^\s*=/.test(r.text.slice(end, r.end))) return;
  said[flag === 'ack' ? 'ack' : 'ended'] = word(r, end, flag);
}

/** Reads the stream number and a status after it. A single number of three digits after HEADERS is a status. */
function readStream(r: Reader, said: Draft, name: string): boolean {
  if (!more(r) || !isDigit(peek(r))) return true;
  const first = readNumber(r);
  if (first === undefined) return false;
  const isBlock = BLOCKS.has(name);
  const second = isBlock && more(r) && isDigit(peek(r)) ? readNumber(r) : undefined;
  const isStatus = isBlock && second === undefined && first.end - first.start === 3 && !isRequest(r);
  const status = isStatus ? first : second;
  if (!isStatus) said.stream = first;
  if (status !== undefined) {
    if (status.value < 100 || status.value > 999)
      return Boolean(fail(r, 'syntax/bad-status', status, { found: shown(r, status) }));
    said.status = status;
  }
  if (first.value > 0x7fff_ffff) return Boolean(fail(r, 'syntax/h2-stream', first));
  return r.error === undefined;
}

/**
 * True if a request method is at the position, and not `end` or a clause of the segment: a known method, or a word in
 * capitals.
 */
function isRequest(r: Reader): boolean {
  if (!more(r)) return false;
  const written = /^[A-Za-z][\w!#$%&'*.^`|~-]*(?=[ \t]|$)/.exec(r.text.slice(r.pos, r.end))?.[0] ?? '';
  return method(written) !== undefined || /^[A-Z][A-Z-]+$/.test(written);
}

/** Reads an error code: its name, or a number. */
function readCode(r: Reader, said: Draft): boolean {
  if (!more(r) || !/[\w]/.test(r.text.charAt(r.pos))) return true;
  if (isDigit(peek(r))) {
    const n = readNumber(r);
    if (n === undefined) return false;
    said.code = { start: n.start, end: n.end, text: r.text.slice(n.start, n.end) };
    return true;
  }
  const at = { start: r.pos, end: hyphenatedEnd(r, r.pos) };
  const found = r.text.slice(at.start, at.end);
  const code = codeName(found.replaceAll('-', '_'));
  if (code !== undefined) said.code = word(r, at.end, code);
  // A word in capitals with `_` or `-` is a misspelt error code rather than a clause of the segment.
  else if (/^[A-Z]+[_-]/.test(found)) return Boolean(unknown(r, 'syntax/unknown-h2', at, H2_CODES));
  return true;
}

/** Reads the list in braces: header fields, settings, or other keys, each with its value. */
function readNames(r: Reader, said: Draft, name: string): boolean {
  if (!more(r) || peek(r) !== 0x7b) return true;
  const fields = readFields(r);
  if (fields === undefined) return false;
  said.fields = fields;
  if (BLOCKS.has(name)) return true;
  const keys = H2_KEYS[name] ?? [];
  const items: SaidFields['items'][number][] = [];
  for (const item of fields.items) {
    const found = nameIn(r, item.name, name, keys);
    if (found === undefined) return Boolean(unknown(r, 'syntax/unknown-h2', item.name, keys));
    const { value } = item;
    const isNumber =
      value !== undefined && /^(?:0x[\da-f]{1,16}|\d{1,10})$/i.test(r.text.slice(value.start, value.end));
    if (!isNumber) return Boolean(fail(r, 'syntax/h2-value', value ?? item, { name: found }));
    items.push({ ...item, name: { ...item.name, text: found } });
  }
  said.fields = { ...fields, items };
  return true;
}

/** The usual spelling of a key; a setting may also be written as a number. */
function nameIn(r: Reader, { start, end }: Span, frame: string, keys: readonly string[]): string | undefined {
  const written = r.text.slice(start, end).toUpperCase().replaceAll('-', '_');
  if (frame === 'SETTINGS' && /^(?:0X[\dA-F]{1,4}|\d{1,5})$/.test(written)) return r.text.slice(start, end);
  return keys.find((key) => key === written);
}

/** Reads `stream=3` after an HTTP message. */
export function readStreamOf(r: Reader): Num | undefined {
  if (!more(r)) return undefined;
  const key = /^stream\s*=\s*(?=\d)/i.exec(r.text.slice(r.pos, r.end));
  if (key === null) return undefined;
  word(r, r.pos + key[0].length);
  return readNumber(r);
}
