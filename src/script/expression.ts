import {
  expected,
  fail,
  isDigit,
  isNameStart,
  nameEnd,
  peek,
  readName,
  readNumber,
  shown,
  skip,
  take,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import { isFlagName } from './flags';
import type { EndRef, Expr, Field, Word } from './syntax';
import { DURATION_VARIABLES, MAX_TERMS, VARIABLES } from './vocabulary';

const VARIABLE_NAMES: ReadonlySet<string> = new Set(VARIABLES);
const NUMBER_VARIABLES = VARIABLES.filter((v) => !DURATION_VARIABLES.includes(v));

/**
 * An endpoint, `client` or `client:50001`, after optional spaces. The name of a flag is no host: in `A -> SYN` the
 * receiver is missing.
 */
export function readEnd(r: Reader): EndRef | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  if (end === r.pos || isFlagName(r, r.pos, end)) {
    return expected(r, 'host');
  }
  const host = word(r, end);
  if (hyphenInName(r)) {
    return wholeName(r, host);
  }
  if (peek(r) !== 0x3a /* : */) {
    return { start: host.start, end: host.end, host };
  }
  take(r, 1);
  const port = isDigit(peek(r)) ? readNumber(r) : expected(r, 'port');
  if (port === undefined) {
    return { start: host.start, end: host.end, host };
  }
  if (port.value > 65535) {
    fail(r, 'syntax/bad-port', port, { found: port.value });
  }
  return { start: host.start, end: port.end, host, port };
}

/** One side of a connection, with the other if given: `server:80-client:50001`. For statements without an arrow. */
export function readSide(r: Reader): EndRef | undefined {
  const own = readEnd(r);
  if (own?.port === undefined || peek(r) !== 0x2d || !isNameStart(r, r.pos + 1)) return own;
  if (isLossHere(r) && peek(r, 2) !== 0x3a) return own;
  take(r, 1);
  const peer = readEnd(r);
  return peer === undefined ? own : { ...own, end: peer.end, peer };
}

/**
 * A side of an arrow. Naming the other side here (`server:80-client:50001`) is an error, because the arrow already
 * names that side.
 */
export function readArrowEnd(r: Reader): EndRef | undefined {
  const ref = readSide(r);
  return ref === undefined ? undefined : withoutPeer(r, ref);
}

export function withoutPeer(r: Reader, ref: EndRef): EndRef {
  if (ref.peer === undefined) return ref;
  const { peer, ...own } = ref;
  const right = r.text.slice(ref.start, peer.start - 1);
  fail(r, 'syntax/side-in-arrow', ref, { found: shown(r, ref), right }, write(ref, right));
  return own;
}

/** True if a `-` inside a name follows, as in `web-server`, and not an arrow. */
function hyphenInName(r: Reader): boolean {
  if (peek(r) !== 0x2d || !isNameStart(r, r.pos + 1)) return false;
  return !isLossHere(r);
}

/** True if `-x` follows, the arrow of a lost segment. */
function isLossHere(r: Reader): boolean {
  return (peek(r, 1) | 0x20) === 0x78 /* x */ && nameEnd(r, r.pos + 1) === r.pos + 2;
}

function wholeName(r: Reader, host: Word): EndRef {
  while (hyphenInName(r)) {
    take(r, nameEnd(r, r.pos + 1) - r.pos);
  }
  const span = { start: host.start, end: r.pos };
  const found = r.text.slice(span.start, span.end);
  const right = found.replaceAll('-', '_');
  fail(r, 'syntax/hyphen-in-name', span, { found, right }, write(span, right));
  return { ...span, host: { ...span, text: right } };
}

/** A variable after an endpoint: `.rcv.nxt`. */
export function readVariable(r: Reader): Word | undefined {
  take(r, 1);
  const start = r.pos;
  let end = nameEnd(r, start);
  while (r.text[end] === '.' && end < r.end && isNameStart(r, end + 1)) end = nameEnd(r, end + 1);
  if (end === start) {
    return expected(r, 'variable');
  }
  const text = r.text.slice(start, end).toLowerCase();
  if (VARIABLE_NAMES.has(text)) {
    return word(r, end, text);
  }
  if (end === r.end && VARIABLES.some((v) => v.startsWith(`${text}.`))) {
    return fail(r, 'syntax/missing-variable', { start: r.last, end });
  }
  return unknown(r, 'syntax/unknown-variable', { start, end }, VARIABLES);
}

/** Sequence arithmetic: terms joined by `+` and `-`. Errors are reported. */
export function readExpr(r: Reader): Expr | undefined {
  return readSum(r, { terms: 0 });
}

function readSum(r: Reader, budget: { terms: number }): Expr | undefined {
  let left = readTerm(r, budget);
  while (left !== undefined) {
    skip(r);
    const c = peek(r);
    const op: '+' | '-' | undefined = c === 0x2b ? '+' : c === 0x2d ? '-' : undefined;
    if (op === undefined) break;
    take(r, 1);
    const right = readTerm(r, budget);
    if (right === undefined) return undefined;
    left = { start: left.start, end: r.last, kind: 'sum', left, op, right };
  }
  return left;
}

function readTerm(r: Reader, budget: { terms: number }): Expr | undefined {
  skip(r);
  if (++budget.terms > MAX_TERMS) {
    return fail(r, 'syntax/expression-too-long', { start: r.pos, end: r.end }, { limit: MAX_TERMS });
  }
  if (peek(r) === 0x28 /* ( */) {
    take(r, 1);
    const inner = readSum(r, budget);
    if (inner === undefined) return undefined;
    skip(r);
    if (peek(r) !== 0x29) return expected(r, 'parenthesis');
    take(r, 1);
    return inner;
  }
  if (isDigit(peek(r))) {
    const n = readNumber(r);
    return n && { start: n.start, end: n.end, kind: 'number', value: n.value };
  }
  if (!isNameStart(r, r.pos)) {
    return expected(r, 'value');
  }
  const after = nameEnd(r, r.pos);
  if (equalsFollows(r, after)) {
    // In `seq= ack=5` the value is missing; the next word is the key of another clause.
    r.pos = r.last;
    return fail(r, 'syntax/missing-value', { start: r.last, end: r.last });
  }
  const next = after < r.end ? r.text.charCodeAt(after) : NaN;
  const port = next === 0x3a && isDigit(r.text.charCodeAt(after + 1));
  if (!port && !(next === 0x2e && r.text.charCodeAt(after + 1) !== 0x2e)) {
    const name = readName(r);
    return name && { start: name.start, end: name.end, kind: 'name', name: name.text };
  }
  const end = readSide(r);
  if (end === undefined) return undefined;
  if (peek(r) !== 0x2e) return expected(r, 'variable');
  const variable = readVariable(r);
  if (variable === undefined) return undefined;
  // A duration is no term of a sum.
  if (DURATION_VARIABLES.includes(variable.text))
    return unknown(r, 'syntax/unknown-variable', variable, NUMBER_VARIABLES);
  return { start: end.start, end: variable.end, kind: 'variable', who: end, variable };
}

function equalsFollows(r: Reader, i: number): boolean {
  while (i < r.end && (r.text.charCodeAt(i) === 0x20 || r.text.charCodeAt(i) === 0x09)) i++;
  return i < r.end && r.text.charCodeAt(i) === 0x3d;
}

/** A field's `=EXPR`, after a key that began at `start`. */
export function readField(r: Reader, start: number): Field | undefined {
  const expr = readExpr(r);
  return expr && { start, end: r.last, expr };
}
