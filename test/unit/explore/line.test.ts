/** An `explore` line of a flow, from its text to the flow that breaks the claim. */
import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { counterexample, explorationAt, undisturbed } from '../../../src/compose/exploration';
import { coverageOf, transitionsOf } from '../../../src/report';
import { createParser } from '../../../src/script/parser';
import { isGrave } from '../../../src/trace/finding';
import { explored } from './line';

/** The flow that breaks a claim, without the lines above the `explore` line. */
function broken(text: string): string[] {
  const { outcome, flow } = explored(text);
  assert.equal(outcome.kind, 'broken', text);
  assert.deepEqual(check(createParser().parse(flow)).findings.filter(isGrave), [], flow);
  const above = text.split('\n').length - 1;
  return flow
    .trimEnd()
    .split('\n')
    .slice(above)
    .map((line) => line.replaceAll(/ +/g, ' '));
}

const holds = (text: string): void => assert.equal(explored(text).outcome.kind, 'holds', text);

const CLOSE = 'client connect, client close, server close';
const TWICE = 'client connect, client send 5, client close, server close, client connect';

describe('explore: a line of a flow', () => {
  it('begins in the world above it, and reads names and settings as the flow does', () => {
    holds('server listen\nexplore lose 2, client connect: opens');
    holds(
      'profile rfc9293\nclient -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nexplore forge 1 blind: no-reset',
    );
    assert.deepEqual(
      broken(
        'profile rfc793\nclient -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nexplore forge 1 blind spoofing client: no-reset',
      ),
      ['mallory -> server RST seq=1012843405 spoofing client', 'expect client ESTABLISHED, server CLOSED'],
    );
    holds('let z = 7\nserver listen\nexplore client connect: never client.rcv.nxt = z');
  });

  it('is written as a flow that checks clean and ends in the broken state: a two-way handshake and its ghost', () => {
    assert.deepEqual(
      broken(
        'variant two-way-handshake\nserver listen\nexplore client connect, client abort, client connect: no-ghost',
      ),
      [
        'client connect server',
        'client ~> server SYN as s1',
        'client abort',
        'deliver s1',
        'server ~> client SYN,ACK as s2',
        'expect server ESTABLISHED, client CLOSED',
      ],
    );
    holds('server listen\nexplore client connect, client abort, client connect: no-ghost');
  });

  it('shows that TIME-WAIT keeps old octets out of the next connection', () => {
    const lines = broken(
      `variant no-time-wait\nserver listen\nexplore isn repeats, duplicate 1, ${TWICE}: data-in-order`,
    );
    assert.ok(lines.length <= 25, lines.join('\n'));
    assert.equal(lines.at(-2), 'deliver s2');
    holds(
      `server listen\nexplore duplicate 1, client connect, client send 5, client close, server close, client connect: data-in-order`,
    );
  });

  it('shows how a late ACK ends TIME-WAIT, and that RFC 1337 prevents it', () => {
    const claim = 'server listen\nexplore delay 1, client connect, client close, server close: keeps-time-wait';
    assert.ok(broken(claim).length <= 25);
    holds(`host client rfc1337\nhost server rfc1337\n${claim}`);
  });

  it('keeps addresses and numbers where the flow names its hosts in another order', () => {
    const lines = broken('explore lose 2, client connect, server connect: opens');
    assert.deepEqual(lines.slice(0, 3), [
      'host client 10.0.0.1:49152',
      'host server 10.0.0.2:80',
      'server connect client',
    ]);
  });

  it('has a run beside it in which its calls are given one after another, and no fault strikes', () => {
    const trace = check(
      createParser().parse(`variant no-time-wait\nserver listen\nexplore lose 1, ${CLOSE}: no-reset`),
    );
    const flow = undisturbed(trace, 2, 'Without faults');
    assert.deepEqual(flow.trimEnd().split('\n').slice(-6), [
      ...['client connect', 'run', 'client close', 'run', 'server close', 'run'],
    ]);
    assert.deepEqual(check(createParser().parse(flow)).findings.filter(isGrave), []);
  });

  it('covers transitions of the table: a clean flow leads to each that was taken, and those that are left have none', () => {
    const text = `server listen\nexplore lose 1, ${CLOSE}: ends`;
    const { outcome } = explored(text);
    const { taken, left } = transitionsOf(outcome);
    assert.deepEqual(coverageOf(outcome), { taken: taken.length, all: taken.length + left.length });
    assert.ok(taken.length > 10 && left.length > 30 && !left.some((row) => taken.some((one) => one.row === row)));
    const trace = check(createParser().parse(text));
    const exploration = explorationAt(trace, 1);
    assert.ok(exploration !== undefined);
    for (const { row, path } of taken) {
      const flow = counterexample(trace, 1, exploration, path, { title: row, doubt: 'wrong' });
      assert.deepEqual(check(createParser().parse(flow)).findings.filter(isGrave), [], `${row}\n${flow}`);
    }
  });

  it('is none where its names are unknown', () => {
    const trace = check(createParser().parse('explore client connect: never foo CLOSED\nserver listen'));
    assert.deepEqual([explorationAt(trace, 0), explorationAt(trace, 1)], [undefined, undefined]);
  });
});
