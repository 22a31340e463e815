import assert from 'node:assert/strict';
import {
  insideOf,
  type MessageName,
  NO_TLS,
  TLS12,
  TLS13,
  type TlsSetup,
  type TlsWish,
  atEndTls,
  endOfTls,
  formulaOf,
  heardTls,
  keyLogLines,
  knows,
  newTls,
  nextTls,
  opensAt,
  progress,
  readKeyLog,
  secretNamed,
  secretsOf,
  suiteNamed,
  tlsState,
  wireOpens,
  wishFor,
} from '../../../src/layers/tls';
import { issue } from '../../../src/layers/x509';
import { Side, play, recall, setup } from './tls';

function pair(how: Partial<TlsSetup>, server: Partial<TlsSetup> = {}): [Side, Side] {
  return [new Side(setup('client', how)), new Side(setup('server', { ...how, ...server }))];
}

function played(how: Partial<TlsSetup>, server: Partial<TlsSetup> = {}): [Side, Side] {
  const [one, other] = pair(how, server);
  play(one, other);
  return [one, other];
}

const wish = (name: MessageName, ...set: readonly string[]): TlsWish => ({
  name,
  set: set.map((s) => ({ name: s.slice(0, s.indexOf('=')), value: s.slice(s.indexOf('=') + 1) })),
});
const data = (text: string): TlsWish => ({ ...wishFor('ApplicationData'), body: Buffer.from(text, 'latin1') });

const RSA12: Partial<TlsSetup> = { version: TLS12, suites: [0x002f] };
const ECDHE12: Partial<TlsSetup> = { version: TLS12, suites: [0xc02f] };

/** Each message that is due, and the states of both behind it. */
function stepwise(client: Side, server: Side): string[] {
  const lines: string[] = [];
  for (let i = 0; i < 30; i++) {
    const speaker = [client, server].find((s) => nextTls(s.end).must.length > 0);
    const [next] = speaker === undefined ? [] : nextTls(speaker.end).must;
    if (speaker === undefined || next === undefined) return lines;
    const octets = speaker.say(next);
    (speaker === client ? server : client).hear(octets);
    lines.push(`${next.name}: ${tlsState(client.end)} ${tlsState(server.end)}`);
  }
  return lines;
}

