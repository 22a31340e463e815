import type { Folded } from './fold';
import { nearest } from './near';
import type { Args, Duration, Num, Span, SyntaxFinding, Word } from './syntax';
import { UNITS } from './vocabulary';

/**
 * The reading position in a line. A reader function takes the text that it recognizes and moves on. If no such text is
 * there, the function reports an error by `fail` and returns undefined. Only the first error of a line is kept.
 */
export interface Reader {
  /** The line after `fold`: full-width characters replaced by ASCII, same length. */
  readonly text: string;
  /** End of the text to read: where the comment begins, or the line ends. */
  readonly end: number;
  pos: number;
  /** End of the last token read. */
  last: number;
  error: SyntaxFinding | undefined;
  hints: SyntaxFinding[] | undefined;
}

type Fix = NonNullable<SyntaxFinding['fix']>;

const isLetter = (c: number): boolean => (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);
export const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHex = (c: number): boolean => isDigit(c) || (c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46);
/** Indexed by ASCII code: 1 for letters, digits and `_`. */
const NAME_PART = Uint8Array.from({ length: 128 }, (_, c) => (isLetter(c) || isDigit(c) || c === 0x5f ? 1 : 0));

export function openReader({ text, end }: Folded): Reader {
  return { text, end, pos: 0, last: 0, error: undefined, hints: undefined };
}

/** The character code at the position plus `offset`, or NaN at the end. */
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

/** Skips spaces; true if any text is left. */
export function more(r: Reader): boolean {
  skip(r);
  return r.pos < r.end;
}

/** Moves the position by `count` characters. */
export function take(r: Reader, count: number): void {
  r.pos += count;
  r.last = r.pos;
}

/** Takes the given ASCII character after optional spaces; true if it was there. */
export function takeChar(r: Reader, char: string): boolean {
  skip(r);
  if (r.pos < r.end && r.text[r.pos] === char) {
    take(r, 1);
    return true;
  }
  return false;
}

/**
 * The length in UTF-16 units of the letter, digit or `_` at `i`; 0 if there is none.
 *
 * @param first true for the first character of a name, which can't be a digit
 */
function partLength(r: Reader, i: number, first: boolean): number {
  if (i >= r.end) return 0;
  const c = r.text.charCodeAt(i);
  if (c < 0x80) {
    return isLetter(c) || (!first && (isDigit(c) || c === 0x5f)) ? 1 : 0;
  }
  const char = String.fromCodePoint(r.text.codePointAt(i) ?? 0);
  // The regular expressions are literals at their use: JavaScript engines compile the character classes only when first
  // evaluated.
  return (first ? /^\p{L}/u : /^[\p{L}\p{M}\p{N}]/u).test(char) ? char.length : 0;
}

/** True if a name begins at `i`. */
export const isNameStart = (r: Reader, i: number): boolean => partLength(r, i, true) > 0;
/** True if a name continues at `i`. */
export const isNamePart = (r: Reader, i: number): boolean => partLength(r, i, false) > 0;

/** The end of the name that begins at `i`; `i` itself if none does. */
export function nameEnd(r: Reader, i: number): number {
  let n = partLength(r, i, true);
  while (n > 0) {
    i += n;
    // The common case: ASCII names.
    while (i < r.end && NAME_PART[r.text.charCodeAt(i)] === 1) i++;
    n = partLength(r, i, false);
  }
  return i;
}

/** The end of a name that may contain `-` between letters and digits: `syn-retries`, `FIN-WAIT-1`. */
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

/** A name, after optional spaces. */
export function readName(r: Reader): Word | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  return end === r.pos ? undefined : word(r, end);
}

/** A lookup table for words in any case. Words in their usual spelling are found without allocating a lower-case copy. */
export function anyCase<T>(entries: Iterable<readonly [string, T]>): (written: string) => T | undefined {
  // The maps are built at the first lookup: most flows need few of the tables.
  let exact: Map<string, T> | undefined;
  let folded: Map<string, T> | undefined;
  return (written) => {
    const found = (exact ??= new Map(entries)).get(written);
    if (found !== undefined) return found;
    folded ??= new Map([...exact].map(([k, v]): [string, T] => [k.toLowerCase(), v]));
    return folded.get(written.toLowerCase());
  };
}

/** The word at the position in lower case, not taken; the empty string if there is none. */
export function peekWord(r: Reader): string {
  skip(r);
  return r.text.slice(r.pos, nameEnd(r, r.pos)).toLowerCase();
}

/** `on` or `off`, after optional spaces; undefined, with nothing taken, if neither is there. */
export function readSwitch(r: Reader): Word | undefined {
  const text = peekWord(r);
  return text === 'on' || text === 'off' ? word(r, nameEnd(r, r.pos), text) : undefined;
}

/** The span of the text at the position that an error message should point at. */
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

/** The position after the closing quote of the string that begins at `i`, or the end of the text. */
export function stringEnd(r: Reader, i: number): number {
  for (i++; i < r.end; i++) {
    const c = r.text.charCodeAt(i);
    if (c === 0x5c) i++;
    else if (c === 0x22) return i + 1;
  }
  return r.end;
}

const SHOWN = 40;

/** The text of a span, shortened for a message. */
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

/** A fix that replaces a span with `text`. */
export function write(span: Span, text: string): Fix {
  return { title: 'fix/write', args: { text }, edits: [{ start: span.start, end: span.end, newText: text }] };
}

/** Reports `syntax/expected-WHAT` for the text at the position, or `syntax/missing-WHAT` at the end of the line. */
export function expected(r: Reader, what: string, fix?: Fix): undefined {
  if (r.error !== undefined) {
    // Only the first error counts, so the work for a further one is saved.
    return undefined;
  }
  if (!more(r)) {
    return fail(r, `syntax/missing-${what}`, { start: r.last, end: r.last }, {}, fix);
  }
  const span = foundSpan(r);
  return fail(r, `syntax/expected-${what}`, span, { found: shown(r, span) }, fix);
}

/** Reports a word that is not in `known`, with the nearest known word as a fix if there is one. */
export function unknown(r: Reader, rule: string, span: Span, known: Iterable<string>): undefined {
  if (r.error !== undefined) return undefined;
  const found = shown(r, span);
  const right = nearest(found, known);
  return right === undefined
    ? fail(r, rule, span, { found })
    : fail(r, 'syntax/misspelt', span, { found, right }, write(span, right));
}

/** Skips to the next word after an error, so that the rest of the line is still read. */
export function recover(r: Reader): void {
  while (r.pos < r.end) {
    const c = r.text.charCodeAt(r.pos);
    if (c === 0x20 || c === 0x09) break;
    r.pos = c === 0x22 ? stringEnd(r, r.pos) : r.pos + 1;
  }
}

/**
 * A whole number, decimal or `0x…`. Undefined without a report if there is no digit; a malformed or too large number is
 * reported.
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
  // The micro sign U+00B5 and the Greek letter mu U+03BC.
  ['\u00b5s', 'us'],
  ['\u03bcs', 'us'],
]);

/** Reports a duration without a unit (`5`), or with a space before it (`5 s`). */
function missingUnit(r: Reader, start: number, end: number): undefined {
  const span = { start, end };
  const number = shown(r, span);
  r.pos = end;
  skip(r);
  const stop = nameEnd(r, r.pos);
  const unit = UNIT_NAMES.get(r.text.slice(r.pos, stop).toLowerCase());
  return fail(r, 'syntax/missing-unit', span, { found: number }, unit && write({ start, end: stop }, number + unit));
}

/** A duration: `200ms`, `1.5s`, `2MSL`, `MSL`. If undefined is returned, an error has been reported. */
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
