import assert from 'node:assert/strict';
import {
  type MessageName,
  TLS12,
  TLS_RULES,
  type TlsRuleId,
  type TlsSetup,
  type TlsWish,
  atEndTls,
  progress,
  wishFor,
} from '../../../src/layers/tls';
import { write } from '../../../src/layers';
import { octetsOf } from '../../../src/layers/octets';
import { recordOctets } from '../../../src/layers/tls/record';
import { issue } from '../../../src/layers/x509';
import { ZERO } from '../../../src/wire';
import { Side, play, recall, setup } from './tls';
import { ROWS } from './tls-mistakes';

const RSA: Partial<TlsSetup> = { version: TLS12, suites: [0x002f] };
const V13: Partial<TlsSetup> = { suites: [0x1301] };

function pair(how: Partial<TlsSetup>, server: Partial<TlsSetup> = {}): { client: Side; server: Side } {
  return { client: new Side(setup('client', how)), server: new Side(setup('server', { ...how, ...server })) };
}

function up(how: Partial<TlsSetup>, server: Partial<TlsSetup> = {}): { client: Side; server: Side } {
  const both = pair(how, server);
  play(both.client, both.server);
  return both;
}

const wish = (name: MessageName, ...set: readonly string[]): TlsWish => ({
  name,
  set: set.map((s) => ({ name: s.slice(0, s.indexOf('=')), value: s.slice(s.indexOf('=') + 1) })),
});
const data: TlsWish = { ...wishFor('ApplicationData'), body: Uint8Array.of(1) };

/** The server's side, once it has answered a hello so. */
function answered(how: Partial<TlsSetup>, hello: TlsWish, ...answer: readonly TlsWish[]): readonly string[] {
  const { client, server } = pair(how);
  server.hear(client.say(hello));
  server.say(...answer);
  return server.breaches;
}

function refused(server: Partial<TlsSetup>): readonly string[] {
  return up(RSA, server).client.breaches;
}

function identity(...how: Parameters<typeof issue>): Partial<TlsSetup> {
  const { chain, key } = issue(...how);
  return { chain, key };
}

/** A certificate whose last octet, in its signature, is changed. */
function forged(): Partial<TlsSetup> {
  const { chain, key } = issue({ subject: 'server.example' }, recall);
  return { key, chain: chain.map((c) => c.map((octet, i) => (i === c.length - 1 ? octet ^ 1 : octet))) };
}

function resumedWith(suite: string): readonly string[] {
  const { client } = up(RSA);
  const both = pair({ version: TLS12, suites: [0x002f, 0x009c], sessions: client.end.sessions });
  both.server.hear(both.client.due());
  both.server.say(wish('ServerHello', suite));
  return both.server.breaches;
}

function ticketed(): { client: Side; server: Side } {
  const { client, server } = up(V13);
  client.hear(server.say(wishFor('NewSessionTicket')));
  return pair({ ...V13, sessions: client.end.sessions });
}

