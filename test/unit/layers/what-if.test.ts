import assert from 'node:assert/strict';
import { check } from '../../../src/check';
import { branch } from '../../../src/compose/branch';
import { createParser } from '../../../src/script';
import { FLIGHT } from '../../../src/sim/limits';
import { final, type Trace } from '../../../src/trace';
import { play as playSealed } from '../check/expecting';
import { shown } from './http1';

const play = (text: string): Trace => check(createParser().parse(text));

const KEPT = `host client 10.0.0.1
host server 10.0.0.2
link client server delay=50ms
client => server http GET /a {Accept: "a, b"}
server => client http 200 len=2000
client => server http POST /b "x=1"
server => client http 404`;

const heard = (trace: Trace): string[] => trace.steps.flatMap((s) => (s.hears ?? []).map((m) => m.name));
const wrong = (trace: Trace): string[] =>
  trace.findings.filter((f) => f.level === 'error' || f.level === 'warning').map((f) => `${f.line + 1} ${f.rule}`);

describe('what if there is no keep-alive', () => {
  it('gives each exchange a connection that the server closes', () => {
    const trace = play(KEPT);
    const text = branch(trace, 0, { kind: 'no-keep-alive' }, 'Without') ?? '';
    const other = play(text);
    assert.deepEqual(wrong(other), []);
    assert.deepEqual(heard(other), heard(trace));
    assert.equal(other.cast.ends.length, 4);
    assert.ok(text.includes('http/1.0 GET /a {Accept: "a, b"}'), text);
    // It takes more segments, and more time.
    const segments = (t: Trace): number => t.steps.filter((s) => s.kind === 'segment').length;
    assert.ok(segments(other) > segments(trace));
    assert.ok((other.steps.at(-1)?.time ?? 0) > (trace.steps.at(-1)?.time ?? 0));
  });

  it('changes nothing where each connection has one exchange', () => {
    const one = play('client => server http GET /a\nserver => client http 200 "a"');
    assert.equal(branch(one, 0, { kind: 'no-keep-alive' }), undefined);
  });
});

describe('what if somebody changes an octet', () => {
  const bodies = (trace: Trace): string[] =>
    trace.steps.flatMap((s) => (s.hears ?? []).map((m) => shown(m.octets).slice(m.body.from)));

  it('lets TCP take the segment, written or sent by a run', () => {
    const flow = 'client => server http GET /a\nserver => client http 200 "hello"\nclient => server http GET /b';
    const trace = play(flow);
    const at = trace.steps.findIndex((s) => s.kind === 'segment' && s.line === 1 && s.sent.segment.len > 0);
    const step = trace.steps[at];
    const octet = step?.kind === 'segment' ? step.sent.segment.len : 0;
    const other = play(branch(trace, at, { kind: 'alter', octet }) ?? '');
    assert.deepEqual(wrong(other), []);
    assert.deepEqual(bodies(trace), ['', 'hello', '']);
    assert.deepEqual(bodies(other), ['', 'helln', '']);
    const written = play('client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK http GET /a  # asks');
    assert.ok(branch(written, 2, { kind: 'alter', octet: 5 })?.includes('http GET /a altered 5  # asks'));
    assert.equal(branch(written, 2, { kind: 'alter', octet: 500 }), undefined);
    assert.equal(branch(written, 0, { kind: 'alter', octet: 1 }), undefined);
  });
});

const TLS = `host client 10.0.0.1 tls=1.2
host server 10.0.0.2 tls=1.2 domain=shop.example suites=TLS_RSA_WITH_AES_128_CBC_SHA  # the shop
`;
const WRITTEN = `${TLS}client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK tls ClientHello
note over server "It shows who it is."
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
client -> server PSH,ACK tls ClientKeyExchange + ChangeCipherSpec + Finished
server -> client PSH,ACK tls ChangeCipherSpec + Finished
client -> server PSH,ACK http GET /cart
server -> client PSH,ACK http 200 "Two books."
`;
const FAULTS = { name: 'bad_certificate', expired: 'certificate_expired', untrusted: 'unknown_ca' } as const;

describe('what if the server has another certificate', () => {
  const said = (trace: Trace): string[] => trace.steps.flatMap((s) => (s.says ?? []).map((m) => m.name));

  for (const [fault, alert] of Object.entries(FAULTS)) {
    it(`lets the client refuse it, and both sides close: ${fault}`, () => {
      for (const flow of [
        WRITTEN,
        `${TLS}client => server https GET /cart\nserver => client http 200 "Two books."\n`,
      ]) {
        const trace = playSealed(flow);
        assert.deepEqual(wrong(trace), []);
        const text = branch(trace, 3, { kind: 'certificate', fault: fault as keyof typeof FAULTS }, 'Another') ?? '';
        const other = playSealed(text);
        assert.deepEqual(wrong(other), [], text);
        assert.ok(said(other).includes(`Alert ${alert}`), text);
        assert.ok(!said(other).some((name) => name === 'ClientKeyExchange' || name === 'Application Data'));
        const states = other.cast.ends.map(({ id }) => other.steps.at(-1)?.after.ends.get(id)?.tcb.state);
        assert.ok(!states.includes('ESTABLISHED'), text);
        assert.match(text, /^flow "Another"\n/);
        assert.match(text, /certificate=\w+ {2}# the shop$/m);
        assert.ok(!text.includes('note over'));
      }
    });
  }

  it('takes the place of the certificate that the flow names, signed by the same CA', () => {
    const named = WRITTEN.replace('  # the shop', ' certificate=shop').replace(
      'host client 10.0.0.1',
      'certificate root "Root" ca\ncertificate shop "shop.example" by root\nhost client 10.0.0.1 trusts=root',
    );
    const text = branch(playSealed(named), 3, { kind: 'certificate', fault: 'name' }) ?? '';
    assert.match(text, /^certificate other "other\.example" by root$/m);
    assert.match(text, /certificate=other$/m);
    assert.deepEqual(wrong(playSealed(text)), []);
  });

  it('asks nothing of flows without TLS', () => {
    assert.equal(branch(play(KEPT), 0, { kind: 'certificate', fault: 'name' }), undefined);
    assert.equal(branch(play(KEPT), 0, { kind: 'key-leaks' }), undefined);
  });
});

describe("what if the server's private key leaks later", () => {
  it('opens all that has passed with RSA key exchange, and nothing with ECDHE', () => {
    const rsa = branch(playSealed(WRITTEN), 3, { kind: 'key-leaks' }) ?? '';
    assert.ok(rsa.endsWith('"Two books."\nleak server\nexpect wire knows master-secret\n'), rsa);
    assert.deepEqual(wrong(playSealed(rsa)), []);
    const ecdhe =
      branch(
        playSealed(
          WRITTEN.replace('TLS_RSA', 'TLS_ECDHE_RSA').replace('Certificate +', 'Certificate + ServerKeyExchange +'),
        ),
        3,
        { kind: 'key-leaks' },
      ) ?? '';
    assert.ok(ecdhe.endsWith('leak server\nexpect wire lacks master-secret\n'), ecdhe);
    assert.deepEqual(wrong(playSealed(ecdhe)), []);
    assert.equal(branch(playSealed(rsa), 3, { kind: 'key-leaks' }), undefined);
  });
});

describe('what if a run has many handshakes of TLS', () => {
  it('counts the flights that it sends as segments of the flow', () => {
    const { spent } = final(playSealed('client => server:443 tls')).network;
    // The server's flight and the client's Finished, with their segments; the line itself has ClientHello.
    assert.ok(spent > 2 * FLIGHT && spent < 3 * FLIGHT, `${spent} segments`);
  });
});
