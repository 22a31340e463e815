/** TLS 1.2: the order of messages, and what they say (RFC 5246 §7). */
import type { Breach } from '../breach';
import type { Role } from '../role';
import { keyOf } from './certificate';
import { sameOctets } from '../../wire';
import { uint } from './cursor';
import { type TlsEnd, transcriptHash } from './end';
import { extensionIn } from './extension';
import type { ServerHello } from './handshake';
import { premasterIn } from './learn12';
import { factsOf, rowFor } from './machine';
import { type TlsMessage, placeOf } from './message';
import { TLS12, schemeName, suiteName, suiteOf, versionName } from './names';
import { versionsOf } from './negotiate';
import type { TlsBreach } from './rules';
import { MASTER_LENGTH, verifyData12 } from './schedule12';
import { isSigned, keyExchangeContent, verifyContent12 } from './signature';

type Found = TlsBreach | undefined;

/** A message that may not come here (RFC 5246 §7.3); the rule says the most that is known of why. */
export function order12(s: TlsEnd, m: TlsMessage, by: Role): Found {
  const { name } = m;
  const args = { message: name, at: s.at };
  if (name === 'Alert' || name === 'HelloRequest') return undefined;
  if (name === 'ApplicationData') return s.at === 'CONNECTED' ? undefined : { rule: 'tls12/appdata-early', args };
  // Renegotiation, which is not spoken here, is no mistake of who asks for it (§7.4.1.1).
  if (s.at === 'CONNECTED' && name === 'ClientHello') return undefined;
  if (rowFor(s, by, name) !== undefined) return undefined;
  const facts = factsOf(s);
  const first = by === 'server' ? serverOrder(s, m, facts) : clientOrder(s, m, facts);
  if (first !== undefined) return { rule: first, args };
  if (name === 'ChangeCipherSpec' && s.ccs[by] !== undefined) return { rule: 'tls12/ccs-twice', args };
  if (name === 'Finished' && s.ccs[by] === undefined) return { rule: 'tls12/finished-without-ccs', args };
  return { rule: 'tls12/order', args };
}

function serverOrder(
  s: TlsEnd,
  { name }: TlsMessage,
  facts: ReturnType<typeof factsOf>,
): TlsBreach['rule'] | undefined {
  const isSigned = s.at === 'SERVER_CERTIFICATE' || s.at === 'CERTIFICATE_STATUS';
  const ends = name === 'ServerHelloDone' || name === 'CertificateRequest';
  if (name === 'ServerKeyExchange' && facts.rsa && s.serverHello !== undefined) return 'tls12/ske-with-rsa';
  if (s.at === 'SERVER_HELLO' && !facts.resumed && (ends || name === 'ServerKeyExchange'))
    return 'tls12/no-server-cert';
  if (isSigned && ends && !facts.rsa) return 'tls12/no-ske';
  const isEarly = !facts.resumed && s.serverHello !== undefined && s.at !== 'CONNECTED' && !isPast(s);
  if ((name === 'ChangeCipherSpec' || name === 'Finished') && isEarly && s.ccs.server === undefined)
    return 'tls12/client-finished-second';
  return undefined;
}

/** Has the client's Finished come? */
function isPast(s: TlsEnd): boolean {
  return s.at === 'CLIENT_FINISHED' || s.at === 'TICKET' || s.at === 'SERVER_CCS';
}

function clientOrder(
  s: TlsEnd,
  { name }: TlsMessage,
  facts: ReturnType<typeof factsOf>,
): TlsBreach['rule'] | undefined {
  if (name === 'Certificate' && s.at === 'SERVER_HELLO_DONE' && !facts.asked) return 'tls12/cert-without-request';
  if (name === 'CertificateVerify') return 'tls12/certverify-place';
  if (name === 'ChangeCipherSpec' && s.at === 'CLIENT_KEY_EXCHANGE' && facts.signs) return 'tls12/certverify-place';
  return undefined;
}

export function content12(s: TlsEnd, m: TlsMessage, by: Role): readonly Breach[] {
  const found = [...contentOf(s, m, by)];
  return found.filter((b) => b !== undefined);
}

function contentOf(s: TlsEnd, m: TlsMessage, by: Role): readonly Found[] {
  const { content } = m;
  switch (content.kind) {
    case 'ServerHello':
      return serverHello(s, m, content);
    case 'ServerKeyExchange': {
      const key = s.serverKey;
      const { scheme, signature, params } = content;
      const offered = extensionIn(s.hello?.extensions, 'signature_algorithms')?.numbers;
      const args = { scheme: schemeName(scheme) };
      if (offered !== undefined && !offered.includes(scheme))
        return [{ rule: 'tls12/ske-signature', says: 'ske-signature/scheme', args, ...placeOf(m, 'algorithm') }];
      const isRight = key && isSigned(s, key, scheme, keyExchangeContent(s, params), signature);
      return isRight === false ? [{ rule: 'tls12/ske-signature', args, ...placeOf(m, 'signature') }] : [];
    }
    case 'ClientKeyExchange':
      return s.suite?.kx === 'RSA' ? [keyExchange(s, m, content.exchanged)] : [];
    case 'CertificateVerify': {
      const key = keyOf(s.setup, s.clientChain?.[0]);
      const isRight = key && isSigned(s, key, content.scheme, verifyContent12(s), content.signature);
      const args = { scheme: schemeName(content.scheme) };
      return isRight === false ? [{ rule: 'tls12/certverify-signature', args, ...placeOf(m, 'signature') }] : [];
    }
    case 'Finished': {
      if (s.master === undefined || s.suite === undefined) return [];
      const wanted = verifyData12(s.suite.hash, s.master, by, transcriptHash(s));
      return sameOctets(wanted, content.verifyData)
        ? []
        : [{ rule: 'tls12/verify-data', ...placeOf(m, 'verify_data') }];
    }
    default:
      return [];
  }
}

