import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import * as door from '../../../src/layers/tls';
import { createParser } from '../../../src/script/parser';
import type { Trace } from '../../../src/trace/trace';
import { WISHES } from '../check/expecting';
import { flowsIn } from '../check/table';
import { some } from '../share';

const texts = [
  // The same server, with and without TLS 1.3: its random number ends in a sentinel in the first of them alone.
  ...['1.3', '1.2'].map(
    (version) => `host client tls=1.2
host server tls=${version}
client -> server  SYN
server -> client  SYN,ACK
client -> server  ACK
client -> server  PSH,ACK  tls ClientHello
server -> client  PSH,ACK  tls ServerHello`,
  ),
  ...some(
    ['tls', 'tls12', 'tls13'].flatMap((name) => flowsIn(`rules/${name}.tcpflow`)).map(({ text }) => text),
    20,
  ),
];

/** The segments and findings of a flow. */
function playedWith(text: string, recall: door.Recall): unknown {
  const trace: Trace = check(createParser().parse(text), undefined, undefined, { ...WISHES, tls: { door, recall } });
  return [trace.findings, trace.steps.map((s) => (s.kind === 'segment' ? s.sent.segment : s.kind))];
}

describe('what is recalled of other flows', () => {
  it('changes no octet and no finding of a flow', () => {
    const recall = door.newRecall(64 * 2 ** 20);
    for (const text of texts) assert.deepEqual(playedWith(text, recall), playedWith(text, door.newRecall()), text);
  });
});
