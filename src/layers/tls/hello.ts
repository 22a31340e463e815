/** ClientHello, ServerHello and HelloRetryRequest as a side writes them (RFC 8446 §4.1, RFC 5246 §7.4.1). */
import { HASH_LENGTH, hash as digest, x25519Base } from '../crypto';
import { joined } from '../../wire';
import { type Session, type TlsEnd, drawn, privateShare } from './end';
import { type Identity, type WrittenExtension, extensionIn, write } from './extension';
import { RETRY_RANDOM, clientHelloOctets, serverHelloOctets } from './handshake';
import { EXTENSION, GROUP, SCSV, TLS12, TLS13, extensionName, suiteOf } from './names';
import { choose, spokenVersions } from './negotiate';
import { binderKey, earlySecret, verifyData13 } from './schedule13';
import { OFFERED } from './signature';
import type { Draft } from './wish';

/** The public value that a side sends. */
function ownShare(s: TlsEnd): { group: number; key: Uint8Array } {
  return { group: GROUP.x25519, key: x25519Base(privateShare(s.setup), s.setup.recall) };
}

/** The latest session that fits what the client offers; `psk=none` and `session-id=none` offer none. */
function offeredSession(d: Draft, versions: readonly number[], suites: readonly number[]): Session | undefined {
  const { setup, retry, hello } = d.s;
  if (d.get('psk') === 'none') return undefined;
  // The second hello offers what the first one did (RFC 8446 §4.1.2).
  if (retry !== undefined && extensionIn(hello?.extensions, 'pre_shared_key') === undefined) return undefined;
  return setup.sessions.findLast((one) => {
    if (!versions.includes(one.version)) return false;
    // A client that speaks TLS 1.3, too, offers a session of a server that did not (RFC 8446 §4.1.2).
    if (one.version !== TLS13) return suites.includes(one.suite) && d.get('session-id') !== 'none';
    return suites.some((id) => suiteOf(id)?.version === TLS13 && suiteOf(id)?.hash === suiteOf(one.suite)?.hash);
  });
}

export function clientHello(d: Draft): Uint8Array {
  const { s } = d;
  const { setup } = s;
  const again = s.retry === undefined ? undefined : s.hello;
  const suites = d.suites('suites', () => again?.suites ?? setup.suites);
  const versions = d.versions('versions', () => spokenVersions(s));
  const session = offeredSession(d, versions, suites);
  const id = session?.version === TLS12 ? session.id : new Uint8Array();
  const ticketed = session?.version === TLS12 && session.ticket.length > 0;
  const hello = {
    version: d.version('version', () => again?.version ?? TLS12),
    random: d.octets('random', () => again?.random ?? drawn(setup, 'random', 32), 32),
    // A client that sends a ticket tells by the echo of an id whether it was taken (RFC 5077 §3.4).
    sessionId: d.octets('session-id', () => again?.sessionId ?? (ticketed ? drawn(setup, 'session id', 32) : id)),
    suites,
    compressions: [d.number('compression', 255, () => 0)],
  };
  const fresh =
    again === undefined ? firstExtensions(d, versions, suites, session) : secondExtensions(s, again.extensions);
  const kept = fresh.filter((e) => !d.isWithout(extensionName(e.type)));
  if (session?.version !== TLS13 || d.isWithout('pre_shared_key')) return clientHelloOctets(hello, kept);
  return withBinder(d, session, (psk) => clientHelloOctets(hello, [...kept, psk]));
}

function firstExtensions(
  d: Draft,
  versions: readonly number[],
  suites: readonly number[],
  session: Session | undefined,
): WrittenExtension[] {
  const { s } = d;
  const { setup } = s;
  const speaks = (version: number): boolean => versions.includes(version);
  const hasCurves = speaks(TLS13) || suites.some((id) => suiteOf(id)?.kx === 'ECDHE');
  const all: WrittenExtension[] = [];
  const name = d.get('server-name') ?? setup.domain;
  // An address is no name (RFC 6066 §3).
  if (name !== '' && name !== 'none' && !/^[\d.]+$|:/.test(name)) all.push(write.serverName(name));
  if (hasCurves) all.push(write.groups([GROUP.x25519]));
  if (hasCurves && speaks(TLS12)) all.push(write.pointFormats());
  all.push(write.schemes(OFFERED));
  const alpn = d.get('alpn')?.split('+') ?? setup.alpn;
  if (alpn.length > 0) all.push(write.alpn(alpn));
  if (speaks(TLS12)) {
    if (setup.ems) all.push(write.ems());
    if (setup.etm) all.push(write.etm());
    if (setup.tickets) all.push(write.ticket(session?.version === TLS12 ? session.ticket : new Uint8Array()));
    all.push(write.renegotiation());
  }
  if (!speaks(TLS13)) return all;
  all.push(write.versions(versions), write.pskModes());
  all.push(write.shares(d.get('key-share') === 'none' ? [] : [sharedAs(d, ownShare(s))]));
  return all;
}

/** A key_share under the name of another group, where that is wished. */
function sharedAs(d: Draft, share: { group: number; key: Uint8Array }): { group: number; key: Uint8Array } {
  return { ...share, group: d.group('key-share', () => share.group) };
}

