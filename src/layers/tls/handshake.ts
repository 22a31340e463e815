/** Handshake messages (RFC 8446 §4, RFC 5246 §7.4), both ways, each field with its place. */
import { joined, sameOctets } from '../../wire';
import { Cursor, type TlsField, uint, vec } from './cursor';
import { type Extension, type WrittenExtension, extensionsOctets, readExtensions } from './extension';
import {
  type KeyExchange,
  MESSAGES,
  type MessageName,
  TLS13,
  groupName,
  messageName,
  schemeName,
  suiteName,
  versionName,
} from './names';

export interface ClientHello {
  readonly kind: 'ClientHello';
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  readonly extensions: readonly Extension[];
}

export interface ServerHello {
  /** A HelloRetryRequest is a ServerHello with a random value of its own (RFC 8446 §4.1.3). */
  readonly kind: 'ServerHello' | 'HelloRetryRequest';
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: readonly Extension[];
}

export interface ServerKeyExchange {
  readonly kind: 'ServerKeyExchange';
  readonly group: number;
  readonly key: Uint8Array;
  readonly scheme: number;
  readonly signature: Uint8Array;
  /** ServerECDHParams as sent: what is signed, behind both randoms (RFC 8422 §5.4). */
  readonly params: Uint8Array;
}

export type Content =
  | ClientHello
  | ServerHello
  | ServerKeyExchange
  | { readonly kind: 'EncryptedExtensions'; readonly extensions: readonly Extension[] }
  | { readonly kind: 'Certificate'; readonly context: Uint8Array; readonly certificates: readonly Uint8Array[] }
  | {
      readonly kind: 'CertificateRequest';
      readonly context: Uint8Array;
      readonly schemes: readonly number[];
      readonly extensions: readonly Extension[];
    }
  /** The encrypted pre-master secret, or the client's public key. */
  | { readonly kind: 'ClientKeyExchange'; readonly exchanged: Uint8Array }
  | { readonly kind: 'CertificateVerify'; readonly scheme: number; readonly signature: Uint8Array }
  | { readonly kind: 'Finished'; readonly verifyData: Uint8Array }
  | {
      readonly kind: 'NewSessionTicket';
      /** Seconds. */
      readonly lifetime: number;
      readonly ageAdd: number;
      readonly nonce: Uint8Array;
      readonly ticket: Uint8Array;
    }
  | { readonly kind: 'KeyUpdate'; readonly request: number }
  | { readonly kind: 'ServerHelloDone' | 'HelloRequest' | 'EndOfEarlyData' }
  | { readonly kind: 'other' };

export type ContentOf<K extends Content['kind']> = Extract<Content, { readonly kind: K }>;

/** Version and key exchange tell the form of a message. */
export interface Form {
  /** As negotiated, or 0 before. */
  readonly version: number;
  readonly kx: KeyExchange | undefined;
}

export interface Decoded {
  readonly name: MessageName;
  readonly content: Content;
  readonly fields: readonly TlsField[];
  /** The place of what does not fit. */
  readonly bad: { readonly from: number; readonly to: number } | undefined;
}

/** RFC 8446 §4.1.3: SHA-256 of "HelloRetryRequest". */
export const RETRY_RANDOM = Uint8Array.of(
  ...[0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91],
  ...[0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c],
);

/** Reads a whole message: type, length in three octets, body. */
export function decode(octets: Uint8Array, form: Form): Decoded {
  const fields: TlsField[] = [];
  const c = new Cursor(octets, 0, octets.length, fields);
  const name = messageName(c.number(1, 'msg_type', (n) => messageName(n) ?? String(n)));
  c.number(3, 'length');
  const content = name === undefined ? other(c) : bodyOf(name, c, form);
  if (c.bad === undefined && c.at < c.end) c.fail(c.at, c.end);
  const isRetry = content.kind === 'HelloRetryRequest';
  return { name: isRetry ? 'HelloRetryRequest' : (name ?? 'Unread'), content, fields, bad: c.bad };
}

function other(c: Cursor): Content {
  c.rest('body');
  return { kind: 'other' };
}