describe('TLS: both ends', () => {
  it('TLS 1.2 with RSA: eight steps, and the states of both sides', () => {
    const [client, server] = pair(RSA12);
    assert.deepEqual(stepwise(client, server), [
      'ClientHello: WAIT_SH RECVD_CH',
      'ServerHello: WAIT_CERT NEGOTIATED',
      'Certificate: WAIT_CERT_CR NEGOTIATED',
      'ServerHelloDone: WAIT_FINISHED WAIT_FLIGHT2',
      'ClientKeyExchange: WAIT_FINISHED WAIT_FINISHED',
      'ChangeCipherSpec: WAIT_FINISHED WAIT_FINISHED',
      'Finished: WAIT_FINISHED WAIT_FINISHED',
      'ChangeCipherSpec: WAIT_FINISHED WAIT_FINISHED',
      'Finished: CONNECTED CONNECTED',
    ]);
    assert.deepEqual([client.errors, server.errors], [[], []]);
  });

  it('TLS 1.3: the states of RFC 8446 Appendix A', () => {
    const [client, server] = pair({ suites: [0x1301] });
    assert.deepEqual(stepwise(client, server), [
      'ClientHello: WAIT_SH RECVD_CH',
      'ServerHello: WAIT_EE NEGOTIATED',
      'EncryptedExtensions: WAIT_CERT_CR NEGOTIATED',
      'Certificate: WAIT_CV NEGOTIATED',
      'CertificateVerify: WAIT_FINISHED NEGOTIATED',
      'Finished: WAIT_FINISHED WAIT_FINISHED',
      'Finished: CONNECTED CONNECTED',
    ]);
    assert.deepEqual([client.breaches, server.breaches], [[], []]);
  });

  it('what follows is told ahead: the whole flight', () => {
    const [client, server] = pair({ ...ECDHE12 }, { asksCertificate: true });
    server.hear(client.due());
    server.say(wishFor('ServerHello'));
    const flight = nextTls(server.end).must.map((w) => w.name);
    assert.deepEqual(flight, ['Certificate', 'ServerKeyExchange', 'CertificateRequest', 'ServerHelloDone']);
  });

  it('a session is taken up again: by id and by ticket in 1.2, by a pre-shared key in 1.3', () => {
    for (const [how, names] of [
      [{ ...RSA12 }, 'ClientHello ServerHello ChangeCipherSpec Finished ChangeCipherSpec Finished'],
      [
        { ...ECDHE12, tickets: true },
        'ClientHello ServerHello NewSessionTicket ChangeCipherSpec Finished ChangeCipherSpec Finished',
      ],
      [{ suites: [0x1302] }, 'ClientHello ServerHello EncryptedExtensions Finished Finished'],
    ] as const) {
      const [client, server] = played(how);
      if (client.end.version === TLS13) client.hear(server.say(wishFor('NewSessionTicket')));
      const sessions = client.end.sessions;
      assert.deepEqual(sessions, server.end.sessions);
      const again = { ...how, sessions, context: 'again' };
      const [one, other] = played(again);
      assert.equal(one.names.join(' '), names);
      assert.deepEqual([one.errors, other.errors], [[], []]);
      assert.equal(tlsState(other.end), 'CONNECTED');
      // A server that has forgotten the session begins anew.
      const [fresh] = played(again, { sessions: [] });
      assert.ok(fresh.names.includes('Certificate'));
      assert.deepEqual(fresh.errors, []);
    }
  });

  it('a binder that is wrong is found by whoever has the key', () => {
    const [client, server] = played({ suites: [0x1301] });
    client.hear(server.say(wishFor('NewSessionTicket')));
    const [one, other] = pair({ suites: [0x1301], sessions: client.end.sessions });
    const hello = one.say(wishFor('ClientHello'));
    hello[hello.length - 1] = (hello[hello.length - 1] ?? 0) ^ 1;
    other.hear(hello);
    assert.deepEqual(other.errors, ['tls13/binder']);
    assert.equal(other.end.alert, 'decrypt_error');
    const [late] = pair({ suites: [0x1301], sessions: client.end.sessions });
    late.say(wish('ClientHello', 'psk=none'));
    assert.deepEqual(late.errors, []);
  });

  it('a certificate with CertificateVerify where a key is shared already', () => {
    const [client, server] = played({ suites: [0x1301] });
    client.hear(server.say(wishFor('NewSessionTicket')));
    const [one, other] = pair({ suites: [0x1301], sessions: client.end.sessions });
    other.hear(one.due());
    other.say(wishFor('ServerHello'), wishFor('EncryptedExtensions'), wishFor('Certificate'));
    assert.deepEqual(other.errors, ['tls13/cert-with-psk']);
  });

  it('a server takes up a session with another suite', () => {
    const [client] = played(RSA12);
    const more = { version: TLS12, suites: [0x002f, 0x009c], sessions: client.end.sessions };
    const [one, other] = pair(more);
    other.hear(one.due());
    other.say(wish('ServerHello', 'suite=RSA_WITH_AES_128_GCM_SHA256'));
    assert.deepEqual(other.errors, ['tls12/resumption']);
  });

  it('wishes come back from the octets as they were written; what is left out is filled in', () => {
    const [client, server] = pair({ suites: [0x1301] });
    const random = '0102'.repeat(16);
    const octets = client.say(
      wish(
        'ClientHello',
        `random=${random}`,
        'suites=AES_128_GCM_SHA256+TLS_AES_256_GCM_SHA384',
        'server-name=other.example',
      ),
    );
    const hello = client.end.hello;
    assert.equal(Buffer.from(hello?.random ?? []).toString('hex'), random);
    assert.deepEqual(hello?.suites, [0x1301, 0x1302]);
    assert.ok(Buffer.from(octets).includes('other.example'));
    server.hear(octets);
    assert.deepEqual(server.end.hello, hello);
    assert.equal(suiteNamed('ECDHE-RSA-AES128-GCM-SHA256')?.id, 0xc02f);
    assert.equal(suiteNamed('RSA_WITH_AES-128-CBC_SHA')?.id, 0x002f);
  });

  it('Finished of a server that says a suite and a version of its own', () => {
    const [client, server] = pair({ version: TLS13 });
    server.hear(client.due());
    client.hear(server.say(wish('ServerHello', 'version=1.2', 'suite=TLS_RSA_WITH_AES_128_CBC_SHA')));
    assert.equal(client.end.version, TLS12);
    assert.equal(client.end.alert, 'illegal_parameter');
    assert.ok(client.errors.includes('tls/downgrade-sentinel'));
  });
});

