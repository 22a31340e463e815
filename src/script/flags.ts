import { flagBit } from '../wire';
import { anyCase, expected, hint, isDigit, nameEnd, peek, skip, take, word, type Reader } from './lexer';
import type { Flags, Span, Word } from './syntax';
import { FLAGS } from './vocabulary';

/** Flags while they are read: the fields of `Flags`, and the edits of one fix for the textbook notation `SYN=1`. */
interface Draft {
  bits: number;
  names: Word[];
  valued: { start: number; end: number; newText: string }[] | undefined;
}

const FLAG_LENGTH = 3;
const flagName = anyCase(FLAGS.map((name) => [name, name]));

/** True if the word is a flag's name and therefore no host: in `A -> SYN` the receiver is missing. */
export function isFlagName(r: Reader, start: number, end: number): boolean {
  return end === start + FLAG_LENGTH && flagName(r.text.slice(start, end)) !== undefined;
}

/** The name of the flag at the position; undefined if there is none or if it is the key of a field (`ack=`). */
export function flagHere(r: Reader): string | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  if (end !== r.pos + FLAG_LENGTH) {
    return undefined;
  }
  const written = r.text.slice(r.pos, end);
  const name = flagName(written);
  if (name === undefined) {
    return undefined;
  }
  const isField = (name === 'ACK' || name === 'URG') && hasValue(r, end) && !(written === name && bitValue(r, end));
  return isField ? undefined : name;
}

function afterSpaces(r: Reader, i: number): number {
  while (i < r.end && (r.text.charCodeAt(i) === 0x20 || r.text.charCodeAt(i) === 0x09)) i++;
  return i;
}

function hasValue(r: Reader, nameStop: number): boolean {
  const i = afterSpaces(r, nameStop);
  return i < r.end && r.text[i] === '=';
}

/** The span of `=1` or `=0` after a flag. */
function bitValue(r: Reader, nameStop: number): Span | undefined {
  const equals = afterSpaces(r, nameStop);
  const i = afterSpaces(r, equals + 1);
  const digit = i < r.end ? r.text.charAt(i) : '';
  const next = i + 1 < r.end ? r.text.charAt(i + 1) : ' ';
  return (digit === '0' || digit === '1') && ' \t,+/;]'.includes(next) && !sumFollows(r, i + 1)
    ? { start: nameStop, end: i + 1 }
    : undefined;
}

/** True if the digits are part of a sum, as in `ACK=1 + x`: the word is then a field, no flag. */
function sumFollows(r: Reader, i: number): boolean {
  const at = afterSpaces(r, i);
  return r.text[at] === '+' && flagBit(r.text.slice(at + 1, at + 4).toUpperCase()) === undefined;
}

/**
 * A list of flags: `SYN,ACK`, `SYN ACK`, `SYN+ACK`, `SYN/ACK`, `SYN-ACK`, `[SYN, ACK]`. The first flag is at the
 * position.
 */
export function readFlags(r: Reader): Flags | undefined {
  skip(r);
  const start = r.pos;
  const draft: Draft = { bits: 0, names: [], valued: undefined };
  const bracket = peek(r) === 0x5b;
  if (bracket) take(r, 1);
  if (!(bracket && closes(r))) {
    if (flagHere(r) === undefined) return expected(r, 'flag');
    readOne(r, draft);
    while (goesOn(r, bracket)) {
      if (flagHere(r) === undefined) return expected(r, 'flag');
      readOne(r, draft);
    }
    if (bracket && !closes(r)) return expected(r, 'bracket');
  }
  if (draft.valued !== undefined) {
    const edits = draft.valued;
    hint(r, 'syntax/flag-value', { start, end: r.last }, {}, { title: 'fix/plain-flags', args: {}, edits });
  }
  return { start, end: r.last, bits: draft.bits, names: draft.names };
}

function closes(r: Reader): boolean {
  skip(r);
  if (peek(r) !== 0x5d) return false;
  take(r, 1);
  return true;
}

/** Takes the separator before another flag and returns true. A comma without a flag after it belongs to the next clause. */
function goesOn(r: Reader, bracket: boolean): boolean {
  skip(r);
  const c = peek(r);
  const from = r.pos;
  const last = r.last;
  if (c === 0x2b /* + */ || c === 0x2f /* / */ || (c === 0x2d /* - */ && flagBehind(r)) || (bracket && c === 0x2c)) {
    take(r, 1);
    return true;
  }
  if (c === 0x2c /* , */) take(r, 1);
  if (flagHere(r) !== undefined && !looksLikeField(r)) return true;
  r.pos = from;
  r.last = last;
  return false;
}

function flagBehind(r: Reader): boolean {
  const start = afterSpaces(r, r.pos + 1);
  return isFlagName(r, start, nameEnd(r, start));
}

/** True for a field whose `=` is missing: `ack 5`. */
export function looksLikeField(r: Reader): boolean {
  const end = nameEnd(r, r.pos);
  const i = afterSpaces(r, end);
  if (i === end || i >= r.end || !isDigit(r.text.charCodeAt(i))) return false;
  const written = r.text.slice(r.pos, end);
  return written === 'ack' || written === 'urg';
}

function readOne(r: Reader, draft: Draft): void {
  const end = nameEnd(r, r.pos);
  const written = r.text.slice(r.pos, end);
  const name = flagName(written) ?? written;
  const bit = flagBit(name) ?? 0;
  const value = hasValue(r, end) ? bitValue(r, end) : undefined;
  const w = word(r, end, name);
  if (value === undefined) {
    draft.bits |= bit;
    draft.names.push(w);
    return;
  }
  const zero = r.text[value.end - 1] === '0';
  take(r, value.end - r.pos);
  draft.valued ??= [];
  if (zero) {
    let stop = value.end;
    while (stop < r.end && ' \t,'.includes(r.text.charAt(stop))) stop++;
    draft.valued.push({ start: w.start, end: stop, newText: '' });
  } else {
    draft.bits |= bit;
    draft.names.push(w);
    draft.valued.push({ start: value.start, end: value.end, newText: '' });
  }
}

/**
 * Splits flags without a separator: `SYNACK` or `SYN_ACK` as `SYN,ACK`. Undefined if the word does not consist of
 * flags.
 */
export function flagsRunTogether(written: string): string | undefined {
  let rest = written.toUpperCase().replaceAll('_', '');
  const names: string[] = [];
  while (rest !== '') {
    const name = rest.slice(0, 3);
    if (flagBit(name) === undefined || names.includes(name)) return undefined;
    names.push(name);
    rest = rest.slice(3);
  }
  return names.length > 1 ? names.join(',') : undefined;
}