/** Beside the mistakes of the table of alerts: what breaks each rule. */
const OTHERS: Readonly<Partial<Record<TlsRuleId, () => readonly string[]>>> = {
  'tls/record-type': () => interleaved(),
  'tls/not-tls': () => {
    const { client } = up(RSA);
    const { messages } = progress(client.end, client.said, Buffer.from('GET / HTTP/1.1\r\n'), 'own');
    return messages.flatMap((m) => m.breaches.map((b) => b.rule));
  },
  'tls/certificate-name': () => refused(identity({ subject: 'other.example' }, recall)),
  'tls/certificate-expired': () => refused(identity({ subject: 'server.example', until: '20251231000000' }, recall)),
  'tls/certificate-untrusted': () =>
    refused(identity({ subject: 'server.example', by: issue({ subject: 'Another CA', ca: true }, recall) }, recall)),
  'tls/certificate-signature': () => refused(forged()),
  'tls/certificate-purpose': () =>
    refused(identity({ subject: 'server.example', by: issue({ subject: 'no.example' }, recall) }, recall)),
  'tls/certificate-accepted': () => {
    const { client, server } = pair(RSA, identity({ subject: 'other.example' }, recall));
    server.hear(client.due());
    client.hear(server.due());
    client.say(wishFor('ClientKeyExchange'));
    return client.breaches;
  },
  'tls/alert-level': () => {
    const { client } = up(RSA);
    client.say({ ...wish('Alert', 'level=warning'), alert: 'handshake_failure' });
    return client.breaches;
  },
  'tls/alert-missing': () => answered(RSA, wish('ClientHello', 'suites=0x0005'), wishFor('ServerHello')),
  'tls12/resumption': () => resumedWith('suite=RSA_WITH_AES_128_GCM_SHA256'),
  'tls12/no-close-notify': () => [atEndTls(up(RSA).client.end, 'client')?.rule ?? ''],
  'tls13/no-close-notify': () => [atEndTls(up(V13).client.end, 'client')?.rule ?? ''],
  'tls12/data-after-close-notify': () => after(RSA, 'close_notify'),
  'tls13/data-after-close-notify': () => after(V13, 'close_notify'),
  'tls12/alert-then-data': () => after(RSA, 'internal_error'),
  'tls12/rsa-kex': () => answered(RSA, wishFor('ClientHello'), wishFor('ServerHello')),
  'tls12/ems': () => answered(RSA, wishFor('ClientHello'), wishFor('ServerHello')),
  'tls12/renegotiation-info': () =>
    answered(RSA, wish('ClientHello', 'without=renegotiation_info'), wishFor('ServerHello')),
  'tls13/version': () => answered(V13, wishFor('ClientHello'), wish('ServerHello', 'version=0x0305')),
  'tls13/cert-with-psk': () => {
    const { client, server } = ticketed();
    server.hear(client.due());
    server.say(wishFor('ServerHello'), wishFor('EncryptedExtensions'), wishFor('Certificate'));
    return server.breaches;
  },
  'tls13/binder': () => {
    const { client, server } = ticketed();
    const hello = client.due();
    server.hear(hello.map((octet, i) => (i === hello.length - 1 ? octet ^ 1 : octet)));
    return server.breaches;
  },
  'tls13/ccs': () =>
    answered(V13, wish('ClientHello', 'session-id=01'), wishFor('ServerHello'), wishFor('EncryptedExtensions')),
  'tls13/record-version': () =>
    answered(V13, wishFor('ClientHello'), wishFor('ServerHello'), wish('ChangeCipherSpec', 'record-version=1.0')),
  'tls/plain-secret': () => {
    const octets = octetsOf('GET / HTTP/1.1\r\nHost: a\r\nCookie: id=1\r\n\r\n');
    const { messages } = write(undefined, undefined, ZERO, octets, { domain: 'a' });
    return messages.flatMap((m) => m.breaches.map((b) => b.rule));
  },
};

/** ChangeCipherSpec between two records of one message. */
function interleaved(): readonly string[] {
  const { client, server } = pair(RSA);
  const hello = client.due();
  server.hear(recordOctets(22, 0x0301, hello.subarray(5, 40)));
  server.hear(recordOctets(20, 0x0301, Uint8Array.of(1)));
  return server.breaches;
}

function after(how: Partial<TlsSetup>, alert: 'close_notify' | 'internal_error'): readonly string[] {
  const { client } = up(how);
  client.say(wishFor('Alert', alert), data);
  return client.breaches;
}

describe('TLS: rules', () => {
  for (const [rule, breaches] of Object.entries(OTHERS))
    it(rule, () => {
      const found = breaches();
      assert.ok(found.includes(rule), found.join(' '));
    });

  it('each rule has a mistake that breaks it', () => {
    const broken = new Set<string>([...ROWS.map((row) => row.rule), ...Object.keys(OTHERS)]);
    assert.deepEqual(
      Object.keys(TLS_RULES).filter((id) => !broken.has(id)),
      [],
    );
  });

  it('a connection without a mistake breaks none', () => {
    for (const how of [{ ...RSA, ems: true }, { version: TLS12, suites: [0xc02f], ems: true }, V13]) {
      const { client, server } = up(how);
      server.hear(client.say(data, wishFor('Alert', 'close_notify')));
      client.hear(server.due());
      const found = [...client.breaches, ...server.breaches].filter((rule) => rule !== 'tls12/rsa-kex');
      assert.deepEqual(found, []);
    }
  });
});
