/**
 * Parses statements about TLS (certificates, the flow's date, leaked keys, key logs) and the expectation of a secret.
 */
import { RING_KEYS, momentOf, secretNamed, SECRET_WORDS } from '../layers/names';
import { readEnd } from './expression';
import {
  expected,
  fail,
  hyphenatedEnd,
  more,
  nameEnd,
  peek,
  peekWord,
  readName,
  shown,
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { readString } from './string';
import type {
  CertificateStatement,
  EndRef,
  Expectation,
  KeylogStatement,
  LeakStatement,
  TodayStatement,
  Word,
} from './syntax';

type Draft = { -readonly [K in keyof CertificateStatement]: CertificateStatement[K] };

/** `certificate NAME "shop.example" [by NAME] [ca] [from DAY] [until DAY] [key=RINGKEY]`, after the keyword. */
export function readCertificate(r: Reader, start: number): CertificateStatement | undefined {
  const name = readName(r) ?? expected(r, 'name');
  if (name === undefined) return undefined;
  if (!more(r) || peek(r) !== 0x22) return expected(r, 'string');
  const subject = readString(r);
  if (subject === undefined) return undefined;
  const certificate: Draft = { kind: 'certificate', start, end: r.last, name, subject };
  while (more(r)) {
    if (!readClause(r, certificate)) return undefined;
    certificate.end = r.last;
  }
  return certificate;
}

/** Reads one clause of `certificate`; each clause may occur once. */
function readClause(r: Reader, certificate: Draft): boolean {
  const key = peekWord(r);
  skip(r);
  const span = { start: r.pos, end: nameEnd(r, r.pos) };
  if (key !== 'by' && key !== 'ca' && key !== 'from' && key !== 'until' && key !== 'key')
    return Boolean(expected(r, 'certificate-clause'));
  if (certificate[key] !== undefined) return Boolean(fail(r, 'syntax/duplicate-clause', span, { name: key }));
  const written = word(r, span.end, key);
  const value = key === 'ca' ? written : readValue(r, key);
  if (value === undefined) return false;
  certificate[key] = value;
  return true;
}

function readValue(r: Reader, key: 'by' | 'from' | 'until' | 'key'): Word | undefined {
  if (key === 'by') return readName(r) ?? expected(r, 'name');
  if (key !== 'key') return readDay(r);
  if (!takeChar(r, '=')) return expected(r, 'equals');
  skip(r);
  const span = { start: r.pos, end: nameEnd(r, r.pos) };
  const name = r.text.slice(span.start, span.end).toLowerCase();
  if (!RING_KEYS.some((one) => one === name)) return unknown(r, 'syntax/unknown-ring-key', span, RING_KEYS);
  return word(r, span.end, name);
}

/** Reads a day such as `2026-01-01`. */
function readDay(r: Reader): Word | undefined {
  skip(r);
  let end = r.pos;
  while (end < r.end && /[\d-]/.test(r.text.charAt(end))) end++;
  if (end === r.pos) return expected(r, 'day');
  const span = { start: r.pos, end };
  if (momentOf(r.text.slice(r.pos, end)) === undefined)
    return fail(r, 'syntax/bad-day', span, { found: shown(r, span) });
  return word(r, end);
}

/** `today DAY`, after the keyword. */
export function readToday(r: Reader, start: number): TodayStatement | undefined {
  const day = readDay(r);
  return day && { kind: 'today', start, end: r.last, day };
}

/** `leak HOST`, after the keyword. */
export function readLeak(r: Reader, start: number): LeakStatement | undefined {
  const who = readEnd(r);
  return who && { kind: 'leak', start, end: r.last, who };
}

/** `keylog "LABEL RANDOM SECRET"`, after the keyword. */
export function readKeylog(r: Reader, start: number): KeylogStatement | undefined {
  if (!more(r) || peek(r) !== 0x22) return expected(r, 'string');
  const text = readString(r);
  return text && { kind: 'keylog', start, end: r.last, text };
}

/**
 * Parses `knows SECRET` or `lacks SECRET`, with the position at the verb; `who` is undefined if the subject is `wire`.
 */
export function readKnows(r: Reader, who: EndRef | undefined, start: number): Expectation | undefined {
  const lacks = peekWord(r) === 'lacks';
  word(r, nameEnd(r, r.pos));
  skip(r);
  const span = { start: r.pos, end: hyphenatedEnd(r, r.pos) };
  if (span.end === span.start) return expected(r, 'secret');
  const name = secretNamed(r.text.slice(span.start, span.end));
  if (name === undefined) return unknown(r, 'syntax/unknown-secret', span, SECRET_WORDS);
  const secret = word(r, span.end, name);
  return { kind: 'knows', start, end: r.last, lacks, secret, ...(who && { who }) };
}
