/** TLS 1.3: the order of messages, what they say, and their records (RFC 8446 §4, §5). */
import { hash as digest } from '../crypto';
import type { Breach } from '../breach';
import type { Role } from '../role';
import { keyOf } from './certificate';
import { joined, sameOctets } from '../../wire';
import { type TlsEnd, is13, transcriptHash } from './end';
import { type Extension, type Place, extensionIn } from './extension';
import type { ClientHello, ServerHello } from './handshake';
import { rowFor } from './machine';
import { type TlsMessage, placeOf } from './message';
import {
  EXTENSION,
  TLS12,
  TLS13,
  extensionName,
  groupName,
  schemeName,
  suiteName,
  suiteOf,
  versionName,
} from './names';
import { sessionBy } from './negotiate';
import type { TlsBreach } from './rules';
import { binderKey, earlySecret, verifyData13 } from './schedule13';
import { isSigned, verifyContent13 } from './signature';

type Found = TlsBreach | undefined;

const OLD: readonly string[] = ['ServerKeyExchange', 'ClientKeyExchange', 'ServerHelloDone'];
const SIGNED: readonly string[] = ['Certificate', 'CertificateRequest', 'CertificateVerify'];

export function order13(s: TlsEnd, m: TlsMessage, by: Role): Found {
  const { name } = m;
  const args = { message: name, at: s.at };
  if (name === 'Alert' || name === 'ChangeCipherSpec') return undefined;
  if (name === 'ApplicationData') {
    const may = s.at === 'CONNECTED' || (by === 'server' && AFTER_FINISHED.includes(s.at));
    return may ? undefined : { rule: 'tls13/appdata-early', args };
  }
  if (name === 'HelloRetryRequest' && s.retry !== undefined) return { rule: 'tls13/hrr-twice', args };
  if (rowFor(s, by, name) !== undefined) return undefined;
  if (OLD.includes(name) && s.serverHello !== undefined) return { rule: 'tls13/no-rsa-kex', args };
  if (by === 'server' && s.resumed && SIGNED.includes(name)) return { rule: 'tls13/cert-with-psk', args };
  if (name === 'NewSessionTicket' && by === 'server') return { rule: 'tls13/ticket-early', args };
  if (name === 'KeyUpdate') return { rule: 'tls13/key-update-early', args };
  return { rule: 'tls13/order', args };
}

/** The server's Finished has been said: it may send data. */
const AFTER_FINISHED: readonly string[] = ['SERVER_FINISHED', 'CLIENT_CERTIFICATE', 'CLIENT_VERIFY'];

/** Rules that the records of a message break (RFC 8446 §5.1, §5.2, §D.4). */
export function records13(s: TlsEnd, m: TlsMessage, by: Role): readonly TlsBreach[] {
  const found: TlsBreach[] = [];
  const version = m.parts.find((p) => p.version !== TLS12)?.version;
  if (version !== undefined && m.name !== 'ClientHello' && (is13(s) || chooses13(m)))
    found.push({ rule: 'tls13/record-version', args: { version: versionName(version) } });
  if (!is13(s)) return found;
  const isProtected = s[by === s.role ? 'out' : 'in'].sealed;
  if (isProtected && !m.sealed && m.name !== 'ChangeCipherSpec' && m.name !== 'Alert')
    found.push({ rule: 'tls13/plaintext-after-sh', args: { message: m.name } });
  if (m.name === 'ChangeCipherSpec') {
    if (s.at === 'CONNECTED') found.push({ rule: 'tls13/ccs', says: 'ccs/late', level: 'error' });
    else if (s.ccs[by] !== undefined) found.push({ rule: 'tls13/ccs', says: 'ccs/twice' });
  } else if (m.name === 'EncryptedExtensions' && s.ccs.server === undefined && (s.hello?.sessionId.length ?? 0) > 0)
    found.push({ rule: 'tls13/ccs' });
  return found;
}

function chooses13({ content }: TlsMessage): boolean {
  const isHello = content.kind === 'ServerHello' || content.kind === 'HelloRetryRequest';
  return isHello && extensionIn(content.extensions, 'supported_versions')?.numbers?.[0] === TLS13;
}

