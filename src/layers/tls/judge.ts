/** May this side say this message now? By what a side knows of the connection: its sender, or its receiver. */
import type { Breach } from '../breach';
import { type Role, otherRole } from '../role';
import { verified } from './certificate';
import { type TlsEnd, is13 } from './end';
import { type Extension, extensionIn } from './extension';
import { content12, order12 } from './judge12';
import { content13, order13, records13 } from './judge13';
import { isOver } from './after';
import { type TlsMessage, placeOf } from './message';
import { ALERT, EXTENSION, SCSV, TLS12, TLS13, alertName, alertText, extensionName, versionName } from './names';
import { spokenVersions, versionsOf } from './negotiate';
import type { TlsBreach } from './rules';

/** Rules that a message breaks, those that its octets break by themselves before the others. */
export function judge(s: TlsEnd, m: TlsMessage, by: Role): readonly Breach[] {
  const over = afterEnd(s, m, by);
  if (over !== undefined) return [...m.breaches, over];
  if (m.name === 'Unread') return m.breaches;
  const breaches: Breach[] = [...m.breaches];
  const is13Kind = is13(s) || (s.serverHello === undefined && s.setup.version === TLS13);
  breaches.push(...records13(s, m, by));
  const order = is13Kind ? order13(s, m, by) : order12(s, m, by);
  if (order !== undefined) breaches.push(order);
  if (m.alert !== undefined) breaches.push(...levels(s, m.alert));
  else if (s.alert !== undefined && by === s.role)
    breaches.push({ rule: 'tls/alert-missing', args: { alert: s.alert, message: m.name } });
  if (order === undefined) breaches.push(...contentOf(s, m, by));
  if (by === 'client' && s.role === 'client' && s.problem !== undefined && goesOn(s, m))
    breaches.push({ rule: 'tls/certificate-accepted', args: { why: s.problem } });
  return breaches;
}

function contentOf(s: TlsEnd, m: TlsMessage, by: Role): readonly Breach[] {
  const { content } = m;
  switch (content.kind) {
    case 'ServerHello':
    case 'HelloRetryRequest': {
      const version = extensionIn(content.extensions, 'supported_versions')?.numbers?.[0] ?? content.version;
      const common = [...answers(s, m, content.extensions), ...versions(s, m, by, version)];
      return [...common, ...(version === TLS13 ? content13(s, m, by) : content12(s, m, by))];
    }
    case 'EncryptedExtensions':
      return [...answers(s, m, content.extensions), ...content13(s, m, by)];
    case 'Certificate': {
      const path = by === s.role || content.certificates.length === 0 ? [] : certificates(s, content.certificates, by);
      return [...path, ...(is13(s) ? content13(s, m, by) : content12(s, m, by))];
    }
    case 'ClientHello':
      return content13(s, m, by);
    default:
      return is13(s) ? content13(s, m, by) : content12(s, m, by);
  }
}

/** A client that knows that the certificate is wrong goes on with this message. */
function goesOn(s: TlsEnd, { name }: TlsMessage): boolean {
  return name === (is13(s) ? 'Finished' : 'ClientKeyExchange');
}

function certificates(s: TlsEnd, chain: readonly Uint8Array[], by: Role): readonly Breach[] {
  const result = verified(s, chain, by);
  if (result?.kind !== 'refused') return [];
  const { reason, says, args } = result;
  const rule = `tls/certificate-${reason}` as const;
  return [{ rule, says: `certificate-${reason}/${says}`, args }];
}

/** Nothing follows close_notify, and nothing follows a fatal alert (RFC 8446 §6.1, §6.2; RFC 5246 §7.2). */
function afterEnd(s: TlsEnd, m: TlsMessage, by: Role): TlsBreach | undefined {
  if (!isOver(s, by)) return undefined;
  const args = { message: m.name };
  const isFatal = s.ended[by] === 'fatal' || s.ended[otherRole(by)] === 'fatal';
  if (is13(s))
    return {
      rule: 'tls13/data-after-close-notify',
      ...(isFatal ? { says: 'data-after-close-notify/fatal' } : {}),
      args,
    };
  return { rule: isFatal ? 'tls12/alert-then-data' : 'tls12/data-after-close-notify', args };
}

