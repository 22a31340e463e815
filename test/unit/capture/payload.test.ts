import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inMemory, isKeyLog, keyLogNames, openConnection, readOctets } from '../../../src/capture';
import { check } from '../../../src/check';
import * as h2 from '../../../src/layers/h2';
import * as door from '../../../src/layers/tls';
import { type Trace, NO_LEVELS } from '../../../src/trace';
import { ACK, PSH, SYN, joined } from '../../../src/wire';
import { CLIENT, SERVER, block, enhanced, ethernet, hex, ip, number, pcap, section, type Sent } from './make';

const wishes = { profile: 'rfc9293', levels: NO_LEVELS, tls: { door, recall: door.newRecall() }, h2 };
const frame = (sent: Sent): Uint8Array => ethernet(ip(sent));

interface Said {
  readonly by: 'client' | 'server';
  readonly data: string | Uint8Array;
  /** Octets before, if other ones than all so far. */
  readonly at?: number;
}

/** A connection in which both sides say these. */
function framesOf(said: readonly Said[]): Uint8Array[] {
  const frames = [
    frame({ ...CLIENT, seq: 1000, flags: SYN, options: { mss: 1460 } }),
    frame({ ...SERVER, seq: 5000, ack: 1001, flags: SYN | ACK, options: { mss: 1460 } }),
    frame({ ...CLIENT, seq: 1001, ack: 5001, flags: ACK }),
  ];
  const next = { client: 1001, server: 5001 };
  for (const { by, data, at } of said) {
    const place = by === 'client' ? CLIENT : SERVER;
    const first = { client: 1001, server: 5001 }[by];
    const seq = at === undefined ? next[by] : first + at;
    const ack = next[by === 'client' ? 'server' : 'client'];
    frames.push(frame({ ...place, seq, ack, flags: PSH | ACK, data }));
    next[by] = Math.max(next[by], seq + data.length);
  }
  return frames;
}

/** What the lines with data tell of it: a length, a string, or both. */
async function told(said: readonly Said[], keys?: string): Promise<string[]> {
  const { text } = await flow(pcap(framesOf(said)), keys);
  const lines = text.split('\n').filter((line) => line.includes('PSH,ACK'));
  return lines.map((line) => [/ len=\d+/.exec(line)?.[0].trim(), / (".*")$/.exec(line)?.[1]].filter(Boolean).join(' '));
}

async function flow(file: Uint8Array, keys?: string): Promise<{ text: string; trace: Trace }> {
  const opened = await openConnection(readOctets(file), 1, inMemory(file), { file: 'x.pcap', keys });
  assert.ok(!('problem' in opened));
  return { text: opened.text, trace: check(opened.script, undefined, undefined, wishes) };
}

const heard = ({ steps }: Trace): string[] => steps.flatMap((step) => step.hears ?? []).map((m) => m.name);
const errors = ({ findings }: Trace): string[] => findings.flatMap((f) => (f.level === 'error' ? [f.rule] : []));

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

