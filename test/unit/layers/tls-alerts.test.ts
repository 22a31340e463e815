import assert from 'node:assert/strict';
import { TLS12, TLS13, alertName, nextTls } from '../../../src/layers/tls';
import { joined } from '../../../src/wire';
import { Side, isMistake, setup } from './tls';
import { ECDHE, ROWS, RSA, type Row, V13 } from './tls-mistakes';
import { NodeSide } from './tls-node';

function nodeOptions(suite: number): {
  minVersion: 'TLSv1.2' | 'TLSv1.3';
  maxVersion: 'TLSv1.2' | 'TLSv1.3';
  ciphers: string;
} {
  const is13 = suite === V13;
  const version = is13 ? 'TLSv1.3' : 'TLSv1.2';
  const names: Readonly<Record<number, string>> = {
    [RSA]: 'AES128-GCM-SHA256',
    [ECDHE]: 'ECDHE-RSA-AES128-GCM-SHA256',
    [V13]: 'TLS_AES_128_GCM_SHA256',
  };
  return { minVersion: version, maxVersion: version, ciphers: names[suite] ?? 'AES128-SHA' };
}

/** The alert of the peer, behind the mistake; `exchange` passes octets on and gives what comes back. */
async function alertBehind(
  row: Row,
  exchange: (octets: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): Promise<string> {
  const version = row.suite === V13 ? TLS13 : TLS12;
  const side = new Side(setup(row.by, { version, suites: [row.suite], ...row.more }));
  const alert = (): string | undefined => {
    const found = side.messages.find(
      (m) => m.by !== row.by && m.message.alert !== undefined && m.message.alert.description !== 0,
    );
    return found === undefined ? undefined : alertName(found.message.alert?.description ?? 0);
  };
  if (row.by === 'server') side.hear(await exchange(new Uint8Array()));
  for (let turn = 0; turn < 12; turn++) {
    const flight: Uint8Array[] = [];
    let erred = false;
    for (;;) {
      if (side.end.at === row.at && (row.when?.(side) ?? true)) {
        flight.push(row.says(side));
        erred = true;
        break;
      }
      const [next] = nextTls(side.end).must;
      if (next === undefined) break;
      flight.push(side.say(side.end.at === 'START' ? (row.opens ?? next) : next));
    }
    side.hear(await exchange(joined(...flight)));
    if (erred) {
      side.hear(await exchange(new Uint8Array()));
      return alert() ?? 'none';
    }
  }
  return `not reached: ${side.names.join(' ')}`;
}

describe('TLS: alerts', () => {
  for (const row of ROWS) {
    const version = row.suite === V13 ? '1.3' : '1.2';
    it(`TLS ${version}, ${row.by}: ${row.what}: ${row.alert}`, async () => {
      const asks = row.asks === true;
      const peer = row.by === 'client' ? 'server' : 'client';
      const ours = new Side(
        setup(peer, {
          version: row.suite === V13 ? TLS13 : TLS12,
          suites: [row.suite],
          asksCertificate: asks,
          ...row.peer,
        }),
      );
      const owed = await alertBehind(row, (octets) => {
        ours.hear(octets);
        const opens = ours.end.at === 'START' && peer === 'client' ? row.peerOpens : undefined;
        return opens === undefined ? ours.due() : ours.say(opens);
      });
      const options = nodeOptions(row.suite);
      const node =
        row.by === 'client'
          ? NodeSide.server({ ...options, requestCert: asks, rejectUnauthorized: false })
          : NodeSide.client({ ...options, ...row.node });
      const theirs = await alertBehind(row, async (octets) => {
        node.give(octets);
        await node.settled();
        return node.take();
      });
      node.end();
      const found = ours.messages.find((m) => m.by === row.by && m.breaches.some(isMistake));
      assert.equal(found?.breaches.find(isMistake)?.rule ?? '', row.rule);
      assert.deepEqual([owed, theirs], [row.alert, row.openssl ?? row.alert]);
    });
  }
});
