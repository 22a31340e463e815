import assert from 'node:assert/strict';
import { type Hint, saidHints } from '../../../src/editor/saidHints';
import { english, sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';

const OPEN = `host client tls=1.2
host server tls=1.2 suites=RSA_WITH_AES_128_GCM_SHA256
client -> server SYN
server -> client SYN,ACK
client -> server ACK
`;
const UP = `${OPEN}client -> server PSH,ACK tls ClientHello
server -> client PSH,ACK tls ServerHello + Certificate + ServerHelloDone
client -> server PSH,ACK tls ClientKeyExchange + ChangeCipherSpec + Finished
server -> client PSH,ACK tls ChangeCipherSpec + Finished
`;

/** The hints of the last line of a text, each with the end of the message before it. */
function last(text: string, say = english): string[] {
  const source = text.trimEnd();
  const line = source.split('\n').length - 1;
  const written = source.split('\n')[line] ?? '';
  return saidHints(play(source), line, say).map(
    (h: Hint) => `${written.slice(0, h.column).split(' ').at(-1) ?? ''} ${h.text}`,
  );
}

/** The lines of a text up to the one that contains some words. */
const upTo = (text: string, words: string): string => text.slice(0, text.indexOf('\n', text.indexOf(words)));

describe('hints on messages', () => {
  it('say what was filled in, and the records of a message of TLS', () => {
    assert.deepEqual(last(upTo(UP, 'ClientHello')), [
      'ClientHello version=1.2 suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256+… → 1 record, 118 B',
    ]);
    const [hello = '', certificate, done] = last(upTo(UP, 'ServerHello'));
    assert.match(
      hello,
      /^ServerHello version=1\.2 suite=TLS_RSA_WITH_AES_128_GCM_SHA256 session-id=[0-9a-f]{8}… → 1 record, 86 B$/,
    );
    assert.deepEqual([certificate, done], ['Certificate → 1 record, 856 B', 'ServerHelloDone → 1 record, 9 B']);
    assert.deepEqual(last(UP), ['ChangeCipherSpec → 1 record, 6 B', 'Finished → 1 record, 45 B']);
    assert.deepEqual(last(UP, sayIn('zh-cn')), ['ChangeCipherSpec → 1 条记录，6 B', 'Finished → 1 条记录，45 B']);
  });

  it('leave out what is written', () => {
    const written = upTo(UP, 'ClientHello').concat(' suites=RSA_WITH_AES_128_GCM_SHA256');
    assert.deepEqual(last(written), ['suites=RSA_WITH_AES_128_GCM_SHA256 version=1.2 → 1 record, 82 B']);
  });

  it('say the versions of TLS 1.3 by supported_versions', () => {
    const text = upTo(UP, 'ServerHello').replaceAll(/ tls=1\.2| suites=\S+/g, '');
    assert.match(
      last(upTo(text, 'ClientHello'))[0] ?? '',
      /^ClientHello versions=1\.3\+1\.2 suites=TLS_AES_128_GCM_SHA256\+… →/,
    );
    assert.match(last(text)[0] ?? '', /^ServerHello version=1\.3 suite=TLS_AES_128_GCM_SHA256 →/);
  });

  it('on HTTP inside TLS say what was filled in there, and the records that carry it', () => {
    assert.deepEqual(last(`${UP}client -> server PSH,ACK http GET / + GET /b`), [
      '/ {Host: server} → 1 record, 61 B',
      '/b {Host: server} → 1 record, 62 B',
    ]);
    const asked = `${UP}client -> server PSH,ACK http GET /\n`;
    assert.deepEqual(last(`${asked}server send http 200 len=40000 + 404`), [
      'len=40000 {Content-Length: 40000} → 3 records, 40129 B',
      '404 {Content-Length: 0} → 1 record, 74 B',
    ]);
    assert.deepEqual(last(`${asked}server send tls data len=40000 + alert close_notify`), [
      'len=40000 → 3 records, 40087 B',
      'close_notify → 1 record, 31 B',
    ]);
  });

  it('on a request that brings TLS up are those of the request alone', () => {
    const hosts = 'host client\nhost server domain=shop.example\n';
    assert.deepEqual(last(`${hosts}client => server https GET /`), ['/ {Host: shop.example} → 1 record, 60 B']);
    assert.deepEqual(last(`${hosts}client => server https GET /\nclient => server http POST /a len=40000`), [
      'len=40000 {Host: shop.example, Content-Length: 40000} → 3 records, 40129 B',
    ]);
  });

  it('count the segments of a message that is written at once', () => {
    const sent = `${upTo(UP, 'ClientHello')}
server send tls ServerHello + Certificate + ServerHelloDone
`;
    const lines = ['server -> client ACK len=400', 'server -> client ACK len=400', 'server -> client PSH,ACK len=151'];
    const hints = lines.map((_, i) => {
      const trace = play(sent + lines.join('\n'));
      return saidHints(trace, sent.split('\n').length - 1 + i, english).map((h) => h.text);
    });
    assert.deepEqual(hints, [
      ['ServerHello, Certificate 1/3'],
      ['Certificate 2/3'],
      ['Certificate 3/3, ServerHelloDone'],
    ]);
    // Without the last one nobody knows how many there will be.
    assert.deepEqual(last(sent + lines.slice(0, 2).join('\n')), ['len=400 Certificate 315–714 / 856']);
  });

  it('count those of HTTP, too, and not again what is repeated', () => {
    const text = `client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
client -> server PSH,ACK http GET /
server send http 200 len=2879
server -x client ACK len=1460 as first
server -> client PSH,ACK len=1460
server -> client resend first
`;
    assert.deepEqual(last(text), ['first 200 OK 1/2']);
    assert.deepEqual(last(upTo(text, 'PSH,ACK len')), ['len=1460 200 OK 2/2']);
  });

  it('are none where nothing is said', () => {
    assert.deepEqual(last(OPEN), []);
    assert.deepEqual(last('a -> b PSH,ACK len=5'), []);
  });
});
