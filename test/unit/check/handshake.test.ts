import assert from 'node:assert/strict';
import { writeOut } from '../../../src/compose/write-out';
import type { Trace } from '../../../src/trace/trace';
import { play } from './expecting';

/** Errors and warnings by line (from 1), and hints on what TLS refused. */
const told = (trace: Trace): string[] =>
  trace.findings
    .filter((f) => f.level !== 'hint' || /certificate|handshake/.test(f.rule))
    .map((f) => `${f.line + 1} ${f.level} ${f.rule}${f.args['alert'] === undefined ? '' : ` ${f.args['alert']}`}`);

/** The messages of each segment of a line, in order, with their sender. */
function said(trace: Trace, line: number): string[] {
  return trace.steps.flatMap((s) => {
    if (s.kind !== 'segment' || s.line !== line - 1 || s.says === undefined) return [];
    const from = trace.cast.ends[s.sent.from]?.name ?? '';
    return [`${from}: ${s.says.map((m) => m.name).join(', ')}`];
  });
}

const OVER_RSA = 'tls=1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA';
const OVER_ECDHE = 'tls=1.2 suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

describe('TLS in one line', () => {
  it('leads from nothing to a request, which the server can answer', () => {
    const trace = play(`client => server https GET /
server => client http 200 "hello"
expect client http IDLE, server http IDLE, client tls CONNECTED, server tls CONNECTED
`);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(said(trace, 1), [
      'client: ClientHello',
      'server: ServerHello, EncryptedExtensions, Certificate, CertificateVerify, Finished',
      'client: Finished, Application Data',
    ]);
  });

  it('is the handshake alone behind tls, and is no second one where TLS is up', () => {
    const trace = play(`host server ${OVER_RSA}
client => server tls
client => server tls
client => server https GET /
`);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(said(trace, 2), [
      'client: ClientHello',
      'server: ServerHello, Certificate, ServerHelloDone',
      'client: ClientKeyExchange, ChangeCipherSpec, Finished',
      'server: ChangeCipherSpec, Finished',
    ]);
    assert.deepEqual([said(trace, 3), said(trace, 4)], [[], ['client: Application Data']]);
  });

  it('begins with the side that opened the connection, whoever asks for it', () => {
    const trace = play(`client -> server SYN
server -> client SYN,ACK
client -> server ACK
server => client tls
expect client tls CONNECTED
`);
    assert.deepEqual(told(trace), []);
    assert.equal(said(trace, 4)[0], 'client: ClientHello');
  });

  it('goes on where a handshake has begun line by line', () => {
    const trace = play(`client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK tls ClientHello
client => server https GET /
`);
    assert.deepEqual(told(trace), []);
    assert.equal(said(trace, 5).at(-1), 'client: Finished, Application Data');
  });

  it('comes up anew on the next connection of the same ports', () => {
    const trace = play(`client => server https GET /
server => client http 200
client -> server PSH,ACK tls alert close_notify
client close
server -> client PSH,ACK tls alert close_notify
server close
run
wait 2MSL
client => server https GET /again
expect wire lacks plaintext, server knows plaintext, server tls CONNECTED
`);
    assert.deepEqual(told(trace), []);
    assert.equal(said(trace, 9)[0], 'client: ClientHello');
  });

  it('is refused on a connection that speaks in clear', () => {
    const trace = play('client => server http GET /\nserver => client http 200\nclient => server https GET /a\n');
    assert.deepEqual(told(trace), ['3 error flow/handshake-failed ']);
    assert.match(trace.findings.find((f) => f.line === 2)?.says ?? '', /quiet$/);
  });

  it('is not answered by a side that has said something else, again and again', () => {
    const trace = play('server send "HTTP/1.1 204 No Content\\r\\n\\r\\n"\nclient => server tls\n');
    assert.deepEqual(told(trace).slice(-1), ['2 error flow/handshake-failed ']);
    assert.ok(trace.steps.length < 40);
  });

  it('comes up where segments are lost and delayed', () => {
    const trace = play(`link client server delay=20ms loss=4,6,9
client => server https GET /
server => client http 200 len=4000
expect client http IDLE
`);
    assert.deepEqual(told(trace), []);
  });

  it('written out is a handshake line by line', () => {
    const text = `host server ${OVER_RSA} domain=shop.example\nclient => server https GET /\nserver => client http 200 "a"`;
    const lines = text.split('\n');
    const trace = play(text);
    const out = [lines[0], writeOut(trace, 1), writeOut(trace, 2)].join('\n');
    assert.deepEqual(out.split('\n').slice(1), [
      'client -> server  SYN',
      'server -> client  SYN,ACK',
      'client -> server  PSH,ACK  tls ClientHello',
      'server -> client  PSH,ACK  tls ServerHello + Certificate + ServerHelloDone',
      'client -> server  PSH,ACK  tls ClientKeyExchange + ChangeCipherSpec + Finished',
      'server -> client  PSH,ACK  tls ChangeCipherSpec + Finished',
      'client -> server  PSH,ACK  tls data "GET / HTTP/1.1\\r\\nHost: shop.example\\r\\n\\r\\n"',
      'server -> client  PSH,ACK  tls data "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\na"',
      'wait 200ms',
      'client -> server  ACK',
    ]);
    const again = play(out);
    const octets = (t: Trace): string[] =>
      t.steps.flatMap((s) => (s.kind === 'segment' ? [Buffer.from(s.sent.segment.data ?? []).toString('hex')] : []));
    assert.deepEqual(octets(again), octets(trace));
  });
});

