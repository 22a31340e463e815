/** One side of TLS on one connection: what it is set to, what it has said and heard, and what it knows by that. */
import { type Recall, type RsaPrivate, type RsaPublic, derived, hash as digest, recalled } from '../crypto';
import type { Moment } from '../x509';
import type { Role } from '../role';
import { joined } from '../../wire';
import type { ClientHello, ContentOf, Form, ServerHello } from './handshake';
import type { KeyLog } from './keylog';
import { type AlertName, type SecretName, type Suite, TLS13 } from './names';
import type { BlockHalf } from './schedule12';
import type { Keys } from './seal';

/** Reasons of a side to refuse a certificate (RFC 5280 §6, RFC 9525 §6). */
export type CertificateProblem = 'name' | 'expired' | 'untrusted' | 'signature' | 'purpose';

/** A session that can be taken up again: by its id or by a ticket (RFC 5246 §7.3, RFC 5077, RFC 8446 §2.2). */
export interface Session {
  readonly version: number;
  readonly suite: number;
  /** The master secret, or in TLS 1.3 the pre-shared key. */
  readonly secret: Uint8Array;
  readonly ems: boolean;
  /** Empty where a ticket alone names it. */
  readonly id: Uint8Array;
  /** Empty where an id alone names it. */
  readonly ticket: Uint8Array;
  readonly ageAdd: number;
  /** The secret came by RSA key exchange: the server's private key opens it. */
  readonly byRsa: boolean;
}

export interface TlsSetup {
  readonly role: Role;
  /** Its settings are not known: it comes of a capture. */
  readonly captured: boolean;
  /** The highest version that it speaks. */
  readonly version: number;
  /** In the order of its liking. */
  readonly suites: readonly number[];
  /** The server's name. */
  readonly domain: string;
  readonly alpn: readonly string[];
  /** Its own first, and the key that belongs to it. */
  readonly chain: readonly Uint8Array[];
  readonly key: RsaPrivate | undefined;
  /** Certificates of the authorities that it trusts; undefined where certificates are not verified, as in captures. */
  readonly trusts: readonly Uint8Array[] | undefined;
  readonly today: Moment;
  readonly asksCertificate: boolean;
  readonly ems: boolean;
  readonly etm: boolean;
  /** It asks for session tickets, or gives them out (RFC 5077); in TLS 1.3 servers may without. */
  readonly tickets: boolean;
  /** Its `seed=`, else its name; and the connection: four-tuple and attempt. Its random numbers come of these. */
  readonly seed: string;
  readonly context: string;
  /** Sessions of earlier connections. */
  readonly sessions: readonly Session[];
  /** Keys that the flow did not make. */
  readonly keylog: KeyLog | undefined;
  readonly recall: Recall | undefined;
}

/** The last message of the handshake so far. Both sides count alike. */
export type Position =
  | 'START'
  | 'HELLO'
  | 'RETRY'
  | 'SERVER_HELLO'
  | 'ENCRYPTED_EXTENSIONS'
  | 'SERVER_CERTIFICATE'
  | 'CERTIFICATE_STATUS'
  | 'SERVER_KEY_EXCHANGE'
  | 'CERTIFICATE_REQUEST'
  | 'SERVER_VERIFY'
  | 'SERVER_HELLO_DONE'
  | 'CLIENT_CERTIFICATE'
  | 'CLIENT_KEY_EXCHANGE'
  | 'CLIENT_VERIFY'
  | 'CLIENT_CCS'
  | 'CLIENT_FINISHED'
  | 'TICKET'
  | 'SERVER_CCS'
  | 'SERVER_FINISHED'
  | 'CONNECTED';

/** Protection of one direction. */
export interface Protection {
  /** Grows with each change of keys: records are numbered anew (RFC 8446 §5.3). */
  readonly epoch: number;
  readonly sealed: boolean;
  /** Undefined in clear, and where they are not known. */
  readonly keys: Keys | undefined;
}

export const CLEAR: Protection = { epoch: 0, sealed: false, keys: undefined };

/** The secrets of TLS 1.3 that a side has come to (RFC 8446 §7.1); traffic secrets by direction, the latest. */
export interface Schedule {
  readonly early: Uint8Array | undefined;
  readonly handshake: Uint8Array | undefined;
  readonly master: Uint8Array | undefined;
  readonly handshakeTraffic: Readonly<Record<Role, Uint8Array>> | undefined;
  readonly traffic: Readonly<Record<Role, Uint8Array>> | undefined;
  readonly exporter: Uint8Array | undefined;
  readonly resumption: Uint8Array | undefined;
}

export const NO_SCHEDULE: Schedule = {
  early: undefined,
  handshake: undefined,
  master: undefined,
  handshakeTraffic: undefined,
  traffic: undefined,
  exporter: undefined,
  resumption: undefined,
};

/** The way in which a party came to a value; `kept` of an earlier connection, `given` by a key log. */
export type Reason = 'made' | 'read' | 'decrypted' | 'derived' | 'kept' | 'given';

export interface Known {
  readonly secret: SecretName;
  readonly value: Uint8Array;
  /** The step at which it came, as its caller counts; messages from 0 where nobody counts. */
  readonly step: number;
  readonly reason: Reason;
}

