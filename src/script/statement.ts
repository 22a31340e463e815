import { readEnd, readSide, withoutPeer, readExpr } from './expression';
import { flagHere } from './flags';
import { readHost } from './host';
import {
  anyCase,
  expected,
  fail,
  foundSpan,
  hyphenatedEnd,
  isDigit,
  isNameStart,
  more,
  nameEnd,
  peek,
  peekWord,
  readDuration,
  readName,
  readNumber,
  shown,
  skip,
  takeChar,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import { readCertificate, readKeylog, readLeak, readToday } from './certificate';
import { readCapture } from './capture';
import { readExpectations } from './expectation';
import { readGoal, readTask } from './exercise';
import { readExplore } from './explore';
import { readFault, readLink, readMessage, readTransit, saysFault } from './play';
import { arrowHere, readSegment, readTime } from './segment';
import { readGiven, readForgets } from './given';
import { sayingHere } from './layer-word';
import { readSaying } from './saying';
import { readString } from './string';
import { nearest } from './near';
import type { Saying } from './said-syntax';
import type {
  CallStatement,
  EndRef,
  Expr,
  NoteStatement,
  FlightStatement,
  IcmpStatement,
  Num,
  RunStatement,
  Statement,
  Str,
  Timing,
} from './syntax';
import {
  CALLS,
  FAILS,
  FORGETS,
  ICMP,
  ICMP_ERRORS,
  PROFILES,
  STATEMENTS,
  VARIANTS,
  type CallName,
  type StatementWord,
} from './vocabulary';

const statementWord = anyCase(STATEMENTS.map((w) => [w, w]));
const callName = anyCase(CALLS.map((c) => [c, c]));
const icmpWord = anyCase([[ICMP, ICMP]]);
const forgetsWord = anyCase([[FORGETS, FORGETS]]);
const icmpError = anyCase(ICMP_ERRORS.map((e) => [e, e]));
/** Words that, after an endpoint's name, make a statement. */
const ACTIONS = [...CALLS, ICMP, FORGETS];

/** Reads the statement at the position. */
export function readStatement(r: Reader): Statement | undefined {
  const c = peek(r);
  if (c === 0x2b /* + */ || c === 0x40 /* @ */) {
    const time = readTime(r);
    return time && readTimed(r, time);
  }
  if (!isNameStart(r, r.pos)) {
    return expected(r, 'statement');
  }
  const start = r.pos;
  const end = nameEnd(r, start);
  const keyword = statementWord(r.text.slice(start, end));
  // A keyword with an arrow after it is the name of a host.
  if (keyword !== undefined && !arrowFollows(r, end)) {
    word(r, end);
    return readKeyword(r, keyword, start);
  }
  return readAction(r, end);
}

/** A statement that may have a time: a segment, a user call, an ICMP error, or the end of a segment in flight. */
function readTimed(r: Reader, time: Timing): Statement | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  if (end === r.pos) return expected(r, 'timed');
  const keyword = statementWord(r.text.slice(r.pos, end));
  if (keyword === undefined || arrowFollows(r, end)) return readAction(r, end, time);
  if (keyword !== 'deliver' && keyword !== 'drop' && keyword !== 'duplicate') return expected(r, 'timed');
  word(r, end);
  return readFlight(r, keyword, time.start, time);
}

function arrowFollows(r: Reader, end: number): boolean {
  const from = r.pos;
  r.pos = end;
  if (peek(r) === 0x3a) {
    do r.pos++;
    while (isDigit(peek(r)));
  }
  const found = arrowHere(r) !== undefined;
  r.pos = from;
  return found;
}

