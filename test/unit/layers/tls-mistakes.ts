import type { ConnectionOptions } from 'node:tls';
import {
  type AlertName,
  TLS13,
  type TlsEnd,
  type TlsRuleId,
  type TlsSetup,
  type TlsWish,
  wishFor,
} from '../../../src/layers/tls';
import { joined } from '../../../src/wire';
import { recordOctets } from '../../../src/layers/tls/record';
import { seal } from '../../../src/layers/tls/seal';
import { type Side, withCertificate } from './tls';

/** A mistake of one side, and the alert that the other owes for it. */
export interface Row {
  readonly what: string;
  readonly by: 'client' | 'server';
  readonly suite: number;
  /** The handshake's position when it comes. */
  readonly at: TlsEnd['at'];
  readonly says: (side: Side) => Uint8Array;
  /** The rule that it breaks, by what its sender or its receiver knows; empty where it is no mistake of this message. */
  readonly rule: TlsRuleId | '';
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

type Told = readonly [
  what: string,
  at: Row['at'],
  says: Row['says'],
  rule: Row['rule'],
  alert: AlertName,
  more?: Partial<Row>,
];

function rows(by: Row['by'], suite: number, told: readonly Told[]): Row[] {
  return told.map(([what, at, says, rule, alert, more]) => ({ what, by, suite, at, says, rule, alert, ...more }));
}

export const RSA = 0x009c;
export const ECDHE = 0xc02f;
export const V13 = 0x1301;
const ZEROS = '00'.repeat(256);

export const ROWS: readonly Row[] = [
  ...rows('client', RSA, [
    [
      'ClientKeyExchange left out',
      'SERVER_HELLO_DONE',
      say(wishFor('ChangeCipherSpec')),
      'tls12/order',
      'unexpected_message',
    ],
    [
      'Finished without ChangeCipherSpec',
      'CLIENT_KEY_EXCHANGE',
      say(wishFor('Finished')),
      'tls12/finished-without-ccs',
      'unexpected_message',
    ],
    ['ChangeCipherSpec twice', 'CLIENT_CCS', say(wishFor('ChangeCipherSpec')), 'tls12/ccs-twice', 'unexpected_message'],
    [
      'a certificate that nobody asked for',
      'SERVER_HELLO_DONE',
      say(wishFor('Certificate')),
      'tls12/cert-without-request',
      'unexpected_message',
    ],
    [
      'ClientKeyExchange twice',
      'CLIENT_KEY_EXCHANGE',
      say(wishFor('ClientKeyExchange')),
      'tls12/order',
      'unexpected_message',
    ],
    [
      'wrong verify_data',
      'CLIENT_CCS',
      say(wish('Finished', `verify-data=${'00'.repeat(12)}`)),
      'tls12/verify-data',
      'decrypt_error',
    ],
    [
      'verify_data too short',
      'CLIENT_CCS',
      say(wish('Finished', 'verify-data=00')),
      'tls12/verify-data',
      'decrypt_error',
      { openssl: 'decode_error' },
    ],
    [
      'pre-master secret of another version',
      'SERVER_HELLO_DONE',
      say(wish('ClientKeyExchange', 'premaster-version=1.1'), wishFor('ChangeCipherSpec'), wishFor('Finished')),
      'tls12/premaster-version',
      'bad_record_mac',
    ],
    [
      'pre-master secret of 47 octets',
      'SERVER_HELLO_DONE',
      say(wish('ClientKeyExchange', `premaster=${'03'.repeat(47)}`), wishFor('ChangeCipherSpec'), wishFor('Finished')),
      'tls12/premaster-length',
      'bad_record_mac',
    ],
    [
      'encrypted pre-master secret too short',
      'SERVER_HELLO_DONE',
      say(wish('ClientKeyExchange', `body=0010${'11'.repeat(16)}`), wishFor('ChangeCipherSpec'), wishFor('Finished')),
      'tls12/key-exchange-length',
      'bad_record_mac',
      { openssl: 'internal_error' },
    ],
    [
      'application data before Finished',
      'CLIENT_CCS',
      say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
      'tls12/appdata-early',
      'unexpected_message',
    ],
    ['Finished changed on the way', 'CLIENT_CCS', altered('Finished', -1), 'tls/bad-mac', 'bad_record_mac'],
    [
      'Finished changed on the way, with CBC',
      'CLIENT_CCS',
      altered('Finished', -1),
      'tls/bad-mac',
      'bad_record_mac',
      { suite: 0x002f },
    ],
    [
      'a record of a type that there is not',
      'SERVER_HELLO_DONE',
      (s) => s.say(wish('ClientKeyExchange', 'record-type=23')),
      'tls12/appdata-early',
      'unexpected_message',
    ],
    // OpenSSL lets some pass.
    [
      'an empty record',
      'SERVER_HELLO_DONE',
      () => recordOctets(22, 0x0303, new Uint8Array()),
      'tls/record-empty',
      'unexpected_message',
      { openssl: 'none' },
    ],
    ['a hello that is cut short', 'START', say(wish('ClientHello', 'body=0303')), 'tls/decode', 'decode_error'],
    ['no suite in common', 'START', say(wish('ClientHello', 'suites=0x0005')), '', 'handshake_failure'],
    ['an old version', 'START', say(wish('ClientHello', 'version=1.0')), '', 'protocol_version'],
    [
      'ChangeCipherSpec with another value',
      'CLIENT_KEY_EXCHANGE',
      say(wish('ChangeCipherSpec', 'body=02')),
      'tls/decode',
      'unexpected_message',
    ],
    [
      'CertificateVerify left out',
      'CLIENT_KEY_EXCHANGE',
      say(wishFor('ChangeCipherSpec')),
      'tls12/certverify-place',
      'unexpected_message',
      { asks: true, more: withCertificate() },
    ],
    [
      'wrong signature in CertificateVerify',
      'CLIENT_KEY_EXCHANGE',
      say(wish('CertificateVerify', `signature=${ZEROS}`)),
      'tls12/certverify-signature',
      'decrypt_error',
      { asks: true, more: withCertificate() },
    ],
  ]),
  ...rows('server', RSA, [
    [
      'a suite that was not offered',
      'HELLO',
      say(wish('ServerHello', 'suite=0x0005')),
      'tls12/suite-not-offered',
      'illegal_parameter',
    ],
    ['an old version', 'HELLO', say(wish('ServerHello', 'version=1.1')), 'tls/old-version', 'protocol_version'],
    ['compression', 'HELLO', say(wish('ServerHello', 'compression=1')), 'tls12/suite-not-offered', 'illegal_parameter'],
    ['no certificate', 'SERVER_HELLO', say(wishFor('ServerHelloDone')), 'tls12/no-server-cert', 'unexpected_message'],
    [
      'ServerKeyExchange with RSA',
      'SERVER_CERTIFICATE',
      say(wishFor('ServerKeyExchange')),
      'tls12/ske-with-rsa',
      'unexpected_message',
    ],
    [
      'no ServerKeyExchange with ECDHE',
      'SERVER_CERTIFICATE',
      say(wishFor('ServerHelloDone')),
      'tls12/no-ske',
      'unexpected_message',
      { suite: ECDHE },
    ],
    [
      'wrong signature in ServerKeyExchange',
      'SERVER_CERTIFICATE',
      say(wish('ServerKeyExchange', `signature=${ZEROS}`)),
      'tls12/ske-signature',
      'decrypt_error',
      { suite: ECDHE },
    ],
    [
      'ServerKeyExchange signed by a scheme that was not offered',
      'SERVER_CERTIFICATE',
      say(wish('ServerKeyExchange', 'scheme=0x0999')),
      'tls12/ske-signature',
      'illegal_parameter',
      { suite: ECDHE },
    ],
    // OpenSSL reads it once it has said its own flight, and can't tell.
    [
      'the server changes keys first',
      'SERVER_CERTIFICATE',
      say(wishFor('ServerHelloDone'), wishFor('ChangeCipherSpec')),
      'tls12/client-finished-second',
      'unexpected_message',
      { openssl: 'none' },
    ],
    [
      'wrong verify_data',
      'SERVER_CCS',
      say(wish('Finished', `verify-data=${'00'.repeat(12)}`)),
      'tls12/verify-data',
      'decrypt_error',
    ],
  ]),
  ...rows('client', V13, [
    [
      'wrong verify_data',
      'SERVER_FINISHED',
      say(wish('Finished', `verify-data=${'00'.repeat(32)}`)),
      'tls13/verify-data',
      'decrypt_error',
    ],
    [
      'application data before Finished',
      'SERVER_FINISHED',
      say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
      'tls13/appdata-early',
      'unexpected_message',
    ],
    [
      'Finished in clear',
      'SERVER_FINISHED',
      say(wish('Finished', 'sealed=no')),
      'tls13/plaintext-after-sh',
      'unexpected_message',
    ],
    [
      'KeyUpdate before Finished',
      'SERVER_FINISHED',
      say(wishFor('KeyUpdate')),
      'tls13/key-update-early',
      'unexpected_message',
    ],
    ['Finished changed on the way', 'SERVER_FINISHED', altered('Finished', -1), 'tls/bad-mac', 'bad_record_mac'],
    ['no key_share', 'START', say(wish('ClientHello', 'without=key_share')), '', 'missing_extension'],
    ['no supported_groups', 'START', say(wish('ClientHello', 'without=supported_groups')), '', 'missing_extension'],
    [
      'wrong signature in CertificateVerify',
      'CLIENT_CERTIFICATE',
      say(wish('CertificateVerify', `signature=${ZEROS}`)),
      'tls13/certverify-signature',
      'decrypt_error',
      { asks: true, more: withCertificate() },
    ],
    [
      'ClientKeyExchange',
      'SERVER_FINISHED',
      say(wish('ClientKeyExchange', 'body=0000')),
      'tls13/no-rsa-kex',
      'unexpected_message',
    ],
    [
      'a record that is too long',
      'SERVER_FINISHED',
      () => recordOctets(23, 0x0303, new Uint8Array(2 ** 14 + 257)),
      'tls/record-length',
      'record_overflow',
    ],
    [
      'a record without a type in it',
      'SERVER_FINISHED',
      ({ end }) => (end.out.keys === undefined ? new Uint8Array() : seal(end.out.keys, 0, 0, new Uint8Array(3))),
      'tls/record-empty',
      'unexpected_message',
    ],
    [
      'ChangeCipherSpec behind Finished',
      'CONNECTED',
      say(wishFor('ChangeCipherSpec')),
      'tls13/ccs',
      'unexpected_message',
    ],
    // RFC 8446 §5 says unexpected_message.
    [
      'ChangeCipherSpec with another value',
      'SERVER_FINISHED',
      say(wish('ChangeCipherSpec', 'body=02')),
      'tls/decode',
      'unexpected_message',
      { openssl: 'illegal_parameter' },
    ],
    [
      'KeyUpdate that asks for something else',
      'CONNECTED',
      say(wish('KeyUpdate', 'request=2')),
      'tls/decode',
      'illegal_parameter',
    ],
    // OpenSSL does not compare the two.
    [
      'a second hello with other suites',
      'RETRY',
      say(wish('ClientHello', 'suites=0x1301+0x1302')),
      'tls13/second-hello-changed',
      'illegal_parameter',
      { opens: wish('ClientHello', 'key-share=none'), openssl: 'none' },
    ],
  ]),
  ...rows('server', V13, [
    [
      'HelloRetryRequest twice',
      'HELLO',
      say(wishFor('HelloRetryRequest')),
      'tls13/hrr-twice',
      'unexpected_message',
      {
        when: ({ end }) => end.retry !== undefined,
        node: { ecdhCurve: 'P-256:X25519' },
        peerOpens: wish('ClientHello', 'key-share=none'),
      },
    ],
    [
      'a record that spans a change of keys',
      'HELLO',
      (s) =>
        recordOctets(22, 0x0303, joined(s.say(wishFor('ServerHello')).subarray(5), Uint8Array.of(8, 0, 0, 2, 0, 0))),
      'tls13/spans-key-change',
      'unexpected_message',
    ],
  ]),
  ...rows('server', RSA, [
    [
      'TLS 1.2, by a server that says that it could speak 1.3',
      'HELLO',
      say(wish('ServerHello', 'version=1.2')),
      'tls/downgrade-sentinel',
      'illegal_parameter',
      {
        suite: ECDHE,
        more: { version: TLS13, suites: [V13, ECDHE] },
        peer: { version: TLS13, suites: [V13, ECDHE] },
        node: { maxVersion: 'TLSv1.3', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256' },
      },
    ],
  ]),
  ...rows('server', V13, [
    [
      'a ticket before Finished',
      'SERVER_VERIFY',
      say(wish('NewSessionTicket')),
      'tls13/ticket-early',
      'unexpected_message',
    ],
    [
      'a suite that was not offered',
      'HELLO',
      say(wish('ServerHello', 'suite=0x1303')),
      'tls13/suite-not-offered',
      'illegal_parameter',
    ],
    [
      'another session id',
      'HELLO',
      say(wish('ServerHello', 'session-id=00')),
      'tls13/session-id-echo',
      'illegal_parameter',
    ],
    ['compression', 'HELLO', say(wish('ServerHello', 'compression=1')), 'tls13/compression', 'illegal_parameter'],
    [
      'a key_share of a group of which the client sent none',
      'HELLO',
      say(wish('ServerHello', 'key-share=x448')),
      'tls13/key-share',
      'illegal_parameter',
    ],
    [
      'HelloRetryRequest that changes nothing',
      'HELLO',
      say(wishFor('HelloRetryRequest')),
      'tls13/hrr-needless',
      'illegal_parameter',
    ],
    ['no CertificateVerify', 'SERVER_CERTIFICATE', say(wishFor('Finished')), 'tls13/order', 'unexpected_message'],
    [
      'wrong signature in CertificateVerify',
      'SERVER_CERTIFICATE',
      say(wish('CertificateVerify', `signature=${ZEROS}`)),
      'tls13/certverify-signature',
      'decrypt_error',
    ],
    [
      'CertificateVerify by RSASSA-PKCS1-v1_5',
      'SERVER_CERTIFICATE',
      say(wish('CertificateVerify', 'scheme=rsa_pkcs1_sha256')),
      'tls13/certverify-signature',
      'illegal_parameter',
    ],
    [
      'wrong verify_data',
      'SERVER_VERIFY',
      say(wish('Finished', `verify-data=${'00'.repeat(32)}`)),
      'tls13/verify-data',
      'decrypt_error',
    ],
    [
      'ServerHelloDone',
      'SERVER_CERTIFICATE',
      say(wishFor('ServerHelloDone')),
      'tls13/no-rsa-kex',
      'unexpected_message',
    ],
    [
      'application data before Finished',
      'SERVER_VERIFY',
      say({ ...wishFor('ApplicationData'), body: Uint8Array.of(1) }),
      'tls13/appdata-early',
      'unexpected_message',
    ],
    [
      'EncryptedExtensions in clear',
      'SERVER_HELLO',
      say(wish('EncryptedExtensions', 'sealed=no')),
      'tls13/plaintext-after-sh',
      'unexpected_message',
    ],
    [
      'key_share in EncryptedExtensions',
      'SERVER_HELLO',
      say(wish('EncryptedExtensions', 'body=000600330002001d')),
      'tls13/extension-place',
      'illegal_parameter',
    ],
    [
      'an extension that was not offered',
      'SERVER_HELLO',
      say(wish('EncryptedExtensions', 'body=0009001000050003026832')),
      'tls/extension-not-offered',
      'unsupported_extension',
    ],
  ]),
];
