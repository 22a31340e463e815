/** TLS messages in the sentences about a step: what both ends and the wire know after each message. */
import type { Message } from '../layers';
import { securedAt, type EndId } from '../sim';
import { type Moment, bytesText, nameOf, peerOf } from './moment';
import type { Told } from './sending';

type Sealed = NonNullable<Message['sealed']>['message'];
type Side = NonNullable<ReturnType<typeof endIn>>;

/** The clauses on the TLS messages that the step's segment completes at its receiver. */
export function knowingOf(m: Moment): readonly Told[] {
  const { step, trace } = m;
  if (trace.tls === undefined || !('sent' in step) || step.hears === undefined) return [];
  const to = peerOf(trace, step.sent.from);
  const receiver = endIn(m, to);
  if (receiver === undefined) return [];
  return step.hears.flatMap(({ sealed }) => {
    const told = sealed && clauseOf(m, sealed.message, receiver);
    if (told === undefined) return [];
    const [id, source, args = {}] = told;
    const names = { host: nameOf(trace, step.sent.from), peer: nameOf(trace, to) };
    return [{ text: m.say(`knowing/${id}`, { ...names, ...args }), source }];
  });
}

function endIn(m: Moment, end: EndId): NonNullable<ReturnType<typeof securedAt>>['client'] {
  const connection = securedAt(m.step.after, m.trace.cast, end);
  return m.step.after.ends.get(end)?.app?.tls?.end.role === 'client' ? connection?.client : connection?.server;
}

type Clause = readonly [id: string, source: string, args?: Readonly<Record<string, string | number>>];

/**
 * The sentence about a message, its source, and its arguments besides the names; undefined for a message that can't be
 * decrypted.
 */
function clauseOf(m: Moment, message: Sealed, receiver: Side): Clause | undefined {
  if (message.closed !== undefined) return undefined;
  const { content } = message;
  const is13 = m.trace.tls?.door.is13(receiver) === true;
  const rfc = (old: string, now: string): string => (is13 ? `RFC 8446 §${now}` : `RFC 5246 §${old}`);
  switch (content.kind) {
    case 'ClientHello': {
      const shares = content.extensions.some(({ shares: own }) => own !== undefined);
      const source = shares ? 'RFC 8446 §4.1.2' : 'RFC 5246 §7.4.1.2';
      return [shares ? 'client-hello-13' : 'client-hello', source, { count: content.suites.length }];
    }
    case 'HelloRetryRequest':
      return ['retry', 'RFC 8446 §4.1.4'];
    case 'ServerHello': {
      const suite = m.trace.tls?.door.suiteName(content.suite) ?? '';
      const id = receiver.resumed ? 'resumed' : is13 ? 'server-hello-13' : 'server-hello';
      return [id, rfc('7.4.1.3', '4.1.3'), { suite }];
    }
    case 'EncryptedExtensions':
      return ['encrypted-extensions', 'RFC 8446 §4.3.1'];
    case 'Certificate':
      return certificateOf(content.certificates.length, receiver, rfc('7.4.2', '4.4.2'));
    case 'ServerKeyExchange':
      return ['server-key-exchange', 'RFC 5246 §7.4.3'];
    case 'CertificateRequest':
      return ['certificate-request', rfc('7.4.4', '4.3.2')];
    case 'ServerHelloDone':
      return ['server-hello-done', 'RFC 5246 §7.4.5'];
    case 'ClientKeyExchange':
      return keyExchangeOf(m, receiver);
    case 'CertificateVerify':
      return ['certificate-verify', rfc('7.4.8', '4.4.3')];
    case 'Finished':
      return ['finished', rfc('7.4.9', '4.4.4')];
    case 'NewSessionTicket':
      return ['ticket', is13 ? 'RFC 8446 §4.6.1' : 'RFC 5077 §3.3'];
    case 'KeyUpdate':
      return ['key-update', 'RFC 8446 §4.6.3'];
    default:
      return otherOf(m, message, rfc);
  }
}

function certificateOf(count: number, receiver: Side, source: string): Clause {
  if (count === 0) return ['certificate-none', source];
  if (receiver.problem !== undefined) return ['certificate-refused', source];
  return [receiver.role === 'client' ? 'certificate' : 'certificate-client', source];
}

/** With RSA one side makes the pre-master secret and encrypts it; with (EC)DHE both compute it (RFC 5246 §8.1). */
function keyExchangeOf(m: Moment, receiver: Side): Clause {
  if (receiver.suite?.kx !== 'RSA') return ['key-exchange', 'RFC 8422 §5.7'];
  return [isLeaked(m) ? 'key-exchange-rsa-leaked' : 'key-exchange-rsa', 'RFC 5246 §7.4.7.1'];
}

function otherOf(
  m: Moment,
  { name, alert, from, to, sealed }: Sealed,
  rfc: (a: string, b: string) => string,
): Clause | undefined {
  if (name === 'ChangeCipherSpec') return ['change-cipher-spec', rfc('7.1', '5')];
  if (name === 'ApplicationData' && sealed)
    return [isLeaked(m) ? 'data-leaked' : 'data', rfc('6.2.3', '5.2'), { bytes: bytesText(m.say, to - from) }];
  if (name !== 'Alert' || alert === undefined) return undefined;
  const alertName = m.trace.tls?.door.alertName(alert.description) ?? String(alert.description);
  if (alert.description === 0) return ['close', rfc('7.2.1', '6.1')];
  return ['alert', rfc('7.2.2', '6.2'), { alert: alertName }];
}

/** True if an observer on the wire has the key that decrypts the records of the step's connection. */
function isLeaked(m: Moment): boolean {
  const { step, trace } = m;
  if (!('sent' in step)) return false;
  const connection = securedAt(step.after, trace.cast, step.sent.from);
  return connection !== undefined && trace.tls?.door.wireOpens(connection) !== undefined;
}