describe('TLS: certificates', () => {
  const WRONG: readonly (readonly [string, Partial<TlsSetup>, string, string])[] = [
    ['another name', { ...identity('other.example') }, 'tls/certificate-name', 'bad_certificate'],
    [
      'expired',
      { ...identity('server.example', { until: '20251231000000' }) },
      'tls/certificate-expired',
      'certificate_expired',
    ],
    [
      'an authority that nobody trusts',
      { ...identity('server.example', { by: issue({ subject: 'Other CA', ca: true }) }) },
      'tls/certificate-untrusted',
      'unknown_ca',
    ],
  ];

  function identity(subject: string, more: Parameters<typeof issue>[0] | object = {}): Partial<TlsSetup> {
    const { chain, key } = issue({ ...more, subject }, recall);
    return { chain, key };
  }

  for (const [what, server, rule, alert] of WRONG) {
    it(`${what}: the client refuses with ${alert}`, () => {
      const [client, other] = played(RSA12, server);
      assert.ok(client.breaches.includes(rule), client.breaches.join(' '));
      assert.equal(client.messages.at(-1)?.message.fields[1]?.value, alert);
      assert.equal(other.end.ended.client, 'fatal');
    });
    it(`${what}: a client that goes on is told so`, () => {
      const [client, other] = pair(RSA12, server);
      other.hear(client.due());
      client.hear(other.due());
      client.say(wishFor('ClientKeyExchange'));
      assert.deepEqual(client.errors, ['tls/alert-missing', 'tls/certificate-accepted']);
    });
  }
});

describe('TLS: the end of a connection', () => {
  it('close_notify ends a direction; TLS 1.2 answers it at once', () => {
    for (const [how, must] of [
      [RSA12, ['Alert']],
      [{ suites: [0x1301] }, []],
    ] as const) {
      const [client, server] = played(how);
      assert.match(atEndTls(client.end, 'client')?.rule ?? '', /no-close-notify$/);
      server.hear(client.say(wishFor('Alert', 'close_notify')));
      assert.deepEqual(
        nextTls(server.end).must.map((w) => w.name),
        must,
      );
      assert.equal(atEndTls(client.end, 'client'), undefined);
      client.say(data('too late'));
      assert.match(client.errors.join(), /data-after-close-notify$/);
    }
  });

  it('nothing follows a fatal alert', () => {
    const [client, server] = played(RSA12);
    client.hear(server.say(wishFor('Alert', 'internal_error')));
    server.say(data('more'));
    assert.deepEqual(server.errors, ['tls12/alert-then-data']);
    assert.deepEqual(nextTls(client.end), { must: [], may: [] });
    client.say(wish('Alert', 'level=warning'));
    const [one] = played(RSA12);
    one.say({ ...wish('Alert', 'level=warning'), alert: 'handshake_failure' });
    one.say({ ...wish('Alert', 'level=fatal'), alert: 'close_notify' });
    assert.deepEqual(one.errors, ['tls/alert-level', 'tls/alert-level']);
  });

  it('an alert that is owed, and not said', () => {
    const [client, server] = pair(RSA12);
    server.hear(client.say(wish('ClientHello', 'suites=0x0005')));
    assert.deepEqual(nextTls(server.end).must, [wishFor('Alert', 'handshake_failure')]);
    server.say(wishFor('ServerHello'));
    assert.ok(server.errors.includes('tls/alert-missing'));
  });

  it('a record that is cut off, and octets that are no record', () => {
    const [client, server] = played(RSA12);
    const octets = client.say(data('hello'));
    server.hear(octets.subarray(0, 9));
    assert.equal(endOfTls(server.heard)?.rule, 'tls/decode');
    const p = progress(client.end, client.said, Buffer.from('GET / HTTP/1.1\r\n'), 'own');
    assert.ok(p.opaque);
    assert.deepEqual(
      p.messages.flatMap((m) => m.breaches.map((b) => b.rule)),
      ['tls/not-tls'],
    );
    const none = progress(newTls(setup('client')), NO_TLS, Buffer.from('GET / HTTP/1.1\r\n'), 'own');
    assert.deepEqual([none.opaque, none.messages], [true, []]);
  });
});

