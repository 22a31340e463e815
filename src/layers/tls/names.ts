/** Numbers of TLS and their names, as IANA's registries have them (RFC 8446 §11, RFC 5246 §12). */

export const TLS12 = 0x0303;
export const TLS13 = 0x0304;

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [TLS12, 'TLS 1.2'],
  [TLS13, 'TLS 1.3'],
]);

/** The four content types of records (RFC 8446 §5.1, §B.1). */
export const CONTENT = { change_cipher_spec: 20, alert: 21, handshake: 22, application_data: 23 } as const;
const CONTENT_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(CONTENT).map(([name, n]) => [n, name]));

/** Message types (RFC 8446 §4, RFC 5246 §7.4), by the names that this language gives them. */
export const MESSAGES = {
  HelloRequest: 0,
  ClientHello: 1,
  ServerHello: 2,
  NewSessionTicket: 4,
  EndOfEarlyData: 5,
  EncryptedExtensions: 8,
  Certificate: 11,
  ServerKeyExchange: 12,
  CertificateRequest: 13,
  ServerHelloDone: 14,
  CertificateVerify: 15,
  ClientKeyExchange: 16,
  Finished: 20,
  CertificateStatus: 22,
  KeyUpdate: 24,
  MessageHash: 254,
} as const;

/** Messages of the handshake, and the others. */
export type MessageName =
  | Exclude<keyof typeof MESSAGES, 'MessageHash'>
  | 'HelloRetryRequest'
  | 'ChangeCipherSpec'
  | 'Alert'
  | 'ApplicationData'
  /** Octets that are no message, or can't be read. */
  | 'Unread';

const BY_TYPE: ReadonlyMap<number, MessageName> = new Map(
  Object.entries(MESSAGES).map(([name, n]) => [n, name as MessageName]),
);

export function messageName(type: number): MessageName | undefined {
  return type === MESSAGES.MessageHash ? undefined : BY_TYPE.get(type);
}

export const EXTENSION = {
  server_name: 0,
  status_request: 5,
  supported_groups: 10,
  ec_point_formats: 11,
  signature_algorithms: 13,
  application_layer_protocol_negotiation: 16,
  signed_certificate_timestamp: 18,
  padding: 21,
  encrypt_then_mac: 22,
  extended_master_secret: 23,
  record_size_limit: 28,
  session_ticket: 35,
  pre_shared_key: 41,
  early_data: 42,
  supported_versions: 43,
  cookie: 44,
  psk_key_exchange_modes: 45,
  certificate_authorities: 47,
  post_handshake_auth: 49,
  signature_algorithms_cert: 50,
  key_share: 51,
  renegotiation_info: 0xff01,
} as const;
const EXTENSION_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(EXTENSION).map(([name, n]) => [n, name]));

export const GROUP = { secp256r1: 23, secp384r1: 24, secp521r1: 25, x25519: 29, x448: 30, ffdhe2048: 256 } as const;
const GROUP_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(GROUP).map(([name, n]) => [n, name]));

export const SCHEME = {
  rsa_pkcs1_sha1: 0x0201,
  ecdsa_sha1: 0x0203,
  rsa_pkcs1_sha256: 0x0401,
  ecdsa_secp256r1_sha256: 0x0403,
  rsa_pkcs1_sha384: 0x0501,
  ecdsa_secp384r1_sha384: 0x0503,
  rsa_pkcs1_sha512: 0x0601,
  ecdsa_secp521r1_sha512: 0x0603,
  rsa_pss_rsae_sha256: 0x0804,
  rsa_pss_rsae_sha384: 0x0805,
  rsa_pss_rsae_sha512: 0x0806,
  ed25519: 0x0807,
  ed448: 0x0808,
  rsa_pss_pss_sha256: 0x0809,
  rsa_pss_pss_sha384: 0x080a,
  rsa_pss_pss_sha512: 0x080b,
} as const;
const SCHEME_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(SCHEME).map(([name, n]) => [n, name]));

