import assert from 'node:assert/strict';
import { type SecretRow, type Secrets, secretsAt } from '../../../src/tell/secrets';
import { speaksTls } from '../../../src/tell/secured';
import type { Trace } from '../../../src/trace/trace';
import { isSecrets } from '../../../src/webview/inspect-secrets';
import { english, sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';
import { HTTPS } from './https';

const [HOSTS = '', TALK = ''] = HTTPS.split(/(?<=CBC_SHA\n)/);
/** Steps 1 to 3 open TCP, 4 to 7 TLS, 8 and 9 ask and answer. */
const EXCHANGE = `${TALK}note over client "Both have read it."\n`;
const RSA = HOSTS + EXCHANGE;

/** The secrets at a step, from 1; 0 before the first. */
const at = (trace: Trace, step: number, language = 'en'): Secrets => secretsAt(trace, step - 1, sayIn(language));

/** `made 4, read 4 =0, …`: how each party came to it by which step, and whose value is the same. */
const cellsOf = (row: SecretRow | undefined): string[] | undefined =>
  row?.cells.map((cell, column) =>
    cell.as < 0 ? '-' : `${cell.how} ${cell.step + 1}${cell.as === column ? '' : ` =${cell.as}`}`,
  );

const rowOf = ({ rows }: Secrets, sign: string): SecretRow | undefined => rows.find((row) => row.sign === sign);

describe('tell: the secrets of TLS', () => {
  const trace = play(RSA);

  it('are known to both ends, by the step that brings them, and to the wire as far as they pass in clear', () => {
    const all = at(trace, 9);
    assert.deepEqual(all.parties, ['client', 'wire', 'server']);
    assert.deepEqual(Object.fromEntries(all.rows.map((row) => [row.sign, cellsOf(row)])), {
      'client-random': ['made 4', 'read 4 =0', 'read 4 =0'],
      'server-random': ['read 5', 'read 5 =0', 'made 5 =0'],
      'server-public-key': ['read 5', 'read 5 =0', 'made 5 =0'],
      'server-private-key': ['-', '-', 'made 5'],
      'pre-master-secret': ['made 6', '-', 'decrypted 6 =0'],
      'master-secret': ['derived 6', '-', 'derived 6 =0'],
      'client-mac-key': ['derived 6', '-', 'derived 6 =0'],
      'server-mac-key': ['derived 6', '-', 'derived 6 =0'],
      'client-key': ['derived 6', '-', 'derived 6 =0'],
      'server-key': ['derived 6', '-', 'derived 6 =0'],
    });
    // VS Code hands messages to the page as JSON.
    assert.ok(isSecrets(JSON.parse(JSON.stringify(all))));
  });

  it('are those of the step: back in time the cells are empty, and the rows stay', () => {
    const signs = at(trace, 9).rows.map((row) => row.sign);
    for (let step = 0; step <= trace.steps.length; step++)
      assert.deepEqual(
        at(trace, step).rows.map((row) => row.sign),
        signs,
      );
    assert.ok(at(trace, 3).rows.every((row) => row.cells.every((cell) => cell.as < 0)));
    assert.equal(rowOf(at(trace, 3), 'master-secret')?.who, 'Nobody has it yet.');
    assert.deepEqual(cellsOf(rowOf(at(trace, 4), 'client-random')), ['made 4', 'read 4 =0', 'read 4 =0']);
    assert.deepEqual(cellsOf(rowOf(at(trace, 5), 'pre-master-secret')), ['-', '-', '-']);
    // A note is about the connection that spoke last.
    assert.deepEqual(cellsOf(rowOf(at(trace, 10), 'master-secret')), ['derived 6', '-', 'derived 6 =0']);
  });

  it('have their first octets, all of them, and a formula in the words of the standard', () => {
    const row = rowOf(at(trace, 9), 'master-secret');
    const [client] = row?.cells ?? [];
    assert.match(client?.head ?? '', /^[\da-f]{4} [\da-f]{4} [\da-f]{4}…$/);
    assert.equal(client?.value.replaceAll(' ', '').length, 96);
    assert.ok(client.value.startsWith(client.head.slice(0, -1)));
    assert.equal(row?.formula, 'PRF(pre_master_secret, "master secret", client_random ‖ server_random)[0..47]');
    assert.equal(row.who, 'client and server have the same value. Not known to wire.');
    assert.equal(rowOf(at(trace, 9), 'server-private-key')?.who, 'server has it. Not known to client and wire.');
    assert.equal(rowOf(at(trace, 9, 'zh-cn'), 'master-secret')?.who, 'client和server的值相同。链路不知道它。');
    assert.equal(rowOf(at(trace, 9, 'zh-cn'), 'master-secret')?.name, '主密钥');
    assert.equal(rowOf(at(trace, 9), 'client-random')?.formula, '');
  });

  it('are of the server once the segment has come: a lost hello is known to its sender and to the wire alone', () => {
    const lost = play(
      `${HOSTS}${EXCHANGE.replace('client -> server PSH,ACK tls ClientHello', 'client -x server PSH,ACK tls ClientHello')}`,
    );
    assert.deepEqual(cellsOf(rowOf(at(lost, 4), 'client-random')), ['made 4', 'read 4 =0', '-']);
  });

  it('pass with their segments: a side makes them as it hands its message to TCP, and the wire reads them later', () => {
    const handed = play(
      `${HOSTS}${EXCHANGE.replace(
        'server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone',
        'server send tls ServerHello + Certificate + ServerHelloDone\nserver -> client ACK len=80\nserver -> client ACK len=6\nserver -> client PSH,ACK len=877',
      )}`,
    );
    assert.deepEqual(cellsOf(rowOf(at(handed, 5), 'server-random')), ['-', '-', 'made 5']);
    assert.deepEqual(cellsOf(rowOf(at(handed, 7), 'server-random')), ['read 7', 'read 7 =0', 'made 5 =0']);
    assert.deepEqual(cellsOf(rowOf(at(handed, 8), 'server-public-key')), ['read 8', 'read 8 =0', 'made 5 =0']);
    const engine = play(`${HOSTS}client => server tls\n`);
    const row = rowOf(at(engine, engine.steps.length), 'client-random');
    const sent = engine.steps.findIndex((s) => s.kind === 'segment' && s.sent.segment.len > 0);
    assert.equal(row?.cells[1]?.step, sent);
    assert.ok((row.cells[0]?.step ?? 0) < sent);
  });

  it('are given to the wire by a leak: with RSA all that the client has, by what it opens, from that step on', () => {
    const leaked = play(`${RSA}leak server\n`);
    assert.deepEqual(cellsOf(rowOf(at(leaked, 10), 'server-private-key')), ['-', '-', 'made 5']);
    const all = at(leaked, 11);
    assert.deepEqual(cellsOf(rowOf(all, 'server-private-key')), ['-', 'given 11', 'made 5 =1']);
    assert.deepEqual(cellsOf(rowOf(all, 'pre-master-secret')), ['made 6', 'decrypted 11 =0', 'decrypted 6 =0']);
    assert.deepEqual(cellsOf(rowOf(all, 'server-key')), ['derived 6', 'derived 11 =0', 'derived 6 =0']);
    assert.equal(rowOf(all, 'server-key')?.who, 'client, wire and server have the same value.');
    const early = play(
      RSA.replace('client -> server PSH,ACK tls ClientHello', 'leak server\nclient -> server PSH,ACK tls ClientHello'),
    );
    assert.deepEqual(cellsOf(rowOf(at(early, 7), 'pre-master-secret')), ['made 7', 'decrypted 7 =0', 'decrypted 7 =0']);
  });

  it('of TLS 1.3 are more, and the wire has the public values alone', () => {
    const modern = play(`client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK tls ClientHello
server -> client PSH,ACK tls ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished
client -> server PSH,ACK tls Finished
`);
    const all = at(modern, modern.steps.length);
    const wire = all.rows.filter((row) => row.cells[1]?.as !== -1).map((row) => row.sign);
    assert.deepEqual(wire, ['client-random', 'server-random', 'client-key-share', 'server-key-share']);
    const both = all.rows.filter((row) => row.cells[2]?.as === 0).map((row) => row.sign);
    assert.ok(both.includes('handshake-secret') && both.includes('client-traffic-secret'));
    assert.match(rowOf(all, 'handshake-secret')?.formula ?? '', /^HKDF-Extract/);
  });

  it('belong to the connection of the step', () => {
    const second = EXCHANGE.replace(/client (->|over)|-> client/g, (said) => said.replace('client', 'client:50002'))
      // A handshake of its own: no session of the first is taken up.
      .replace('tls ClientHello', 'tls ClientHello session-id=none');
    const two = play(
      `${RSA.replace('note over client "Both have read it."\n', '')}${second.replace(/^note.*\n/m, '')}`,
    );
    assert.equal(two.findings.filter((f) => f.level === 'error').length, 0);
    const head = (step: number): string => rowOf(at(two, step), 'client-random')?.cells[0]?.head ?? '';
    assert.notEqual(head(18), head(9));
    assert.equal(head(12), '');
    assert.deepEqual(cellsOf(rowOf(at(two, 18), 'master-secret')), ['derived 15', '-', 'derived 15 =0']);
  });

  it('of a later connection keep the master secret of the session that it takes up', () => {
    const second = `client:50002 -> server SYN
server -> client:50002 SYN,ACK
client:50002 -> server ACK
client:50002 -> server PSH,ACK tls ClientHello
server -> client:50002 PSH,ACK tls ServerHello + ChangeCipherSpec + Finished
client:50002 -> server PSH,ACK tls ChangeCipherSpec + Finished
`;
    const two = play(`${RSA.replace(/note.*\n/, '')}${second}`);
    assert.equal(two.findings.filter((f) => f.level === 'error').length, 0);
    const head = (step: number, secret: string): string => rowOf(at(two, step), secret)?.cells[0]?.head ?? '';
    assert.equal(head(12, 'client-random'), '');
    assert.notEqual(head(15, 'client-random'), head(9, 'client-random'));
    assert.equal(head(15, 'master-secret'), head(9, 'master-secret'));
    assert.deepEqual(cellsOf(rowOf(at(two, 15), 'master-secret')), [
      'kept from before 14',
      '-',
      'kept from before 14 =0',
    ]);
    assert.equal(rowOf(at(two, 15), 'pre-master-secret'), undefined);
  });

  it('are there only where TLS is spoken', () => {
    assert.ok(speaksTls(trace));
    const plain = play(
      'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nclient -> server PSH,ACK http GET /\n',
    );
    assert.ok(!speaksTls(plain));
    assert.deepEqual(secretsAt(plain, 3, english), { parties: [], rows: [] });
  });
});
