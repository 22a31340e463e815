/** Messages that somebody wishes a side to say, as octets: what a wish leaves out is what the side would say. */
import { x25519Base } from '../crypto';
import { encrypted, ownPremaster } from './learn12';
import { joined } from '../../wire';
import { uint, vec } from './cursor';
import { type TlsEnd, drawn, is13, privateShare, transcriptHash } from './end';
import { extensionsOctets } from './extension';
import { certificateOctets, messageOctets, signatureOctets } from './handshake';
import { clientHello, encryptedExtensions, helloRetryRequest, requestExtensions, serverHello } from './hello';
import { ALERT, CONTENT, type MESSAGES, type MessageName, SCHEME, TLS12 } from './names';
import { MOST_CLEAR, recordOctets } from './record';
import { verifyData12 } from './schedule12';
import { verifyData13 } from './schedule13';
import { seal } from './seal';
import { OFFERED, keyExchangeContent, signed, verifyContent12, verifyContent13 } from './signature';
import { Draft, type TlsWish, type WishProblem } from './wish';
import { extensionIn } from './extension';

export interface TlsWritten {
  readonly octets: Uint8Array;
  /** Sizes of the records that they are. */
  readonly records: readonly number[];
  /** Values that were filled in. */
  readonly filled: readonly { readonly name: string; readonly value: string }[];
  readonly problems: readonly WishProblem[];
}

/**
 * The records of one message.
 *
 * @param seq the number of the next record under the keys of this direction
 */
export function writeTls(s: TlsEnd, seq: number, wish: TlsWish): TlsWritten {
  const d = new Draft(s, wish);
  const [type, content] = contentOf(d);
  const records = recordsOf(d, seq, type, content);
  return { octets: joined(...records), records: records.map((r) => r.length), filled: d.filled, problems: d.problems };
}

/** The content of the records, and their type. */
function contentOf(d: Draft): [number, Uint8Array] {
  const { wish } = d;
  const body = d.get('body') === undefined ? undefined : d.octets('body', () => new Uint8Array());
  switch (wish.name) {
    case 'ApplicationData':
    case 'Unread':
      return [CONTENT.application_data, body ?? wish.body ?? new Uint8Array()];
    case 'ChangeCipherSpec':
      return [CONTENT.change_cipher_spec, body ?? Uint8Array.of(1)];
    case 'Alert':
      return [CONTENT.alert, body ?? alertOctets(d)];
    default:
      return [CONTENT.handshake, body === undefined ? messageOf(d, wish.name) : messageOctets(typed(wish.name), body)];
  }
}

function typed(name: MessageName): keyof typeof MESSAGES {
  if (name === 'HelloRetryRequest') return 'ServerHello';
  return name as keyof typeof MESSAGES;
}

const MILD: readonly string[] = ['close_notify', 'user_canceled', 'no_renegotiation'];

function alertOctets(d: Draft): Uint8Array {
  const name = d.wish.alert ?? d.s.alert ?? 'close_notify';
  const level = d.get('level');
  const number =
    level === 'warning' ? 1 : level === 'fatal' ? 2 : d.number('level', 255, () => (MILD.includes(name) ? 1 : 2));
  return joined(uint(1, number), uint(1, ALERT[name]));
}

function recordsOf(d: Draft, seq: number, type: number, content: Uint8Array): Uint8Array[] {
  const { s, wish } = d;
  const { out, setup } = s;
  // In TLS 1.3 ChangeCipherSpec is never sealed (RFC 8446 §5).
  const isClear = d.get('sealed') === 'no' || !out.sealed || (is13(s) && wish.name === 'ChangeCipherSpec');
  const first = wish.name === 'ClientHello' && s.retry === undefined ? 0x0301 : TLS12;
  const version = d.get('record-version') === undefined ? first : d.version('record-version', () => first);
  const outer = d.get('record-type') === undefined ? type : d.number('record-type', 255, () => type);
  const padding = d.get('padding') === undefined ? 0 : d.number('padding', MOST_CLEAR, () => 0);
  const records: Uint8Array[] = [];
  for (let at = 0; at < content.length || at === 0; at += MOST_CLEAR) {
    const piece = content.subarray(at, at + MOST_CLEAR);
    if (isClear || out.keys === undefined) records.push(recordOctets(outer, version, piece));
    else {
      const n = seq + records.length;
      const isCbc = out.keys.suite.cipher === 'AES-CBC';
      const iv = isCbc ? drawn(setup, `iv ${String(out.epoch)} ${String(n)}`, 16) : undefined;
      const sealed = seal(out.keys, n, outer, piece, iv, Math.min(padding, MOST_CLEAR - piece.length), setup.recall);
      records.push(sealed);
    }
  }
  return records;
}

