import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  insideOf,
  NO_TLS,
  type TlsEnd,
  type TlsReading,
  atEndTls,
  heardTls,
  newTls,
  progress,
  readKeyLog,
} from '../../../src/layers/tls';
import { isMistake, recall, setup } from './tls';
import { streamsOf } from './pcap-streams';

/** Captures of TLS on loopback with their key logs: beside the checkout, or where TCPFLOW_CORPUS says. */
const LAYERS = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers');

interface Told {
  readonly names: readonly string[];
  readonly mistakes: readonly string[];
  readonly closed: number;
  readonly inside: string;
}

/** Both ends of a captured connection: each says its octets, the other hears the messages. */
function told(stream: ReturnType<typeof streamsOf>[number], keylog: ReturnType<typeof readKeyLog>): Told {
  const how = { captured: true, suites: [], key: undefined, chain: [], trusts: undefined, keylog, recall };
  const ends: Record<'client' | 'server', TlsEnd> = {
    client: newTls(setup('client', how)),
    server: newTls(setup('server', how)),
  };
  const readings: Record<'client' | 'server', TlsReading> = { client: NO_TLS, server: NO_TLS };
  const [names, mistakes, inside]: [string[], string[], string[]] = [[], [], []];
  let closed = 0;
  for (const { by, octets } of stream.turns) {
    const peer = by === 'client' ? 'server' : 'client';
    const p = progress(ends[by], readings[by], octets, 'own');
    [ends[by], readings[by]] = [p.end, p.reading];
    for (const { message, breaches } of p.messages) {
      names.push(message.name);
      mistakes.push(...breaches.filter(isMistake).map((b) => `${message.name}: ${b.rule} ${b.says ?? ''}`));
      if (message.closed !== undefined) closed++;
      const content = insideOf(message);
      if (message.inside !== undefined && content === undefined) closed++;
      inside.push(Buffer.from(content ?? []).toString('latin1'));
      const heard = heardTls(ends[peer], message);
      ends[peer] = heard.end;
      mistakes.push(...heard.breaches.filter(isMistake).map((b) => `heard ${message.name}: ${b.rule} ${b.says ?? ''}`));
    }
    if (p.opaque) mistakes.push('opaque');
  }
  for (const by of ['client', 'server'] as const) {
    const end = stream.ended[by] ? atEndTls(ends[by], by) : undefined;
    if (end !== undefined) mistakes.push(`${by}: ${end.rule}`);
  }
  return { names, mistakes, closed, inside: inside.join('') };
}

/** Captures, their key logs, and what is found in them. */
const CAPTURES: readonly { folder: string; name: string; keys: string; mistakes?: readonly string[] }[] = [
  ...[
    'tls12-rsa-aes128-cbc-sha',
    'tls12-rsa-aes128-gcm',
    'tls12-ecdhe-aes256-gcm',
    'tls12-ecdhe-chacha',
    'tls12-no-cipher',
    'tls12-client-cert',
    'tls13',
    'tls13-aes128',
    'tls13-hrr',
    'tls12-resumed',
    'h2-tls-node',
    'https-http11',
  ].map((name) => ({ folder: 'pcap', name, keys: `${name}.keys` })),
  {
    folder: 'pcap',
    name: 'tls12-truncated',
    keys: 'tls12-truncated.keys',
    mistakes: ['client: tls12/no-close-notify', 'server: tls12/no-close-notify'],
  },
  {
    folder: 'illustrated',
    name: 'tls12-capture',
    keys: 'tls12-keylog.txt',
    mistakes: ['server: tls12/no-close-notify'],
  },
];

describe('TLS: captures with key logs', () => {
  for (const { folder, name, keys, mistakes } of CAPTURES) {
    const file = join(LAYERS, folder, `${name}.pcap`);
    if (!existsSync(file)) {
      it(`${name}: the capture is absent here`, () => {
        console.log(`      ${file} is absent: captures of TLS are read where the corpus is`);
      });
      continue;
    }
    it(`${name}: every record is opened, every message named, and nothing is wrong`, () => {
      const keylog = readKeyLog(readFileSync(join(LAYERS, folder, keys), 'utf8'));
      const streams = streamsOf(file).filter((s) => s.turns.length > 0);
      assert.ok(streams.length > 0);
      for (const stream of streams) {
        const t = told(stream, keylog);
        if (process.env.SHOW) console.log(name, t.names.join(' '), t.inside.length);
        assert.deepEqual(t.mistakes, mistakes ?? []);
        assert.equal(t.closed, 0);
        assert.ok(!t.names.includes('Unread'), t.names.join(' '));
      }
    });
  }
});
