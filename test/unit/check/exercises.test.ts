import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { NO_WISHES } from '../../../src/check/checked';
import { grade, isExercise } from '../../../src/compose/grade';
import { gradeText } from '../../../src/report';
import { createParser } from '../../../src/script/parser';
import type { Script } from '../../../src/script/syntax';
import { english } from '../../../src/words/words';
import { play } from './expecting';

const parse = (text: string): Script => createParser().parse(text);

const CLOSING = `task "Close the connection from both sides; the first FIN is lost on its way."
goal client -x server FIN
goal client -> server FIN
goal server -> client FIN
goal client TIME-WAIT, server CLOSED
goal keep
host client isn=1000
client -> server  SYN  seq=x
server -> client  SYN,ACK
client -> server  ACK
`;
const SOLVED = `${CLOSING}client -x server  FIN,ACK  as bye
client -> server  resend bye
server -> client  FIN,ACK
client -> server  ACK
`;

const stateOf = (answer: string, given?: string): string[] =>
  grade(play(answer), given === undefined ? undefined : parse(given)).goals.map((g) => `${g.text}: ${g.state}`);

describe('an exercise', () => {
  it('is a flow with a task or a goal', () => {
    assert.ok(isExercise(parse('goal a CLOSED')) && isExercise(parse('flow "x"\ntask "y"')));
    assert.ok(!isExercise(parse('# task "y"\na -> b SYN')));
  });

  it('is done when its goals are reached, in their order', () => {
    assert.deepEqual(stateOf(CLOSING), [
      'client -x server FIN: open',
      'client -> server FIN: open',
      'server -> client FIN: open',
      'client TIME-WAIT, server CLOSED: open',
      'keep: unknown',
    ]);
    assert.deepEqual(stateOf(SOLVED, CLOSING), [
      'client -x server FIN: reached',
      'client -> server FIN: reached',
      'server -> client FIN: reached',
      'client TIME-WAIT, server CLOSED: reached',
      'keep: reached',
    ]);
    assert.ok(grade(play(SOLVED)).isDone && grade(play(SOLVED), parse(CLOSING)).isDone);
    const turned = SOLVED.replace('goal server -> client FIN\n', '').replace(
      'goal client -x',
      'goal server -> client FIN\ngoal client -x',
    );
    assert.ok(!grade(play(turned)).isDone);
  });

  it('says of each goal why it is not reached', () => {
    const { goals } = grade(play(CLOSING));
    assert.deepEqual(
      goals.map(({ why }) => why.map((f) => [f.line, f.says, f.args['right']])),
      [
        [[1, 'flow/goal-open/lost', undefined]],
        [[2, 'flow/goal-open/sent', undefined]],
        [[3, 'flow/goal-open/sent', undefined]],
        [
          [4, 'flow/goal-open/holds', 'ESTABLISHED'],
          [4, 'flow/goal-open/holds', 'ESTABLISHED'],
        ],
        [],
      ],
    );
  });

  it('is not done by changing its goals', () => {
    const easy = CLOSING.replace(/^goal (?!keep).*\n/gm, '');
    assert.ok(grade(play(easy)).isDone);
    assert.ok(!grade(play(easy), parse(CLOSING)).isDone);
    assert.deepEqual(
      grade(play(easy), parse(CLOSING)).goals.map(({ state }) => state),
      ['open', 'open', 'open', 'open', 'reached'],
    );
    assert.ok(grade(play(SOLVED.replace(/^goal .*\n/gm, '')), parse(CLOSING)).isDone, 'its goals are not needed');
  });

  it('is not done by leaving out what was given', () => {
    for (const part of ['host client isn=1000\n', 'client -> server  SYN  seq=x\n'])
      assert.ok(!grade(play(SOLVED.replace(part, '')), parse(CLOSING)).isDone, part);
    assert.ok(
      grade(play(SOLVED.replace('isn=1000', 'isn=70000 mss=1000')), parse(CLOSING)).isDone,
      'values may change',
    );
  });

  it('is not done with an error, nor with a mistake that is declared and not asked for', () => {
    const wrong = `${SOLVED}server -> client  ACK  seq=x\n`;
    assert.ok(!grade(play(wrong)).isDone);
    assert.equal(grade(play(wrong)).grave.length, 1);
    const declares = (text: string): string =>
      `${text}client -> server  ACK  seq=x+1  ack=y+1000  violates ack-beyond-sent\n`;
    const open = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -> server ACK\n';
    assert.deepEqual(grade(play(declares(`goal client ESTABLISHED\n${open}`))).declared, [4]);
    assert.ok(!grade(play(declares(`goal client ESTABLISHED\n${open}`))).isDone);
    assert.ok(grade(play(declares(`goal breaks ack-beyond-sent\n${open}`))).isDone);
  });

  it('is told without the goals that only the exercise as it was given could judge', () => {
    const told = (answer: string, given?: string): string =>
      gradeText(grade(play(answer), given === undefined ? undefined : parse(given)), english);
    const kept = `goal keep\nclient -> server  SYN  seq=x\nserver -> client  SYN,ACK  ack=x+9\n`;
    assert.equal(told(kept), 'Exercise, not yet: a line to mend');
    assert.equal(told(kept, kept), 'Exercise, not yet: 1 of 1 goals reached · a line to mend');
    assert.equal(told(CLOSING), 'Exercise, not yet: 0 of 4 goals reached');
    assert.equal(told(SOLVED), english('exercise/done'));
  });

  it('is graded by the levels of the rules, whatever a user has set', () => {
    const levels = { 'flow/goal-open': 'off' } as const;
    const answer = check(parse(CLOSING), undefined, undefined, { ...NO_WISHES, levels });
    assert.ok(!grade(answer).isDone);
  });

  it('is judged alike after an edit, and as a whole', () => {
    const parser = createParser();
    let trace = check(parser.parse(CLOSING));
    for (const text of [
      SOLVED,
      CLOSING,
      SOLVED.replace('-x server  FIN', '-> server  FIN'),
      `# x\n${SOLVED}`,
      SOLVED,
    ]) {
      trace = check(parser.parse(text), trace);
      assert.deepEqual(trace.findings, play(text).findings);
    }
  });
});