export function content13(s: TlsEnd, m: TlsMessage, by: Role): readonly Breach[] {
  return contentOf(s, m, by).filter((b) => b !== undefined);
}

function contentOf(s: TlsEnd, m: TlsMessage, by: Role): readonly Found[] {
  const { content } = m;
  switch (content.kind) {
    case 'ClientHello':
      return clientHello(s, m, content);
    case 'HelloRetryRequest':
      return [...hello(s, m, content), retry(s, m, content), ...places(m, content.extensions, 'HelloRetryRequest')];
    case 'ServerHello':
      return [...hello(s, m, content), share(s, m, content), ...places(m, content.extensions, 'ServerHello')];
    case 'EncryptedExtensions':
      return places(m, content.extensions, 'EncryptedExtensions');
    case 'CertificateRequest':
      return places(m, content.extensions, 'CertificateRequest');
    case 'CertificateVerify': {
      const key = by === 'server' ? s.serverKey : keyOf(s.setup, s.clientChain?.[0]);
      const { scheme, signature } = content;
      const args = { scheme: schemeName(scheme) };
      const offered =
        by === 'server' ? extensionIn(s.hello?.extensions, 'signature_algorithms')?.numbers : s.asked?.schemes;
      // RSASSA-PKCS1-v1_5 signs no CertificateVerify (§4.2.3).
      if ((offered !== undefined && !offered.includes(scheme)) || (scheme & 0xff) === 1)
        return [
          { rule: 'tls13/certverify-signature', says: 'certverify-signature/scheme', args, ...placeOf(m, 'algorithm') },
        ];
      const isRight = key && isSigned(s, key, scheme, verifyContent13(s, by), signature);
      return isRight === false ? [{ rule: 'tls13/certverify-signature', args, ...placeOf(m, 'signature') }] : [];
    }
    case 'KeyUpdate':
      return content.request > 1
        ? [{ rule: 'tls/decode', says: 'decode/key-update', ...placeOf(m, 'request_update') }]
        : [];
    case 'Finished': {
      const secret = s.schedule.handshakeTraffic?.[by];
      if (secret === undefined || s.suite === undefined) return [];
      const wanted = verifyData13(s.suite.hash, secret, transcriptHash(s));
      return sameOctets(wanted, content.verifyData)
        ? []
        : [{ rule: 'tls13/verify-data', ...placeOf(m, 'verify_data') }];
    }
    default:
      return [];
  }
}

/** Rules of ServerHello and HelloRetryRequest alike (§4.1.3). */
function hello(s: TlsEnd, m: TlsMessage, content: ServerHello): readonly Found[] {
  const { hello: asked } = s;
  const { version, sessionId, suite, compression, extensions } = content;
  if (asked === undefined) return [];
  const found: Found[] = [];
  const offered = extensionIn(asked.extensions, 'supported_versions')?.numbers ?? [];
  const chosen = extensionIn(extensions, 'supported_versions')?.numbers?.[0] ?? 0;
  if (version !== TLS12)
    found.push({
      rule: 'tls13/version',
      says: 'version/legacy',
      args: { version: versionName(version) },
      ...placeOf(m, 'server_version'),
    });
  if (!offered.includes(chosen))
    found.push({ rule: 'tls13/version', args: { version: versionName(chosen) }, ...placeOf(m, 'supported_versions') });
  if (!sameOctets(sessionId, asked.sessionId))
    found.push({ rule: 'tls13/session-id-echo', ...placeOf(m, 'session_id') });
  const isOffered = asked.suites.includes(suite) && suiteOf(suite)?.version === TLS13;
  if (!isOffered)
    found.push({ rule: 'tls13/suite-not-offered', args: { suite: suiteName(suite) }, ...placeOf(m, 'cipher_suite') });
  else if (s.retry !== undefined && m.name === 'ServerHello' && s.retry.suite !== suite)
    found.push({
      rule: 'tls13/suite-not-offered',
      says: 'suite-not-offered/retry',
      args: { suite: suiteName(suite), before: suiteName(s.retry.suite) },
      ...placeOf(m, 'cipher_suite'),
    });
  if (compression !== 0)
    found.push({ rule: 'tls13/compression', args: { compression }, ...placeOf(m, 'compression_method') });
  return found;
}

