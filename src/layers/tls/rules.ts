/** The rules of TLS: a row a rule. Reading finds those that octets break by themselves, `judge` the others. */
import type { LayerRule } from '../rule';
import type { Breach } from '../breach';
import type { AlertName } from './names';

export interface TlsRule extends LayerRule {
  /** The alert that the peer owes; absent where it goes on. */
  readonly alert?: AlertName;
}

type Rows = Readonly<Record<string, Omit<TlsRule, 'id'>>>;

function error(source: string, alert?: AlertName): Omit<TlsRule, 'id'> {
  return { level: 'error', source, ...(alert === undefined ? {} : { alert }) };
}

function milder(level: 'warning' | 'hint', source: string, alert?: AlertName): Omit<TlsRule, 'id'> {
  return { level, source, ...(alert === undefined ? {} : { alert }) };
}

/** Both versions. */
const BOTH = {
  // Records.
  'record-type': error('RFC 8446 §5.1', 'unexpected_message'),
  'record-length': error('RFC 8446 §5.1', 'record_overflow'),
  'record-empty': error('RFC 8446 §5.1', 'unexpected_message'),
  decode: error('RFC 8446 §6.2', 'decode_error'),
  'bad-mac': error('RFC 8446 §5.2', 'bad_record_mac'),
  'not-tls': error('RFC 8446 §5.1'),
  // What is not sealed at all.
  'plain-secret': milder('hint', 'RFC 9110 §17.16.1'),
  // Certificates.
  'certificate-name': milder('hint', 'RFC 9525 §6', 'bad_certificate'),
  'certificate-expired': milder('hint', 'RFC 5280 §6.1', 'certificate_expired'),
  'certificate-untrusted': milder('hint', 'RFC 5280 §6.1', 'unknown_ca'),
  'certificate-signature': milder('hint', 'RFC 5280 §6.1', 'bad_certificate'),
  'certificate-purpose': milder('hint', 'RFC 5280 §4.2.1.9', 'unsupported_certificate'),
  'certificate-accepted': error('RFC 8446 §4.4.2.4'),
  // Alerts.
  'alert-level': error('RFC 8446 §6'),
  'alert-missing': milder('warning', 'RFC 8446 §6.2'),
  // Negotiation.
  'downgrade-sentinel': error('RFC 8446 §4.1.3', 'illegal_parameter'),
  'extension-not-offered': error('RFC 8446 §4.2', 'unsupported_extension'),
  'old-version': milder('warning', 'RFC 8996 §4', 'protocol_version'),
} as const satisfies Rows;

const ROWS12 = {
  // The order of messages.
  order: error('RFC 5246 §7.3', 'unexpected_message'),
  'ske-with-rsa': error('RFC 5246 §7.4.3', 'unexpected_message'),
  'no-ske': error('RFC 5246 §7.4.3', 'unexpected_message'),
  'no-server-cert': error('RFC 5246 §7.4.2', 'unexpected_message'),
  'cert-without-request': error('RFC 5246 §7.4.6', 'unexpected_message'),
  'certverify-place': error('RFC 5246 §7.4.8', 'unexpected_message'),
  'finished-without-ccs': error('RFC 5246 §7.4.9', 'unexpected_message'),
  'ccs-twice': error('RFC 5246 §7.1', 'unexpected_message'),
  'client-finished-second': error('RFC 5246 §7.3', 'unexpected_message'),
  'appdata-early': error('RFC 5246 §7.3', 'unexpected_message'),
  // Their content.
  'suite-not-offered': error('RFC 5246 §7.4.1.3', 'illegal_parameter'),
  'ske-signature': error('RFC 5246 §7.4.3', 'decrypt_error'),
  // A server hides these three: it goes on with a secret of its own, and finds a bad MAC in the next record.
  'key-exchange-length': error('RFC 5246 §7.4.7.1'),
  'premaster-length': error('RFC 5246 §7.4.7.1'),
  'premaster-version': error('RFC 5246 §7.4.7.1'),
  'certverify-signature': error('RFC 5246 §7.4.8', 'decrypt_error'),
  'verify-data': error('RFC 5246 §7.4.9', 'decrypt_error'),
  resumption: error('RFC 5246 §7.4.1.3', 'illegal_parameter'),
  // The connection's end.
  'no-close-notify': milder('warning', 'RFC 5246 §7.2.1'),
  'data-after-close-notify': error('RFC 5246 §7.2.1'),
  'alert-then-data': error('RFC 5246 §7.2.2'),
  // Weaknesses.
  'rsa-kex': milder('hint', 'RFC 5246 §F.1.1.2'),
  ems: milder('hint', 'RFC 7627 §4'),
  'renegotiation-info': milder('hint', 'RFC 5746 §3.4'),
} as const satisfies Rows;

