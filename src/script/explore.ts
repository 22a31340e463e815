/** Parses `explore …: claim`: the events that may happen from this line on, and a claim about all futures with them. */
import { readExpectations } from './expectation';
import { readEnd } from './expression';
import { flagHere, isFlagName, readFlags } from './flags';
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
  readNumber,
  skip,
  takeChar,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import type { Allowed, ClaimSyntax, ExploreStatement } from './explore-syntax';
import type { EndRef, Num, Word } from './syntax';
import { CLAIMS, CLAIM_KINDS, EXPLORED_CALLS, FORGE_SKILLS } from './vocabulary';

const calls = anyCase(EXPLORED_CALLS.map((call) => [call, call]));
const skills = anyCase(FORGE_SKILLS.map((skill) => [skill, skill]));
const kinds = anyCase(CLAIM_KINDS.map((kind) => [kind, kind]));
const claims = anyCase(CLAIMS.map((claim) => [claim, claim]));

/** The most events of one kind that a future may have. */
const MOST = 99;
/** The most bytes of one SEND or RECEIVE. */
const MOST_OCTETS = 1_000_000;
/** The most items in the list of allowed events. */
const MOST_ITEMS = 32;

/** `explore lose 2, client connect: opens`, after the keyword. */
export function readExplore(r: Reader, start: number): ExploreStatement | undefined {
  const allowed: Allowed[] = [];
  if (more(r) && peek(r) !== 0x3a /* : */)
    do {
      if (allowed.length === MOST_ITEMS) return fail(r, 'syntax/too-many-allowed', foundSpan(r), { max: MOST_ITEMS });
      const item = readAllowed(r);
      if (item === undefined) return undefined;
      allowed.push(item);
    } while (takeChar(r, ','));
  if (!takeChar(r, ':')) return noColon(r);
  const claim = readClaim(r);
  return claim && { kind: 'explore', start, end: r.last, allowed, claim };
}

/** Reports that the `:` before the claim is missing. If a claim follows, the finding has a fix that adds the `:`. */
function noColon(r: Reader): undefined {
  const at = { start: r.last, end: r.last, newText: ':' };
  const fix = isClaimHere(r) ? { title: 'fix/add', args: { text: ':' }, edits: [at] } : undefined;
  return expected(r, 'claim-colon', fix);
}

/** True if a claim is at the position, and not an endpoint with the same name as a claim. */
function isClaimHere(r: Reader): boolean {
  if (!more(r)) return false;
  const end = hyphenatedEnd(r, r.pos);
  const { pos } = r;
  r.pos = end;
  const goesOn = more(r) && (peek(r) === 0x2c || peek(r) === 0x3a);
  r.pos = pos;
  const written = r.text.slice(pos, end);
  return !goesOn && (kinds(written) ?? claims(written)) !== undefined;
}

/** Reads an item of the list of allowed events. A host may have the name of a keyword: `crash connect` is a call. */
function readAllowed(r: Reader): Allowed | undefined {
  skip(r);
  const start = r.pos;
  const end = nameEnd(r, start);
  if (end === start) return expected(r, 'allowed');
  const keyword = r.text.slice(start, end).toLowerCase();
  if (!isCallAt(r, end)) {
    switch (keyword) {
      case 'lose':
      case 'delay':
      case 'duplicate':
        word(r, end);
        return readFault(r, keyword, start);
      case 'crash':
        word(r, end);
        return readCrash(r, start);
      case 'forge':
        word(r, end);
        return readForge(r, start);
      case 'isn':
        word(r, end);
        if (peekWord(r) !== 'repeats') return expected(r, 'repeats');
        word(r, nameEnd(r, r.pos));
        return { kind: 'isn', start, end: r.last };
    }
  }
  return readCall(r, start);
}

/** True if a user call follows the word that ends at `end`. */
function isCallAt(r: Reader, end: number): boolean {
  const { pos } = r;
  r.pos = end;
  const is = calls(peekWord(r)) !== undefined;
  r.pos = pos;
  return is;
}

