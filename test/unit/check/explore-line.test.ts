/** `explore` in a flow: an aside that names what it needs, and is not played. */
import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';
import { final } from '../../../src/trace/trace';
import { holds, play } from './expecting';

describe('an explore line', () => {
  for (const text of [
    `server listen
explore lose 2, client connect: opens
explore client connect, server close: never server ESTABLISHED with client CLOSED
explore client connect: always client.srtt = 5ms`,
    `explore crash foo 1, client connect: ends     # error: flow/unknown-host
explore lose 1 from foo, client connect: ends    # error: flow/unknown-host
explore forge 1 blind spoofing foo: no-reset     # error: flow/unknown-host
explore client connect: never foo CLOSED         # error: flow/unknown-host
explore client connect: never client.rcv.nxt = z # error: flow/unbound-name`,
    `client:1 -> server SYN
client:2 -> server SYN
explore client close: ends                       # error: flow/which-connection`,
  ])
    it(`reports what it does not know: ${text.split('\n')[0] ?? ''}`, () => {
      holds(text);
    });

  it('changes nothing in the flow', () => {
    const flow = 'server listen\nclient -> server SYN seq=100\nserver -> client SYN,ACK\nclient -> server ACK\n';
    const line = 'explore lose 2, client connect, client send 5, server close, crash client 1: ends\n';
    for (let at = 0; at <= 4; at++) {
      const lines = flow.split('\n');
      const explored = play([...lines.slice(0, at), line.trim(), ...lines.slice(at)].join('\n'));
      assert.deepEqual(explored.findings, [], `line ${at}`);
      assert.deepEqual(final(explored).ends.get(0)?.tcb, final(play(flow)).ends.get(0)?.tcb);
      assert.deepEqual(explored.steps.length, play(flow).steps.length);
    }
  });

  it('may stand in a flow without another line, and is checked on from an earlier text', () => {
    const before = check(createParser().parse('explore client connect: opens'));
    const after = check(createParser().parse('explore client connect, peer listen: opens'), before);
    assert.deepEqual([before.cast.ends.length, after.cast.hosts.map((h) => h.name)], [2, ['client', 'peer']]);
    assert.deepEqual([...before.findings, ...after.findings], []);
  });
});
