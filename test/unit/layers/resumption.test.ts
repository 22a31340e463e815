import assert from 'node:assert/strict';
import type { Message } from '../../../src/layers';
import { knows, secretsOf, type SecretName } from '../../../src/layers/tls';
import { endpointOf, securedAt } from '../../../src/sim';
import { final, type Trace } from '../../../src/trace';
import { play } from '../check/expecting';

/** A connection of the client's port is open. */
const open = (port: number): string => `client:${port} -> server SYN
server -> client:${port} SYN,ACK
client:${port} -> server ACK
`;
const flown = (port: number, flights: readonly string[]): string =>
  flights
    .map((said, i) => `${i % 2 === 0 ? `client:${port} -> server` : `server -> client:${port}`} PSH,ACK tls ${said}\n`)
    .join('');

const HOSTS12 = 'host client tls=1.2\nhost server tls=1.2 suites=RSA_WITH_AES_128_GCM_SHA256\n';
const HOSTS13 = 'host client\nhost server\n';
const FULL12 = [
  'ClientHello',
  'ServerHello + Certificate + ServerHelloDone',
  'ClientKeyExchange + ChangeCipherSpec + Finished',
  'ChangeCipherSpec + Finished',
];
const FULL13 = [
  'ClientHello',
  'ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished',
  'Finished',
  'NewSessionTicket',
];
const SHORT12 = ['ClientHello', 'ServerHello + ChangeCipherSpec + Finished', 'ChangeCipherSpec + Finished'];
const SHORT13 = ['ClientHello', 'ServerHello + EncryptedExtensions + Finished', 'Finished'];

/** Errors and warnings. */
const told = ({ findings }: Trace): string[] =>
  findings.flatMap((f) => (f.level === 'hint' ? [] : [`${f.line + 1} ${f.rule}`]));

const messages = ({ steps }: Trace, name: string): Message[] =>
  steps.flatMap((s) => s.hears ?? []).filter((m) => m.name === name);

/** The fields of each ClientHello by which it offers a session. */
const offers = (trace: Trace): string[][] =>
  messages(trace, 'ClientHello').map(({ sealed }) => {
    const content = sealed?.message.content;
    if (content?.kind !== 'ClientHello') return [];
    const { sessionId, extensions } = content;
    const psk = extensions.filter((e) => e.identities !== undefined).map(() => 'psk');
    return [...(sessionId.length > 0 ? ['session_id'] : []), ...psk];
  });

/** A secret of the ends of the client's n-th connection: each party's value with its reason. */
function shown(trace: Trace, connection: number, secret: SecretName): string[] {
  const [world, { cast }] = [final(trace), trace];
  const one = securedAt(world, cast, connection * 2);
  assert.ok(one !== undefined);
  return secretsOf(one)
    .filter((k) => k.secret === secret)
    .map((k) => `${k.party} ${k.reason} ${Buffer.from(k.value).toString('hex')}`);
}

