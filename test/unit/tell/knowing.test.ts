import assert from 'node:assert/strict';
import { storyOf } from '../../../src/tell/story';
import { sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';

/** The story of each segment that a line sends, without what TCP does. */
function told(text: string, language = 'en'): string[] {
  const trace = play(text);
  return trace.steps.flatMap((step, at) =>
    step.kind === 'segment' && step.sent.segment.len > 0 ? [storyOf(trace, at, sayIn(language)).text[0]] : [],
  );
}

const flow = (settings: string, rest = ''): string =>
  `host client ${settings}\nhost server ${settings} domain=shop.example\n${rest}client => server https GET /\n`;

describe('tell: who knows what', () => {
  it('with RSA both sides derive the keys of a secret that is encrypted to the server', () => {
    const [hello = '', chosen = '', keys = '', done = '', data = ''] = told(
      flow('tls=1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA'),
    );
    assert.match(hello, /client offers \d+ cipher suites, and sends a random number .*: whoever listens has it, too/);
    assert.match(chosen, /server chooses TLS_RSA_WITH_AES_128_CBC_SHA, .*whoever listens has both random numbers/);
    assert.match(chosen, /client finds the certificate in order .*: it has the public key of server/);
    assert.match(keys, /client has made a pre-master secret at random and encrypted it .*random numbers alone/);
    assert.match(done, /server shows that it has the same keys/);
    assert.match(data, /only server can open what client has sealed; whoever listens sees \d+ bytes/);
  });

  it('with (EC)DHE both compute it, and the wire has the public halves', () => {
    assert.match(
      told(flow('tls=1.2 suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'))[2] ?? '',
      /two public halves alone/,
    );
    const [hello = '', chosen = ''] = told(flow('seed=1'));
    assert.match(hello, /public half of a key exchange in clear/);
    assert.match(chosen, /both compute the same secret, .*server seals from here on, .*signs the handshake so far/);
  });

  it('changes where the private key has leaked, and where a certificate is refused', () => {
    const leaked = told(flow('tls=1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA', 'leak server\n'));
    assert.match(leaked[2] ?? '', /so does whoever listens, who has that key, too/);
    assert.match(leaked.at(-1) ?? '', /whoever listens opens what client has sealed, as server does/);
    const refused = told(
      'host server domain=a.example certificate=b\ncertificate b "b.example"\nclient => server tls\n',
    );
    assert.match(refused.join('\n'), /client does not take the certificate of server/);
    assert.match(refused.at(-1) ?? '', /client ends TLS with bad_certificate/);
  });

  it('speaks Chinese, and names the standard', () => {
    assert.match(
      told(flow('tls=1.2 suites=TLS_RSA_WITH_AES_128_CBC_SHA'), 'zh-cn')[2] ?? '',
      /client 随机生成了预主密钥，并用 server 的公钥加密/,
    );
    const trace = play(flow('seed=1'));
    const at = trace.steps.findIndex((s) => s.hears?.some(({ name }) => name === 'ServerHello') === true);
    assert.ok(storyOf(trace, at, sayIn('en')).sources.includes('RFC 8446 §4.1.3'));
  });
});
