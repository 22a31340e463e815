import { readEnd, readExpr, readSide } from './expression';
import {
  expected,
  fail,
  isNameStart,
  more,
  nameEnd,
  readDuration,
  readNumber,
  readSwitch,
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { missingValue } from './host';
import { readState } from './read-state';
import type { EndRef, Fact, ForgetStatement, GivenStatement, Timing } from './syntax';
import { FACTS, type FactKind } from './vocabulary';

/**
 * `given A STATE snd.nxt=x+1 wscale=7`: the known state of a side at the beginning of a flow that starts in the middle
 * of a connection.
 */
export function readGiven(r: Reader, start: number): GivenStatement | undefined {
  const who = readSide(r);
  const state = who && readState(r);
  if (who === undefined || state === undefined) return undefined;
  const facts: Fact[] = [];
  while (more(r)) {
    takeChar(r, ',');
    if (!readFact(r, facts)) break;
  }
  return { kind: 'given', start, end: r.last, who, state, facts };
}

/** The end of a fact's key, which may contain dots: `snd.una`, `timestamps`. */
function keyEnd(r: Reader): number {
  let end = nameEnd(r, r.pos);
  while (end > r.pos && end < r.end && r.text[end] === '.' && isNameStart(r, end + 1)) end = nameEnd(r, end + 1);
  return end;
}

function readFact(r: Reader, facts: Fact[]): boolean {
  skip(r);
  const start = r.pos;
  const end = keyEnd(r);
  if (end === start) return Boolean(expected(r, 'fact'));
  const name = r.text.slice(start, end).toLowerCase();
  const kind = FACTS.get(name);
  if (kind === undefined) return Boolean(unknown(r, 'syntax/unknown-fact', { start, end }, FACTS.keys()));
  const key = word(r, end, name);
  if (facts.some((f) => f.key.text === name))
    return Boolean(fail(r, 'syntax/duplicate-clause', key, { name: `${name}=` }));
  if (!takeChar(r, '=')) {
    if (kind === 'switch') {
      facts.push({ start, end: key.end, key });
      return true;
    }
    missingValue(r, key);
    return false;
  }
  const value = readValue(r, kind);
  if (value === undefined) return false;
  facts.push({ start, end: r.last, key, value });
  return true;
}

function readValue(r: Reader, kind: FactKind): Fact['value'] {
  skip(r);
  const value = kind.endsWith('switch') ? readSwitch(r) : undefined;
  if (value !== undefined) return value;
  switch (kind) {
    case 'switch':
      return expected(r, 'switch');
    case 'duration':
      return readDuration(r);
    case 'number-switch': {
      const number = readNumber(r);
      return number === undefined ? expected(r, 'number') : { ...number, kind: 'number' };
    }
    case 'number':
      return readExpr(r);
  }
}

/** Parses `server forgets` or `server forgets client:50001`: the host loses its TCB without sending anything. */
export function readForgets(r: Reader, who: EndRef, time?: Timing): ForgetStatement | undefined {
  const verb = word(r, nameEnd(r, r.pos));
  const peer = more(r) && isNameStart(r, r.pos) ? readEnd(r) : undefined;
  const base = { kind: 'forget' as const, start: time?.start ?? who.start, end: r.last, who };
  return { ...base, verbSpan: { start: verb.start, end: verb.end }, ...(time && { time }), ...(peer && { peer }) };
}
