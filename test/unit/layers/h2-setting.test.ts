/** One text runs over HTTP/1.1 and over HTTP/2: a setting of the hosts decides (RFC 7301, RFC 9113 §3.2). */
import assert from 'node:assert/strict';
import { isGrave } from '../../../src/trace/finding';
import { play } from '../check/expecting';

/** Two requests and their answers, and a claim about the client behind them. */
const flow = (alpn: string, claim: string): string => `host client 10.0.0.1:50001 alpn=${alpn}
host server 10.0.0.2:443 alpn=${alpn} domain=shop.example
client => server https GET /
server => client https 200 len=3000
client => server https GET /picture {Accept: image/png}
server => client https 200 len=500
expect ${claim}, wire lacks plaintext
`;

describe('a text of requests and answers', () => {
  for (const [alpn, claim] of [
    ['h2+http/1.1', 'client h2 1 closed, client h2 3 closed'],
    ['h2', 'client h2 1 closed, client h2 3 closed'],
    ['http/1.1', 'client http IDLE, server http IDLE'],
  ] as const)
    it(`speaks what ALPN chooses of ${alpn}`, () => {
      const { findings } = play(flow(alpn, claim));
      assert.deepEqual(findings.filter(isGrave), []);
    });

  it('does not speak HTTP/2 where one side does not offer it', () => {
    const text = flow('h2+http/1.1', 'client http IDLE').replace(
      '10.0.0.2:443 alpn=h2+http/1.1',
      '10.0.0.2:443 alpn=http/1.1',
    );
    assert.deepEqual(play(text).findings.filter(isGrave), []);
  });
});

describe('HTTP/2 above TLS that has ended', () => {
  it('says nothing any more once a fatal alert has come (RFC 8446 §6.2), so that a run ends', () => {
    const { steps, findings } = play(`host client seed=1 alpn=h2
host server seed=2 alpn=h2
client -> server SYN
server -> client SYN,ACK
client -> server ACK
client -> server PSH,ACK tls ClientHello
server -> client PSH,ACK tls ServerHello + EncryptedExtensions + Certificate + CertificateVerify + Finished
client -> server PSH,ACK tls data "INVALID PREFACE" violates tls13/appdata-early, h2/preface
run
`);
    assert.deepEqual(findings.filter(isGrave), []);
    assert.ok(steps.length < 30, `${steps.length} steps`);
  });
});
