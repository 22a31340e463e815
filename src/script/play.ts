import { readEnd, readArrowEnd, readSide } from './expression';
import { flagHere, readFlags } from './flags';
import {
  anyCase,
  expected,
  fail,
  foundSpan,
  isDigit,
  isNameStart,
  more,
  nameEnd,
  peek,
  peekWord,
  readDuration,
  readNumber,
  readSwitch,
  shown,
  skip,
  take,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { readSegment, type ArrowFound } from './segment';
import { sayingHere } from './layer-word';
import { readSaying } from './saying';
import { readString } from './string';
import type {
  EndRef,
  FaultStatement,
  LinkStatement,
  MessageStatement,
  Num,
  Rate,
  SegmentStatement,
  Span,
  Timing,
  TransitStatement,
} from './syntax';
import { LINK_SETTINGS, RATE_UNITS, type LinkSetting } from './vocabulary';

const linkSetting = anyCase(LINK_SETTINGS.map((key) => [key, key]));
const rateUnit = anyCase(RATE_UNITS);

/** Parses a message (`=>`) after its sender and arrow: the receiver, and text or length. */
export function readMessage(
  r: Reader,
  time: Timing | undefined,
  from: EndRef,
  arrow: ArrowFound,
): MessageStatement | SegmentStatement | undefined {
  take(r, arrow.end - arrow.start);
  const to = readArrowEnd(r);
  if (to === undefined) return undefined;
  const arrowSpan = { start: arrow.start, end: arrow.end };
  const base = {
    kind: 'message' as const,
    start: time?.start ?? from.start,
    from,
    to,
    arrowSpan,
    ...(time && { time }),
  };
  skip(r);
  if (peek(r) === 0x22) {
    const payload = readString(r);
    return payload && { ...base, end: r.last, payload };
  }
  if (peekWord(r) === 'tls') {
    const start = r.pos;
    const handshake = word(r, nameEnd(r, start), 'tls');
    if (!more(r)) return { ...base, end: r.last, handshake };
    r.pos = start;
  }
  if (sayingHere(r)) {
    const saying = readSaying(r);
    return saying && { ...base, end: r.last, saying };
  }
  if (peekWord(r) !== 'len') {
    if (!more(r)) return expected(r, 'message');
    // Flags or fields after `=>`: a single segment was meant.
    r.pos = arrow.start;
    return readSegment(r, time, from, { ...arrow, arrow: 'deliver', right: '->' });
  }
  word(r, nameEnd(r, r.pos));
  if (!takeChar(r, '=')) return expected(r, 'equals');
  const len = readNumber(r) ?? expected(r, 'number');
  return len && { ...base, end: r.last, len };
}

/**
 * True if `deliver`, `drop` or `duplicate` is about a segment by count (`next`, `3rd`), not by name. A segment may be
 * called `next`.
 */
export function saysFault(r: Reader): boolean {
  const next = peekWord(r);
  if (next !== 'next' && next !== 'every') return isDigit(peek(r));
  const { pos, last } = r;
  r.pos = nameEnd(r, r.pos);
  const goesOn = more(r);
  r.pos = pos;
  r.last = last;
  return goesOn;
}

/**
 * A fault statement after its verb: `next`, `3rd` or `every 10th`, then flags or `data`, then `from` and an endpoint. A
 * delay also has its duration.
 */
export function readFault(r: Reader, fault: FaultStatement['fault'], start: number): FaultStatement | undefined {
  const every = peekWord(r) === 'every';
  if (every) word(r, nameEnd(r, r.pos));
  const choice = readChoice(r, every);
  if (choice === undefined) return undefined;
  const base = { kind: 'fault' as const, fault, start, every, ...choice };
  if (fault !== 'delay') return { ...base, end: r.last };
  if (peekWord(r) !== 'by') return expected(r, 'by');
  word(r, nameEnd(r, r.pos));
  const by = readDuration(r);
  return by && { ...base, end: r.last, by };
}

/** `deliver next from A`, `drop 2nd data from A`: the arrival or loss of a segment whose arrival is scheduled. */
export function readTransit(r: Reader, fate: TransitStatement['fate'], start: number): TransitStatement | undefined {
  const choice = readChoice(r, false);
  return choice && { kind: 'transit', fate, start, end: r.last, ...choice };
}

type Choice = Pick<FaultStatement, 'nth' | 'flags' | 'data' | 'who'>;

/** A choice of a segment: `next SYN from A`, `3rd data from B`. */
function readChoice(r: Reader, every: boolean): Choice | undefined {
  const nth = readWhich(r, every);
  if (nth === undefined) return undefined;
  skip(r);
  const data = peekWord(r) === 'data';
  if (data) word(r, nameEnd(r, r.pos));
  const hasFlags = !data && (peek(r) === 0x5b || flagHere(r) !== undefined);
  const flags = hasFlags ? readFlags(r) : undefined;
  if (hasFlags && flags === undefined) return undefined;
  if (peekWord(r) !== 'from') return expected(r, 'fault');
  word(r, nameEnd(r, r.pos));
  const who = readSide(r);
  return who && { nth, data, who, ...(flags && { flags }) };
}

function readWhich(r: Reader, every: boolean): number | undefined {
  if (!every && peekWord(r) === 'next') {
    word(r, nameEnd(r, r.pos));
    return 1;
  }
  skip(r);
  const start = r.pos;
  let end = start;
  while (end < r.end && isDigit(r.text.charCodeAt(end))) end++;
  const suffix = /^(?:st|nd|rd|th)(?![a-z0-9])/i.exec(r.text.slice(end, Math.min(r.end, end + 3)));
  if (end === start || suffix === null) return expected(r, 'which');
  const nth = Number(r.text.slice(start, end));
  if (nth < 1 || nth > MAX_NTH) return fail(r, 'syntax/bad-ordinal', { start, end: end + 2 }, { max: MAX_NTH });
  word(r, end + 2);
  return nth;
}

const MAX_NTH = 1_000_000;

/** `link A B delay=20ms rate=10Mbit loss=3,7,12`, after the keyword. */
export function readLink(r: Reader, start: number): LinkStatement | undefined {
  const a = readEnd(r);
  const b = a && readEnd(r);
  if (a === undefined || b === undefined) return undefined;
  const link: { -readonly [K in keyof LinkStatement]: LinkStatement[K] } = { kind: 'link', start, end: r.last, a, b };
  while (more(r)) {
    takeChar(r, ',');
    if (!readLinkSetting(r, link)) break;
    link.end = r.last;
  }
  return link;
}

function readLinkSetting(r: Reader, link: { -readonly [K in keyof LinkStatement]: LinkStatement[K] }): boolean {
  skip(r);
  const start = r.pos;
  const end = nameEnd(r, start);
  if (end === start) return Boolean(expected(r, 'link-setting'));
  const key: LinkSetting | undefined = linkSetting(r.text.slice(start, end));
  if (key === undefined) return Boolean(unknown(r, 'syntax/unknown-link-setting', { start, end }, LINK_SETTINGS));
  word(r, end);
  if (link[key] !== undefined) return Boolean(fail(r, 'syntax/duplicate-clause', { start, end }, { name: `${key}=` }));
  if (!takeChar(r, '=')) return Boolean(fail(r, 'syntax/no-equals', { start, end }, { key }));
  const at = <T>(value: T | undefined): (Span & { readonly value: T }) | undefined =>
    value && { start, end: r.last, value };
  const put = (): boolean => {
    switch (key) {
      case 'delay': {
        const delay = at(readDuration(r));
        if (delay !== undefined) link.delay = delay;
        return delay !== undefined;
      }
      case 'rate': {
        const rate = at(readRate(r));
        if (rate !== undefined) link.rate = rate;
        return rate !== undefined;
      }
      case 'loss': {
        const loss = at(readList(r));
        if (loss !== undefined) link.loss = loss;
        return loss !== undefined;
      }
      case 'mtu':
      case 'clamp': {
        const bytes = at(readNumber(r) ?? expected(r, 'number'));
        if (bytes !== undefined) link[key] = bytes;
        return bytes !== undefined;
      }
      case 'icmp': {
        const icmp = at(readSwitch(r) ?? expected(r, 'switch'));
        if (icmp !== undefined) link.icmp = icmp;
        return icmp !== undefined;
      }
    }
  };
  return put();
}

/** A rate: `10Mbit`, `1.5kbit`. */
function readRate(r: Reader): Rate | undefined {
  skip(r);
  const start = r.pos;
  const number = /^\d+(?:\.\d+)?/.exec(r.text.slice(start, Math.min(r.end, start + 20)))?.[0] ?? '';
  if (number === '') return expected(r, 'rate');
  const unitStart = start + number.length;
  const unit = rateUnit(r.text.slice(unitStart, nameEnd(r, unitStart)));
  const bits = Number(number) * (unit ?? 0);
  if (unit === undefined || bits < 1) {
    const span = foundSpan(r);
    return fail(r, 'syntax/bad-rate', span, { found: shown(r, span) });
  }
  const end = nameEnd(r, unitStart);
  word(r, end);
  return { start, end, bits };
}

/** Reads numbers separated by commas. A comma before a word separates settings. */
function readList(r: Reader): readonly Num[] | undefined {
  const numbers: Num[] = [];
  for (;;) {
    const n = readNumber(r) ?? expected(r, 'number');
    if (n === undefined) return undefined;
    numbers.push(n);
    const { pos, last } = r;
    if (!takeChar(r, ',')) return numbers;
    skip(r);
    if (isNameStart(r, r.pos)) {
      r.pos = pos;
      r.last = last;
      return numbers;
    }
  }
}