/** As in the first hello, but what HelloRetryRequest asks for (RFC 8446 §4.1.2). */
function secondExtensions(s: TlsEnd, first: readonly WrittenExtension[]): WrittenExtension[] {
  const cookie = extensionIn(s.retry?.extensions, 'cookie')?.octets;
  const asked = extensionIn(s.retry?.extensions, 'key_share');
  const kept = first
    .filter((e) => e.type !== EXTENSION.pre_shared_key)
    .map(({ type, data }) =>
      type === EXTENSION.key_share && asked !== undefined ? write.shares([ownShare(s)]) : { type, data },
    );
  return cookie === undefined ? kept : [...kept, write.cookie(cookie)];
}

/** The binder covers the hello up to itself (RFC 8446 §4.2.11.2). */
function withBinder(d: Draft, session: Session, hello: (psk: WrittenExtension) => Uint8Array): Uint8Array {
  const hash = suiteOf(session.suite)?.hash ?? 'sha256';
  const identity: Identity = { identity: session.ticket, age: session.ageAdd };
  const length = HASH_LENGTH[hash];
  const unbound = hello(write.psk([identity], [new Uint8Array(length)]));
  const head = unbound.subarray(0, unbound.length - length - 3);
  const binder = d.octets(
    'binder',
    () => {
      const transcript = digest(hash, joined(...d.s.transcript, head));
      return verifyData13(hash, binderKey(hash, earlySecret(hash, session.secret)), transcript);
    },
    length,
  );
  return hello(write.psk([identity], [binder]));
}

const SENTINEL = Uint8Array.of(0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01);

export function serverHello(d: Draft): Uint8Array {
  const { s } = d;
  const { setup } = s;
  const wanted = d.get('version') === undefined ? undefined : d.version('version', () => TLS12);
  const choice = choose(s, wanted === TLS13 || wanted === TLS12 ? wanted : undefined);
  const version = wanted ?? choice.version;
  if (wanted === undefined) d.filled.push({ name: 'version', value: version === TLS13 ? '1.3' : '1.2' });
  const chosen = s.retry?.suite ?? choice.session?.suite ?? choice.suite?.id ?? setup.suites[0] ?? 0;
  const suite = d.suite('suite', () =>
    version === TLS13 && s.retry === undefined ? (choice.suite?.id ?? chosen) : chosen,
  );
  const random = d.octets(
    'random',
    () => {
      const made = drawn(setup, 'random', 32);
      const isLower = version === TLS12 && spokenVersions(s).includes(TLS13);
      return isLower ? joined(made.subarray(0, 24), SENTINEL) : made;
    },
    32,
  );
  const asked = s.hello?.sessionId ?? new Uint8Array();
  const ticket = setup.tickets && extensionIn(s.hello?.extensions, 'session_ticket') !== undefined;
  const isEcho = version === TLS13 || choice.session !== undefined;
  const sessionId = d.octets('session-id', () => {
    if (isEcho) return asked;
    return ticket ? new Uint8Array() : drawn(setup, 'session id', 32);
  });
  const compression = d.number('compression', 255, () => 0);
  const hello = { version: version === TLS13 ? TLS12 : version, random, sessionId, suite, compression };
  const extensions = version === TLS13 ? extensions13(d, choice.psk) : extensions12(s, choice.alpn, ticket, suite);
  return serverHelloOctets(
    hello,
    extensions.filter((e) => !d.isWithout(extensionName(e.type))),
  );
}

function extensions13(d: Draft, psk: number | undefined): WrittenExtension[] {
  const all = [write.version(TLS13)];
  if (d.get('key-share') !== 'none') all.push(write.share(sharedAs(d, ownShare(d.s))));
  if (psk !== undefined && d.get('psk') !== 'none') all.push(write.selectedPsk(psk));
  return all;
}

/** Extensions by which a server of TLS 1.2 answers those that were offered. */
function extensions12(s: TlsEnd, alpn: string | undefined, ticket: boolean, suite: number): WrittenExtension[] {
  const { setup, hello } = s;
  const asked = (name: keyof typeof EXTENSION): boolean => extensionIn(hello?.extensions, name) !== undefined;
  const all: WrittenExtension[] = [];
  if (asked('renegotiation_info') || hello?.suites.includes(SCSV.renegotiation) === true) {
    // A signal in cipher_suites is answered by an extension, too (RFC 5746 §3.6).
    all.push(write.renegotiation());
  }
  if (alpn !== undefined) all.push(write.alpn([alpn]));
  if (setup.ems && asked('extended_master_secret')) all.push(write.ems());
  if (setup.etm && asked('encrypt_then_mac') && suiteOf(suite)?.cipher === 'AES-CBC') all.push(write.etm());
  if (ticket) all.push(write.ticket(new Uint8Array()));
  return all;
}

export function helloRetryRequest(d: Draft): Uint8Array {
  const { s } = d;
  const choice = choose(s, TLS13);
  const hello = {
    version: TLS12,
    random: RETRY_RANDOM,
    sessionId: d.octets('session-id', () => s.hello?.sessionId ?? new Uint8Array()),
    suite: d.suite('suite', () => choice.suite?.id ?? s.setup.suites[0] ?? 0),
    compression: 0,
  };
  const extensions = [write.version(TLS13), write.selectedGroup(d.group('group', () => GROUP.x25519))];
  return serverHelloOctets(
    hello,
    extensions.filter((e) => !d.isWithout(extensionName(e.type))),
  );
}

/** The extensions of EncryptedExtensions, and of CertificateRequest in TLS 1.3. */
export function encryptedExtensions(d: Draft): WrittenExtension[] {
  const alpn = d.get('alpn') ?? choose(d.s).alpn;
  return alpn === undefined ? [] : [write.alpn([alpn])];
}

export const requestExtensions = (): WrittenExtension[] => [write.schemes(OFFERED)];
