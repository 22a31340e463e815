import {
  expected,
  fail,
  foundSpan,
  hyphenatedEnd,
  isDigit,
  more,
  peek,
  peekWord,
  readDuration,
  readName,
  readNumber,
  readSwitch,
  recover,
  shown,
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { parseAddress, parseIPv4, parseIPv6 } from '../wire';
import { readEnd } from './expression';
import type { HostStatement, Num, Setting, Span, Word } from './syntax';
import { SETTINGS, type SettingKind } from './vocabulary';

type Draft = { -readonly [K in keyof HostStatement]: HostStatement[K] };

/** `host NAME [ADDR[:PORT]] [key=value …]`, after the keyword. */
export function readHost(r: Reader, start: number): HostStatement | undefined {
  const end = readEnd(r);
  if (end === undefined) {
    return undefined;
  }
  if (end.port !== undefined) {
    fail(r, 'syntax/port-without-address', end.port);
  }
  const settings: Setting[] = [];
  const host: Draft = { kind: 'host', start, end: r.last, name: end.host, settings };
  if (more(r) && addressHere(r)) readAddress(r, host);
  while (more(r)) {
    const before = r.pos;
    const failed = r.error;
    takeChar(r, ',');
    if (more(r)) readSetting(r, settings);
    if (r.error !== failed || r.pos === before) recover(r);
  }
  host.end = r.last;
  return host;
}

/** The end of the characters that can belong to an address. */
function addressEnd(r: Reader): number {
  let i = r.pos;
  while (i < r.end && !' \t,='.includes(r.text.charAt(i))) i++;
  return i;
}

function addressHere(r: Reader): boolean {
  const c = peek(r);
  if (isDigit(c) || c === 0x5b /* [ */ || c === 0x3a /* : */) return true;
  const end = addressEnd(r);
  return r.text.slice(r.pos, end).includes(':') && r.text[end] !== '=';
}

function readAddress(r: Reader, host: Draft): void {
  const start = r.pos;
  const end = addressEnd(r);
  const text = r.text.slice(start, end);
  const span = { start, end };
  const bad = (): undefined => fail(r, 'syntax/bad-address', span, { found: shown(r, span) });
  let addressStart = start;
  let addressStop = end;
  let colon = -1;
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    if (close < 0) {
      bad();
      return;
    }
    addressStart = start + 1;
    addressStop = start + close;
    if (close + 1 < text.length) {
      if (text[close + 1] !== ':') {
        bad();
        return;
      }
      colon = start + close + 1;
    }
  } else if (text.includes(':') && text.indexOf(':') === text.lastIndexOf(':')) {
    colon = start + text.indexOf(':');
    addressStop = colon;
  }
  const address = r.text.slice(addressStart, addressStop);
  const parse = text.startsWith('[') ? parseIPv6 : colon >= 0 ? parseIPv4 : parseAddress;
  if (parse(address) === undefined) {
    bad();
    return;
  }
  host.address = { start: addressStart, end: addressStop, text: address };
  r.pos = end;
  r.last = end;
  if (colon >= 0) readPort(r, host, { start: colon + 1, end });
}

function readPort(r: Reader, host: Draft, span: Span): void {
  const text = r.text.slice(span.start, span.end);
  if (text === '') {
    fail(r, 'syntax/missing-port', span);
  } else if (!/^[0-9]{1,5}$/.test(text) || Number(text) > 65535) {
    fail(r, 'syntax/bad-port', span, { found: shown(r, span) });
  } else {
    host.port = { ...span, value: Number(text) };
  }
}

function readSetting(r: Reader, settings: Setting[]): void {
  skip(r);
  const start = r.pos;
  const end = hyphenatedEnd(r, start);
  if (end === start) {
    expected(r, 'setting');
    return;
  }
  const name = r.text.slice(start, end).toLowerCase();
  const kind = SETTINGS.get(name) ?? SETTINGS.get(name.replaceAll('_', '-'));
  if (kind === undefined) {
    unknown(r, 'syntax/unknown-setting', { start, end }, SETTINGS.keys());
    return;
  }
  const key = word(r, end, name.replaceAll('_', '-'));
  if (settings.some((s) => s.key.text === key.text)) {
    fail(r, 'syntax/duplicate-clause', key, { name: key.text });
    return;
  }
  if (!takeChar(r, '=')) {
    if (kind === 'switch' || kind.endsWith('-switch')) settings.push({ start, end, key });
    else missingValue(r, key);
    return;
  }
  const value = readValue(r, kind);
  if (value !== undefined) settings.push({ start, end: r.last, key, value });
}

/** Reports a setting or a fact without `=` (`mss 1460`) or without a value. */
export function missingValue(r: Reader, key: Word): void {
  skip(r);
  const value = isDigit(peek(r));
  const edits = [{ start: key.end, end: r.pos, newText: '=' }];
  const fix = value ? { title: 'fix/add', args: { text: '=' }, edits } : undefined;
  fail(r, 'syntax/no-equals', value ? { start: key.start, end: foundSpan(r).end } : key, { key: key.text }, fix);
}

function readValue(r: Reader, kind: SettingKind): Setting['value'] {
  skip(r);
  const value = kind.endsWith('switch') ? readSwitch(r) : undefined;
  if (value !== undefined) return value;
  if (kind === 'switch') return expected(r, 'switch');
  if (kind === 'name') return readDomain(r);
  if (kind === 'list' || kind === 'certificates') return readList(r);
  if (kind === 'certificate') return readName(r) ?? expected(r, 'name');
  if (kind === 'version') return readVersion(r);
  if (kind.startsWith('duration')) {
    const duration = kind === 'duration' || isDigit(peek(r)) || peekWord(r) === 'msl';
    return duration ? readDuration(r) : expected(r, 'switch');
  }
  const number: Num | undefined = readNumber(r);
  return number ?? expected(r, 'number');
}

/** Reads names joined by `+`: cipher suites, ALPN protocols, certificates. */
function readList(r: Reader): Word | undefined {
  let end = r.pos;
  while (end < r.end && /[\w.+/-]/.test(r.text.charAt(end))) end++;
  return end === r.pos ? expected(r, 'list') : word(r, end);
}

/** Reads the highest TLS version that a host supports. */
function readVersion(r: Reader): Word | undefined {
  let end = r.pos;
  while (end < r.end && /[\d.]/.test(r.text.charAt(end))) end++;
  const text = r.text.slice(r.pos, end);
  return text === '1.2' || text === '1.3' ? word(r, end) : expected(r, 'tls-version');
}

/** Reads a DNS host name: letters, digits, `-` and `.` (RFC 1123 §2.1). */
function readDomain(r: Reader): Word | undefined {
  let end = r.pos;
  while (end < r.end && /[\w.-]/.test(r.text.charAt(end))) end++;
  return end === r.pos ? expected(r, 'domain') : word(r, end);
}