/** Alerts (RFC 8446 §6, RFC 5246 §7.2). */
export const ALERT = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  record_overflow: 22,
  handshake_failure: 40,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  unknown_psk_identity: 115,
  certificate_required: 116,
  no_application_protocol: 120,
} as const;
export type AlertName = keyof typeof ALERT;
const ALERT_NAMES: ReadonlyMap<number, AlertName> = new Map(
  Object.entries(ALERT).map(([name, n]) => [n, name as AlertName]),
);

export function alertName(n: number): AlertName | undefined {
  return ALERT_NAMES.get(n);
}

/** The way to a pre-master secret; `any` in TLS 1.3, whose suites don't say. */
export type KeyExchange = 'RSA' | 'ECDHE' | 'DHE' | 'any';
export type CipherName = 'AES-CBC' | 'AES-GCM' | 'ChaCha20-Poly1305';
export type HashName = 'sha1' | 'sha256' | 'sha384';

/** A cipher suite that is read. */
export interface Suite {
  readonly id: number;
  /** IANA's name. */
  readonly name: string;
  readonly openssl: string;
  readonly kx: KeyExchange;
  /** The kind of the server's key. */
  readonly auth: 'RSA' | 'ECDSA' | 'any';
  readonly cipher: CipherName;
  /** Octets. */
  readonly keyLength: number;
  /** Of the record's MAC with AES-CBC. */
  readonly mac: HashName;
  /** Of PRF, HKDF and transcript. */
  readonly hash: 'sha256' | 'sha384';
  readonly version: typeof TLS12 | typeof TLS13;
}

function suite12(id: number, kx: 'RSA' | 'ECDHE' | 'DHE', auth: 'RSA' | 'ECDSA', rest: string, openssl: string): Suite {
  const exchange = kx === 'RSA' ? 'RSA' : `${kx}_${auth}`;
  const mac = rest.endsWith('_SHA') ? 'sha1' : rest.endsWith('384') ? 'sha384' : 'sha256';
  return {
    id,
    name: `TLS_${exchange}_WITH_${rest}`,
    openssl,
    kx,
    auth,
    cipher: rest.includes('CBC') ? 'AES-CBC' : rest.includes('GCM') ? 'AES-GCM' : 'ChaCha20-Poly1305',
    keyLength: rest.startsWith('AES_128') ? 16 : 32,
    mac,
    hash: mac === 'sha384' ? 'sha384' : 'sha256',
    version: TLS12,
  };
}

function suite13(id: number, rest: string, cipher: CipherName, keyLength: number): Suite {
  const hash = rest.endsWith('384') ? 'sha384' : 'sha256';
  const name = `TLS_${rest}`;
  return { id, name, openssl: name, kx: 'any', auth: 'any', cipher, keyLength, mac: hash, hash, version: TLS13 };
}