function serverHello(s: TlsEnd, m: TlsMessage, content: ServerHello): readonly Found[] {
  const { hello } = s;
  const { suite: id, compression, extensions, version } = content;
  const suite = suiteOf(id);
  const found: Found[] = [];
  if (hello !== undefined) {
    if (!versionsOf(hello).includes(version) && version <= TLS12)
      found.push({ rule: 'tls13/version', args: { version: versionName(version) }, ...placeOf(m, 'server_version') });
    if (version > TLS12)
      found.push({
        rule: 'tls13/version',
        says: 'version/legacy',
        args: { version: versionName(version) },
        ...placeOf(m, 'server_version'),
      });
    const isOffered = hello.suites.includes(id) && suite?.version !== 0x0304;
    if (!isOffered)
      found.push({ rule: 'tls12/suite-not-offered', args: { suite: suiteName(id) }, ...placeOf(m, 'cipher_suite') });
    if (!hello.compressions.includes(compression))
      found.push({
        rule: 'tls12/suite-not-offered',
        says: 'suite-not-offered/compression',
        args: { compression },
        ...placeOf(m, 'compression_method'),
      });
    found.push(resumption(s, m, content));
  }
  const answered = (name: 'extended_master_secret' | 'renegotiation_info'): boolean =>
    extensionIn(extensions, name) !== undefined;
  // A session that goes on exchanges no keys.
  const goesOn = hello !== undefined && hello.sessionId.length > 0 && sameOctets(hello.sessionId, content.sessionId);
  if (suite?.kx === 'RSA' && !goesOn)
    found.push({ rule: 'tls12/rsa-kex', args: { suite: suite.name }, ...placeOf(m, 'cipher_suite') });
  if (!answered('extended_master_secret')) found.push({ rule: 'tls12/ems' });
  if (!answered('renegotiation_info')) found.push({ rule: 'tls12/renegotiation-info' });
  return found;
}

/** A session goes on with what it began with (RFC 5246 §7.4.1.3, RFC 7627 §5.3). */
function resumption(s: TlsEnd, m: TlsMessage, { sessionId, suite, extensions }: ServerHello): Found {
  const id = s.hello?.sessionId;
  if (id === undefined || id.length === 0 || !sameOctets(id, sessionId)) return undefined;
  const ticket = extensionIn(s.hello?.extensions, 'session_ticket')?.octets ?? new Uint8Array();
  const session = s.setup.sessions.find((one) =>
    ticket.length > 0 ? sameOctets(one.ticket, ticket) : sameOctets(one.id, id),
  );
  if (session === undefined) {
    // In captures nobody knows the sessions of before.
    return s.setup.captured
      ? undefined
      : { rule: 'tls12/resumption', says: 'resumption/unknown', ...placeOf(m, 'session_id') };
  }
  if (session.suite !== suite)
    return {
      rule: 'tls12/resumption',
      args: { suite: suiteName(suite), before: suiteName(session.suite) },
      ...placeOf(m, 'cipher_suite'),
    };
  const ems = extensionIn(extensions, 'extended_master_secret') !== undefined;
  return ems === session.ems ? undefined : { rule: 'tls12/resumption', says: 'resumption/ems' };
}

/** RFC 5246 §7.4.7.1. */
function keyExchange(s: TlsEnd, m: TlsMessage, exchanged: Uint8Array): Found {
  const key = s.serverKey;
  if (key === undefined) return undefined;
  if (exchanged.length !== key.size)
    return {
      rule: 'tls12/key-exchange-length',
      args: { length: exchanged.length, size: key.size },
      ...placeOf(m, 'encrypted_pre_master_secret'),
    };
  const premaster = premasterIn(s, exchanged);
  if (premaster === undefined) {
    // In a capture the private key is not known: that is no mistake.
    return s.role === 'server' && s.setup.key?.n === key.n
      ? {
          rule: 'tls12/premaster-length',
          says: 'premaster-length/padding',
          ...placeOf(m, 'encrypted_pre_master_secret'),
        }
      : undefined;
  }
  if (premaster.length !== MASTER_LENGTH)
    return {
      rule: 'tls12/premaster-length',
      args: { length: premaster.length },
      ...placeOf(m, 'encrypted_pre_master_secret'),
    };
  const offered = s.hello?.version ?? TLS12;
  if (sameOctets(premaster.subarray(0, 2), uint(2, offered))) return undefined;
  const found = (premaster[0] ?? 0) * 256 + (premaster[1] ?? 0);
  return {
    rule: 'tls12/premaster-version',
    args: { found: versionName(found), offered: versionName(offered) },
    ...placeOf(m, 'encrypted_pre_master_secret'),
  };
}
