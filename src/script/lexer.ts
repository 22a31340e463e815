import type { Folded } from './fold';
import { nearest } from './near';
import type { Args, Duration, Num, Span, SyntaxFinding, Word } from './syntax';
import { UNITS } from './vocabulary';

/**
 * Where reading a line stands. Readers take what they know and move on; what they can't read they report once, by
 * `fail`, and answer with undefined: the first finding on a line is the one that counts.
 */
export interface Reader {
  /** The line with full-width characters turned into ASCII, as long as the line itself. */
  readonly text: string;
  /** Where the line's comment, or else the line, ends what there is to read. */
  readonly end: number;
  pos: number;
  /** The end of the last thing that was read. */
  last: number;
  error: SyntaxFinding | undefined;
  hints: SyntaxFinding[] | undefined;
}

type Fix = NonNullable<SyntaxFinding['fix']>;

const isLetter = (c: number): boolean => (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);
export const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHex = (c: number): boolean => isDigit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
/** By ASCII code: 1 for letters, digits and `_`. */
const NAME_PART = Uint8Array.from({ length: 128 }, (_, c) => (isLetter(c) || isDigit(c) || c === 0x5f ? 1 : 0));
const WIDE_LETTER = /^\p{L}/u;
const WIDE_PART = /^[\p{L}\p{M}\p{N}]/u;

export function openReader({ text, end }: Folded): Reader {
  return { text, end, pos: 0, last: 0, error: undefined, hints: undefined };
}

/** The character code `offset` behind the position, or NaN at the end. */
export function peek(r: Reader, offset = 0): number {
  const i = r.pos + offset;
  return i < r.end ? r.text.charCodeAt(i) : NaN;
}

export function skip(r: Reader): void {
  while (r.pos < r.end) {
    const c = r.text.charCodeAt(r.pos);
    if (c !== 0x20 && c !== 0x09) break;
    r.pos++;
  }
}

/** Skips spaces, and says whether anything is left to read. */
export function more(r: Reader): boolean {
  skip(r);
  return r.pos < r.end;
}

/** Moves behind `count` characters that have been looked at. */
export function take(r: Reader, count: number): void {
  r.pos += count;
  r.last = r.pos;
}

/** Takes one ASCII character behind spaces, if it is there. */
export function takeChar(r: Reader, char: string): boolean {
  skip(r);
  if (r.pos < r.end && r.text[r.pos] === char) {
    take(r, 1);
    return true;
  }
  return false;
}

/** How many UTF-16 units the letter, digit or `_` at `i` has; 0 where there is none. */
function partLength(r: Reader, i: number, first: boolean): number {
  if (i >= r.end) return 0;
  const c = r.text.charCodeAt(i);
  if (c < 0x80) {
    return isLetter(c) || (!first && (isDigit(c) || c === 0x5f)) ? 1 : 0;
  }
  const char = String.fromCodePoint(r.text.codePointAt(i) ?? 0);
  return (first ? WIDE_LETTER : WIDE_PART).test(char) ? char.length : 0;
}

/** Whether a name begins at `i`. */
export const isNameStart = (r: Reader, i: number): boolean => partLength(r, i, true) > 0;
/** Whether a name that has begun goes on at `i`. */
export const isNamePart = (r: Reader, i: number): boolean => partLength(r, i, false) > 0;

/** The end of the name that begins at `i`; `i` itself where none does. */
export function nameEnd(r: Reader, i: number): number {
  let n = partLength(r, i, true);
  while (n > 0) {
    i += n;
    // Nearly all names are ASCII, and nearly all characters of a line are in names.
    while (i < r.end && NAME_PART[r.text.charCodeAt(i)] === 1) i++;
    n = partLength(r, i, false);
  }
  return i;
}

/** Like `nameEnd`, with `-` between letters and digits: `syn-retries`, `FIN-WAIT-1`. */
export function hyphenatedEnd(r: Reader, i: number): number {
  let end = nameEnd(r, i);
  while (end > i && r.text.charCodeAt(end) === 0x2d && isNamePart(r, end + 1)) {
    end += 1;
    while (isNamePart(r, end)) end += partLength(r, end, false);
  }
  return end;
}