describe('payloads in flows of captures', () => {
  it('HTTP/1: heads and short bodies are told, long bodies are lengths, and what follows them is told again', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n';
    const short = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
    const said: Said[] = [
      { by: 'client', data: GET },
      { by: 'server', data: head + 'x'.repeat(1000) },
      { by: 'server', data: 'x'.repeat(1400) },
      { by: 'server', data: 'x'.repeat(600) },
      { by: 'client', data: GET },
      { by: 'server', data: short },
    ];
    const quote = (text: string): string => JSON.stringify(text);
    assert.deepEqual(await told(said), [
      quote(GET),
      `len=1041 ${quote(head)}`,
      'len=1400',
      'len=600',
      quote(GET),
      quote(short),
    ]);
    const { trace } = await flow(pcap(framesOf(said)));
    assert.deepEqual(heard(trace), ['GET /', '200 OK', 'GET /', '200 OK']);
    assert.deepEqual(errors(trace), []);
  });

  it('a response to HEAD has no body, chunks are told by their lines, and an upgrade ends HTTP', async () => {
    const length = 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n';
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
    const said: Said[] = [
      { by: 'client', data: GET.replace('GET', 'HEAD') },
      { by: 'server', data: length },
      { by: 'client', data: GET },
      { by: 'server', data: chunked },
      { by: 'client', data: GET },
      { by: 'server', data: `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n` },
      { by: 'server', data: Uint8Array.of(0, 1, 2, 255) },
    ];
    assert.deepEqual((await told(said)).slice(3), [
      JSON.stringify(chunked),
      JSON.stringify(GET),
      JSON.stringify('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'),
      'len=4',
    ]);
    assert.deepEqual(errors((await flow(pcap(framesOf(said)))).trace), []);
  });

  it('a first line that names no protocol within 8,000 octets is of no HTTP', async () => {
    const part = 'a'.repeat(1000);
    const said = Array.from({ length: 12 }, (_, i): Said => ({ by: 'client', data: i === 0 ? `GET /${part}` : part }));
    const lines = await told(said);
    assert.equal(lines[6], JSON.stringify(part));
    assert.equal(lines[9], `len=1000 ${JSON.stringify('a'.repeat(256))}`);
  });

  it('octets that are sent again are told where they differ', async () => {
    const again: Said[] = [
      { by: 'client', data: 'hello' },
      { by: 'client', data: 'hello', at: 0 },
      { by: 'client', data: 'hullo', at: 0 },
    ];
    assert.deepEqual(await told(again), ['"hello"', 'len=5', '"hullo"']);
  });

  it('other protocols: text is told, other octets are lengths', async () => {
    const data = '220 mail.example ESMTP\r\n';
    const said: Said[] = [
      { by: 'server', data },
      { by: 'client', data: hex('00 01 02 03 ff fe') },
      { by: 'server', data: `250 ${'x'.repeat(1000)}\r\n` },
    ];
    assert.deepEqual(await told(said), [JSON.stringify(data), 'len=6', `len=1006 "250 ${'x'.repeat(252)}"`]);
  });

  it('TLS: records are told, sealed data without a key log by its heads', async () => {
    const hello = joined(hex('160301 0004'), hex('01000000'));
    const sealed = joined(hex('170303 0100'), new Uint8Array(256).fill(7));
    const said: Said[] = [
      { by: 'client', data: hello },
      { by: 'client', data: sealed },
    ];
    assert.deepEqual(await told(said), [
      String.raw`"\x16\x03\x01\x00\x04\x01\x00\x00\x00"`,
      String.raw`len=261 "\x17\x03\x03\x01\x00"`,
    ]);
  });

  it('what is too long for a line is cut, and nothing is an error for it', async () => {
    const said: Said[] = [
      { by: 'client', data: `GET / HTTP/1.1\r\nHost: a\r\nX: ${'é'.repeat(700)}\u0001` },
      { by: 'client', data: `${'\u0001'.repeat(1400)}\r\n\r\n` },
      { by: 'client', data: GET },
    ];
    const { text, trace } = await flow(pcap(framesOf(said)));
    assert.ok(text.split('\n').every((line) => line.length < 10_000));
    assert.ok(!trace.findings.some(({ rule }) => rule.startsWith('syntax/')));
  });

  it('a key log: lines about the connection, of a file or of the capture itself', async () => {
    const random = '11'.repeat(32);
    const hello = joined(hex('160301 002a 01 000026 0303'), hex(random), hex('00 0000 00'));
    const line = `CLIENT_RANDOM ${random} ${'22'.repeat(48)}`;
    const other = `CLIENT_RANDOM ${'33'.repeat(32)} ${'22'.repeat(48)}`;
    const frames = framesOf([{ by: 'client', data: hello }]);
    const logged = /^keylog .*$/gm;
    const { text } = await flow(pcap(frames), `# a\n${other}\n${line}\r\n`);
    assert.deepEqual(text.match(logged), [`keylog "${line}"`]);
    const octets = new TextEncoder().encode(line);
    const secrets = joined(hex('4b534c54'), number(octets.length, 4, true), octets, new Uint8Array(-octets.length & 3));
    const own = joined(section([{ link: 1 }]), block(10, secrets), ...frames.map((f, i) => enhanced(f, BigInt(i))));
    assert.deepEqual((await flow(own)).text.match(logged), [`keylog "${line}"`]);
    assert.deepEqual(keyLogNames('a/x.pcap.gz'), ['a/x.keys', 'a/x.keylog', 'a/x.log']);
    assert.deepEqual([isKeyLog(`# a\n${line}`), isKeyLog('a log of something')], [true, false]);
  });
});

/** Captures of HTTP and TLS on loopback: beside the checkout, or where TCPFLOW_CORPUS says. */
const LAYERS = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers', 'pcap');

const READ: readonly { readonly name: string; readonly has: readonly string[] }[] = [
  { name: 'http11-keepalive', has: ['GET /', '200 OK', 'GET /chunked', '200 OK', 'GET /big', '200 OK'] },
  { name: 'h2-node', has: ['SETTINGS', 'GET /'] },
  { name: 'tls13', has: ['ClientHello', 'Certificate', 'Finished', 'GET /'] },
  { name: 'tls12-ecdhe-chacha', has: ['ClientKeyExchange', 'Finished', 'Application Data'] },
  { name: 'https-http11', has: ['ServerKeyExchange', 'GET /', '200 OK', 'Alert close_notify'] },
];

describe('messages in captures', () => {
  for (const { name, has } of READ) {
    const file = join(LAYERS, `${name}.pcap`);
    if (!existsSync(file)) {
      it(`${name}: the capture is absent here`, () => {
        console.log(`      ${file} is absent: captures of HTTP and TLS are opened where the corpus is`);
      });
      continue;
    }
    it(`${name}: the flow’s messages are read, and nothing is an error`, async () => {
      const keys = join(LAYERS, `${name}.keys`);
      const { trace } = await flow(readFileSync(file), existsSync(keys) ? readFileSync(keys, 'utf8') : undefined);
      const names = trace.steps.flatMap((step) => step.hears ?? []).flatMap((m) => [m, ...(m.inside ?? [])]);
      const all = new Set(names.map((m) => m.name));
      assert.deepEqual(
        has.filter((one) => ![...all].some((found) => found.includes(one))),
        [],
        [...all].join(', '),
      );
      assert.deepEqual(errors(trace), []);
    });
  }
});