describe('a certificate that the client refuses', () => {
  const refusals: readonly (readonly [string, string, string])[] = [
    ['other.example', '', 'bad_certificate'],
    ['shop.example', 'until 2025-12-31', 'certificate_expired'],
    ['shop.example', 'from 2026-02-01', 'certificate_expired'],
    ['shop.example', 'by ca', 'unknown_ca'],
    ['shop.example', 'by shop', 'unknown_ca'],
  ];
  for (const [name, clauses, alert] of refusals)
    for (const version of ['1.2', '1.3'])
      it(`"${name}" ${clauses}: ${alert}, in TLS ${version}`, () => {
        const trace = play(`certificate ca "Example CA" ca
certificate shop "${name}" ${clauses}
host client tls=${version}
host server domain=shop.example certificate=shop
client => server https GET /
`);
        assert.equal(told(trace)[0], `5 error flow/handshake-failed ${alert}`);
        assert.match(told(trace)[1] ?? '', /^5 hint tls\/certificate-/);
      });

  it('is taken where its signer is trusted, and is read by whoever forged it', () => {
    const trace = play(`certificate mallory "Mallory" ca
certificate forged "shop.example" by mallory
host client trusts=mallory
host server domain=shop.example certificate=forged
client => server https GET /
expect client tls CONNECTED, server knows plaintext
`);
    assert.deepEqual(told(trace), []);
  });
});

describe('who knows what', () => {
  const flow = (settings: string, rest: string): string =>
    `host server ${settings}\nclient => server https GET /\nserver => client http 200 "a"\n${rest}`;

  it('both sides know the keys, the wire what passes in clear', () => {
    for (const settings of [OVER_RSA, OVER_ECDHE, 'seed=1'])
      assert.deepEqual(
        told(
          play(
            flow(
              settings,
              `expect client knows master-secret, server knows master-secret, wire lacks master-secret
expect wire knows client-random, wire knows server_random, wire lacks pre-master-secret
expect client lacks server-private-key, server knows server-private-key, wire lacks server-private-key
expect client knows plaintext, server knows plaintext, wire lacks plaintext
`,
            ),
          ),
        ),
        [],
        settings,
      );
  });

  it('with the private key the wire reads all that RSA sealed, before and after, and nothing of (EC)DHE', () => {
    const leak = (knows: string): string => `expect wire lacks plaintext
leak server
expect wire ${knows} premaster-secret, wire ${knows} master-secret, wire ${knows} client-key, wire ${knows} plaintext
`;
    assert.deepEqual(told(play(flow(OVER_RSA, leak('knows')))), []);
    for (const settings of [OVER_ECDHE, 'seed=1']) assert.deepEqual(told(play(flow(settings, leak('lacks')))), []);
  });

  it('the wire reads what is said in clear', () => {
    const trace = play('client => server http GET /\nexpect wire knows plaintext, wire lacks master-secret\n');
    assert.deepEqual(told(trace), []);
  });

  it('each wrong expectation is told', () => {
    const trace = play(
      flow(OVER_RSA, 'expect wire knows plaintext, client lacks master-secret\nrun until wire knows client-random\n'),
    );
    assert.deepEqual(told(trace), ['4 error flow/expectation-knows', '4 error flow/expectation-knows']);
    assert.deepEqual(
      trace.findings.filter((f) => f.rule === 'flow/expectation-knows').map((f) => f.says ?? ''),
      ['', 'flow/expectation-knows/lacks'],
    );
  });
});

describe('a run', () => {
  it('says what TLS owes: a flight, an alert, the answer to close_notify', () => {
    const trace = play(`host server ${OVER_RSA}
client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK tls ClientHello
expect server owes tls ServerHello + Certificate + ServerHelloDone
run
expect client tls CONNECTED, server tls CONNECTED
client -> server PSH,ACK tls alert close_notify
expect server owes tls alert close_notify
run
`);
    assert.deepEqual(told(trace), []);
    assert.deepEqual(said(trace, 11), ['server: Alert close_notify']);
  });
});

describe('sides that have lost each other', () => {
  it('do not say the same alert for ever', () => {
    const trace = play(`client -> server PSH,ACK tls ClientHell
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
client -> server PSH,ACK tls ClientKeyExchange + ChangeCipherSpec + Finished
server -> client PSH,ACK tls data "a"
run
`);
    assert.ok(trace.steps.length < 20, String(trace.steps.length));
  });
});

describe('bodies of which the length is told', () => {
  it('are said up to a bound, a lower one where they are sealed, which is told once a line', () => {
    const trace = play(`client => server https GET /
server => client http 200 len=99999999999
server => client http 200 chunked=900000+900000 + 200 len=5
other => server http POST / len=99999999999
`);
    assert.deepEqual(
      trace.findings.filter((f) => f.rule === 'flow/send-limit').map((f) => [f.line + 1, f.args['max']]),
      [
        [2, 1024 * 1024],
        [3, 1024 * 1024],
        [4, 4 * 1024 * 1024],
      ],
    );
  });

  it('count for the budget of the flow, behind which little of a body is made', () => {
    const line = 'client -> server PSH,ACK https POST / len=99999999999\n';
    const { findings } = play(line.repeat(20));
    const at = findings.find((f) => f.rule === 'flow/run-segments')?.line ?? NaN;
    assert.ok(at > 5 && at < 20, `line ${at}`);
    const most = (line: number): unknown =>
      findings.find((f) => f.line === line && f.rule === 'flow/send-limit')?.args['max'];
    assert.deepEqual([most(at), most(at + 1)], [4 * 1024 * 1024, 4096]);
  });
});
