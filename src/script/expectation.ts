/** Expectations, behind `expect`, `run until` and `goal`: the state of a side, a variable, the segments that it owes, the secrets that it knows. */
import { HTTP1_STATES, TLS_STATES } from '../layers/names';
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
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { readState } from './read-state';
import { isLater, readSaying, sayingHere } from './saying';
import type { EndRef, Expectation } from './syntax';
import { DURATION_VARIABLES, WIRE } from './vocabulary';

/**
 * Expectations with commas between them.
 *
 * @param joint a word that stands for a comma; the empty string for none
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
  if (sayingHere(r)) return readLayerState(r, who);
  const state = readState(r);
  return state && { kind: 'state', start, end: r.last, who, state };
}

/** `wire knows SECRET`: the wire sees all segments pass. A host may be called `wire`, too. */
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

/** `client http IDLE`, `server tls CONNECTED`; `_` and `-` are one. */
function readLayerState(r: Reader, who: EndRef): Expectation | undefined {
  if (isLater(r)) return undefined;
  if (peekWord(r) === 'https') return unknown(r, 'syntax/unknown-layer', foundSpan(r), ['http', 'tls']);
  const layer = word(r, nameEnd(r, r.pos), peekWord(r) === 'tls' ? 'tls' : 'http');
  const states: readonly string[] = layer.text === 'tls' ? TLS_STATES : HTTP1_STATES;
  skip(r);
  const start = r.pos;
  const end = hyphenatedEnd(r, start);
  if (end === start) return expected(r, 'state');
  const name = r.text.slice(start, end).toUpperCase().replaceAll('-', '_');
  const state = states.find((s) => s === name);
  if (state === undefined) return unknown(r, 'syntax/unknown-layer-state', { start, end }, states);
  return { kind: 'layer', start: who.start, end, who, layer, state: word(r, end, state) };
}
