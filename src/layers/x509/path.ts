import { parseAddress } from '../../wire';
import { type Recall, rsaVerify } from '../crypto';
import type { Certificate } from './certificate';
import { addressText, type Extensions } from './extension';
import { findField } from './field';
import { type Moment, momentText } from './moment';
import { type KeyUse, RSA_HASHES } from './oids';
import { isNameOf } from './service';

/** A chain of certificates to verify: for which use, on which day, with whom to trust. */
export interface PathWish {
  /** As the peer sent them, its own first. */
  readonly chain: readonly Certificate[];
  /** Trust anchors. */
  readonly trusts: readonly Certificate[];
  readonly today: Moment;
  readonly purpose: 'serverAuth' | 'clientAuth';
  /** The service's domain name or address; absent where no name is wanted, as of a client. */
  readonly name?: string;
  /** The use that the key exchange makes of the key (RFC 5246 §7.4.2, RFC 8446 §4.4.2.2). */
  readonly use?: KeyUse;
}

/** `open`: a signature of an algorithm that is not computed here decides. */
export type PathResult =
  | { readonly kind: 'good'; readonly path: readonly Certificate[] }
  | { readonly kind: 'open'; readonly path: readonly Certificate[]; readonly at: number; readonly algorithm: string }
  | Refusal;

/** Why a certificate is refused: the first reason found. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: 'untrusted' | 'signature' | 'expired' | 'purpose' | 'name';
  /** The reason in particular. */
  readonly says: RefusalName;
  /** The certificate that it is about: from the end entity (0) towards the trust anchor, in `path`. */
  readonly at: number;
  readonly path: readonly Certificate[];
  /** The field that it is about: RFC 5280's name, and its octets in the certificate; all of it where the field is absent. */
  readonly field: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly section: string;
  readonly args: Readonly<Record<string, string>>;
}

export type RefusalName =
  | 'no-certificate'
  | 'self-signed'
  | 'no-issuer'
  | 'too-long'
  | 'signature'
  | 'not-yet-valid'
  | 'expired'
  | 'not-a-ca'
  | 'path-length'
  | 'key-cert-sign'
  | 'critical-extension'
  | 'ext-key-usage'
  | 'key-usage'
  | 'no-name'
  | 'other-name';

/** Certificates of a path at most: real ones have two to four. */
const MOST_PATH = 10;

/**
 * Verifies the certificate of a peer (RFC 5280 §6): a path from it to a trust anchor, then from the anchor down each signature,
 * each validity, and whether each issuer may issue; then what the certificate is for, and last the name (RFC 9525 §6).
 */
export function verifyPath(wish: PathWish, recall?: Recall): PathResult {
  const built = buildPath(wish, recall);
  if (built.kind !== 'good') return built;
  const { path } = built;
  for (let at = path.length - 1; at >= 0; at--) {
    const wrong = signatureFault(path, at, recall) ?? dateFault(path, at, wish.today) ?? issuerFault(path, at);
    if (wrong !== undefined) return wrong;
  }
  return purposeFault(path, wish) ?? nameFault(path, wish) ?? built;
}

/** Checks of a verifier, each by itself, in their order. */
export const CHECKS = [
  'untrusted',
  'signature',
  'expired',
  'purpose',
  'name',
] as const satisfies readonly Refusal['reason'][];

export interface PathCheck {
  readonly check: (typeof CHECKS)[number];
  /** The reason against it; `open` where an algorithm that is not computed here decides; undefined where it holds. */
  readonly against: Exclude<PathResult, { readonly kind: 'good' }> | undefined;
}

export interface PathChecks {
  readonly path: readonly Certificate[];
  /** A name is checked only where one is wanted. */
  readonly checks: readonly PathCheck[];
}

/** Each check of a path by itself: {@link verifyPath} stops at the first reason. */
export function checkPath(wish: PathWish, recall?: Recall): PathChecks {
  const built = buildPath(wish, recall);
  const { path } = built;
  const fromAnchor = path.map((_, at) => path.length - 1 - at);
  const first = (of: (at: number) => PathCheck['against']): PathCheck['against'] =>
    fromAnchor.map(of).find((wrong) => wrong !== undefined);
  const against: Readonly<Record<PathCheck['check'], PathCheck['against']>> = {
    untrusted: built.kind === 'good' ? undefined : built,
    signature: first((at) => signatureFault(path, at, recall)),
    expired: first((at) => dateFault(path, at, wish.today)),
    purpose: first((at) => issuerFault(path, at)) ?? purposeFault(path, wish),
    name: nameFault(path, wish),
  };
  const checks = CHECKS.filter((check) => path.length > 0 || check === 'untrusted').filter(
    (check) => check !== 'name' || wish.name !== undefined,
  );
  return { path, checks: checks.map((check) => ({ check, against: against[check] })) };
}