export interface TlsEnd {
  readonly setup: TlsSetup;
  readonly role: Role;
  readonly at: Position;
  /** As negotiated; 0 before. */
  readonly version: number;
  readonly suite: Suite | undefined;
  /** The latest ClientHello, its octets, and the one before HelloRetryRequest. */
  readonly hello: ClientHello | undefined;
  readonly helloOctets: Uint8Array;
  readonly firstHello: ClientHello | undefined;
  readonly retry: ServerHello | undefined;
  readonly serverHello: ServerHello | undefined;
  readonly resumed: boolean;
  /** The session taken up. */
  readonly session: Session | undefined;
  readonly ems: boolean;
  readonly etm: boolean;
  readonly ticket: boolean;
  readonly alpn: string | undefined;
  /** Messages of the handshake, in order. */
  readonly transcript: readonly Uint8Array[];
  readonly keyExchange: ContentOf<'ServerKeyExchange'> | undefined;
  readonly asked: ContentOf<'CertificateRequest'> | undefined;
  readonly serverChain: readonly Uint8Array[] | undefined;
  /** The server's public key, where it is one of RSA. */
  readonly serverKey: RsaPublic | undefined;
  readonly clientChain: readonly Uint8Array[] | undefined;
  /** This side's reason to refuse the other's certificate. */
  readonly problem: CertificateProblem | undefined;
  /** As the client has sent it: the encrypted pre-master secret, or its public key. */
  readonly exchanged: Uint8Array | undefined;
  readonly premaster: Uint8Array | undefined;
  readonly master: Uint8Array | undefined;
  readonly block: { readonly client: BlockHalf; readonly server: BlockHalf } | undefined;
  readonly schedule: Schedule;
  readonly out: Protection;
  readonly in: Protection;
  /** The alert owed to the peer, for a message that was wrong. */
  readonly alert: AlertName | undefined;
  /** The end of a direction: by close_notify, or by a fatal alert. */
  readonly ended: Readonly<Partial<Record<Role, 'closed' | 'fatal'>>>;
  /** Sides that have sent ChangeCipherSpec. */
  readonly ccs: Readonly<Partial<Record<Role, true>>>;
  /** The peer asked for new keys (RFC 8446 §4.6.3). */
  readonly updateDue: boolean;
  /** Sessions that it can take up on later connections. */
  readonly sessions: readonly Session[];
  /** Tickets that it has given out. */
  readonly tickets: number;
  readonly known: readonly Known[];
  /** Messages so far, said and heard. */
  readonly messages: number;
}

export function newTls(setup: TlsSetup): TlsEnd {
  return {
    setup,
    role: setup.role,
    at: 'START',
    version: 0,
    suite: undefined,
    hello: undefined,
    helloOctets: new Uint8Array(),
    firstHello: undefined,
    retry: undefined,
    serverHello: undefined,
    resumed: false,
    session: undefined,
    ems: false,
    etm: false,
    ticket: false,
    alpn: undefined,
    transcript: [],
    keyExchange: undefined,
    asked: undefined,
    serverChain: undefined,
    serverKey: undefined,
    clientChain: undefined,
    problem: undefined,
    exchanged: undefined,
    premaster: undefined,
    master: undefined,
    block: undefined,
    schedule: NO_SCHEDULE,
    out: CLEAR,
    in: CLEAR,
    alert: undefined,
    ended: {},
    ccs: {},
    updateDue: false,
    sessions: [],
    tickets: 0,
    known: [],
    messages: 0,
  };
}

/** The form of the next message, as far as what is negotiated tells it. */
export function formOf(s: TlsEnd): Form {
  return { version: s.version, kx: s.suite?.kx };
}

/** The digest of the messages so far (RFC 8446 §4.4.1), with more behind them. */
export function transcriptHash(s: TlsEnd, ...more: readonly Uint8Array[]): Uint8Array {
  return digest(s.suite?.hash ?? 'sha256', joined(...s.transcript, ...more));
}

/** Octets in the place of random ones. */
export function drawn(setup: TlsSetup, label: string, length: number): Uint8Array {
  const { seed, context, role, recall } = setup;
  const name = `${role} ${label}`;
  return recalled(recall, 'derived', [seed, context, name, String(length)], () => derived(seed, context, name, length));
}

/** This side's private value of X25519. */
export function privateShare(setup: TlsSetup): Uint8Array {
  return drawn(setup, 'x25519', 32);
}

/** More secrets are not kept: keys that change without end. */
const MOST_KNOWN = 256;

/** Adds what a side has come to know; what is known already stays as it is, but traffic secrets, which change. */
export function knowing(
  s: TlsEnd,
  step: number,
  reason: Reason,
  ...values: readonly (readonly [SecretName, Uint8Array | undefined])[]
): TlsEnd {
  if (s.known.length > MOST_KNOWN) return s;
  const known = [...s.known];
  for (const [secret, value] of values)
    if (value !== undefined && value.length > 0) known.push({ secret, value, step, reason });
  return known.length === s.known.length ? s : { ...s, known };
}

export function is13(s: TlsEnd): boolean {
  return s.version === TLS13;
}