function messageOf(d: Draft, name: MessageName): Uint8Array {
  const { s } = d;
  switch (name) {
    case 'ClientHello':
      return clientHello(d);
    case 'ServerHello':
      return serverHello(d);
    case 'HelloRetryRequest':
      return helloRetryRequest(d);
    case 'EncryptedExtensions':
      return messageOctets(name, extensionsOctets(encryptedExtensions(d)));
    case 'Certificate':
      return certificateOctets(
        s.version,
        d.wish.chain ?? s.setup.chain,
        s.role === 'client' && s.asked ? s.asked.context : NONE,
      );
    case 'CertificateRequest':
      return is13(s)
        ? messageOctets(name, vec(1), extensionsOctets(requestExtensions()))
        : messageOctets(name, vec(1, uint(1, 1)), vec(2, ...OFFERED.map((n) => uint(2, n))), vec(2));
    case 'ServerKeyExchange':
      return serverKeyExchange(d);
    case 'ClientKeyExchange':
      return clientKeyExchange(d);
    case 'CertificateVerify':
      return certificateVerify(d);
    case 'Finished':
      return messageOctets(
        name,
        d.octets('verify-data', () => verifyData(s)),
      );
    case 'NewSessionTicket':
      return newSessionTicket(d);
    case 'KeyUpdate':
      return messageOctets(
        name,
        uint(
          1,
          d.number('request', 255, () => 0),
        ),
      );
    default:
      return messageOctets(typed(name));
  }
}

const NONE = new Uint8Array();

/** The scheme of a signature in TLS 1.2: the one that everybody has, where the peer takes it. */
function scheme12(d: Draft, offered: readonly number[] | undefined): number {
  const takes = offered === undefined || offered.includes(SCHEME.rsa_pkcs1_sha256);
  return d.scheme('scheme', () => (takes ? SCHEME.rsa_pkcs1_sha256 : SCHEME.rsa_pss_rsae_sha256));
}

function signature(d: Draft, scheme: number, content: Uint8Array): Uint8Array {
  const { key } = d.s.setup;
  return d.octets('signature', () => (key === undefined ? NONE : signed(d.s, key, scheme, content)));
}

function serverKeyExchange(d: Draft): Uint8Array {
  const { s } = d;
  const key = d.octets('key', () => x25519Base(privateShare(s.setup), s.setup.recall));
  const params = joined(uint(1, 3), uint(2, 29), vec(1, key));
  const scheme = scheme12(d, extensionIn(s.hello?.extensions, 'signature_algorithms')?.numbers);
  return messageOctets(
    'ServerKeyExchange',
    params,
    signatureOctets(scheme, signature(d, scheme, keyExchangeContent(s, params))),
  );
}

function clientKeyExchange(d: Draft): Uint8Array {
  const { s } = d;
  if (s.suite?.kx === 'ECDHE') {
    const key = d.octets('key', () => x25519Base(privateShare(s.setup), s.setup.recall));
    return messageOctets('ClientKeyExchange', vec(1, key));
  }
  const version = d.version('premaster-version', () => s.hello?.version ?? TLS12);
  const premaster = d.octets('premaster', () => ownPremaster(s, version));
  return messageOctets('ClientKeyExchange', vec(2, encrypted(s, premaster) ?? new Uint8Array(256)));
}

function certificateVerify(d: Draft): Uint8Array {
  const { s } = d;
  const scheme = is13(s) ? d.scheme('scheme', () => SCHEME.rsa_pss_rsae_sha256) : scheme12(d, s.asked?.schemes);
  const content = is13(s) ? verifyContent13(s, s.role) : verifyContent12(s);
  return messageOctets('CertificateVerify', signatureOctets(scheme, signature(d, scheme, content)));
}

/** verify_data of the side's Finished; zeros where it has no keys. */
function verifyData(s: TlsEnd): Uint8Array {
  const hash = s.suite?.hash ?? 'sha256';
  if (is13(s)) {
    const secret = s.schedule.handshakeTraffic?.[s.role];
    return secret === undefined
      ? new Uint8Array(hash === 'sha256' ? 32 : 48)
      : verifyData13(hash, secret, transcriptHash(s));
  }
  return s.master === undefined ? new Uint8Array(12) : verifyData12(hash, s.master, s.role, transcriptHash(s));
}

function newSessionTicket(d: Draft): Uint8Array {
  const { s } = d;
  const lifetime = uint(
    4,
    d.number('lifetime', 2 ** 32 - 1, () => 7200),
  );
  const number = String(s.tickets);
  const ticket = d.octets('ticket', () => drawn(s.setup, `ticket ${number}`, 32));
  if (!is13(s)) return messageOctets('NewSessionTicket', lifetime, vec(2, ticket));
  const ageAdd = drawn(s.setup, `ticket_age_add ${number}`, 4);
  return messageOctets('NewSessionTicket', lifetime, ageAdd, vec(1, uint(8, s.tickets)), vec(2, ticket), vec(2));
}
