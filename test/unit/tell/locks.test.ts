import assert from 'node:assert/strict';
import { PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { svg } from '../../../src/diagram/export';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import type { Row } from '../../../src/diagram/model';
import { rowName, secondText } from '../../../src/diagram/terms';
import type { Eyes } from '../../../src/layers/names';
import { type MessageView, messagesAt } from '../../../src/tell/message';
import { wireOpening } from '../../../src/tell/lock';
import { securedIn } from '../../../src/tell/secured';
import { securedBySteps } from '../../../src/tell/secured-by-steps';
import type { Trace } from '../../../src/trace/trace';
import { isMessages } from '../../../src/webview/inspect-message';
import { english, sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';
import { HTTPS } from './https';

/** Steps 1 to 3 open TCP, 4 to 7 TLS, 8 and 9 ask and answer. */
const flow = (server = ''): string => HTTPS.replace('CBC_SHA', `CBC_SHA ${server}`);

const rowAt = (trace: Trace, step: number, eyes: Eyes): Row => {
  const made = diagram(trace, { ...PLAIN, eyes });
  return made.rows(0, made.index.rows).rows.find((row) => row.step === step - 1) as Row;
};
const sharesOf = (trace: Trace, step: number, eyes: Eyes): string[] =>
  rowAt(trace, step, eyes).says.map(({ name, lock }) => `${lock} ${name}`.trim());
const views = (trace: Trace, step: number, eyes: Eyes): readonly MessageView[] => {
  const made = messagesAt(trace, step - 1, english, eyes);
  assert.ok(isMessages(made));
  return made.messages;
};
const partsOf = ({ parts }: MessageView): string[] => parts.map((p) => `${p.name} ${p.value}`.trim());

describe('eyes: locks', () => {
  const trace = play(flow());

  it('are shut to the wire, and open to both ends; a message in clear has none', () => {
    assert.deepEqual(sharesOf(trace, 4, 'wire'), ['ClientHello']);
    assert.deepEqual(sharesOf(trace, 6, 'wire'), [
      'ClientKeyExchange',
      'ChangeCipherSpec',
      'shut Encrypted Handshake Message',
    ]);
    assert.deepEqual(sharesOf(trace, 8, 'wire'), ['shut Application Data']);
    for (const eyes of ['client', 'server'] as const) {
      assert.deepEqual(sharesOf(trace, 6, eyes), ['ClientKeyExchange', 'ChangeCipherSpec', 'open Finished']);
      assert.deepEqual(sharesOf(trace, 8, eyes), ['open GET /cart']);
    }
  });

  it('are drawn and exported, and said where nothing is drawn', () => {
    const drawn = (eyes: Eyes, of = trace): string =>
      svg(of, { theme: 'light', width: 760, say: english, numbers: 'symbolic', arrangement: { ...PLAIN, eyes } });
    assert.equal(drawn('wire').match(/class="lock shut"/g)?.length, 4);
    assert.equal(drawn('client').match(/class="lock open"/g)?.length, 4);
    assert.ok(!drawn('client').includes('lock shut'));
    const { index } = diagram(trace);
    const name = (step: number, eyes: Eyes, language = 'en'): string =>
      rowName(rowAt(trace, step, eyes), index, 'symbolic', sayIn(language));
    assert.match(name(8, 'wire'), /; sealed: Application Data · 85 bytes$/);
    assert.match(name(8, 'server'), /; opened: GET \/cart · 85 bytes$/);
    assert.match(name(8, 'wire', 'zh-cn'), /已加密：Application Data/);
    const made = diagram(trace, { ...PLAIN, eyes: 'client', show: 'messages' });
    assert.match(ladderText(made, 'symbolic', english), /opened: GET \/cart · 85 bytes/);
    assert.match(mermaid(made, 'symbolic', english), /opened: GET \/cart/);
    // Flows without TLS have no lock, nor its style.
    const plain = play(
      'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\nclient -> server PSH,ACK http GET /\n',
    );
    assert.ok(!/[" .]lock[ .]/.test(drawn('wire', plain)));
  });

  it('tell the connections of the same two ends apart, as the secrets of each step do', () => {
    const [hosts = '', talk = ''] = HTTPS.split(/(?<=CBC_SHA\n)/);
    const again = talk.replace('server SYN', 'server SYN at 600s');
    const trace = play(`${hosts}${talk}client -> server RST\n${again}leak server\n`);
    const securedOf = securedBySteps(trace);
    const opens = wireOpening(trace);
    const leak = trace.steps.length - 1;
    trace.steps.forEach((step, at) => {
      const found = securedIn(trace, at);
      if (step.kind !== 'segment') return;
      assert.deepEqual(securedOf(at)?.ends, found?.ends);
      assert.deepEqual(securedOf(at)?.last, found?.last);
      assert.equal(opens(at), found && leak);
    });
    const randoms = [4, leak - 1].map((at) => securedOf(at)?.last.client?.known[0]?.value);
    assert.notDeepEqual(randoms[0], randoms[1]);
  });

  it('open to the wire where the key has leaked: with RSA also what has passed, which says so, with ECDHE nothing', () => {
    const ask = 'client -> server PSH,ACK http GET /again\n';
    const leaked = play(`${flow()}leak server\n${ask}`);
    assert.deepEqual(sharesOf(leaked, 8, 'wire'), ['shut Application Data']);
    assert.deepEqual(sharesOf(leaked, 11, 'wire'), ['open GET /again']);
    const { index } = diagram(leaked);
    const under = (step: number): string => secondText(rowAt(leaked, step, 'wire'), index, english);
    assert.equal(under(8), 'Application Data · 85 bytes · opens in step 10');
    assert.equal(under(11), 'GET /again · 85 bytes');
    const [record, ...none] = views(leaked, 8, 'wire');
    assert.equal(
      record?.notes.at(-1),
      'They open it from step 10 on: by then the private key of the server has leaked.',
    );
    assert.deepEqual(none, []);
    assert.deepEqual(
      views(leaked, 11, 'wire').map((v) => v.title),
      ['Application Data, client → server', 'GET /again, client → server'],
    );
    const ecdhe = flow()
      .replace('TLS_RSA', 'TLS_ECDHE_RSA')
      .replace('Certificate +', 'Certificate + ServerKeyExchange +');
    const kept = play(`${ecdhe}leak server\n${ask}`);
    assert.deepEqual(sharesOf(kept, 11, 'wire'), ['shut Application Data']);
    assert.deepEqual(sharesOf(kept, 8, 'wire'), ['shut Application Data']);
  });

  it('stay shut to a receiver that could not open a record, since somebody changed it', () => {
    const altered = play(flow().replace('http GET /cart', 'http GET /cart altered 30'));
    assert.deepEqual(sharesOf(altered, 8, 'server'), ['shut Application Data']);
    assert.deepEqual(sharesOf(altered, 8, 'client'), ['open GET /cart']);
    const [record, ...more] = views(altered, 8, 'server');
    assert.equal(record?.lock, 'shut');
    assert.ok(record.notes.some((note) => note.startsWith('It can not be opened')));
    assert.equal(record.pieces[0]?.octets.length, 85);
    assert.deepEqual(more, []);
  });

  it('show a sealed message as its record, and below that what it opens to', () => {
    const [wire, ...hidden] = views(trace, 8, 'wire');
    assert.ok(wire);
    assert.deepEqual(hidden, []);
    assert.equal(wire.title, 'Application Data, client → server');
    assert.deepEqual(partsOf(wire), [
      'record 85 bytes',
      'type application_data (23)',
      'version TLS 1.2 (0x0303)',
      'length 80',
      'sealed bytes 80 bytes',
    ]);
    assert.deepEqual(wire.pieces[0]?.octets.slice(0, 5), [23, 3, 3, 0, 80]);
    const [record, opened] = views(trace, 8, 'server');
    assert.deepEqual(record?.parts, wire.parts);
    assert.equal(opened?.title, 'GET /cart, client → server');
    assert.equal(opened.lock, 'open');
    assert.deepEqual(opened.notes, ['What the record above opens to, with the keys of the connection.']);
    assert.equal(opened.parts[0]?.value, 'GET /cart HTTP/1.1');
    const [, , sealed, finished] = views(trace, 6, 'client');
    assert.equal(sealed?.title, 'Encrypted Handshake Message, client → server');
    assert.deepEqual(
      finished?.parts.map((p) => p.name),
      ['msg_type', 'length', 'verify_data'],
    );
  });

  it('open a part of a message to the octets that the record holds', () => {
    const halves = play(
      flow()
        .replace('http GET /cart', 'tls data "GET / HT"')
        .replace(/server -> client PSH,ACK http 200.*\n/, ''),
    );
    const [, opened] = views(halves, 8, 'server');
    assert.deepEqual(
      opened?.parts.map((p) => [p.name, p.from, p.to]),
      [['bytes', 0, 8]],
    );
    assert.equal(String.fromCharCode(...(opened.pieces[0]?.octets ?? [])), 'GET / HT');
  });
});

describe('tell: certificates', () => {
  const certificate = (trace: Trace, eyes: Eyes = 'wire'): MessageView | undefined =>
    views(trace, 5, eyes).find((view) => view.title.startsWith('Certificate,'));

  it('stand with subject, issuer, names, validity, key and signature, and with each check of the path', () => {
    const view = certificate(play(flow()));
    assert.deepEqual(view?.certificates, [
      {
        title: 'Certificate 1 of 1',
        fields: [
          { name: 'subject', value: 'CN=shop.example' },
          { name: 'issuer', value: 'CN=TCP Flow CA' },
          { name: 'names (SAN)', value: 'shop.example' },
          { name: 'validity', value: '2025-01-01 00:00:00Z to 2035-01-01 00:00:00Z' },
          { name: 'public key', value: 'RSA, 2048 bit' },
          { name: 'signature', value: 'sha256WithRSAEncryption' },
        ],
      },
    ]);
    assert.equal(view.verdict, 'client accepts it: every check holds.');
    assert.deepEqual(
      view.checks.map(({ holds, text }) => `${holds} ${text}`),
      [
        'yes issuer: the path leads to TCP Flow CA, whom client trusts.',
        'yes signature: each is made by the key of the issuer.',
        'yes dates: each is valid today, 2026-01-01.',
        'yes purpose: each is used for what it is for, and issued by a CA.',
        'yes name: shop.example is one of its names.',
      ],
    );
  });

  it('say which check does not hold, and that the client refuses', () => {
    const view = certificate(play(`certificate other "other.example" until 2025-12-31\n${flow('certificate=other')}`));
    assert.equal(view?.verdict, 'client refuses it.');
    assert.deepEqual(
      view.checks.map(({ holds }) => holds),
      ['yes', 'yes', 'no', 'yes', 'no'],
    );
    assert.match(view.checks[2]?.text ?? '', /^dates: .*2025-12-31/);
    assert.match(view.checks[4]?.text ?? '', /^name: .*other\.example/);
    const forged = certificate(play(`certificate forged "shop.example" by forged\n${flow('certificate=forged')}`));
    assert.deepEqual(
      forged?.checks.map(({ holds }) => holds),
      ['no', 'open', 'yes', 'yes', 'yes'],
    );
  });

  it('stand in a chain with the CA between', () => {
    const text = `certificate root "Root" ca\ncertificate middle "Middle" ca by root\ncertificate shop "shop.example" by middle\n`;
    const view = certificate(play(text + flow('certificate=shop').replace('tls=1.2\n', 'tls=1.2 trusts=root\n')));
    assert.deepEqual(
      view?.certificates.map(({ title, fields }) => `${title}: ${fields[0]?.value ?? ''} by ${fields[1]?.value ?? ''}`),
      ['Certificate 1 of 2: CN=shop.example by CN=Middle', 'Certificate 2 of 2: CN=Middle by CN=Root'],
    );
    assert.equal(view.verdict, 'client accepts it: every check holds.');
  });

  it('are verified once they have come', () => {
    const lost = play(
      flow().replace('server -> client PSH,ACK tls ServerHello', 'server -x client PSH,ACK tls ServerHello'),
    );
    const view = certificate(lost);
    assert.equal(view?.verdict, 'client verifies it once it has all of it.');
    assert.deepEqual(view.checks, []);
  });
});