/** The server's public key is of a group of which the client has sent one (§4.2.8). */
function share(s: TlsEnd, m: TlsMessage, { extensions }: ServerHello): Found {
  const shares = extensionIn(s.hello?.extensions, 'key_share')?.shares ?? [];
  const own = extensionIn(extensions, 'key_share')?.shares?.[0];
  const psk = extensionIn(extensions, 'pre_shared_key');
  const chosen = psk?.numbers?.[0] ?? 0;
  const count = extensionIn(s.hello?.extensions, 'pre_shared_key')?.identities?.length ?? 0;
  if (psk !== undefined && chosen >= count)
    return {
      rule: 'tls13/key-share',
      says: 'key-share/identity',
      args: { chosen },
      at: { from: psk.from, to: psk.to },
    };
  if (own === undefined) return psk === undefined ? { rule: 'tls13/key-share', says: 'key-share/missing' } : undefined;
  const isOffered = shares.some((one) => one.group === own.group);
  return isOffered
    ? undefined
    : { rule: 'tls13/key-share', args: { group: groupName(own.group) }, ...placeOf(m, 'key_share') };
}

/** A HelloRetryRequest changes something in the next hello (§4.1.4). */
function retry(s: TlsEnd, m: TlsMessage, { extensions }: ServerHello): Found {
  const group = extensionIn(extensions, 'key_share')?.numbers?.[0];
  const cookie = extensionIn(extensions, 'cookie');
  const shares = extensionIn(s.hello?.extensions, 'key_share')?.shares ?? [];
  const groups = extensionIn(s.hello?.extensions, 'supported_groups')?.numbers ?? [];
  const args = { group: group === undefined ? '' : groupName(group) };
  if (group !== undefined && !groups.includes(group))
    return { rule: 'tls13/key-share', says: 'key-share/group', args, ...placeOf(m, 'key_share') };
  const isThere = group === undefined || shares.some((one) => one.group === group);
  return isThere && cookie === undefined ? { rule: 'tls13/hrr-needless', args, ...placeOf(m, 'key_share') } : undefined;
}

function clientHello(s: TlsEnd, m: TlsMessage, content: ClientHello): readonly Found[] {
  const { extensions } = content;
  const found: Found[] = [...places(m, extensions, 'ClientHello')];
  const psk = extensionIn(extensions, 'pre_shared_key');
  const last = extensions.at(-1);
  if (psk !== undefined && last !== psk)
    found.push({ rule: 'tls13/extension-place', says: 'extension-place/last', at: { from: psk.from, to: psk.to } });
  else if (psk !== undefined) found.push(binders(s, m, psk));
  if (s.retry !== undefined && s.hello !== undefined) found.push(changed(m, s.hello, content, s.retry));
  return found;
}

/** Each binder proves that the client has the key (§4.2.11.2). */
function binders(s: TlsEnd, m: TlsMessage, psk: Extension): Found {
  const head = m.octets.subarray(0, psk.bindersAt ?? 0);
  for (const [i, { identity }] of (psk.identities ?? []).entries()) {
    const session = sessionBy(s, identity);
    const hash = session === undefined ? undefined : suiteOf(session.suite)?.hash;
    if (session === undefined || hash === undefined) continue;
    const transcript = digest(hash, joined(...s.transcript, head));
    const wanted = verifyData13(hash, binderKey(hash, earlySecret(hash, session.secret)), transcript);
    if (!sameOctets(wanted, psk.binders?.[i] ?? new Uint8Array()))
      return { rule: 'tls13/binder', ...placeOf(m, 'binders') };
  }
  return undefined;
}

/** Extensions that may change between the two hellos (§4.1.2). */
const MAY_CHANGE: readonly number[] = [
  EXTENSION.key_share,
  EXTENSION.pre_shared_key,
  EXTENSION.early_data,
  EXTENSION.cookie,
  EXTENSION.padding,
];