/** Suites that are understood, the first ones first in an offer. */
export const SUITES: readonly Suite[] = [
  suite13(0x1301, 'AES_128_GCM_SHA256', 'AES-GCM', 16),
  suite13(0x1302, 'AES_256_GCM_SHA384', 'AES-GCM', 32),
  suite13(0x1303, 'CHACHA20_POLY1305_SHA256', 'ChaCha20-Poly1305', 32),
  suite12(0xc02f, 'ECDHE', 'RSA', 'AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'),
  suite12(0xc030, 'ECDHE', 'RSA', 'AES_256_GCM_SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'),
  suite12(0xc027, 'ECDHE', 'RSA', 'AES_128_CBC_SHA256', 'ECDHE-RSA-AES128-SHA256'),
  suite12(0xc028, 'ECDHE', 'RSA', 'AES_256_CBC_SHA384', 'ECDHE-RSA-AES256-SHA384'),
  suite12(0xc013, 'ECDHE', 'RSA', 'AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA'),
  suite12(0xc014, 'ECDHE', 'RSA', 'AES_256_CBC_SHA', 'ECDHE-RSA-AES256-SHA'),
  suite12(0x009c, 'RSA', 'RSA', 'AES_128_GCM_SHA256', 'AES128-GCM-SHA256'),
  suite12(0x009d, 'RSA', 'RSA', 'AES_256_GCM_SHA384', 'AES256-GCM-SHA384'),
  suite12(0x003c, 'RSA', 'RSA', 'AES_128_CBC_SHA256', 'AES128-SHA256'),
  suite12(0x003d, 'RSA', 'RSA', 'AES_256_CBC_SHA256', 'AES256-SHA256'),
  suite12(0x002f, 'RSA', 'RSA', 'AES_128_CBC_SHA', 'AES128-SHA'),
  suite12(0x0035, 'RSA', 'RSA', 'AES_256_CBC_SHA', 'AES256-SHA'),
  suite12(0xcca8, 'ECDHE', 'RSA', 'CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305'),
  suite12(0xc02b, 'ECDHE', 'ECDSA', 'AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256'),
  suite12(0xc02c, 'ECDHE', 'ECDSA', 'AES_256_GCM_SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384'),
  suite12(0xc023, 'ECDHE', 'ECDSA', 'AES_128_CBC_SHA256', 'ECDHE-ECDSA-AES128-SHA256'),
  suite12(0xc024, 'ECDHE', 'ECDSA', 'AES_256_CBC_SHA384', 'ECDHE-ECDSA-AES256-SHA384'),
  suite12(0xc009, 'ECDHE', 'ECDSA', 'AES_128_CBC_SHA', 'ECDHE-ECDSA-AES128-SHA'),
  suite12(0xc00a, 'ECDHE', 'ECDSA', 'AES_256_CBC_SHA', 'ECDHE-ECDSA-AES256-SHA'),
  suite12(0xcca9, 'ECDHE', 'ECDSA', 'CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'),
  suite12(0x009e, 'DHE', 'RSA', 'AES_128_GCM_SHA256', 'DHE-RSA-AES128-GCM-SHA256'),
  suite12(0x009f, 'DHE', 'RSA', 'AES_256_GCM_SHA384', 'DHE-RSA-AES256-GCM-SHA384'),
  suite12(0x0067, 'DHE', 'RSA', 'AES_128_CBC_SHA256', 'DHE-RSA-AES128-SHA256'),
  suite12(0x006b, 'DHE', 'RSA', 'AES_256_CBC_SHA256', 'DHE-RSA-AES256-SHA256'),
  suite12(0x0033, 'DHE', 'RSA', 'AES_128_CBC_SHA', 'DHE-RSA-AES128-SHA'),
  suite12(0x0039, 'DHE', 'RSA', 'AES_256_CBC_SHA', 'DHE-RSA-AES256-SHA'),
  suite12(0xccaa, 'DHE', 'RSA', 'CHACHA20_POLY1305_SHA256', 'DHE-RSA-CHACHA20-POLY1305'),
];

const SUITE_BY_ID: ReadonlyMap<number, Suite> = new Map(SUITES.map((s) => [s.id, s]));

