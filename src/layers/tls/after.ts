/** A side behind a message that it has said, or has heard: where the handshake stands, and what it knows now. */
import { octetsOfNumber } from '../crypto';
import type { Breach } from '../breach';
import { type Role, otherRole } from '../role';
import { keyOf, privateOf } from './certificate';
import { type CertificateProblem, type Session, type TlsEnd, is13, knowing, privateShare } from './end';
import { extensionIn } from './extension';
import type { ClientHello, ContentOf, ServerHello } from './handshake';
import { clientKeyExchange, serverHello12, sessionOf, ticket12 } from './learn12';
import { finished13, keyUpdate, serverHello13, sideOf, ticket13 } from './learn13';
import { positionBehind } from './machine';
import type { TlsMessage } from './message';
import { ALERT, CONTENT, GROUP, TLS13, alertName, suiteOf } from './names';
import { choose } from './negotiate';
import { alertFor } from './rules';
import { messageHash } from './schedule13';
import { keys12, sameKeys } from './seal';
import { withSession } from './sessions';

/** A certificate chain has at most so many certificates that are kept. */
const MOST_CHAIN = 10;
/** A handshake has some fifteen messages; what comes behind so many changes nothing any more. */
const MOST_MESSAGES = 64;

/**
 * A message as its receiver finds it: opened with its own keys. Where those are others than the sender's, its record has a bad
 * MAC.
 */
export function asHeard(s: TlsEnd, m: TlsMessage): TlsMessage {
  if (m.sealed === s.in.sealed && (!m.sealed || m.keys === undefined || sameKeys(m.keys, s.in.keys))) return m;
  if (!m.sealed && is13(s)) return m;
  const closed = s.in.sealed && s.in.keys === undefined ? 'no-keys' : 'bad-mac';
  const breaches: readonly Breach[] = closed === 'bad-mac' ? [{ rule: 'tls/bad-mac' }] : [];
  return {
    ...m,
    name: 'Unread',
    octets: new Uint8Array(),
    content: { kind: 'other' },
    fields: [],
    alert: undefined,
    inside: undefined,
    closed,
    breaches,
  };
}

/**
 * The side behind a message.
 *
 * @param by who says it: the side itself, or its peer
 * @param breaches what `judge` has found by what this side knows; a peer's mistake leaves an alert owed
 * @param step what the secrets that come by it are dated with
 */
export function after(
  s: TlsEnd,
  m: TlsMessage,
  by: Role,
  breaches: readonly Breach[],
  step: number = s.messages,
): TlsEnd {
  // A side that goes on instead of saying its alert owes it no longer.
  const owed = by === s.role && m.name !== 'Alert' ? undefined : s.alert;
  const t: TlsEnd = { ...s, messages: s.messages + 1, alert: owed ?? owedFor(s, by, breaches) };
  switch (m.name) {
    case 'Alert':
      return afterAlert(t, m, by);
    case 'ApplicationData':
      return t;
    case 'ChangeCipherSpec':
      return changeCipherSpec(t, by);
    case 'Unread':
      return unseen(t, m, by);
    default:
      return m.octets.length === 0 ? t : handshake(t, m, by, breaches, step);
  }
}

function owedFor(s: TlsEnd, by: Role, breaches: readonly Breach[]): TlsEnd['alert'] {
  if (by === s.role || s.ended[s.role] !== undefined) return undefined;
  for (const breach of breaches) {
    const alert = alertFor(breach);
    if (alert !== undefined) return alert;
  }
  return undefined;
}

function afterAlert(s: TlsEnd, { alert }: TlsMessage, by: Role): TlsEnd {
  if (alert === undefined) return s;
  const { level, description } = alert;
  // A side that has said its alert owes none any more.
  const t: TlsEnd = by === s.role && description !== ALERT.close_notify ? { ...s, alert: undefined } : s;
  if (description === ALERT.close_notify) return { ...t, ended: { ...t.ended, [by]: t.ended[by] ?? 'closed' } };
  const isMild = alertName(description) === 'user_canceled' || (!is13(s) && level === 1);
  if (isMild) return t;
  // Both sides end the connection (RFC 8446 §6.2).
  return { ...t, alert: undefined, ended: { client: 'fatal', server: 'fatal' } };
}

function changeCipherSpec(s: TlsEnd, by: Role): TlsEnd {
  const t: TlsEnd = { ...s, ccs: { ...s.ccs, [by]: true } };
  if (s.serverHello === undefined || is13(s)) return t;
  const side = sideOf(s, by);
  const { suite, block } = s;
  const keys = suite === undefined || block === undefined ? undefined : keys12(suite, block[by], s.etm);
  return {
    ...t,
    at: positionBehind(s, by, 'ChangeCipherSpec'),
    [side]: { epoch: s[side].epoch + 1, sealed: true, keys },
  };
}

/** A sealed record of the handshake without its keys: behind ChangeCipherSpec that is Finished. */
function unseen(s: TlsEnd, m: TlsMessage, by: Role): TlsEnd {
  const isHandshake = m.sealed && m.parts[0]?.type === CONTENT.handshake;
  if (m.closed !== 'no-keys' || !isHandshake || is13(s) || s.ccs[by] === undefined) return s;
  return connected({ ...s, at: positionBehind(s, by, 'Finished') });
}