function changed(m: TlsMessage, first: ClientHello, second: ClientHello, asked: ServerHello): Found {
  const is = (what: string, isSame: boolean): Found =>
    isSame ? undefined : { rule: 'tls13/second-hello-changed', args: { what }, ...placeOf(m, what) };
  const kept = (h: ClientHello): readonly Extension[] => h.extensions.filter((e) => !MAY_CHANGE.includes(e.type));
  const [before, now] = [kept(first), kept(second)];
  const other =
    before.find((e) => !now.some((n) => n.type === e.type && sameOctets(n.data, e.data))) ??
    now.find((n) => !before.some((e) => e.type === n.type));
  const group = extensionIn(asked.extensions, 'key_share')?.numbers?.[0];
  const shares = extensionIn(second.extensions, 'key_share')?.shares ?? [];
  const isAnswer = group === undefined || (shares.length === 1 && shares[0]?.group === group);
  const cookie = extensionIn(asked.extensions, 'cookie')?.octets;
  const echoed = extensionIn(second.extensions, 'cookie')?.octets;
  const isEchoed = cookie === undefined || (echoed !== undefined && sameOctets(cookie, echoed));
  return (
    is('client_version', first.version === second.version) ??
    is('random', sameOctets(first.random, second.random)) ??
    is('session_id', sameOctets(first.sessionId, second.sessionId)) ??
    is('cipher_suites', first.suites.join() === second.suites.join()) ??
    is('compression_methods', first.compressions.join() === second.compressions.join()) ??
    (other === undefined ? undefined : is(extensionName(other.type), false)) ??
    is('key_share', isAnswer) ??
    is('cookie', isEchoed)
  );
}

/** Messages in which an extension may stand (§4.2); one that is not here may stand anywhere. */
const PLACES: ReadonlyMap<number, readonly Place[]> = new Map<number, readonly Place[]>([
  [EXTENSION.server_name, ['ClientHello', 'EncryptedExtensions']],
  [EXTENSION.supported_groups, ['ClientHello', 'EncryptedExtensions']],
  [EXTENSION.signature_algorithms, ['ClientHello', 'CertificateRequest']],
  [EXTENSION.signature_algorithms_cert, ['ClientHello', 'CertificateRequest']],
  [EXTENSION.application_layer_protocol_negotiation, ['ClientHello', 'EncryptedExtensions']],
  [EXTENSION.padding, ['ClientHello']],
  [EXTENSION.key_share, ['ClientHello', 'ServerHello', 'HelloRetryRequest']],
  [EXTENSION.pre_shared_key, ['ClientHello', 'ServerHello']],
  [EXTENSION.psk_key_exchange_modes, ['ClientHello']],
  [EXTENSION.cookie, ['ClientHello', 'HelloRetryRequest']],
  [EXTENSION.supported_versions, ['ClientHello', 'ServerHello', 'HelloRetryRequest']],
  [EXTENSION.certificate_authorities, ['ClientHello', 'CertificateRequest']],
  [EXTENSION.post_handshake_auth, ['ClientHello']],
  [EXTENSION.early_data, ['ClientHello', 'EncryptedExtensions', 'NewSessionTicket']],
  // Of TLS 1.2 alone.
  [EXTENSION.ec_point_formats, ['ClientHello']],
  [EXTENSION.encrypt_then_mac, ['ClientHello']],
  [EXTENSION.extended_master_secret, ['ClientHello']],
  [EXTENSION.session_ticket, ['ClientHello']],
  [EXTENSION.renegotiation_info, ['ClientHello']],
]);

function places(m: TlsMessage, extensions: readonly Extension[], place: Place): readonly TlsBreach[] {
  const found: TlsBreach[] = [];
  const seen = new Set<number>();
  for (const { type, from, to } of extensions) {
    const args = { extension: extensionName(type), message: m.name };
    // There must not be more than one of a type in a block (§4.2).
    if (seen.has(type))
      found.push({ rule: 'tls13/extension-place', says: 'extension-place/twice', args, at: { from, to } });
    else if (PLACES.get(type)?.includes(place) === false)
      found.push({ rule: 'tls13/extension-place', args, at: { from, to } });
    seen.add(type);
  }
  return found;
}