/** Values in cipher_suites that are no suites (RFC 5746 §3.3, RFC 7507 §2). */
export const SCSV = { renegotiation: 0x00ff, fallback: 0x5600 } as const;
const SIGNALS: ReadonlyMap<number, string> = new Map<number, string>([
  [SCSV.renegotiation, 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV'],
  [SCSV.fallback, 'TLS_FALLBACK_SCSV'],
]);

export function suiteOf(id: number): Suite | undefined {
  return SUITE_BY_ID.get(id);
}

/** Can a side of a flow speak this suite: RSA keys and x25519, with AES? */
export function isSpoken({ auth, kx, cipher }: Suite): boolean {
  return auth !== 'ECDSA' && kx !== 'DHE' && cipher !== 'ChaCha20-Poly1305';
}

/** The suites of a side that names none: all that it can speak, up to its version. */
export function defaultSuites(version: number): readonly number[] {
  return SUITES.filter((s) => isSpoken(s) && s.version <= version).map((s) => s.id);
}

/** A suite by its name: IANA's, with or without `TLS_`, or OpenSSL's; `-` and `_` are one, as are upper and lower case. */
export function suiteNamed(text: string): Suite | undefined {
  const key = keyOf(text);
  return SUITES.find((s) => keyOf(s.name) === key || keyOf(s.name.slice(4)) === key || keyOf(s.openssl) === key);
}

function keyOf(text: string): string {
  return text.toUpperCase().replaceAll('-', '_');
}

function numbered(names: ReadonlyMap<number, string>, n: number, digits = 4): string {
  return names.get(n) ?? `0x${n.toString(16).padStart(digits, '0')}`;
}

export const versionName = (n: number): string => numbered(VERSIONS, n);
export const contentName = (n: number): string => numbered(CONTENT_NAMES, n, 2);
export const extensionName = (n: number): string => numbered(EXTENSION_NAMES, n);
export const groupName = (n: number): string => numbered(GROUP_NAMES, n);
export const schemeName = (n: number): string => numbered(SCHEME_NAMES, n);
export const suiteName = (n: number): string => suiteOf(n)?.name ?? numbered(SIGNALS, n);
export const alertText = (n: number): string => alertName(n) ?? String(n);

/** RFC 8446 Appendix A; used for TLS 1.2 too, which names none. */
export const TLS_STATES = [
  'START',
  'WAIT_SH',
  'WAIT_EE',
  'WAIT_CERT_CR',
  'WAIT_CERT',
  'WAIT_CV',
  'WAIT_FINISHED',
  'RECVD_CH',
  'NEGOTIATED',
  'WAIT_FLIGHT2',
  'CONNECTED',
] as const;
export type TlsState = (typeof TLS_STATES)[number];

/** Keys that every message takes: how its record is written. */
export const RECORD_KEYS = ['record-version', 'record-type', 'padding', 'sealed', 'body'] as const;
/** Keys of each message, beside those. */
export const WISH_KEYS: Readonly<Partial<Record<MessageName, readonly string[]>>> = {
  ClientHello: [
    'version',
    'random',
    'session-id',
    'suites',
    'compression',
    'versions',
    'key-share',
    'server-name',
    'alpn',
    'psk',
    'binder',
    'without',
  ],
  HelloRetryRequest: ['suite', 'group', 'session-id', 'without'],
  ServerHello: ['version', 'random', 'session-id', 'suite', 'compression', 'key-share', 'psk', 'without'],
  EncryptedExtensions: ['alpn'],
  ServerKeyExchange: ['key', 'scheme', 'signature'],
  ClientKeyExchange: ['premaster', 'premaster-version', 'key'],
  CertificateVerify: ['scheme', 'signature'],
  Finished: ['verify-data'],
  NewSessionTicket: ['lifetime', 'ticket'],
  KeyUpdate: ['request'],
  Alert: ['level'],
};

/** Values of a connection that a party knows or lacks, in the order in which they come about. */
export const SECRETS = [
  'client-random',
  'server-random',
  'server-public-key',
  'server-private-key',
  'client-key-share',
  'server-key-share',
  'client-private-share',
  'server-private-share',
  'pre-master-secret',
  'pre-shared-key',
  'master-secret',
  'early-secret',
  'handshake-secret',
  'client-handshake-traffic-secret',
  'server-handshake-traffic-secret',
  'client-traffic-secret',
  'server-traffic-secret',
  'exporter-secret',
  'resumption-secret',
  'client-mac-key',
  'server-mac-key',
  'client-key',
  'server-key',
  'client-iv',
  'server-iv',
] as const;
export type SecretName = (typeof SECRETS)[number];

/** Words for what a party knows: a secret, or the data of the application in clear. */
export const SECRET_WORDS: readonly string[] = [...SECRETS, 'plaintext'];

/** A word for what a party knows by its name: `-` and `_` are one, `premaster-secret` is `pre-master-secret`. */
export function secretNamed(text: string): string | undefined {
  const name = text
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^premaster/, 'pre-master');
  return SECRET_WORDS.find((one) => one === name);
}