describe('TLS: who knows what', () => {
  const leak = 100;

  it("with RSA the server's private key opens everything, with ECDHE nothing", () => {
    for (const [how, opens] of [
      [RSA12, true],
      [ECDHE12, false],
      [{ suites: [0x1301] }, false],
    ] as const) {
      const [one, other] = played(how);
      const [client, server] = [one.end, other.end];
      const before = { client, server, leak: undefined };
      const after = { client, server, leak };
      for (const name of ['pre-master-secret', 'master-secret'] as const) {
        assert.ok(knows(before, 'client', name) && knows(before, 'server', name));
        assert.ok(!knows(before, 'wire', name));
        assert.equal(knows(after, 'wire', name), opens);
      }
      assert.equal(wireOpens(after), opens ? leak : undefined);
      const message = one.messages.at(-1)?.message;
      assert.ok(message?.sealed);
      const sealed = { message, by: 'server' as const, said: 8, heard: 9 };
      const all = (['client', 'server', 'wire'] as const).map((party) => opensAt(after, party, sealed));
      assert.deepEqual(all, [9, 8, opens ? leak : undefined]);
      assert.ok(knows(before, 'wire', 'client-random') && knows(before, 'wire', 'server-random'));
      assert.equal(knows(before, 'wire', 'server-public-key'), client.version === TLS12);
      assert.ok(!knows(before, 'client', 'server-private-key'));
      assert.ok(knows(after, 'wire', 'server-private-key'));
      // Both sides, and the wire where it knows, have the same values.
      const byName = new Map<string, string>();
      for (const k of secretsOf(after)) {
        const value = Buffer.from(k.value).toString('hex');
        assert.equal(byName.get(k.secret) ?? value, value, k.secret);
        byName.set(k.secret, value);
      }
    }
  });

  it('each secret has the step at which it came, and how', () => {
    const [{ end: client }, { end: server }] = played(RSA12);
    const row = (name: string): string[] =>
      secretsOf({ client, server, leak })
        .filter((k) => k.secret === name)
        .map((k) => `${k.party} ${k.reason} ${String(k.step)}`);
    assert.deepEqual(row('client-random'), ['client made 0', 'server read 0', 'wire read 0']);
    assert.deepEqual(row('server-public-key'), ['client read 2', 'server made 2', 'wire read 2']);
    assert.deepEqual(row('pre-master-secret'), ['client made 4', 'server decrypted 4', 'wire decrypted 100']);
    assert.deepEqual(row('master-secret'), ['client derived 4', 'server derived 4', 'wire derived 100']);
    assert.match(formulaOf(client, 'master-secret') ?? '', /^PRF\(pre_master_secret/);
    assert.equal(secretNamed('premaster_secret'), 'pre-master-secret');
  });

  it('lines that are no key log are left out', () => {
    const random = '00'.repeat(32);
    const text = `# comment\n\nCLIENT_RANDOM ${random}\nOTHER ${random} 00\nCLIENT_RANDOM 00 00\nCLIENT_RANDOM ${random} 0A0b\r\n`;
    assert.deepEqual([...readKeyLog(text)], [[`CLIENT_RANDOM ${random}`, Uint8Array.of(10, 11)]]);
  });

  it('a key log that is written opens what was sealed', () => {
    for (const how of [RSA12, ECDHE12, { suites: [0x1302] }]) {
      const turns: [string, Uint8Array][] = [];
      const [client, server] = pair(how);
      play(client, server, (octets, by) => {
        turns.push([by, octets]);
        return octets;
      });
      turns.push(['client', client.say(data('who reads this?'))]);
      const keylog = readKeyLog(
        keyLogLines(client.end)
          .filter((l) => !l.startsWith('RSA'))
          .join('\n'),
      );
      const watcher = new Side(
        setup('server', {
          ...how,
          captured: true,
          key: undefined,
          chain: [],
          seed: 'another',
          trusts: undefined,
          keylog,
        }),
      );
      const peer = new Side(setup('client', { ...how, captured: true, seed: 'another', trusts: undefined, keylog }));
      for (const [by, octets] of turns) {
        const [side, other] = by === 'client' ? [peer, watcher] : [watcher, peer];
        const p = progress(side.end, side.said, octets, 'own');
        [side.end, side.said] = [p.end, p.reading];
        for (const { message } of p.messages) other.end = heardTls(other.end, message).end;
        side.messages.push(...p.messages.map((m) => ({ ...m, by: side.end.role })));
      }
      assert.deepEqual([watcher.errors, peer.errors], [[], []]);
      const last = peer.messages.at(-1)?.message;
      assert.equal(Buffer.from((last && insideOf(last)) ?? []).toString(), 'who reads this?');
    }
  });

  it('octets that are not given are counted where they are sealed', () => {
    const [client, server] = played({ suites: [0x1301] });
    const octets = client.say(data('x'.repeat(100)));
    const head = progress(server.end, server.heard, octets.subarray(0, 5), 'peer');
    const p = progress(head.end, head.reading, octets.length - 5, 'peer');
    assert.deepEqual(
      p.messages.map((m) => [m.message.name, m.message.closed, m.message.to]),
      [['ApplicationData', 'no-keys', p.reading.from]],
    );
  });
});
