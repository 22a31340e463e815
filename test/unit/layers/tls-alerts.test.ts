import assert from 'node:assert/strict';
import type { ConnectionOptions } from 'node:tls';
import {
  type AlertName,
  TLS12,
  TLS13,
  type TlsEnd,
  type TlsSetup,
  type TlsWish,
  alertName,
  nextTls,
  wishFor,
} from '../../../src/layers/tls';
import { joined } from '../../../src/layers/tls/cursor';
import { recordOctets } from '../../../src/layers/tls/record';
import { seal } from '../../../src/layers/tls/seal';
import { Side, isMistake, setup, withCertificate } from './tls';
import { NodeSide } from './tls-node';

/** A mistake of one side, and the alert that the other owes for it. */
interface Row {
  readonly what: string;
  readonly by: 'client' | 'server';
  readonly suite: number;
  /** Where the handshake stands when it comes. */
  readonly at: TlsEnd['at'];
  readonly says: (side: Side) => Uint8Array;
  readonly alert: AlertName;
  /** OpenSSL's, where it is another. */
  readonly openssl?: AlertName | 'none';
  /** The one that errs is set up so. */
  readonly more?: Partial<TlsSetup>;
  readonly peer?: Partial<TlsSetup>;
  /** The peer asks for a certificate. */
  readonly asks?: true;
  /** The first hello of the one that errs, or of its peer. */
  readonly opens?: TlsWish;
  readonly peerOpens?: TlsWish;
  readonly when?: (side: Side) => boolean;
  readonly node?: ConnectionOptions;
}

const wish = (name: TlsWish['name'], ...set: readonly string[]): TlsWish => ({
  name,
  set: set.map((s) => ({ name: s.slice(0, s.indexOf('=')), value: s.slice(s.indexOf('=') + 1) })),
});
const say =
  (...wishes: readonly TlsWish[]) =>
  (side: Side): Uint8Array =>
    side.say(...wishes);

/** Says a message with one octet changed on the way. */
const altered =
  (name: TlsWish['name'], place: number) =>
  (side: Side): Uint8Array => {
    const octets = side.say(wishFor(name));
    const at = place < 0 ? octets.length + place : place;
    octets[at] = (octets[at] ?? 0) ^ 1;
    return octets;
  };

const RSA = 0x009c;
const ECDHE = 0xc02f;
const V13 = 0x1301;
const ZEROS = '00'.repeat(256);

