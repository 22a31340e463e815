/**
 * Parses expectations, after `expect`, `run until` and `goal`: a side's state, variables, segments that it must send,
 * and secrets that it knows.
 */
import { H2_STATES, HTTP1_STATES, STREAM_STATES, TLS_STATES } from '../layers/names';
import { readKnows } from './certificate';
import { readExpr, readSide, readVariable } from './expression';
import { flagHere, readFlags } from './flags';
import {
  expected,
  foundSpan,
  hyphenatedEnd,
  isNameStart,
  more,
  nameEnd,
  peek,
  peekWord,
  readDuration,
  readNumber,
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { readState } from './read-state';
import { sayingHere } from './layer-word';
import { isLater, readSaying } from './saying';
import type { EndRef, Expectation } from './syntax';
import { DURATION_VARIABLES, WIRE } from './vocabulary';

/**
 * Expectations with commas between them.
 *
 * @param joint a word that may replace a comma; the empty string for none
 */
export function readExpectations(r: Reader, joint = ''): Expectation[] {
  const items: Expectation[] = [];
  do {
    const item = readExpectation(r);
    if (item !== undefined) items.push(item);
    else while (r.pos < r.end && peek(r) !== 0x2c) r.pos++;
  } while (takeChar(r, ',') || takesJoint(r, joint));
  if (more(r)) {
    const at = { start: r.last, end: r.last, newText: ',' };
    const further = isNameStart(r, r.pos) && flagHere(r) === undefined;
    expected(r, 'comma', further ? { title: 'fix/add', args: { text: ',' }, edits: [at] } : undefined);
  }
  return items;
}

function takesJoint(r: Reader, joint: string): boolean {
  if (joint === '' || peekWord(r) !== joint) return false;
  word(r, nameEnd(r, r.pos));
  return true;
}

function readExpectation(r: Reader): Expectation | undefined {
  const wire = readWire(r);
  if (wire !== undefined) return wire;
  const who = readSide(r);
  if (who === undefined) return undefined;
  const start = who.start;
  if (peek(r) === 0x2e /* . */) {
    const variable = readVariable(r);
    if (variable === undefined) return undefined;
    if (!takeChar(r, '=')) return expected(r, 'equals');
    if (DURATION_VARIABLES.includes(variable.text)) {
      const duration = readDuration(r);
      return duration && { kind: 'duration', start, end: r.last, who, variable, duration };
    }
    const expr = readExpr(r);
    return expr && { kind: 'variable', start, end: r.last, who, variable, expr };
  }
  if (peekWord(r) === 'owes') {
    word(r, nameEnd(r, r.pos));
    if (peekWord(r) === 'nothing') {
      word(r, nameEnd(r, r.pos));
      return { kind: 'owes', start, end: r.last, who };
    }
    if (sayingHere(r)) {
      const saying = readSaying(r);
      return saying && { kind: 'owes-message', start, end: r.last, who, saying };
    }
    if (flagHere(r) === undefined && peek(r) !== 0x5b) return expected(r, 'owed');
    const flags = readFlags(r);
    return flags && { kind: 'owes', start, end: r.last, who, flags };
  }
  if (isKnowing(r)) return readKnows(r, who, start);
  if (sayingHere(r) || peekWord(r) === 'h2') return readLayerState(r, who);
  const state = readState(r);
  return state && { kind: 'state', start, end: r.last, who, state };
}

/** Parses `wire knows SECRET`, about an observer on the wire. A host may be called `wire`, too. */
function readWire(r: Reader): Expectation | undefined {
  if (peekWord(r) !== WIRE) return undefined;
  skip(r);
  const { pos, last } = r;
  word(r, nameEnd(r, pos));
  if (isKnowing(r)) return readKnows(r, undefined, pos);
  r.pos = pos;
  r.last = last;
  return undefined;
}

function isKnowing(r: Reader): boolean {
  const verb = peekWord(r);
  return verb === 'knows' || verb === 'lacks';
}

function statesOf(layer: string, isStream: boolean): readonly string[] {
  if (layer === 'h2') return isStream ? STREAM_STATES : H2_STATES;
  return layer === 'tls' ? TLS_STATES : HTTP1_STATES;
}

/**
 * Parses `client http IDLE`, `server tls CONNECTED`, `client h2 1 open`, after the endpoint. `_` and `-` are
 * equivalent.
 */
function readLayerState(r: Reader, who: EndRef): Expectation | undefined {
  if (isLater(r)) return undefined;
  if (peekWord(r) === 'https') return unknown(r, 'syntax/unknown-layer', foundSpan(r), ['http', 'tls']);
  const first = peekWord(r);
  const layer = word(r, nameEnd(r, r.pos), first === 'tls' || first === 'h2' ? first : 'http');
  const stream = first === 'h2' ? readNumber(r) : undefined;
  if (r.error !== undefined) return undefined;
  const states = statesOf(layer.text, stream !== undefined);
  skip(r);
  const start = r.pos;
  const end = hyphenatedEnd(r, start);
  if (end === start) return expected(r, 'state');
  const plain = (text: string): string => text.toUpperCase().replaceAll('-', '_');
  const written = plain(r.text.slice(start, end));
  const state = states.find((s) => plain(s) === written);
  if (state === undefined) return unknown(r, 'syntax/unknown-layer-state', { start, end }, states);
  const base = { kind: 'layer' as const, start: who.start, end, who, layer };
  return { ...base, ...(stream !== undefined && { stream }), state: word(r, end, state) };
}