const ROWS13 = {
  // The order of messages.
  order: error('RFC 8446 §4', 'unexpected_message'),
  'no-rsa-kex': error('RFC 8446 §1.2', 'unexpected_message'),
  'cert-with-psk': error('RFC 8446 §4.4.2', 'unexpected_message'),
  'hrr-twice': error('RFC 8446 §4.1.4', 'unexpected_message'),
  'appdata-early': error('RFC 8446 §2', 'unexpected_message'),
  'ticket-early': error('RFC 8446 §4.6.1', 'unexpected_message'),
  'key-update-early': error('RFC 8446 §4.6.3', 'unexpected_message'),
  'spans-key-change': error('RFC 8446 §5.1', 'unexpected_message'),
  'plaintext-after-sh': error('RFC 8446 §5', 'unexpected_message'),
  // Their content.
  version: error('RFC 8446 §4.2.1', 'illegal_parameter'),
  'suite-not-offered': error('RFC 8446 §4.1.3', 'illegal_parameter'),
  'session-id-echo': error('RFC 8446 §4.1.3', 'illegal_parameter'),
  compression: error('RFC 8446 §4.1.3', 'illegal_parameter'),
  'key-share': error('RFC 8446 §4.2.8', 'illegal_parameter'),
  'extension-place': error('RFC 8446 §4.2', 'illegal_parameter'),
  'hrr-needless': error('RFC 8446 §4.1.4', 'illegal_parameter'),
  'second-hello-changed': error('RFC 8446 §4.1.2', 'illegal_parameter'),
  'certverify-signature': error('RFC 8446 §4.4.3', 'decrypt_error'),
  'verify-data': error('RFC 8446 §4.4.4', 'decrypt_error'),
  binder: error('RFC 8446 §4.2.11.2', 'decrypt_error'),
  // Records.
  ccs: milder('hint', 'RFC 8446 §D.4'),
  'record-version': milder('hint', 'RFC 8446 §5.1'),
  // The connection's end.
  'no-close-notify': milder('warning', 'RFC 8446 §6.1'),
  'data-after-close-notify': error('RFC 8446 §6.1'),
} as const satisfies Rows;

export type TlsRuleId = `tls/${keyof typeof BOTH}` | `tls12/${keyof typeof ROWS12}` | `tls13/${keyof typeof ROWS13}`;

function named(space: string, rows: Rows): [string, TlsRule][] {
  return Object.entries(rows).map(([name, facts]) => [`${space}/${name}`, { id: `${space}/${name}`, ...facts }]);
}

/** By id: a breach of TLS names its rule so. */
export const TLS_RULES = Object.fromEntries([
  ...named('tls', BOTH),
  ...named('tls12', ROWS12),
  ...named('tls13', ROWS13),
]) as Readonly<Record<TlsRuleId, TlsRule>>;

/** A breach of a rule of TLS. */
export interface TlsBreach extends Breach {
  readonly rule: TlsRuleId;
}

/** Cases of rules whose alert is another than the rule's. */
const ALERTS: Readonly<Record<string, AlertName>> = {
  'ske-signature/scheme': 'illegal_parameter',
  'certverify-signature/scheme': 'illegal_parameter',
  'decode/key-update': 'illegal_parameter',
  'decode/ccs': 'unexpected_message',
  'ccs/late': 'unexpected_message',
};

/** The alert that a receiver owes to a breach. */
export function alertFor({ rule, says }: Breach): AlertName | undefined {
  return ALERTS[says ?? ''] ?? (TLS_RULES as Readonly<Record<string, TlsRule>>)[rule]?.alert;
}