const ROWS: readonly Row[] = [
  // TLS 1.2: the client errs.
  {
    what: 'ClientKeyExchange left out',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: say(wishFor('ChangeCipherSpec')),
    alert: 'unexpected_message',
  },
  {
    what: 'Finished without ChangeCipherSpec',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_KEY_EXCHANGE',
    says: say(wishFor('Finished')),
    alert: 'unexpected_message',
  },
  {
    what: 'ChangeCipherSpec twice',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_CCS',
    says: say(wishFor('ChangeCipherSpec')),
    alert: 'unexpected_message',
  },
  {
    what: 'a certificate that nobody asked for',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: say(wishFor('Certificate')),
    alert: 'unexpected_message',
  },
  {
    what: 'ClientKeyExchange twice',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_KEY_EXCHANGE',
    says: say(wishFor('ClientKeyExchange')),
    alert: 'unexpected_message',
  },
  {
    what: 'wrong verify_data',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_CCS',
    says: say(wish('Finished', `verify-data=${'00'.repeat(12)}`)),
    alert: 'decrypt_error',
  },
  {
    what: 'verify_data too short',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_CCS',
    says: say(wish('Finished', 'verify-data=00')),
    alert: 'decrypt_error',
    openssl: 'decode_error',
  },
  {
    what: 'pre-master secret of another version',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: say(wish('ClientKeyExchange', 'premaster-version=1.1'), wishFor('ChangeCipherSpec'), wishFor('Finished')),
    alert: 'bad_record_mac',
  },
  {
    what: 'pre-master secret of 47 octets',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: say(
      wish('ClientKeyExchange', `premaster=${'03'.repeat(47)}`),
      wishFor('ChangeCipherSpec'),
      wishFor('Finished'),
    ),
    alert: 'bad_record_mac',
  },
  {
    what: 'encrypted pre-master secret too short',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: say(
      wish('ClientKeyExchange', `body=0010${'11'.repeat(16)}`),
      wishFor('ChangeCipherSpec'),
      wishFor('Finished'),
    ),
    alert: 'bad_record_mac',
    openssl: 'internal_error',
  },
  {
    what: 'application data before Finished',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_CCS',
    says: say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
    alert: 'unexpected_message',
  },
  {
    what: 'Finished changed on the way',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_CCS',
    says: altered('Finished', -1),
    alert: 'bad_record_mac',
  },
  {
    what: 'Finished changed on the way, with CBC',
    by: 'client',
    suite: 0x002f,
    at: 'CLIENT_CCS',
    says: altered('Finished', -1),
    alert: 'bad_record_mac',
  },
  {
    what: 'a record of a type that there is not',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: (s) => s.say(wish('ClientKeyExchange', 'record-type=23')),
    alert: 'unexpected_message',
  },
  // OpenSSL lets some pass.
  {
    what: 'an empty record',
    by: 'client',
    suite: RSA,
    at: 'SERVER_HELLO_DONE',
    says: () => recordOctets(22, 0x0303, new Uint8Array()),
    alert: 'unexpected_message',
    openssl: 'none',
  },
  {
    what: 'a hello that is cut short',
    by: 'client',
    suite: RSA,
    at: 'START',
    says: say(wish('ClientHello', 'body=0303')),
    alert: 'decode_error',
  },
  {
    what: 'no suite in common',
    by: 'client',
    suite: RSA,
    at: 'START',
    says: say(wish('ClientHello', 'suites=0x0005')),
    alert: 'handshake_failure',
  },
  {
    what: 'an old version',
    by: 'client',
    suite: RSA,
    at: 'START',
    says: say(wish('ClientHello', 'version=1.0')),
    alert: 'protocol_version',
  },
  {
    what: 'CertificateVerify left out',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_KEY_EXCHANGE',
    says: say(wishFor('ChangeCipherSpec')),
    alert: 'unexpected_message',
    asks: true,
    more: withCertificate(),
  },
  {
    what: 'wrong signature in CertificateVerify',
    by: 'client',
    suite: RSA,
    at: 'CLIENT_KEY_EXCHANGE',
    says: say(wish('CertificateVerify', `signature=${ZEROS}`)),
    alert: 'decrypt_error',
    asks: true,
    more: withCertificate(),
  },
  // TLS 1.2: the server errs.
  {
    what: 'a suite that was not offered',
    by: 'server',
    suite: RSA,
    at: 'HELLO',
    says: say(wish('ServerHello', 'suite=0x0005')),
    alert: 'illegal_parameter',
  },
  {
    what: 'an old version',
    by: 'server',
    suite: RSA,
    at: 'HELLO',
    says: say(wish('ServerHello', 'version=1.1')),
    alert: 'protocol_version',
  },
  {
    what: 'compression',
    by: 'server',
    suite: RSA,
    at: 'HELLO',
    says: say(wish('ServerHello', 'compression=1')),
    alert: 'illegal_parameter',
  },
  {
    what: 'no certificate',
    by: 'server',
    suite: RSA,
    at: 'SERVER_HELLO',
    says: say(wishFor('ServerHelloDone')),
    alert: 'unexpected_message',
  },
  {
    what: 'ServerKeyExchange with RSA',
    by: 'server',
    suite: RSA,
    at: 'SERVER_CERTIFICATE',
    says: say(wishFor('ServerKeyExchange')),
    alert: 'unexpected_message',
  },
  {
    what: 'no ServerKeyExchange with ECDHE',
    by: 'server',
    suite: ECDHE,
    at: 'SERVER_CERTIFICATE',
    says: say(wishFor('ServerHelloDone')),
    alert: 'unexpected_message',
  },
  {
    what: 'wrong signature in ServerKeyExchange',
    by: 'server',
    suite: ECDHE,
    at: 'SERVER_CERTIFICATE',
    says: say(wish('ServerKeyExchange', `signature=${ZEROS}`)),
    alert: 'decrypt_error',
  },
  {
    what: 'ServerKeyExchange signed by a scheme that was not offered',
    by: 'server',
    suite: ECDHE,
    at: 'SERVER_CERTIFICATE',
    says: say(wish('ServerKeyExchange', 'scheme=0x0999')),
    alert: 'illegal_parameter',
  },
  // OpenSSL reads it once it has said its own flight, and can't tell.
  {
    what: 'the server changes keys first',
    by: 'server',
    suite: RSA,
    at: 'SERVER_CERTIFICATE',
    says: say(wishFor('ServerHelloDone'), wishFor('ChangeCipherSpec')),
    alert: 'unexpected_message',
    openssl: 'none',
  },
  {
    what: 'wrong verify_data',
    by: 'server',
    suite: RSA,
    at: 'SERVER_CCS',
    says: say(wish('Finished', `verify-data=${'00'.repeat(12)}`)),
    alert: 'decrypt_error',
  },
  // TLS 1.3: the client errs.
  {
    what: 'wrong verify_data',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: say(wish('Finished', `verify-data=${'00'.repeat(32)}`)),
    alert: 'decrypt_error',
  },
  {
    what: 'application data before Finished',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
    alert: 'unexpected_message',
  },
  {
    what: 'Finished in clear',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: say(wish('Finished', 'sealed=no')),
    alert: 'unexpected_message',
  },
  {
    what: 'KeyUpdate before Finished',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: say(wishFor('KeyUpdate')),
    alert: 'unexpected_message',
  },
  {
    what: 'Finished changed on the way',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: altered('Finished', -1),
    alert: 'bad_record_mac',
  },
  {
    what: 'no key_share',
    by: 'client',
    suite: V13,
    at: 'START',
    says: say(wish('ClientHello', 'without=key_share')),
    alert: 'missing_extension',
  },
  {
    what: 'no supported_groups',
    by: 'client',
    suite: V13,
    at: 'START',
    says: say(wish('ClientHello', 'without=supported_groups')),
    alert: 'missing_extension',
  },
  {
    what: 'wrong signature in CertificateVerify',
    by: 'client',
    suite: V13,
    at: 'CLIENT_CERTIFICATE',
    says: say(wish('CertificateVerify', `signature=${ZEROS}`)),
    alert: 'decrypt_error',
    asks: true,
    more: withCertificate(),
  },
  {
    what: 'ClientKeyExchange',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: say(wish('ClientKeyExchange', 'body=0000')),
    alert: 'unexpected_message',
  },
  {
    what: 'a record that is too long',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: () => recordOctets(23, 0x0303, new Uint8Array(2 ** 14 + 257)),
    alert: 'record_overflow',
  },
  {
    what: 'a record without a type in it',
    by: 'client',
    suite: V13,
    at: 'SERVER_FINISHED',
    says: ({ end }) => (end.out.keys === undefined ? new Uint8Array() : seal(end.out.keys, 0, 0, new Uint8Array(3))),
    alert: 'unexpected_message',
  },
  {
    what: 'KeyUpdate that asks for something else',
    by: 'client',
    suite: V13,
    at: 'CONNECTED',
    says: say(wish('KeyUpdate', 'request=2')),
    alert: 'illegal_parameter',
  },
  // OpenSSL does not compare the two.
  {
    what: 'a second hello with other suites',
    by: 'client',
    suite: V13,
    at: 'RETRY',
    opens: wish('ClientHello', 'key-share=none'),
    says: say(wish('ClientHello', 'suites=0x1301+0x1302')),
    alert: 'illegal_parameter',
    openssl: 'none',
  },
  // TLS 1.3: the server errs.
  {
    what: 'HelloRetryRequest twice',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    when: ({ end }) => end.retry !== undefined,
    says: say(wishFor('HelloRetryRequest')),
    alert: 'unexpected_message',
    node: { ecdhCurve: 'P-256:X25519' },
    peerOpens: wish('ClientHello', 'key-share=none'),
  },
  {
    what: 'a record that spans a change of keys',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: (s) =>
      recordOctets(22, 0x0303, joined(s.say(wishFor('ServerHello')).subarray(5), Uint8Array.of(8, 0, 0, 2, 0, 0))),
    alert: 'unexpected_message',
  },
  {
    what: 'TLS 1.2, by a server that says that it could speak 1.3',
    by: 'server',
    suite: ECDHE,
    at: 'HELLO',
    more: { version: TLS13 },
    peer: { version: TLS13, suites: [V13, ECDHE] },
    says: say(wishFor('ServerHello')),
    alert: 'illegal_parameter',
    node: { maxVersion: 'TLSv1.3', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256' },
  },
  {
    what: 'a ticket before Finished',
    by: 'server',
    suite: V13,
    at: 'SERVER_VERIFY',
    says: say(wish('NewSessionTicket')),
    alert: 'unexpected_message',
  },
  {
    what: 'a suite that was not offered',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: say(wish('ServerHello', 'suite=0x1303')),
    alert: 'illegal_parameter',
  },
  {
    what: 'another session id',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: say(wish('ServerHello', 'session-id=00')),
    alert: 'illegal_parameter',
  },
  {
    what: 'compression',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: say(wish('ServerHello', 'compression=1')),
    alert: 'illegal_parameter',
  },
  {
    what: 'a key_share of a group of which the client sent none',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: say(wish('ServerHello', 'key-share=x448')),
    alert: 'illegal_parameter',
  },
  {
    what: 'HelloRetryRequest that changes nothing',
    by: 'server',
    suite: V13,
    at: 'HELLO',
    says: say(wishFor('HelloRetryRequest')),
    alert: 'illegal_parameter',
  },
  {
    what: 'no CertificateVerify',
    by: 'server',
    suite: V13,
    at: 'SERVER_CERTIFICATE',
    says: say(wishFor('Finished')),
    alert: 'unexpected_message',
  },
  {
    what: 'wrong signature in CertificateVerify',
    by: 'server',
    suite: V13,
    at: 'SERVER_CERTIFICATE',
    says: say(wish('CertificateVerify', `signature=${ZEROS}`)),
    alert: 'decrypt_error',
  },
  {
    what: 'CertificateVerify by RSASSA-PKCS1-v1_5',
    by: 'server',
    suite: V13,
    at: 'SERVER_CERTIFICATE',
    says: say(wish('CertificateVerify', 'scheme=rsa_pkcs1_sha256')),
    alert: 'illegal_parameter',
  },
  {
    what: 'wrong verify_data',
    by: 'server',
    suite: V13,
    at: 'SERVER_VERIFY',
    says: say(wish('Finished', `verify-data=${'00'.repeat(32)}`)),
    alert: 'decrypt_error',
  },
  {
    what: 'ServerHelloDone',
    by: 'server',
    suite: V13,
    at: 'SERVER_CERTIFICATE',
    says: say(wishFor('ServerHelloDone')),
    alert: 'unexpected_message',
  },
  {
    what: 'application data before Finished',
    by: 'server',
    suite: V13,
    at: 'SERVER_VERIFY',
    says: say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
    alert: 'unexpected_message',
  },
  {
    what: 'EncryptedExtensions in clear',
    by: 'server',
    suite: V13,
    at: 'SERVER_HELLO',
    says: say(wish('EncryptedExtensions', 'sealed=no')),
    alert: 'unexpected_message',
  },
  {
    what: 'key_share in EncryptedExtensions',
    by: 'server',
    suite: V13,
    at: 'SERVER_HELLO',
    says: say(wish('EncryptedExtensions', 'body=000600330002001d')),
    alert: 'illegal_parameter',
  },
  {
    what: 'an extension that was not offered',
    by: 'server',
    suite: V13,
    at: 'SERVER_HELLO',
    says: say(wish('EncryptedExtensions', 'body=0009001000050003026832')),
    alert: 'unsupported_extension',
  },
];

function nodeOptions(suite: number): {
  minVersion: 'TLSv1.2' | 'TLSv1.3';
  maxVersion: 'TLSv1.2' | 'TLSv1.3';
  ciphers: string;
} {
  const is13 = suite === V13;
  const version = is13 ? 'TLSv1.3' : 'TLSv1.2';
  const names: Readonly<Record<number, string>> = {
    [RSA]: 'AES128-GCM-SHA256',
    [ECDHE]: 'ECDHE-RSA-AES128-GCM-SHA256',
    [V13]: 'TLS_AES_128_GCM_SHA256',
  };
  return { minVersion: version, maxVersion: version, ciphers: names[suite] ?? 'AES128-SHA' };
}

/** The alert of the peer, behind the mistake; `exchange` passes octets on and gives what comes back. */
async function alertBehind(
  row: Row,
  exchange: (octets: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): Promise<string> {
  const version = row.suite === V13 ? TLS13 : TLS12;
  const side = new Side(setup(row.by, { version, suites: [row.suite], ...row.more }));
  const alert = (): string | undefined => {
    const found = side.messages.find(
      (m) => m.by !== row.by && m.message.alert !== undefined && m.message.alert.description !== 0,
    );
    return found === undefined ? undefined : alertName(found.message.alert?.description ?? 0);
  };
  if (row.by === 'server') side.hear(await exchange(new Uint8Array()));
  for (let turn = 0; turn < 12; turn++) {
    const flight: Uint8Array[] = [];
    let erred = false;
    for (;;) {
      if (side.end.at === row.at && (row.when?.(side) ?? true)) {
        flight.push(row.says(side));
        erred = true;
        break;
      }
      const [next] = nextTls(side.end).must;
      if (next === undefined) break;
      flight.push(side.say(side.end.at === 'START' ? (row.opens ?? next) : next));
    }
    side.hear(await exchange(joined(...flight)));
    if (erred) {
      side.hear(await exchange(new Uint8Array()));
      return alert() ?? 'none';
    }
  }
  return `not reached: ${side.names.join(' ')}`;
}

describe('TLS: alerts', () => {
  for (const row of ROWS) {
    const version = row.suite === V13 ? '1.3' : '1.2';
    it(`TLS ${version}, ${row.by}: ${row.what}: ${row.alert}`, async () => {
      const asks = row.asks === true;
      const peer = row.by === 'client' ? 'server' : 'client';
      const ours = new Side(
        setup(peer, {
          version: row.suite === V13 ? TLS13 : TLS12,
          suites: [row.suite],
          asksCertificate: asks,
          ...row.peer,
        }),
      );
      const owed = await alertBehind(row, (octets) => {
        ours.hear(octets);
        const opens = ours.end.at === 'START' && peer === 'client' ? row.peerOpens : undefined;
        return opens === undefined ? ours.due() : ours.say(opens);
      });
      const options = nodeOptions(row.suite);
      const node =
        row.by === 'client'
          ? NodeSide.server({ ...options, requestCert: asks, rejectUnauthorized: false })
          : NodeSide.client({ ...options, ...row.node });
      const theirs = await alertBehind(row, async (octets) => {
        node.give(octets);
        await node.settled();
        return node.take();
      });
      node.end();
      if (process.env.SHOW)
        console.log(
          JSON.stringify([
            row.what,
            row.by,
            row.suite,
            ours.messages
              .filter((m) => m.by === row.by)
              .flatMap((m) => m.breaches.filter(isMistake).map((b) => b.rule)),
          ]),
        );
      assert.deepEqual([owed, theirs], [row.alert, row.openssl ?? row.alert]);
    });
  }
});