/** A segment or a user call: an endpoint, then an arrow or a call. */
function readAction(r: Reader, firstEnd: number, time?: Timing): Statement | undefined {
  const first = { start: r.pos, end: firstEnd, text: r.text.slice(r.pos, firstEnd) };
  const who = readSide(r);
  if (who === undefined) {
    return undefined;
  }
  skip(r);
  const arrow = arrowHere(r);
  if (arrow?.arrow === 'message') {
    return readMessage(r, time, withoutPeer(r, who), arrow);
  }
  if (arrow !== undefined) {
    return readSegment(r, time, withoutPeer(r, who), arrow);
  }
  const written = r.text.slice(r.pos, nameEnd(r, r.pos));
  const call = callName(written);
  if (call !== undefined) {
    return readCall(r, who, call, time);
  }
  if (icmpWord(written) !== undefined) {
    return readIcmp(r, who, time);
  }
  if (forgetsWord(written) !== undefined) {
    return readForgets(r, who, time);
  }
  const statement = who.end === first.end && time === undefined ? nearest(first.text, STATEMENTS) : undefined;
  if (statement !== undefined) {
    return fail(r, 'syntax/misspelt', first, { found: first.text, right: statement }, write(first, statement));
  }
  if (!more(r)) {
    return fail(r, 'syntax/missing-action', { start: r.last, end: r.last }, { host: shown(r, first) });
  }
  const span = foundSpan(r);
  const near = nearest(written, ACTIONS);
  if (near !== undefined) {
    return fail(r, 'syntax/misspelt', span, { found: shown(r, span), right: near }, write(span, near));
  }
  // A second name, followed by an arrow or a clause: the first word is reported.
  return isNameStart(r, r.pos) && flagHere(r) === undefined
    ? fail(r, 'syntax/unknown-statement', first, { found: shown(r, first) })
    : fail(r, 'syntax/expected-action', span, { host: shown(r, first), found: shown(r, span) });
}

function readCall(r: Reader, who: EndRef, call: CallName, time?: Timing): CallStatement | undefined {
  const span = word(r, nameEnd(r, r.pos));
  const callSpan = { start: span.start, end: span.end };
  // The first word of a message is no host's name: `send http GET /`.
  const isPeer = (): boolean =>
    more(r) && isNameStart(r, r.pos) && peekWord(r) !== FAILS && !(call === 'send' && sayingHere(r));
  const peer = isPeer() ? readEnd(r) : undefined;
  let count;
  let payload: Str | undefined;
  let saying: Saying | undefined;
  if (call === 'send' || call === 'receive') {
    skip(r);
    if (call === 'send' && sayingHere(r)) saying = readSaying(r);
    else if (call === 'send' && peek(r) === 0x22) payload = readString(r);
    else if (isDigit(peek(r))) count = readNumber(r);
    else return expected(r, call === 'send' ? 'data' : 'count');
    if (count === undefined && payload === undefined && saying === undefined) return undefined;
  }
  const fails = more(r) && peekWord(r) === FAILS ? word(r, nameEnd(r, r.pos), FAILS) : undefined;
  const base = { kind: 'call' as const, start: time?.start ?? who.start, end: r.last, who, call, callSpan };
  return {
    ...base,
    ...(time && { time }),
    ...(peer && { peer }),
    ...(count && { count }),
    ...(payload && { payload }),
    ...(saying && { saying }),
    ...(fails && { fails }),
  };
}

function readIcmp(r: Reader, who: EndRef, time?: Timing): IcmpStatement | undefined {
  word(r, nameEnd(r, r.pos));
  skip(r);
  const end = hyphenatedEnd(r, r.pos);
  if (end === r.pos) return expected(r, 'icmp');
  const text = icmpError(r.text.slice(r.pos, end));
  if (text === undefined) return unknown(r, 'syntax/unknown-icmp', { start: r.pos, end }, ICMP_ERRORS);
  const { start } = word(r, end);
  const error = { start, end, text };
  const readMtu = (): Num | undefined => {
    if (!more(r) || peekWord(r) !== 'mtu') return undefined;
    const key = word(r, nameEnd(r, r.pos), 'mtu');
    return takeChar(r, '=')
      ? (readNumber(r) ?? expected(r, 'number'))
      : fail(r, 'syntax/no-equals', key, { key: 'mtu' });
  };
  let mtu = readMtu();
  const peer = more(r) && isNameStart(r, r.pos) ? readEnd(r) : undefined;
  mtu ??= readMtu();
  const base = { kind: 'icmp' as const, start: time?.start ?? who.start, end: r.last, who, error };
  return { ...base, ...(time && { time }), ...(peer && { peer }), ...(mtu && { mtu }) };
}