function bodyOf(name: MessageName, c: Cursor, form: Form): Content {
  const is13 = form.version === TLS13;
  switch (name) {
    case 'ClientHello':
      return clientHello(c);
    case 'ServerHello':
      return serverHello(c);
    case 'EncryptedExtensions':
      return { kind: name, extensions: readExtensions(c, name) };
    case 'Certificate':
      return certificate(c, is13);
    case 'CertificateRequest':
      return is13 ? certificateRequest13(c) : certificateRequest12(c);
    case 'ServerKeyExchange':
      return form.kx === 'ECDHE' ? serverKeyExchange(c) : other(c);
    case 'ClientKeyExchange':
      return clientKeyExchange(c, form.kx);
    case 'CertificateVerify':
      return { kind: name, scheme: c.number(2, 'algorithm', schemeName), signature: c.opaque(2, 'signature') };
    case 'Finished':
      return { kind: name, verifyData: c.rest('verify_data') };
    case 'NewSessionTicket':
      return newSessionTicket(c, is13);
    case 'KeyUpdate':
      return { kind: name, request: c.number(1, 'request_update', (n) => UPDATES[n] ?? String(n)) };
    case 'ServerHelloDone':
    case 'HelloRequest':
    case 'EndOfEarlyData':
      return { kind: name };
    default:
      return other(c);
  }
}

const UPDATES = ['update_not_requested', 'update_requested'];
const compressed = (n: number): string => (n === 0 ? 'null' : String(n));

function clientHello(c: Cursor): ClientHello {
  return {
    kind: 'ClientHello',
    version: c.number(2, 'client_version', versionName),
    random: c.octets(32, 'random'),
    sessionId: sessionId(c),
    suites: c.vector(2, 'cipher_suites', (v) => v.list((e) => e.number(2, 'cipher_suite', suiteName)), 2) ?? [],
    compressions:
      c.vector(1, 'compression_methods', (v) => v.list((e) => e.number(1, 'compression_method', compressed)), 1) ?? [],
    // A hello may end before its extensions (RFC 5246 §7.4.1.2).
    extensions: c.left > 0 ? readExtensions(c, 'ClientHello') : [],
  };
}

/** At most 32 octets (RFC 5246 §7.4.1.2). */
function sessionId(c: Cursor): Uint8Array {
  const from = c.at;
  const id = c.opaque(1, 'session_id');
  if (id.length > 32) c.fail(from, c.at);
  return id;
}

function serverHello(c: Cursor): ServerHello {
  const version = c.number(2, 'server_version', versionName);
  const random = c.octets(32, 'random');
  const kind = sameOctets(random, RETRY_RANDOM) ? 'HelloRetryRequest' : 'ServerHello';
  return {
    kind,
    version,
    random,
    sessionId: sessionId(c),
    suite: c.number(2, 'cipher_suite', suiteName),
    compression: c.number(1, 'compression_method', compressed),
    extensions: c.left > 0 ? readExtensions(c, kind) : [],
  };
}

function certificate(c: Cursor, is13: boolean): Content {
  const context = is13 ? c.opaque(1, 'certificate_request_context') : new Uint8Array();
  const certificates = c.vector(3, 'certificate_list', (v) =>
    v.list((e) => {
      if (!is13) return e.opaque(3, 'certificate', 1);
      return e.part('CertificateEntry', (p) => {
        const data = p.opaque(3, 'cert_data', 1);
        readExtensions(p, 'Certificate');
        return data;
      });
    }),
  );
  return { kind: 'Certificate', context, certificates: certificates ?? [] };
}

const CERTIFICATE_TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'rsa_sign'],
  [2, 'dss_sign'],
  [64, 'ecdsa_sign'],
]);

function certificateRequest12(c: Cursor): Content {
  c.vector(
    1,
    'certificate_types',
    (v) => v.list((e) => e.number(1, 'certificate_type', (n) => CERTIFICATE_TYPES.get(n) ?? String(n))),
    1,
  );
  const schemes = c.vector(
    2,
    'supported_signature_algorithms',
    (v) => v.list((e) => e.number(2, 'scheme', schemeName)),
    2,
  );
  c.vector(2, 'certificate_authorities', (v) => v.list((e) => e.opaque(2, 'distinguished_name', 1)));
  return { kind: 'CertificateRequest', context: new Uint8Array(), schemes: schemes ?? [], extensions: [] };
}

