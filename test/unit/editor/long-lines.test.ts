/** Lines of the greatest length, made so that a regular expression with backtracking would take very long. */
import { check } from '../../../src/check/check';
import { completeAt } from '../../../src/editor/complete/complete';
import { isSettled } from '../../../src/editor/complete/settled';
import { explain } from '../../../src/editor/explain/explain';
import { fixesFor } from '../../../src/editor/fix/fixes';
import { targetAt } from '../../../src/editor/target';
import { formatted } from '../../../src/script/format';
import { createParser } from '../../../src/script/parser';
import { MAX_LINE_LENGTH } from '../../../src/script/vocabulary';
import { english } from '../../../src/words/words';

/** A beginning, a part that is repeated up to the limit, and an end at which a pattern fails. */
const LINES: readonly (readonly [begin: string, repeated: string, end: string])[] = [
  ['', '->SYN ', ','],
  ['A -> B ', 'SYN,', 'x'],
  ['A -> B ', 'SYN ', ','],
  ['A -> B violates ', 'a, ', '<'],
  ['A -> B violates x', ' ', 'violates y'],
  ['A -> B seq=', '(-', '='],
  ['', 'a', '='],
  ['', 'a-', '='],
  ['', 'a.', '='],
  ['', ' ', '?'],
  ['A -> B', ' ', '?'],
  ['let x ', '=', '?'],
  ['note over ', ' ', '?'],
  ['note over ', ', ', '?'],
  ['note ', '"', '?'],
  ['note "', '\\"', ''],
  ['host a ', 'mss=', ' ?'],
  ['host a ', ' ,', '?'],
  ['host', ' ', '-> x'],
  ['lose next', ' ', 'from'],
  ['lose ', '1', '?'],
  ['delay next from a ', 'from ', '?'],
  ['link a b', ' ', '?'],
  ['link ', 'a b ', '?'],
  ['expect ', 'a.', '?'],
  ['expect ', 'a owes ', '?'],
  ['expect ', 'a ESTABLISHED,', '?'],
  ['run until ', 'a.a=', '?'],
  ['wait ', '1', 's'],
  ['+', '1', 's A -> B'],
  ['A -> B <', 'sack 1..2 ', '?'],
  ['#', ' ', 'x'],
];

describe('a line of 10,000 characters', () => {
  for (const [begin, repeated, end] of LINES) {
    it(`${begin}${repeated}…${end}`, () => {
      const room = MAX_LINE_LENGTH - begin.length - end.length;
      const line = begin + repeated.repeat(Math.floor(room / repeated.length)) + end;
      const script = createParser().parse(line);
      const trace = check(script);
      for (const column of [line.length, line.length - end.length, begin.length]) {
        completeAt(trace, 0, column);
        isSettled(line.slice(0, column));
        const target = targetAt(trace.script.lines[0], column);
        if (target !== undefined) explain(trace, 0, target, english);
      }
      formatted(script);
      const [first] = trace.findings;
      if (first !== undefined) fixesFor(trace, first);
    });
  }
});