function readFault(r: Reader, fault: 'lose' | 'delay' | 'duplicate', start: number): Allowed | undefined {
  const most = readMost(r);
  if (most === undefined) return undefined;
  const data = peekWord(r) === 'data' ? word(r, nameEnd(r, r.pos), 'data') : undefined;
  const hasFlags = data === undefined && (peek(r) === 0x5b || flagHere(r) !== undefined);
  const flags = hasFlags ? readFlags(r) : undefined;
  if (hasFlags && flags === undefined) return undefined;
  let from: EndRef | undefined;
  if (peekWord(r) === 'from') {
    word(r, nameEnd(r, r.pos));
    from = readEndInList(r);
    if (from === undefined) return undefined;
  }
  const more = { ...(flags && { flags }), ...(data && { data }), ...(from && { from }) };
  return { kind: 'fault', fault, start, end: r.last, most, ...more };
}

function readCrash(r: Reader, start: number): Allowed | undefined {
  const who = readEndInList(r);
  const most = who && readMost(r);
  return most && { kind: 'crash', start, end: r.last, who, most };
}

function readForge(r: Reader, start: number): Allowed | undefined {
  const most = readMost(r);
  if (most === undefined) return undefined;
  const skill = readOneOf(r, skills, FORGE_SKILLS, 'skill');
  if (skill === undefined) return undefined;
  if (peekWord(r) !== 'spoofing') return { kind: 'forge', start, end: r.last, most, skill };
  word(r, nameEnd(r, r.pos));
  const spoofing = readEndInList(r);
  return spoofing && { kind: 'forge', start, end: r.last, most, skill, spoofing };
}

function readCall(r: Reader, start: number): Allowed | undefined {
  const who = readEndInList(r);
  if (who === undefined) return undefined;
  const call = readOneOf(r, calls, EXPLORED_CALLS, 'explored-call');
  if (call === undefined) return undefined;
  const takesCount = call.text === 'send' || call.text === 'receive';
  const count = takesCount ? readCount(r, 'count', MOST_OCTETS) : undefined;
  if (takesCount && count === undefined) return undefined;
  const peer = more(r) && isNameStart(r, r.pos) && !isClaimHere(r) ? readEndInList(r) : undefined;
  return { kind: 'call', start, end: r.last, who, call, ...(count && { count }), ...(peer && { peer }) };
}

/** An endpoint in the list: `:` ends the list unless a port follows it at once. */
function readEndInList(r: Reader): EndRef | undefined {
  skip(r);
  const end = nameEnd(r, r.pos);
  const endsList = r.text[end] === ':' && end < r.end && !isDigit(r.text.charCodeAt(end + 1));
  if (end === r.pos || !endsList || isFlagName(r, r.pos, end)) return readEnd(r);
  const host = word(r, end);
  return { start: host.start, end: host.end, host };
}

function readMost(r: Reader): Num | undefined {
  return readCount(r, 'most', MOST);
}

function readCount(r: Reader, what: 'most' | 'count', max: number): Num | undefined {
  const count = readNumber(r);
  if (count === undefined) return expected(r, what);
  return count.value < 1 || count.value > max ? fail(r, 'syntax/bad-count', count, { max }) : count;
}

/** Reads one of the known words, in upper or lower case; reports any other word. */
function readOneOf<T extends string>(
  r: Reader,
  find: (written: string) => T | undefined,
  known: readonly T[],
  what: string,
): (Word & { readonly text: T }) | undefined {
  skip(r);
  const start = r.pos;
  const end = hyphenatedEnd(r, start);
  if (end === start) return expected(r, what);
  const text = find(r.text.slice(start, end));
  if (text === undefined) return unknown(r, `syntax/expected-${what}`, { start, end }, known);
  r.pos = end;
  r.last = end;
  return { start, end, text };
}

function readClaim(r: Reader): ClaimSyntax | undefined {
  if (!more(r)) return expected(r, 'claim');
  const start = r.pos;
  const kind = kinds(peekWord(r));
  if (kind !== undefined) {
    word(r, nameEnd(r, start));
    const items = readExpectations(r, 'with');
    return items.length === 0 ? undefined : { kind, start, end: r.last, items };
  }
  const underlined = /^[a-z]+(?:_[a-z]+)+(?![\w-])/i.exec(r.text.slice(start, r.end))?.[0];
  const right = underlined === undefined ? undefined : claims(underlined.replaceAll('_', '-'));
  if (underlined !== undefined && right !== undefined) {
    const span = { start, end: start + underlined.length };
    return fail(r, 'syntax/misspelt', span, { found: underlined, right }, write(span, right));
  }
  const name = readOneOf(r, claims, [...CLAIMS, ...CLAIM_KINDS] as readonly (typeof CLAIMS)[number][], 'claim');
  return name && { kind: 'named', start, end: name.end, name };
}
