import { readEnd, readField, readArrowEnd } from './expression';
import { flagHere, flagsRunTogether, looksLikeField, readFlags } from './flags';
import {
  anyCase,
  expected,
  fail,
  foundSpan,
  isDigit,
  isNamePart,
  isNameStart,
  more,
  nameEnd,
  peek,
  peekWord,
  readDuration,
  readName,
  readNumber,
  recover,
  shown,
  skip,
  take,
  takeChar,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import { readOptions } from './option-list';
import { sayingHere } from './layer-word';
import { readSaying } from './saying';
import { readString } from './string';
import type { Arrow, EndRef, Flags, Num, SegmentStatement, Span, Timing, Word } from './syntax';
import {
  ALTERED,
  CLAUSES,
  ECN,
  ECN_WORDS,
  FIELDS,
  FLAGS,
  FRAME,
  SUPPOSED,
  type ClauseWord,
  type FieldKey,
} from './vocabulary';

type Draft = { -readonly [K in keyof SegmentStatement]: SegmentStatement[K] };

const CLAUSE_WORDS: readonly string[] = [
  ...FLAGS,
  ...FIELDS,
  ECN,
  ...CLAUSES,
  SUPPOSED,
  FRAME,
  ALTERED,
  'http',
  'tls',
  'h2',
];

const fieldKey = anyCase(FIELDS.map((key) => [key, key]));
const clauseWord = anyCase(CLAUSES.map((key) => [key, key]));
const isClauseWord = anyCase(CLAUSE_WORDS.map((key) => [key, true]));

/** The text between two endpoints: an arrow, correct or not. */
export interface ArrowFound extends Span {
  /** Undefined for `<-` and similar arrows, where the receiver comes first. */
  readonly arrow: Arrow | 'message' | undefined;
  /** The correct arrow, if another one was written. */
  readonly right: string | undefined;
}

/** Incorrect arrows whose meaning is clear; longer arrows are before their prefixes. */
const MISTAKEN: readonly (readonly [string, Arrow | undefined, string])[] = [
  ['<->', 'deliver', '->'],
  ['<--', undefined, '->'],
  ['<==', undefined, '->'],
  ['<-', undefined, '->'],
  ['<=', undefined, '->'],
  ['<~', undefined, '~>'],
  ['\u2190', undefined, '->'],
  ['--->', 'deliver', '->'],
  ['-->', 'deliver', '->'],
  ['==>', 'deliver', '->'],
  ['->>', 'deliver', '->'],
  ['>>', 'deliver', '->'],
  ['>', 'deliver', '->'],
  ['~~>', 'hold', '~>'],
  ['-~>', 'hold', '~>'],
  ['?->', 'open', '?>'],
  ['-?>', 'open', '?>'],
];

function found(start: number, length: number, arrow: ArrowFound['arrow'], right?: string): ArrowFound {
  return { start, end: start + length, arrow, right };
}

/** The arrow at the position, not taken. */
export function arrowHere(r: Reader): ArrowFound | undefined {
  skip(r);
  const start = r.pos;
  const a = peek(r);
  const b = peek(r, 1);
  if (a === 0x2d /* - */) {
    if (b === 0x3e && peek(r, 2) !== 0x3e) return found(start, 2, 'deliver');
    if ((b | 0x20) === 0x78 && !isNamePart(r, start + 2)) return found(start, 2, 'lose');
    if (b === 0x2d && (peek(r, 2) | 0x20) === 0x78 && !isNamePart(r, start + 3)) return found(start, 3, 'lose', '-x');
  } else if (a === 0x3f /* ? */ && b === 0x3e) {
    return found(start, 2, 'open');
  } else if (a === 0x7e /* ~ */ && b === 0x3e) {
    return found(start, 2, 'hold');
  } else if (a === 0x2192 /* → */) {
    return found(start, 1, 'deliver');
  }
  if (a === 0x3d /* = */ && b === 0x3e) return found(start, 2, 'message');
  if (!(a === 0x2d || a === 0x3c || a === 0x3d || a === 0x3e || a === 0x7e || a === 0x3f || a === 0x2190))
    return undefined;
  const text = r.text.slice(start, Math.min(start + 4, r.end));
  const mistaken = MISTAKEN.find(([written]) => text.startsWith(written));
  return mistaken && found(start, mistaken[0].length, mistaken[1], mistaken[2]);
}

/** Reads the time before a statement, with the position at its sign: `+200ms` or `@1.5s`. */
export function readTime(r: Reader): Timing | undefined {
  const start = r.pos;
  const from = peek(r) === 0x2b ? 'last' : 'start';
  take(r, 1);
  const duration = readDuration(r);
  return duration && { start, end: duration.end, from, duration };
}

/** Reads the rest of a segment line after its sender: arrow, receiver and clauses. */
export function readSegment(
  r: Reader,
  time: Timing | undefined,
  first: EndRef,
  arrow = arrowHere(r),
): SegmentStatement | undefined {
  if (arrow === undefined || arrow.arrow === 'message') {
    return expected(r, 'arrow');
  }
  take(r, arrow.end - arrow.start);
  const second = readArrowEnd(r);
  if (second === undefined) {
    return undefined;
  }
  if (arrow.right !== undefined) wrongArrow(r, arrow, first, second);
  const [from, to] = arrow.arrow === undefined ? [second, first] : [first, second];
  const segment: Draft = {
    kind: 'segment',
    start: time?.start ?? first.start,
    end: r.last,
    from,
    to,
    arrow: arrow.arrow ?? 'deliver',
    arrowSpan: { start: arrow.start, end: arrow.end },
  };
  if (time !== undefined) segment.time = time;
  while (more(r)) {
    const before = r.pos;
    const failed = r.error;
    takeChar(r, ',');
    if (more(r)) readClause(r, segment);
    // After a clause with an error, the rest of the line is still read.
    if (r.error !== failed || r.pos === before) recover(r);
  }
  segment.end = r.last;
  return segment;
}

function wrongArrow(r: Reader, arrow: ArrowFound, first: EndRef, second: EndRef): void {
  const right = arrow.right ?? '->';
  const found = r.text.slice(arrow.start, arrow.end);
  if (arrow.arrow !== undefined) {
    fail(r, 'syntax/wrong-arrow', arrow, { found, right }, write(arrow, right));
    return;
  }
  const text = (e: EndRef): string => r.text.slice(e.start, e.end);
  const span = { start: first.start, end: second.end };
  const turned = `${text(second)} ${right} ${text(first)}`;
  fail(r, 'syntax/arrow-backwards', arrow, { found, right: turned }, write(span, turned));
}

function readClause(r: Reader, s: Draft): void {
  if (sayingHere(r)) {
    const saying = readSaying(r);
    if (saying === undefined) return;
    if (s.payload !== undefined || s.saying !== undefined || s.len !== undefined)
      duplicate(r, saying, saying.items[0]?.layer.text ?? '');
    else s.saying = saying;
    return;
  }
  const c = peek(r);
  if (c === 0x22) {
    const payload = readString(r);
    if (s.payload === undefined && s.saying === undefined) {
      if (payload !== undefined) s.payload = payload;
    } else if (payload !== undefined) duplicate(r, payload, '"\u2026"');
    return;
  }
  if (c === 0x3c) {
    const span = { start: r.pos, end: r.pos + 1 };
    const options = readOptions(r);
    if (s.options !== undefined) duplicate(r, span, '<\u2026>');
    else s.options = options;
    return;
  }
  if (c === 0x5b || (flagHere(r) !== undefined && !looksLikeField(r))) {
    readSegmentFlags(r, s);
    return;
  }
  if (!isNameStart(r, r.pos)) {
    expected(r, 'clause');
    return;
  }
  const end = nameEnd(r, r.pos);
  const key = r.text.slice(r.pos, end);
  const field = fieldKey(key);
  const clause = field === undefined ? clauseWord(key) : undefined;
  if (field !== undefined) readFieldClause(r, s, field);
  else if (key.toLowerCase() === ECN) readEcn(r, s);
  else if (key.toLowerCase() === SUPPOSED) readSupposed(r, s, end);
  else if (key.toLowerCase() === FRAME) readFrames(r, s, end);
  else if (key.toLowerCase() === ALTERED) readAltered(r, s, end);
  else if (clause !== undefined) readWordClause(r, s, clause);
  else unknownClause(r, end);
}

function readSegmentFlags(r: Reader, s: Draft): void {
  const bracket = peek(r) === 0x5b;
  const flags = readFlags(r);
  if (flags === undefined) return;
  if (s.flags !== undefined) {
    flagsApart(r, s.flags, flags);
  } else if (bracket || flags.names.length > 0) {
    s.flags = flags;
  }
}

/** Reports flags in two places of a segment: `SYN seq=x ACK`. */
function flagsApart(r: Reader, first: Flags, again: Flags): void {
  const found = shown(r, again);
  const added = again.names.filter((n) => !first.names.some((f) => f.text === n.text)).map((n) => `,${n.text}`);
  const inside = r.text[first.end - 1] === ']' ? first.end - 1 : first.end;
  let gap = again.start;
  while (gap > 0 && ' \t,'.includes(r.text.charAt(gap - 1))) gap--;
  const edits = [
    { start: inside, end: inside, newText: added.join('') },
    { start: gap, end: again.end, newText: '' },
  ];
  const sound = inside < gap && first.names.length > 0;
  fail(r, 'syntax/flags-apart', again, { found }, sound ? { title: 'fix/flags-together', args: {}, edits } : undefined);
}

function duplicate(r: Reader, span: Span, name: string): void {
  fail(r, 'syntax/duplicate-clause', span, { name });
}

function readFieldClause(r: Reader, s: Draft, key: FieldKey): void {
  const start = r.pos;
  const k = word(r, nameEnd(r, r.pos));
  if (!takeChar(r, '=')) {
    missingEquals(r, k, key);
    return;
  }
  const field = readField(r, start);
  if (s[key] !== undefined) duplicate(r, { start, end: r.last }, `${key}=`);
  else if (field !== undefined) s[key] = field;
}

/** The clause `supposed`: the segment is not in the capture but must have been sent. */
function readSupposed(r: Reader, s: Draft, end: number): void {
  const w = word(r, end, SUPPOSED);
  if (s.supposed !== undefined) duplicate(r, w, SUPPOSED);
  else s.supposed = w;
}

/** Reads `frame 53, 61`: the frames of the capture that the line represents. */
function readFrames(r: Reader, s: Draft, end: number): void {
  const { start } = word(r, end, FRAME);
  const numbers: Num[] = [];
  for (;;) {
    const number = readNumber(r) ?? expected(r, 'number');
    if (number === undefined) return;
    numbers.push(number);
    const { last } = r;
    // In `frame 53, seq=5` the comma separates clauses.
    if (takeChar(r, ',') && more(r) && isDigit(peek(r))) continue;
    r.pos = last;
    r.last = last;
    break;
  }
  if (s.frames !== undefined) duplicate(r, { start, end: r.last }, FRAME);
  else s.frames = { start, end: r.last, numbers };
}

/** Reads `altered 5`: the fifth octet of the payload is changed in transit. */
function readAltered(r: Reader, s: Draft, end: number): void {
  const w = word(r, end, ALTERED);
  const octet = readNumber(r) ?? expected(r, 'number');
  if (octet === undefined) return;
  if (s.altered !== undefined) duplicate(r, w, ALTERED);
  else s.altered = octet;
}

/** Reads `ecn=ect0`, `ecn=ect1` or `ecn=ce`. */
function readEcn(r: Reader, s: Draft): void {
  const start = r.pos;
  const k = word(r, nameEnd(r, r.pos));
  if (!takeChar(r, '=')) {
    missingEquals(r, k, ECN);
    return;
  }
  skip(r);
  const end = nameEnd(r, r.pos);
  const value = r.text.slice(r.pos, end).toLowerCase();
  if (end === r.pos || isClauseWord(value)) expected(r, 'ecn');
  else if (!ECN_WORDS.some((w) => w === value)) unknown(r, 'syntax/unknown-ecn', { start: r.pos, end }, ECN_WORDS);
  else {
    const w = word(r, end, value);
    if (s.ecn !== undefined) duplicate(r, { start, end: r.last }, `${ECN}=`);
    else s.ecn = { start, end: r.last, value: w };
  }
}

/** Reports a field without `=`: `win 65535` for `win=65535`. */
function missingEquals(r: Reader, k: Word, key: FieldKey | typeof ECN): void {
  skip(r);
  const value = isDigit(peek(r)) || (isNameStart(r, r.pos) && !isClauseWord(peekWord(r)));
  const at = { start: k.end, end: r.pos };
  const fix = value ? { title: 'fix/add', args: { text: '=' }, edits: [{ ...at, newText: '=' }] } : undefined;
  fail(r, 'syntax/no-equals', value ? { start: k.start, end: foundSpan(r).end } : k, { key }, fix);
}

function readWordClause(r: Reader, s: Draft, key: ClauseWord): void {
  const start = r.pos;
  word(r, nameEnd(r, r.pos));
  if (key === 'violates') {
    const rules = readRules(r);
    if (s.violates !== undefined) duplicate(r, { start, end: r.last }, key);
    else if (rules.length > 0) s.violates = rules;
    return;
  }
  if (key === 'spoofing') {
    const end = readEnd(r);
    if (s.spoofing !== undefined) duplicate(r, { start, end: r.last }, key);
    else if (end !== undefined) s.spoofing = end;
    return;
  }
  const name = readName(r) ?? expected(r, 'name');
  if (s[key] !== undefined) duplicate(r, { start, end: r.last }, key);
  else if (name !== undefined) s[key] = name;
}

/** The end of the rule id at `i`: letters, digits, `-`, `/` and `.`. */
function ruleEnd(r: Reader, i: number): number {
  let end = nameEnd(r, i);
  while (end > i && end < r.end && (isNamePart(r, end) || '-/.'.includes(r.text.charAt(end)))) end++;
  return end;
}

/** Reads rule ids separated by commas, after `violates` and in a goal. */
export function readRules(r: Reader): Word[] {
  const rules: Word[] = [];
  for (;;) {
    skip(r);
    const end = ruleEnd(r, r.pos);
    if (end === r.pos) {
      expected(r, 'rule');
      return rules;
    }
    rules.push(word(r, end));
    const last = r.last;
    if (!takeChar(r, ',')) return rules;
    skip(r);
    // In `violates a, seq=5` and `violates a, "text"` the comma separates clauses, not rule ids.
    const next = r.text.slice(r.pos, ruleEnd(r, r.pos));
    const clause = next === '' ? r.pos < r.end && '"<['.includes(r.text.charAt(r.pos)) : isClauseWord(next);
    if (clause) {
      r.pos = last;
      r.last = last;
      return rules;
    }
  }
}

function unknownClause(r: Reader, end: number): void {
  const span = { start: r.pos, end };
  const found = r.text.slice(span.start, end);
  const together = flagsRunTogether(found);
  if (together !== undefined) {
    fail(r, 'syntax/misspelt', span, { found: shown(r, span), right: together }, write(span, together));
  } else {
    unknown(r, 'syntax/unknown-clause', span, CLAUSE_WORDS);
  }
}
