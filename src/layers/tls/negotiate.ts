/** A server's choice among the offers of a ClientHello (RFC 8446 §4.1.3, §4.2; RFC 5246 §7.4.1.3). */
import type { Session, TlsEnd } from './end';
import { sameOctets } from '../../wire';
import { type Share, extensionIn } from './extension';
import type { ClientHello } from './handshake';
import { type AlertName, GROUP, type Suite, TLS12, TLS13, isSpoken, suiteOf } from './names';

export interface Choice {
  readonly version: number;
  readonly suite: Suite | undefined;
  /** The client's public key, in TLS 1.3. */
  readonly share: Share | undefined;
  readonly session: Session | undefined;
  /** Of the pre-shared keys that the client offers. */
  readonly psk: number | undefined;
  readonly alpn: string | undefined;
  /** HelloRetryRequest has to come first. */
  readonly retry: boolean;
  /** There is nothing to choose. */
  readonly alert: AlertName | undefined;
}

/** The versions that a hello offers. */
export function versionsOf(hello: ClientHello): readonly number[] {
  const told = extensionIn(hello.extensions, 'supported_versions')?.numbers;
  if (told !== undefined) return told;
  return [0x0300, 0x0301, 0x0302, TLS12].filter((v) => v <= hello.version);
}

/** The versions that a side speaks, by its suites. */
export function spokenVersions(s: TlsEnd): readonly number[] {
  const suites = s.setup.suites.map((id) => suiteOf(id)).filter((suite) => suite !== undefined && isSpoken(suite));
  return [TLS13, TLS12].filter((v) => v <= s.setup.version && suites.some((suite) => suite?.version === v));
}

export function needsRetry(s: TlsEnd): boolean {
  return s.role === 'server' && s.hello !== undefined && choose(s).retry;
}

/** The server's choice, were it to answer now; `only`: of this version. */
export function choose(s: TlsEnd, only?: number): Choice {
  const { hello } = s;
  const spoken = spokenVersions(s).filter((v) => only === undefined || v === only);
  const version = hello && spoken.find((v) => versionsOf(hello).includes(v));
  const nothing: Choice = {
    version: version ?? only ?? TLS12,
    suite: undefined,
    share: undefined,
    session: undefined,
    psk: undefined,
    alpn: undefined,
    retry: false,
    alert: undefined,
  };
  if (hello === undefined) return nothing;
  if (version === undefined) return { ...nothing, alert: 'protocol_version' };
  const suite = hello.suites.map((id) => suiteOf(id)).find((one) => one !== undefined && fits(s, hello, one, version));
  if (suite === undefined) return { ...nothing, alert: 'handshake_failure' };
  const asked = extensionIn(hello.extensions, 'application_layer_protocol_negotiation')?.names;
  const alpn = asked && s.setup.alpn.find((name) => asked.includes(name));
  if (asked !== undefined && s.setup.alpn.length > 0 && alpn === undefined)
    return { ...nothing, suite, alert: 'no_application_protocol' };
  const choice: Choice = { ...nothing, suite, alpn };
  return version === TLS13 ? choose13(s, hello, choice) : { ...choice, session: session12(s, hello) };
}

function fits(s: TlsEnd, hello: ClientHello, suite: Suite, version: number): boolean {
  if (suite.version !== version || !s.setup.suites.includes(suite.id) || !isSpoken(suite)) return false;
  const groups = extensionIn(hello.extensions, 'supported_groups')?.numbers;
  return suite.kx !== 'ECDHE' || groups === undefined || groups.includes(GROUP.x25519);
}

function choose13(s: TlsEnd, hello: ClientHello, choice: Choice): Choice {
  const groups = extensionIn(hello.extensions, 'supported_groups')?.numbers;
  const shares = extensionIn(hello.extensions, 'key_share')?.shares;
  const psk = pskIn(s, hello, choice.suite);
  if (groups === undefined || shares === undefined) return { ...choice, alert: 'missing_extension' };
  const hasSchemes = extensionIn(hello.extensions, 'signature_algorithms') !== undefined;
  if (psk === undefined && !hasSchemes) return { ...choice, alert: 'missing_extension' };
  const share = shares.find((one) => one.group === GROUP.x25519 && one.key.length === 32);
  if (share !== undefined) return { ...choice, share, psk: psk?.index, session: psk?.session };
  if (!groups.includes(GROUP.x25519) || s.retry !== undefined) return { ...choice, alert: 'handshake_failure' };
  return { ...choice, retry: true };
}

/** The first offered key that the server knows, and that fits the suite's hash (RFC 8446 §4.2.11). */
function pskIn(
  s: TlsEnd,
  hello: ClientHello,
  suite: Suite | undefined,
): { index: number; session: Session } | undefined {
  if (extensionIn(hello.extensions, 'psk_key_exchange_modes')?.numbers?.includes(1) !== true) return undefined;
  const identities = extensionIn(hello.extensions, 'pre_shared_key')?.identities ?? [];
  for (const [index, { identity }] of identities.entries()) {
    const session = sessionBy(s, identity);
    if (session !== undefined && suiteOf(session.suite)?.hash === suite?.hash) return { index, session };
  }
  return undefined;
}

/** The session of a pre-shared key. */
export function sessionBy(s: TlsEnd, ticket: Uint8Array): Session | undefined {
  return s.setup.sessions.find((one) => one.version === TLS13 && sameOctets(one.ticket, ticket));
}

/** RFC 5246 §7.4.1.2, RFC 5077 §3.4, RFC 7627 §5.3: its suite is offered, and its extended master secret is asked for. */
function session12(s: TlsEnd, hello: ClientHello): Session | undefined {
  const ticket = extensionIn(hello.extensions, 'session_ticket')?.octets;
  const ems = extensionIn(hello.extensions, 'extended_master_secret') !== undefined;
  return s.setup.sessions.find(
    (one) =>
      one.version === TLS12 &&
      isNamed(one, hello.sessionId, ticket) &&
      one.ems === ems &&
      hello.suites.includes(one.suite) &&
      s.setup.suites.includes(one.suite),
  );
}

/** Is this the session that a client names by id or ticket? */
export function isNamed(session: Session, id: Uint8Array, ticket: Uint8Array | undefined): boolean {
  if (ticket !== undefined && ticket.length > 0) return session.ticket.length > 0 && sameOctets(session.ticket, ticket);
  return id.length > 0 && sameOctets(session.id, id);
}
