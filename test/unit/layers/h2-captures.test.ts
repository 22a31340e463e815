import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as tls from '../../../src/layers/tls';
import { type By, Pair } from './h2';
import { streamsOf } from './pcap-streams';
import { recall, setup } from './tls';

/** Captures of HTTP/2 on loopback, in clear and with a key log: beside the checkout, or where TCPFLOW_CORPUS says. */
const LAYERS = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers', 'pcap');

const CAPTURES = [
  { name: 'h2-node', sealed: false },
  { name: 'h2-tls-node', sealed: true },
];

function pairFor(name: string, sealed: boolean): Pair {
  if (!sealed) return new Pair();
  const keylog = tls.readKeyLog(readFileSync(join(LAYERS, `${name}.keys`), 'utf8'));
  const how = { captured: true, suites: [], key: undefined, chain: [], trusts: undefined, keylog, recall };
  let step = 0;
  return new Pair((by: By) => ({ door: tls, setup: () => setup(by, how), step: step++ }));
}

describe('HTTP/2: captures', () => {
  for (const { name, sealed } of CAPTURES) {
    const file = join(LAYERS, `${name}.pcap`);
    if (!existsSync(file)) {
      it(`${name}: the capture is absent here`, () => {
        console.log(`      ${file} is absent: captures of HTTP/2 are read where the corpus is`);
      });
      continue;
    }
    it(`${name}: every frame is named, every block read, and nothing is wrong`, () => {
      const streams = streamsOf(file).filter((s) => s.turns.length > 0);
      assert.ok(streams.length > 0);
      for (const { turns, ended } of streams) {
        const pair = pairFor(name, sealed);
        for (const { by, octets } of turns) pair.write(by, octets);
        for (const by of ['client', 'server'] as const) if (ended[by]) pair.finish(by);
        assert.deepEqual(pair.mistakes, []);
        for (const by of ['client', 'server'] as const) {
          assert.ok(pair.said[by].length > 4, pair.names(by));
          assert.ok(pair.said[by].every((m) => m.layer === 'h2' && !m.name.startsWith('FRAME')));
          assert.equal(pair.inner(by)?.voice.kind, 'h2');
        }
        const asked = pair.said.client.filter((m) => m.head?.kind === 'request').map((m) => m.stream);
        assert.deepEqual(
          asked.map((_, i) => 2 * i + 1),
          asked,
        );
        const { streams: left, closed } = pair.end('server');
        assert.deepEqual([left.size, closed.size], [0, asked.length]);
      }
    });
  }
});
