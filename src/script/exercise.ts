/** Exercises: the task in words (`task`), and the goals that the flow must reach (`goal`). */
import { readEnd, readSide } from './expression';
import { readExpectations } from './expectation';
import { flagHere, readFlags } from './flags';
import { expected, more, nameEnd, peek, peekWord, skip, take, word, type Reader } from './lexer';
import { arrowHere, readRules } from './segment';
import { readString } from './string';
import type { Aim, EndRef, GoalStatement, TaskStatement } from './syntax';
import { GOALS, type GoalWord } from './vocabulary';

/** `task "TEXT"`, after the keyword. */
export function readTask(r: Reader, start: number): TaskStatement | undefined {
  if (!more(r) || peek(r) !== 0x22) return expected(r, 'string');
  const text = readString(r);
  return text && { kind: 'task', start, end: r.last, text };
}

/** `goal AIM`, after the keyword. */
export function readGoal(r: Reader, start: number): GoalStatement | undefined {
  if (!more(r)) return expected(r, 'goal');
  const aim = readAim(r);
  return aim && { kind: 'goal', start, end: r.last, aim };
}

function readAim(r: Reader): Aim | undefined {
  skip(r);
  const { pos, last } = r;
  const key = GOALS.find((one) => one === peekWord(r));
  if (key !== undefined) {
    word(r, nameEnd(r, pos));
    // A host may be called `keep`, too.
    if (!isSideHere(r)) return readKeyed(r, key, pos);
    r.pos = pos;
    r.last = last;
  }
  const from = readSide(r);
  if (from === undefined) return undefined;
  if (arrowHere(r) !== undefined) return readSent(r, from, pos);
  r.pos = pos;
  r.last = last;
  const items = readExpectations(r);
  return items.length === 0 ? undefined : { kind: 'holds', start: pos, end: r.last, items };
}

/** True if the word just read is an endpoint that a goal is about: `keep -> server`, `keep.snd.nxt`, `keep:80`. */
function isSideHere(r: Reader): boolean {
  return peek(r) === 0x2e || peek(r) === 0x3a || arrowHere(r) !== undefined;
}

function readKeyed(r: Reader, key: GoalWord, start: number): Aim | undefined {
  if (key === 'keep') return { kind: key, start, end: r.last };
  const rules = readRules(r);
  return rules.length === 0 ? undefined : { kind: key, start, end: r.last, rules };
}

/** Parses the rest of the goal `A -> B FLAGS` or `A -x B data`, after the sender `A`. */
function readSent(r: Reader, from: EndRef, start: number): Aim | undefined {
  const arrow = arrowHere(r);
  if (arrow === undefined || arrow.right !== undefined || (arrow.arrow !== 'deliver' && arrow.arrow !== 'lose'))
    return expected(r, 'goal-arrow');
  const arrowSpan = { start: arrow.start, end: arrow.end };
  take(r, arrow.end - arrow.start);
  const to = readEnd(r);
  if (to === undefined) return undefined;
  const sent = { kind: 'sent' as const, start, from, to, arrow: arrow.arrow, arrowSpan };
  if (!more(r)) return { ...sent, end: r.last };
  if (peekWord(r) === 'data') {
    skip(r);
    const data = word(r, nameEnd(r, r.pos), 'data');
    return { ...sent, end: r.last, data };
  }
  if (flagHere(r) === undefined && peek(r) !== 0x5b) return expected(r, 'goal-flags');
  const flags = readFlags(r);
  return flags && { ...sent, end: r.last, flags };
}