function readKeyword(r: Reader, keyword: StatementWord, start: number): Statement | undefined {
  switch (keyword) {
    case 'flow':
    case 'section': {
      const title = readText(r);
      return title && { kind: keyword, start, end: r.last, title };
    }
    case 'profile':
      return readChoice(r, keyword, start, PROFILES);
    case 'variant':
      return readChoice(r, keyword, start, VARIANTS);
    case 'host':
      return readHost(r, start);
    case 'let':
      return readLet(r, start);
    case 'deliver':
    case 'drop':
    case 'duplicate':
      if (!saysFault(r)) return readFlight(r, keyword, start);
      return keyword === 'duplicate' ? readFault(r, keyword, start) : readTransit(r, keyword, start);
    case 'lose':
    case 'delay':
      return readFault(r, keyword, start);
    case 'link':
      return readLink(r, start);
    case 'run':
      return readRun(r, start);
    case 'wait': {
      const duration = readDuration(r);
      return duration && { kind: keyword, start, end: r.last, duration };
    }
    case 'expect':
      return { kind: keyword, start, items: readExpectations(r), end: r.last };
    case 'note':
      return readNote(r, start);
    case 'given':
      return readGiven(r, start);
    case 'certificate':
      return readCertificate(r, start);
    case 'today':
      return readToday(r, start);
    case 'leak':
      return readLeak(r, start);
    case 'keylog':
      return readKeylog(r, start);
    case 'capture':
      return readCapture(r, start);
    case 'task':
      return readTask(r, start);
    case 'goal':
      return readGoal(r, start);
    case 'explore':
      return readExplore(r, start);
  }
}

function readRun(r: Reader, start: number): RunStatement | undefined {
  if (!more(r)) return { kind: 'run', start, end: r.last };
  const next = peekWord(r);
  if (next === 'until') {
    word(r, nameEnd(r, r.pos));
    const until = readExpectations(r);
    return until.length === 0 ? undefined : { kind: 'run', start, end: r.last, until };
  }
  if (next !== 'for') return expected(r, 'run');
  word(r, nameEnd(r, r.pos));
  const duration = readDuration(r);
  return duration && { kind: 'run', start, end: r.last, duration };
}

function readFlight(
  r: Reader,
  kind: FlightStatement['kind'],
  start: number,
  time?: Timing,
): FlightStatement | undefined {
  const name = readName(r) ?? expected(r, 'name');
  return name && { kind, start, end: r.last, name, ...(time && { time }) };
}

/** Reads a string. A text without quotes is reported, and read as well. */
function readText(r: Reader): Str | undefined {
  if (!more(r) || peek(r) === 0x22) {
    return readString(r);
  }
  const start = r.pos;
  let end = r.end;
  while (' \t'.includes(r.text.charAt(end - 1))) end--;
  const text = r.text.slice(start, end);
  const plain = !/["\\]/.test(text);
  const fix = { title: 'fix/quote', args: {}, edits: [{ start, end, newText: `"${text}"` }] };
  return expected(r, 'string', plain ? fix : undefined);
}

function readChoice(
  r: Reader,
  kind: 'profile' | 'variant',
  start: number,
  known: readonly string[],
): Statement | undefined {
  skip(r);
  const end = hyphenatedEnd(r, r.pos);
  if (end === r.pos) {
    return expected(r, kind);
  }
  const text = r.text.slice(r.pos, end).toLowerCase();
  if (!known.includes(text)) {
    return unknown(r, `syntax/unknown-${kind}`, { start: r.pos, end }, known);
  }
  return { kind, name: word(r, end, text), start, end };
}

function readLet(r: Reader, start: number): Statement | undefined {
  const name = readName(r) ?? expected(r, 'name');
  if (name === undefined) return undefined;
  if (!takeChar(r, '=')) return expected(r, 'equals');
  const expr: Expr | undefined = readExpr(r);
  return expr && { kind: 'let', start, end: r.last, name, expr };
}

function readNote(r: Reader, start: number): NoteStatement | undefined {
  const over: EndRef[] = [];
  if (peekWord(r) === 'over') {
    word(r, nameEnd(r, r.pos));
    do {
      const end = readEnd(r);
      if (end === undefined) return undefined;
      over.push(end);
    } while (takeChar(r, ','));
    if (more(r) && peek(r) !== 0x22) return expected(r, 'string');
  }
  const text = over.length === 0 ? readText(r) : readString(r);
  return text && { kind: 'note', start, end: r.last, over, text };
}
