import { strict as assert } from 'node:assert';
import { tcpflow } from './run';

const HOLDS = 'server listen\nexplore lose 2, client connect: opens\n';
const BROKEN =
  'variant two-way-handshake\nserver listen\nexplore client connect, client abort, client connect: no-ghost\n';

/** Of two claims the first holds and the second does not. */
const TWO = `${HOLDS}explore lose 1, client connect: never client ESTABLISHED\n`;

interface Line {
  readonly line: number;
  readonly outcome: string;
  readonly states: number;
  readonly flow?: string;
}

function explored(input: string, ...args: readonly string[]): { readonly code: number | null; readonly lines: Line[] } {
  const { code, out } = tcpflow(['explore', '--format', 'json', ...args, '-'], { input });
  return { code, lines: out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line])) };
}

describe('tcp-flow explore', () => {
  it('ends with 0 where the claims hold, 1 where one is broken, 2 where it could not run, 3 at a limit', () => {
    assert.equal(tcpflow(['explore', '-'], { input: HOLDS }).code, 0);
    assert.equal(tcpflow(['explore', '-'], { input: BROKEN }).code, 1);
    assert.equal(tcpflow(['explore', '-'], { input: 'server listen\n' }).code, 2);
    assert.equal(tcpflow(['explore', '-'], { input: 'explore lose: opens\n' }).code, 2);
    assert.equal(tcpflow(['explore', '-'], { input: 'explore client connect: never foo CLOSED\n' }).code, 2);
    assert.equal(tcpflow(['explore', 'no-such-file']).code, 2);
    assert.equal(tcpflow(['explore', '--states', '20', '-'], { input: HOLDS }).code, 3);
    assert.equal(tcpflow(['explore', '--states', 'x', '-'], { input: HOLDS }).code, 2);
    assert.equal(tcpflow(['check', '-'], { input: BROKEN }).code, 0);
  });

  it('says what it has found, with the flow that breaks the claim', () => {
    const { out } = tcpflow(['explore', '-'], { input: HOLDS });
    assert.match(out, /^-:2: lose 2, client connect: opens\n {2}holds: 34 states, 49 transitions\n {2}longest way /);
    const broken = tcpflow(['explore', '-'], { input: BROKEN }).out;
    assert.match(broken, /broken without any fault, after 3 steps/);
    const flow = broken.slice(broken.indexOf('flow "'));
    assert.equal(tcpflow(['check', '-'], { input: flow }).code, 0, flow);
    assert.match(flow, /expect server ESTABLISHED, client CLOSED\n/);
  });

  it('prints an object a line as JSON, and explores the line that is asked for', () => {
    const both = explored(TWO);
    assert.deepEqual(
      both.lines.map(({ line, outcome }) => [line, outcome]),
      [
        [2, 'holds'],
        [3, 'broken'],
      ],
    );
    const one = explored(TWO, '--line', '2');
    assert.deepEqual([one.code, one.lines.map(({ line, states }) => [line, states])], [0, [[2, 34]]]);
    assert.equal(explored(HOLDS, '--line', '1').code, 2);
  });

  it('annotates a pull request where a claim is broken', () => {
    const { out } = tcpflow(['explore', '--format', 'github', '-'], { input: TWO });
    assert.match(out, /^::error file=-,line=3,col=1,endColumn=57,title=flow\/claim-broken::broken [^\n]*\n$/);
  });
});