/** Alerts that may be warnings (RFC 5246 §7.2.2; RFC 8446 §6.1). */
const WARNINGS: readonly number[] = [
  ALERT.close_notify,
  ALERT.user_canceled,
  ALERT.no_renegotiation,
  ALERT.unrecognized_name,
  // These may be either (RFC 5246 §7.2.2).
  ALERT.bad_certificate,
  ALERT.unsupported_certificate,
  ALERT.certificate_revoked,
  ALERT.certificate_expired,
  ALERT.certificate_unknown,
];
const ALWAYS_WARNINGS: readonly number[] = [ALERT.close_notify, ALERT.user_canceled, ALERT.no_renegotiation];

function levels(s: TlsEnd, alert: { readonly level: number; readonly description: number }): readonly TlsBreach[] {
  const { level, description } = alert;
  const args = { alert: alertText(description), level };
  const at = { from: 0, to: 1 };
  if (level !== 1 && level !== 2) return [{ rule: 'tls/alert-level', says: 'alert-level/unknown', args, at }];
  if (alertName(description) === undefined)
    return [{ rule: 'tls/alert-level', says: 'alert-level/description', args, at: { from: 1, to: 2 } }];
  const mayWarn = is13(s) ? ALWAYS_WARNINGS.includes(description) : WARNINGS.includes(description);
  if (level === 1 && !mayWarn) return [{ rule: 'tls/alert-level', args, at }];
  if (level === 2 && ALWAYS_WARNINGS.includes(description))
    return [{ rule: 'tls/alert-level', says: 'alert-level/warning', args, at }];
  return [];
}

/** Extensions that answer nothing (RFC 8446 §4.2, RFC 5246 §7.4.1.4). */
function answers(s: TlsEnd, m: TlsMessage, extensions: readonly Extension[]): readonly TlsBreach[] {
  const { hello } = s;
  if (hello === undefined) return [];
  return extensions.flatMap(({ type, from, to }): readonly TlsBreach[] => {
    const isAsked = hello.extensions.some((e) => e.type === type);
    const isSignalled = type === EXTENSION.renegotiation_info && hello.suites.includes(SCSV.renegotiation);
    const isFree = m.name === 'HelloRetryRequest' && type === EXTENSION.cookie;
    if (isAsked || isSignalled || isFree) return [];
    return [{ rule: 'tls/extension-not-offered', args: { extension: extensionName(type) }, at: { from, to } }];
  });
}

/** RFC 8446 §4.1.3: a server that could speak TLS 1.3 says so in its random value where it speaks an older version. */
const SENTINEL = [0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44];

function versions(s: TlsEnd, m: TlsMessage, by: Role, version: number): readonly TlsBreach[] {
  const breaches: TlsBreach[] = [];
  if (m.content.kind !== 'ServerHello') return breaches;
  const tail = m.content.random.subarray(24);
  const has = SENTINEL.every((octet, i) => tail[i] === octet) && tail[7] === (version === TLS12 ? 1 : 0);
  if (version < TLS12)
    breaches.push({
      rule: 'tls/old-version',
      args: { version: versionName(version) },
      ...placeOf(m, 'server_version'),
    });
  const isLower = version < TLS13;
  if (isLower && by === s.role && !s.setup.captured && spokenVersions(s).includes(TLS13) && !has)
    breaches.push({
      rule: 'tls/downgrade-sentinel',
      args: { version: versionName(version) },
      ...placeOf(m, 'random'),
    });
  const offered = s.hello === undefined ? [] : versionsOf(s.hello);
  if (isLower && by !== s.role && offered.includes(TLS13) && offered.includes(version) && has)
    breaches.push({
      rule: 'tls/downgrade-sentinel',
      says: 'downgrade-sentinel/found',
      args: { version: versionName(version) },
      ...placeOf(m, 'random'),
    });
  return breaches;
}

/** The direction ends: by FIN, or by RST (RFC 8446 §6.1, RFC 5246 §7.2.1). */
export function atEndTls(s: TlsEnd, by: Role): TlsBreach | undefined {
  if (s.at === 'START' || isOver(s, by) || s.alert !== undefined) return undefined;
  const { sealed, keys } = by === s.role ? s.out : s.in;
  // Without keys nobody sees whether it was said.
  if (sealed && keys === undefined) return undefined;
  return { rule: is13(s) ? 'tls13/no-close-notify' : 'tls12/no-close-notify' };
}