describe('a session of TLS', () => {
  it('goes on in the next connection of the same hosts, with the master secret of the first', () => {
    const trace = play(
      `${HOSTS12}${open(1001)}${flown(1001, FULL12)}${open(1002)}${flown(1002, SHORT12)}client:1002 -> server PSH,ACK http GET /
expect client:1002 tls CONNECTED, server:80-client:1002 tls CONNECTED
`,
    );
    assert.deepEqual(told(trace), []);
    assert.deepEqual(offers(trace), [[], ['session_id']]);
    const [first] = shown(trace, 0, 'master-secret');
    const value = first?.split(' ')[2] ?? '';
    assert.deepEqual(shown(trace, 1, 'master-secret'), [`client kept ${value}`, `server kept ${value}`]);
    assert.deepEqual(shown(trace, 1, 'pre-master-secret'), []);
    assert.notDeepEqual(shown(trace, 0, 'client-key'), shown(trace, 1, 'client-key'));
    // Keys were exchanged in the first connection alone.
    assert.deepEqual(
      trace.findings.filter((f) => f.rule === 'tls12/rsa-kex').map((f) => f.line + 1),
      [7],
    );
  });

  it('goes on where the same two ports are used again', () => {
    const over = `client -> server PSH,ACK tls alert close_notify
server -> client PSH,ACK tls alert close_notify
client -> server FIN,ACK
server -> client FIN,ACK
client -> server ACK
wait 2MSL
`;
    const both = (text: string): string => text.replaceAll(':1001', '');
    const trace = play(
      `${HOSTS12}${both(open(1001) + flown(1001, FULL12))}${over}${both(open(1001) + flown(1001, SHORT12))}`,
    );
    assert.deepEqual(told(trace), []);
    assert.deepEqual(offers(trace), [[], ['session_id']]);
  });

  it('goes on in TLS 1.3 by a ticket, which is offered once', () => {
    const text = `${HOSTS13}${open(1001)}${flown(1001, FULL13)}${open(1002)}${flown(1002, SHORT13)}${open(1003)}${flown(1003, FULL13)}`;
    const trace = play(text);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(offers(trace), [[], ['psk'], []]);
    assert.equal(shown(trace, 1, 'pre-shared-key').length, 2);
  });

  it('goes on in one line, which plays the handshake by itself', () => {
    const asks = (port: number): string => `client:${port} => server https GET /\n`;
    for (const [hosts, between, names] of [
      [HOSTS12, '', ['ServerHello', 'ChangeCipherSpec', 'Finished']],
      [
        HOSTS13,
        'server -> client:1001 PSH,ACK tls NewSessionTicket\n',
        ['ServerHello', 'EncryptedExtensions', 'Finished'],
      ],
    ] as const) {
      const trace = play(hosts + asks(1001) + between + asks(1002));
      assert.deepEqual(told(trace), []);
      const last = trace.script.lines.length - 2;
      const said = trace.steps.filter((s) => s.line === last && s.kind === 'segment' && s.sent.from === 3);
      assert.deepEqual(
        said.flatMap((s) => s.says ?? []).map((m) => m.name),
        names,
      );
    }
  });

  it('is made by a message that is written alone: without a ticket, or without a session_id, nothing goes on', () => {
    const [hello = '', server = '', ...rest] = FULL12;
    const nameless = [hello, server.replace('ServerHello', 'ServerHello session-id=none'), ...rest];
    for (const [hosts, flights] of [
      [HOSTS13, FULL13.slice(0, 3)],
      [HOSTS12, nameless],
    ] as const) {
      const trace = play(`${hosts}${open(1001)}${flown(1001, flights)}${open(1002)}${flown(1002, flights)}`);
      assert.deepEqual(told(trace), []);
      assert.deepEqual(offers(trace), [[], []]);
    }
  });

  it('is forgotten behind a fatal alert', () => {
    const fatal = 'client:1001 -> server PSH,ACK tls alert internal_error\n';
    for (const [hosts, flights] of [
      [HOSTS12, FULL12],
      [HOSTS13, FULL13],
    ] as const) {
      const trace = play(`${hosts}${open(1001)}${flown(1001, flights)}${fatal}${open(1002)}${flown(1002, flights)}`);
      assert.deepEqual(told(trace), []);
      assert.deepEqual(offers(trace), [[], []]);
    }
  });

  it('of a server of TLS 1.2 is offered by a client that speaks TLS 1.3, too', () => {
    const hosts = HOSTS12.replace('client tls=1.2', 'client');
    const trace = play(`${hosts}${open(1001)}${flown(1001, FULL12)}${open(1002)}${flown(1002, SHORT12)}`);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(offers(trace), [[], ['session_id']]);
  });

  it('keeps its suite, be another one offered before it', () => {
    const [hello = '', ...rest] = SHORT12;
    const offer = `${hello} suites=RSA_WITH_AES_256_GCM_SHA384+RSA_WITH_AES_128_GCM_SHA256`;
    const hosts =
      'host client tls=1.2\nhost server tls=1.2 suites=RSA_WITH_AES_128_GCM_SHA256+RSA_WITH_AES_256_GCM_SHA384\n';
    const first = [`${hello} suites=RSA_WITH_AES_128_GCM_SHA256`, ...FULL12.slice(1)];
    const trace = play(`${hosts}${open(1001)}${flown(1001, first)}${open(1002)}${flown(1002, [offer, ...rest])}`);
    assert.deepEqual(told(trace), []);
    const suites = messages(trace, 'ServerHello').map((m) => m.fields.find((f) => f.name === 'cipher_suite')?.value);
    assert.deepEqual(suites, ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256']);
  });

  it('with the extended master secret goes on with it alone', () => {
    const hosts = HOSTS12.replaceAll('tls=1.2', 'tls=1.2 ems');
    const before = `${hosts}${open(1001)}${flown(1001, FULL12)}${open(1002)}`;
    assert.deepEqual(told(play(before + flown(1002, SHORT12))), []);
    const [hello = '', ...rest] = FULL12;
    const without = 'without=extended_master_secret';
    // A client that does not ask for it gets a session of its own (RFC 7627 §5.3).
    assert.deepEqual(told(play(before + flown(1002, [`${hello} ${without}`, ...rest]))), []);
    const answered = play(before + flown(1002, [hello, `ServerHello ${without}`]));
    assert.deepEqual(told(answered), [`${before.split('\n').length + 1} tls12/resumption`]);
  });

  it('is taken up by the hosts that have it, by no others', () => {
    const text = `${HOSTS12}host other tls=1.2\n${open(1001)}${flown(1001, FULL12)}${open(1002)}${flown(1002, FULL12)}`;
    const trace = play(text.replaceAll('client:1002', 'other'));
    assert.deepEqual(told(trace), []);
    assert.deepEqual(offers(trace), [[], []]);
  });

  it('by RSA is open to whoever gets the private key later, as what came before it', () => {
    const text = `${HOSTS12}${open(1001)}${flown(1001, FULL12)}${open(1002)}${flown(1002, SHORT12)}`;
    const trace = play(text);
    const [world, { cast }] = [final(trace), trace];
    const resumed = securedAt(world, cast, 2);
    assert.ok(resumed !== undefined && endpointOf(world, 2).app?.tls?.end.resumed === true);
    assert.ok(knows({ ...resumed, leak: 99 }, 'wire', 'master-secret'));
    assert.ok(!knows({ ...resumed, leak: undefined }, 'wire', 'master-secret'));
  });

  it('is told by the text before it alone: an edit behind it changes nothing', () => {
    const before = `${HOSTS12}${open(1001)}${flown(1001, FULL12)}${open(1002)}${flown(1002, SHORT12.slice(0, 1))}`;
    const hello = (text: string): string => {
      const [, second] = messages(play(text), 'ClientHello');
      return JSON.stringify(second?.octets);
    };
    assert.equal(hello(before), hello(`${before}${flown(1002, SHORT12).split('\n').slice(1).join('\n')}`));
  });
});