/** A refusal that points at a field of one certificate of the path. */
function refused(
  path: readonly Certificate[],
  at: number,
  [reason, says, field, section]: readonly [Refusal['reason'], RefusalName, string, string],
  args: Readonly<Record<string, string>> = {},
): Refusal {
  const certificate = path[at];
  const { from, to } = findField(certificate?.fields ?? [], field) ?? { from: 0, to: certificate?.octets.length ?? 0 };
  const subject = certificate === undefined ? '' : subjectOf(certificate);
  return { kind: 'refused', reason, says, at, path, field, from, to, section, args: { subject, ...args } };
}

/** The name of a certificate: its subject, or its first SAN where the subject is empty. */
function subjectOf({ subject, extensions }: Certificate): string {
  return subject.commonName ?? (subject.text === '' ? (extensions.names?.[0] ?? '') : subject.text);
}

/**
 * The path from the end entity to a trust anchor (RFC 5280 §6.1): each is issued by the next. An issuer is looked for in the trust
 * anchors first, then in what the peer sent, in any order (RFC 8446 §4.4.2).
 */
function buildPath({ chain, trusts }: PathWish, recall?: Recall): PathResult {
  const [own, ...rest] = chain;
  if (own === undefined) return refused([], 0, ['untrusted', 'no-certificate', 'Certificate', 'RFC 5280 §6.1']);
  const path = [own];
  for (let last = own; path.length <= MOST_PATH;) {
    if (trusts.some((anchor) => isSame(anchor, last))) return { kind: 'good', path };
    const anchor = issuerIn(trusts, last, recall);
    if (anchor !== undefined) return { kind: 'good', path: [...path, anchor] };
    const args = { issuer: last.issuer.commonName ?? last.issuer.text };
    const at = path.length - 1;
    if (isIssuer(last, last)) return refused(path, at, ['untrusted', 'self-signed', 'issuer', 'RFC 5280 §6.1'], args);
    const left = rest.filter((sent) => !path.includes(sent));
    const next = issuerIn(left, last, recall);
    if (next === undefined) return refused(path, at, ['untrusted', 'no-issuer', 'issuer', 'RFC 5280 §6.1'], args);
    path.push(next);
    last = next;
  }
  return refused(path, path.length - 1, ['untrusted', 'too-long', 'issuer', 'RFC 5280 §6.1']);
}

/** The issuer by name and key identifier (RFC 5280 §4.2.1.1); of several the one whose key made the signature. */
function issuerIn(candidates: readonly Certificate[], issued: Certificate, recall?: Recall): Certificate | undefined {
  const found = candidates.filter((issuer) => isIssuer(issuer, issued));
  return found.length < 2 ? found[0] : (found.find((one) => isSignedBy(issued, one, recall) === true) ?? found[0]);
}

function isIssuer(issuer: Certificate, issued: Certificate): boolean {
  if (issuer.subject.key !== issued.issuer.key) return false;
  const { keyId } = issuer.extensions;
  const { authorityKeyId } = issued.extensions;
  return keyId === undefined || authorityKeyId === undefined || keyId === authorityKeyId;
}

function isSame(a: Certificate, b: Certificate): boolean {
  return a.octets.length === b.octets.length && a.octets.every((octet, at) => octet === b.octets[at]);
}

function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return issuer.key === subject.key;
}

/** True if the issuer's key made the signature; undefined where it is of an algorithm that is not computed here. */
export function isSignedBy(issued: Certificate, issuer: Certificate, recall?: Recall): boolean | undefined {
  const hash = RSA_HASHES[issued.algorithm];
  if (hash === undefined || issuer.publicKey.kind !== 'rsa') return undefined;
  return rsaVerify(issuer.publicKey.key, hash, issued.signed, issued.signature, recall);
}