function handshake(s: TlsEnd, m: TlsMessage, by: Role, breaches: readonly Breach[], step: number): TlsEnd {
  const { content } = m;
  const at = positionBehind(s, by, m.name);
  if (content.kind === 'HelloRequest') return s;
  // A connection that is up is not negotiated anew here (RFC 5246 §7.4.1.1).
  if (content.kind === 'ClientHello' && s.at === 'CONNECTED' && !is13(s))
    return by === s.role ? s : { ...s, alert: s.alert ?? 'no_renegotiation' };
  if (content.kind === 'KeyUpdate') {
    const t = keyUpdate(s, by, step);
    return { ...t, updateDue: by === s.role ? false : content.request === 1 };
  }
  if (content.kind === 'NewSessionTicket') return newSessionTicket({ ...s, at }, m, content, by);
  if (s.transcript.length >= MOST_MESSAGES) return s;
  const transcript = [...s.transcript, m.octets];
  const t: TlsEnd = { ...s, at, transcript };
  switch (content.kind) {
    case 'ClientHello':
      return clientHello(t, content, m.octets, by, step);
    case 'HelloRetryRequest': {
      const suite = suiteOf(content.suite);
      const first = messageHash(suite?.hash ?? 'sha256', s.helloOctets);
      return { ...t, version: TLS13, suite, retry: content, transcript: [first, m.octets] };
    }
    case 'ServerHello':
      return serverHello(t, content, by, step);
    case 'EncryptedExtensions': {
      const alpn = extensionIn(content.extensions, 'application_layer_protocol_negotiation')?.names?.[0];
      return { ...t, alpn };
    }
    case 'Certificate':
      return certificate(t, content, by, breaches, step);
    case 'CertificateRequest':
      return { ...t, asked: content };
    case 'ServerKeyExchange': {
      const how = by === s.role ? 'made' : 'read';
      const u = knowing({ ...t, keyExchange: content }, step, how, ['server-key-share', content.key]);
      return by === s.role ? knowing(u, step, 'made', ['server-private-share', privateShare(s.setup)]) : u;
    }
    case 'ClientKeyExchange':
      return clientKeyExchange(t, content, by, step);
    case 'Finished':
      return is13(t) ? finished13(t, by, step) : connected(t);
    default:
      return t;
  }
}

function clientHello(s: TlsEnd, hello: ClientHello, octets: Uint8Array, by: Role, step: number): TlsEnd {
  const firstHello = s.retry === undefined ? s.firstHello : s.hello;
  const t: TlsEnd = { ...s, hello, helloOctets: octets, firstHello };
  const how = by === s.role ? 'made' : 'read';
  const share = extensionIn(hello.extensions, 'key_share')?.shares?.find((one) => one.group === GROUP.x25519);
  const known = knowing(t, step, how, ['client-random', hello.random], ['client-key-share', share?.key]);
  const own =
    by === s.role && share !== undefined
      ? knowing(known, step, 'made', ['client-private-share', privateShare(s.setup)])
      : known;
  // A server that can take nothing of what is offered says so.
  return s.role === 'server' && !s.setup.captured && own.alert === undefined
    ? { ...own, alert: choose(own).alert }
    : own;
}

function serverHello(s: TlsEnd, hello: ServerHello, by: Role, step: number): TlsEnd {
  const version = extensionIn(hello.extensions, 'supported_versions')?.numbers?.[0] ?? hello.version;
  const how = by === s.role ? 'made' : 'read';
  const share = extensionIn(hello.extensions, 'key_share')?.shares?.[0];
  const t = knowing(
    { ...s, version, suite: suiteOf(hello.suite), serverHello: hello },
    step,
    how,
    ['server-random', hello.random],
    ['server-key-share', share?.key],
  );
  if (version !== TLS13) return serverHello12(t, hello, step);
  const own = by === s.role ? knowing(t, step, 'made', ['server-private-share', privateShare(s.setup)]) : t;
  return serverHello13(own, hello, step);
}

function certificate(
  s: TlsEnd,
  { certificates }: ContentOf<'Certificate'>,
  by: Role,
  breaches: readonly Breach[],
  step: number,
): TlsEnd {
  const chain = certificates.slice(0, MOST_CHAIN);
  const found = breaches.find((b) => b.rule.startsWith('tls/certificate-'))?.rule.slice('tls/certificate-'.length);
  const problem = by === s.role ? s.problem : ((found as CertificateProblem | undefined) ?? s.problem);
  if (by === 'client') return { ...s, clientChain: chain, problem };
  const key = keyOf(s.setup, chain[0]);
  const t: TlsEnd = { ...s, serverChain: chain, serverKey: key, problem };
  if (key === undefined) return t;
  const known = knowing(t, step, by === s.role ? 'made' : 'read', [
    'server-public-key',
    octetsOfNumber(key.n, key.size),
  ]);
  const secret = by === s.role ? privateOf(s.setup, key) : undefined;
  return secret === undefined
    ? known
    : knowing(known, step, 'made', ['server-private-key', octetsOfNumber(secret.p, Math.ceil(key.size / 2))]);
}

function newSessionTicket(s: TlsEnd, m: TlsMessage, content: ContentOf<'NewSessionTicket'>, by: Role): TlsEnd {
  const t: TlsEnd = by === s.role ? { ...s, tickets: s.tickets + 1 } : s;
  if (is13(t)) return keeping(t, ticket13(t, content));
  if (s.transcript.length >= MOST_MESSAGES) return t;
  return keeping({ ...t, transcript: [...s.transcript, m.octets] }, ticket12(t, content.ticket));
}

/** TLS 1.2: the last Finished makes the session one that can be taken up again (RFC 5246 §7.3). */
function connected(s: TlsEnd): TlsEnd {
  return s.at === 'CONNECTED' ? keeping(s, sessionOf(s)) : s;
}

function keeping(s: TlsEnd, session: Session | undefined): TlsEnd {
  return session === undefined ? s : { ...s, sessions: withSession(s.sessions, session) };
}

/** Has either side ended the connection, so that the one who is asked says nothing more? */
export function isOver(s: TlsEnd, by: Role): boolean {
  return s.ended[by] !== undefined || s.ended[otherRole(by)] === 'fatal';
}
