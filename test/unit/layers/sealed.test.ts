import assert from 'node:assert/strict';
import type { Eyes } from '../../../src/layers/names';
import { messagesAt } from '../../../src/tell/message';
import type { Trace } from '../../../src/trace/trace';
import { english } from '../../../src/words/words';
import { check } from '../../../src/check';
import * as door from '../../../src/layers/tls';
import { createParser } from '../../../src/script';
import { WISHES, play } from '../check/expecting';

const HOSTS = `host client 10.0.0.1:50001 isn=1000 tls=1.2
host server 10.0.0.2:443 isn=5000 tls=1.2 domain=shop.example suites=TLS_RSA_WITH_AES_128_CBC_SHA
`;
const OPEN = `${HOSTS}client -> server SYN
server -> client SYN,ACK
client -> server ACK
`;
const HELLOS = `client -> server PSH,ACK tls ClientHello
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
`;
const KEYS = 'client -> server PSH,ACK tls ClientKeyExchange + ChangeCipherSpec + Finished\n';
const UP = `${OPEN}${HELLOS}${KEYS}server -> client PSH,ACK tls ChangeCipherSpec + Finished
client -> server PSH,ACK http GET /cart
server -> client PSH,ACK http 200 "Two books."
`;

/** Findings beside hints on the suite and on small segments, and on ACKs that the flow does not reach. */
const told = (trace: Trace): string[] =>
  trace.findings
    .filter((f) => !['tls12/rsa-kex', 'tls12/ems', 'tcp/sender-sws', 'tcp/nagle', 'flow/owed-at-end'].includes(f.rule))
    .map((f) => `${f.line + 1} ${f.level} ${f.rule}`);

const heard = (trace: Trace, line: number): string[] =>
  trace.steps.filter((s) => s.line === line - 1).flatMap((s) => (s.hears ?? []).map((m) => m.name));

function titles(trace: Trace, line: number, eyes: Eyes): string[] {
  const at = trace.steps.findIndex((s) => s.line === line - 1);
  return messagesAt(trace, at, english, eyes).messages.map((m) => m.title);
}

describe('TLS at both ends of a flow', () => {
  it('opens what it carries to its ends, and shows the wire its length alone', () => {
    const trace = play(UP);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(titles(trace, 10, 'wire'), ['Application Data, client → server']);
    for (const eyes of ['client', 'server'] as const)
      assert.deepEqual(titles(trace, 10, eyes), ['Application Data, client → server', 'GET /cart, client → server']);
  });

  it('shows the fields of a message in clear to everybody, those of a sealed one to its ends', () => {
    const trace = play(UP);
    const at = (line: number, eyes: Eyes, index: number): readonly string[] => {
      const step = trace.steps.findIndex((s) => s.line === line - 1);
      return (messagesAt(trace, step, english, eyes).messages[index]?.parts ?? []).map((p) => p.name);
    };
    assert.ok(at(6, 'wire', 0).includes('random'));
    const record = ['record', 'type', 'version', 'length', 'sealed bytes'];
    assert.deepEqual(at(8, 'wire', 2), record);
    assert.deepEqual(at(8, 'wire', 3), []);
    assert.deepEqual(at(8, 'server', 2), record);
    assert.deepEqual(at(8, 'server', 3), ['msg_type', 'length', 'verify_data']);
  });

  it('is told by a message over three segments, on the line that makes it whole', () => {
    const trace = play(`${OPEN}client send tls ClientHello
client -> server ACK len=50
client -> server ACK len=50
client -> server PSH,ACK len=24
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
`);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(
      [7, 8, 9].map((line) => heard(trace, line)),
      [[], [], ['ClientHello']],
    );
  });

  it('finds each changed octet at its line where a record is sealed, or by the Finished behind it', () => {
    const sealed = play(
      `${OPEN}${HELLOS}${KEYS.trimEnd()} altered 300\nserver -> client PSH,ACK tls alert bad_record_mac\n`,
    );
    assert.deepEqual(told(sealed), ['8 hint tls/bad-mac']);
    assert.deepEqual(heard(sealed, 8), ['ClientKeyExchange', 'ChangeCipherSpec', 'Encrypted Message']);
    // The random number of ClientHello goes into the keys: they differ.
    const clear = play(`${OPEN}${HELLOS.replace('tls ClientHello', 'tls ClientHello altered 30')}${KEYS}`);
    assert.deepEqual(told(clear), ['8 hint tls/bad-mac']);
    // Data of the application.
    const data = play(UP.replace('http GET /cart', 'http GET /cart altered 60'));
    assert.deepEqual(told(data)[0], '10 hint tls/bad-mac');
  });

  it('is read from a ClientHello on where the connection began before the flow, and not from its middle', () => {
    const given = `${HOSTS}given client ESTABLISHED\ngiven server ESTABLISHED\n`;
    const begun = play(`${given}${HELLOS}${KEYS}server -> client PSH,ACK tls ChangeCipherSpec + Finished\n`);
    assert.deepEqual(told(begun), []);
    assert.deepEqual(heard(begun, 8), ['ChangeCipherSpec', 'Finished']);
    const middle = play(
      `${given}server -> client PSH,ACK tls ServerHello\nclient -> server PSH,ACK tls ClientKeyExchange\n`,
    );
    assert.deepEqual(told(middle), []);
    assert.deepEqual(
      middle.steps.flatMap((s) => s.says ?? []),
      [],
    );
  });

  it('ends by close_notify: a FIN without is told, and nothing follows one', () => {
    const fin = 'client -> server FIN,ACK\nserver -> client FIN,ACK\nclient -> server ACK\n';
    const close = 'client -> server PSH,ACK tls alert close_notify\nserver -> client PSH,ACK tls alert close_notify\n';
    assert.deepEqual(told(play(UP + close + fin)), []);
    assert.deepEqual(told(play(UP + fin)), ['12 warning tls12/no-close-notify', '13 warning tls12/no-close-notify']);
    assert.deepEqual(told(play(`${UP}${close}client -> server PSH,ACK http GET /\n`)), [
      '14 error tls12/data-after-close-notify',
    ]);
  });

  it('draws the same octets whatever was drawn before: a server that speaks 1.3 marks a random of its own', () => {
    const flow = (client: string, server: string): string =>
      `host client ${client}\nhost server ${server}\n${OPEN.slice(HOSTS.length)}${HELLOS.split(' + ')[0] ?? ''}\n`;
    const tls = { door, recall: door.newRecall() };
    const rules = (text: string): string[] =>
      check(createParser().parse(text), undefined, undefined, { ...WISHES, tls }).findings.map((f) => f.rule);
    const [lower, older] = [flow('tls=1.2', ''), flow('', 'tls=1.2')];
    const before = rules(older);
    assert.ok(!before.includes('tls/downgrade-sentinel'));
    rules(lower);
    assert.deepEqual(rules(older), before);
  });
});