export function word(r: Reader, end: number, text = r.text.slice(r.pos, end)): Word {
  const w = { start: r.pos, end, text };
  r.pos = end;
  r.last = end;
  return w;
}

/** A name behind spaces. */
export function readName(r: Reader): Word | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  return end === r.pos ? undefined : word(r, end);
}

/**
 * A table for words in any case. Nearly all words are written as they should be: those are found without making another
 * string of them.
 */
export function anyCase<T>(entries: Iterable<readonly [string, T]>): (written: string) => T | undefined {
  const exact = new Map(entries);
  const folded = new Map([...exact].map(([k, v]): [string, T] => [k.toLowerCase(), v]));
  return (written) => exact.get(written) ?? folded.get(written.toLowerCase());
}

/** The word at the position in lower case, without taking it; the empty string where there is none. */
export function peekWord(r: Reader): string {
  skip(r);
  return r.text.slice(r.pos, nameEnd(r, r.pos)).toLowerCase();
}

/** The span of what stands at the position, as far as a person would point at it. */
export function foundSpan(r: Reader): Span {
  skip(r);
  const start = r.pos;
  let i = start;
  if (i < r.end && (isNamePart(r, i) || r.text[i] === '_')) {
    while (i < r.end && (isNamePart(r, i) || '_-.:/^'.includes(r.text.charAt(i))))
      i += Math.max(1, partLength(r, i, false));
  } else if (r.text[i] === '"') {
    i = stringEnd(r, i);
  } else {
    while (i < r.end && !isNamePart(r, i) && !' \t"'.includes(r.text.charAt(i))) i++;
    if (i === start && i < r.end) i++;
  }
  return { start, end: Math.min(i, r.end) };
}

/** Behind the closing quote of the string that begins at `i`, or the end of what there is to read. */
export function stringEnd(r: Reader, i: number): number {
  for (i++; i < r.end; i++) {
    const c = r.text.charCodeAt(i);
    if (c === 0x5c) i++;
    else if (c === 0x22) return i + 1;
  }
  return r.end;
}

const SHOWN = 40;