function certificateRequest13(c: Cursor): Content {
  const context = c.opaque(1, 'certificate_request_context');
  const extensions = readExtensions(c, 'CertificateRequest');
  const schemes = extensions.find((e) => e.type === 13)?.numbers ?? [];
  return { kind: 'CertificateRequest', context, schemes, extensions };
}

/** RFC 8422 §5.4, with a named curve. */
function serverKeyExchange(c: Cursor): Content {
  const from = c.at;
  const [group, key] = c.part('params', (p) => {
    p.number(1, 'curve_type', (n) => (n === 3 ? 'named_curve' : String(n)));
    return [p.number(2, 'named_curve', groupName), p.opaque(1, 'public', 1)] as const;
  });
  const params = c.bytes.subarray(from, c.at);
  const scheme = c.number(2, 'algorithm', schemeName);
  return { kind: 'ServerKeyExchange', group, key, params, scheme, signature: c.opaque(2, 'signature') };
}

function clientKeyExchange(c: Cursor, kx: KeyExchange | undefined): Content {
  if (kx === 'ECDHE') return { kind: 'ClientKeyExchange', exchanged: c.opaque(1, 'ecdh_Yc', 1) };
  if (kx === 'RSA') return { kind: 'ClientKeyExchange', exchanged: c.opaque(2, 'encrypted_pre_master_secret') };
  return { kind: 'ClientKeyExchange', exchanged: c.rest('exchange_keys') };
}

function newSessionTicket(c: Cursor, is13: boolean): Content {
  const lifetime = c.number(4, is13 ? 'ticket_lifetime' : 'ticket_lifetime_hint');
  const ageAdd = is13 ? c.number(4, 'ticket_age_add') : 0;
  const nonce = is13 ? c.opaque(1, 'ticket_nonce') : new Uint8Array();
  const ticket = c.opaque(2, 'ticket', is13 ? 1 : 0);
  if (is13) readExtensions(c, 'NewSessionTicket');
  return { kind: 'NewSessionTicket', lifetime, ageAdd, nonce, ticket };
}

/** A message with its type and length before it. */
export function messageOctets(name: keyof typeof MESSAGES, ...body: readonly Uint8Array[]): Uint8Array {
  return joined(uint(1, MESSAGES[name]), vec(3, ...body));
}

export function clientHelloOctets(
  hello: Omit<ClientHello, 'kind' | 'extensions'>,
  extensions: readonly WrittenExtension[],
): Uint8Array {
  return messageOctets(
    'ClientHello',
    uint(2, hello.version),
    hello.random,
    vec(1, hello.sessionId),
    vec(2, ...hello.suites.map((s) => uint(2, s))),
    vec(1, ...hello.compressions.map((n) => uint(1, n))),
    extensions.length === 0 ? new Uint8Array() : extensionsOctets(extensions),
  );
}

export function serverHelloOctets(
  hello: Omit<ServerHello, 'kind' | 'extensions'>,
  extensions: readonly WrittenExtension[],
): Uint8Array {
  return messageOctets(
    'ServerHello',
    uint(2, hello.version),
    hello.random,
    vec(1, hello.sessionId),
    uint(2, hello.suite),
    uint(1, hello.compression),
    extensions.length === 0 ? new Uint8Array() : extensionsOctets(extensions),
  );
}

export function certificateOctets(
  version: number,
  certificates: readonly Uint8Array[],
  context: Uint8Array,
): Uint8Array {
  if (version !== TLS13) return messageOctets('Certificate', vec(3, ...certificates.map((c) => vec(3, c))));
  return messageOctets('Certificate', vec(1, context), vec(3, ...certificates.map((c) => joined(vec(3, c), vec(2)))));
}

export function signatureOctets(scheme: number, signature: Uint8Array): Uint8Array {
  return joined(uint(2, scheme), vec(2, signature));
}

/** The first field of this name, in the tree. */
export function fieldNamed(fields: readonly TlsField[], name: string): TlsField | undefined {
  for (const field of fields) {
    const found = field.name === name ? field : field.fields && fieldNamed(field.fields, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