/** The signature of each but the trust anchor, by the key of the next (RFC 5280 §6.1.3 (a)(1)). */
function signatureFault(path: readonly Certificate[], at: number, recall?: Recall): PathCheck['against'] {
  const [issued, issuer] = [path[at], path[at + 1]];
  if (issued === undefined || issuer === undefined) return undefined;
  const isGood = isSignedBy(issued, issuer, recall);
  if (isGood === undefined) return { kind: 'open', path, at, algorithm: issued.algorithmName };
  if (isGood) return undefined;
  const args = { issuer: subjectOf(issuer) };
  return refused(path, at, ['signature', 'signature', 'signatureValue', 'RFC 5280 §6.1.3 (a)(1)'], args);
}

/** Validity includes today (RFC 5280 §6.1.3 (a)(2)). */
function dateFault(path: readonly Certificate[], at: number, today: Moment): Refusal | undefined {
  const { notBefore, notAfter } = path[at] ?? { notBefore: today, notAfter: today };
  const section = 'RFC 5280 §6.1.3 (a)(2)';
  const args = { today: dayOf(today) };
  if (today < notBefore) {
    return refused(path, at, ['expired', 'not-yet-valid', 'notBefore', section], { ...args, from: dayOf(notBefore) });
  }
  if (today <= notAfter) return undefined;
  return refused(path, at, ['expired', 'expired', 'notAfter', section], { ...args, until: dayOf(notAfter) });
}

function dayOf(moment: Moment): string {
  return momentText(moment).slice(0, 10);
}

/** Whether a certificate that issued the one below it may do so (RFC 5280 §6.1.4); and extensions that nobody here knows. */
function issuerFault(path: readonly Certificate[], at: number): Refusal | undefined {
  const { basic, keyUsage, unknown: [unknown] = [] }: Partial<Extensions> = path[at]?.extensions ?? {};
  if (unknown !== undefined) {
    return refused(path, at, ['purpose', 'critical-extension', unknown, 'RFC 5280 §4.2'], { extension: unknown });
  }
  if (at === 0) return undefined;
  if (basic?.ca !== true) return refused(path, at, ['purpose', 'not-a-ca', 'basicConstraints', 'RFC 5280 §6.1.4 (k)']);
  const between = path.slice(1, at).filter((certificate) => !isSelfIssued(certificate)).length;
  if (basic.pathLength !== undefined && between > basic.pathLength) {
    const args = { most: String(basic.pathLength), count: String(between) };
    return refused(path, at, ['purpose', 'path-length', 'pathLenConstraint', 'RFC 5280 §6.1.4 (m)'], args);
  }
  if (keyUsage === undefined || keyUsage.includes('keyCertSign')) return undefined;
  return refused(path, at, ['purpose', 'key-cert-sign', 'keyUsage', 'RFC 5280 §6.1.4 (n)']);
}

/** The purpose of the end entity's key: extKeyUsage (RFC 5280 §4.2.1.12), and keyUsage for the key exchange (§4.2.1.3). */
function purposeFault(path: readonly Certificate[], { purpose, use }: PathWish): Refusal | undefined {
  const { extKeyUsage, keyUsage } = path[0]?.extensions ?? {};
  const isFor = extKeyUsage?.some((one) => one === purpose || one === 'anyExtendedKeyUsage') ?? true;
  if (!isFor) return refused(path, 0, ['purpose', 'ext-key-usage', 'extKeyUsage', 'RFC 5280 §4.2.1.12'], { purpose });
  if (use === undefined || keyUsage === undefined || keyUsage.includes(use)) return undefined;
  return refused(path, 0, ['purpose', 'key-usage', 'keyUsage', 'RFC 5280 §4.2.1.3'], { use });
}

/** The name of the service among the certificate's (RFC 9525 §6). */
function nameFault(path: readonly Certificate[], { name }: PathWish): Refusal | undefined {
  const own = path[0];
  if (name === undefined || own === undefined || isNameOf(own, name)) return undefined;
  const { names, addresses } = own.extensions;
  const shown = [...(names ?? []), ...(addresses ?? []).map(addressText)].join(', ');
  if (shown === '') return refused(path, 0, ['name', 'no-name', 'subjectAltName', 'RFC 9525 §6.2'], { name });
  const section = parseAddress(name) === undefined ? 'RFC 9525 §6.3' : 'RFC 9525 §6.4';
  return refused(path, 0, ['name', 'other-name', 'subjectAltName', section], { name, names: shown });
}