/** What stands in a span, cut to what fits a message. */
export function shown(r: Reader, span: Span): string {
  const text = r.text.slice(span.start, span.end);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export function fail(r: Reader, rule: string, span: Span, args: Args = {}, fix?: Fix): undefined {
  if (r.error === undefined) {
    const base = { rule, level: 'error' as const, args, start: span.start, end: span.end };
    r.error = fix === undefined ? base : { ...base, fix };
  }
  return undefined;
}

export function hint(r: Reader, rule: string, span: Span, args: Args, fix: Fix, source?: string): void {
  r.hints ??= [];
  const base = { rule, level: 'hint' as const, args, start: span.start, end: span.end, fix };
  r.hints.push(source === undefined ? base : { ...base, source });
}

/** A fix that writes `text` in place of a span. */
export function write(span: Span, text: string): Fix {
  return { title: 'fix/write', args: { text }, edits: [{ start: span.start, end: span.end, newText: text }] };
}

/** `syntax/expected-WHAT` at what stands here instead, or `syntax/missing-WHAT` at the end of the line. */
export function expected(r: Reader, what: string, fix?: Fix): undefined {
  if (r.error !== undefined) {
    // Only the first finding counts, and looking at what stands here takes time.
    return undefined;
  }
  if (!more(r)) {
    return fail(r, `syntax/missing-${what}`, { start: r.last, end: r.last }, {}, fix);
  }
  const span = foundSpan(r);
  return fail(r, `syntax/expected-${what}`, span, { found: shown(r, span) }, fix);
}

/** A word that is none of `known`: with the nearest one offered, or else reported by its own rule. */
export function unknown(r: Reader, rule: string, span: Span, known: Iterable<string>): undefined {
  if (r.error !== undefined) return undefined;
  const found = shown(r, span);
  const right = nearest(found, known);
  return right === undefined
    ? fail(r, rule, span, { found })
    : fail(r, 'syntax/misspelt', span, { found, right }, write(span, right));
}

/** After a finding: on to the next word that stands by itself, so that what follows is read all the same. */
export function recover(r: Reader): void {
  while (r.pos < r.end) {
    const c = r.text.charCodeAt(r.pos);
    if (c === 0x20 || c === 0x09) break;
    r.pos = c === 0x22 ? stringEnd(r, r.pos) : r.pos + 1;
  }
}

/**
 * A whole number, decimal or `0x…`. Undefined, and nothing reported, where no digit stands; a malformed or too large
 * one is reported.
 */
export function readNumber(r: Reader): Num | undefined {
  skip(r);
  const start = r.pos;
  if (!isDigit(peek(r))) {
    return undefined;
  }
  let i = start;
  let value = 0;
  const marker = r.text.charCodeAt(start + 1);
  if (r.text.charCodeAt(start) === 0x30 && start + 1 < r.end && (marker === 0x78 || marker === 0x58)) {
    for (i = start + 2; i < r.end && isHex(r.text.charCodeAt(i)); i++);
    if (i === start + 2) return badNumber(r);
    value = Number(r.text.slice(start, i));
  } else {
    for (; i < r.end && isDigit(r.text.charCodeAt(i)); i++) value = value * 10 + (r.text.charCodeAt(i) - 0x30);
  }
  if (isNamePart(r, i) || (i < r.end && '_^'.includes(r.text.charAt(i)))) {
    return badNumber(r);
  }
  if (value > Number.MAX_SAFE_INTEGER) {
    return fail(r, 'syntax/number-too-large', { start, end: i });
  }
  r.pos = i;
  r.last = i;
  return { start, end: i, value };
}

function badNumber(r: Reader): undefined {
  const span = foundSpan(r);
  return fail(r, 'syntax/bad-number', span, { found: shown(r, span) });
}

const UNIT_NAMES: ReadonlyMap<string, Duration['unit']> = new Map<string, Duration['unit']>([
  ...UNITS.map((u): [string, Duration['unit']] => [u.toLowerCase(), u]),
  // The micro sign and the Greek letter.
  ['\u00b5s', 'us'],
  ['\u03bcs', 'us'],
]);

/** `5`, or `5 s` where a space keeps the unit away. */
function missingUnit(r: Reader, start: number, end: number): undefined {
  const span = { start, end };
  const number = shown(r, span);
  r.pos = end;
  skip(r);
  const stop = nameEnd(r, r.pos);
  const unit = UNIT_NAMES.get(r.text.slice(r.pos, stop).toLowerCase());
  return fail(r, 'syntax/missing-unit', span, { found: number }, unit && write({ start, end: stop }, number + unit));
}

/** `200ms`, `1.5s`, `2MSL`, `MSL`. Reports what is wrong, so undefined means that something was reported. */
export function readDuration(r: Reader): Duration | undefined {
  skip(r);
  const start = r.pos;
  let i = start;
  while (i < r.end && isDigit(r.text.charCodeAt(i))) i++;
  if (i > start && r.text[i] === '.' && i + 1 < r.end && isDigit(r.text.charCodeAt(i + 1))) {
    for (i++; i < r.end && isDigit(r.text.charCodeAt(i)); i++);
  }
  const unitStart = i;
  while (isNamePart(r, i)) i += partLength(r, i, false);
  const written = r.text.slice(unitStart, i);
  const unit = UNIT_NAMES.get(written.toLowerCase());
  if (unitStart === start) {
    if (unit !== 'MSL') return expected(r, 'duration');
  } else if (written === '') {
    return missingUnit(r, start, i);
  } else if (unit === undefined) {
    return fail(
      r,
      'syntax/unknown-unit',
      { start: unitStart, end: i },
      { found: shown(r, { start: unitStart, end: i }) },
    );
  }
  const value = unitStart === start ? 1 : Number(r.text.slice(start, unitStart));
  if (value > Number.MAX_SAFE_INTEGER) {
    return fail(r, 'syntax/number-too-large', { start, end: i });
  }
  r.pos = i;
  r.last = i;
  return { start, end: i, value, unit };
}
