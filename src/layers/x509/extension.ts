import { latin1 } from '../octets';
import {
  contentOf,
  contextTag,
  type Der,
  isMalformed,
  type Malformed,
  readBits,
  readBoolean,
  readDer,
  readInteger,
  readOid,
  TAG,
} from './der';
import { type CertificateField, fieldOf, hexOf, malformed, type Read } from './field';
import { EXTENSIONS, KEY_USES, type KeyUse, PURPOSES } from './oids';

/** The extensions of a certificate, as far as paths depend on them (RFC 5280 §4.2). */
export interface Extensions {
  /** dNSName and iPAddress of subjectAltName (§4.2.1.6); undefined without that extension. */
  readonly names?: readonly string[];
  readonly addresses?: readonly Uint8Array[];
  /** basicConstraints (§4.2.1.9). */
  readonly basic?: { readonly ca: boolean; readonly pathLength?: number };
  /** keyUsage (§4.2.1.3). */
  readonly keyUsage?: readonly KeyUse[];
  /** extKeyUsage (§4.2.1.12): names, and numbers of purposes without one. */
  readonly extKeyUsage?: readonly string[];
  /** subjectKeyIdentifier and keyIdentifier of authorityKeyIdentifier, in hexadecimal (§4.2.1.1, §4.2.1.2). */
  readonly keyId?: string;
  readonly authorityKeyId?: string;
  /** Critical ones that are not processed here: a certificate with one must be refused (§4.2). */
  readonly unknown: readonly string[];
}

interface Extension {
  readonly says: Partial<Extensions>;
  readonly value: string;
  readonly fields?: readonly CertificateField[];
}

type Reader = (der: Der) => Extension | undefined;

/** The extensions that are processed, by their numbers. */
const READERS: Readonly<Record<string, Reader>> = {
  '2.5.29.14': subjectKeyIdentifier,
  '2.5.29.15': keyUsage,
  '2.5.29.17': subjectAltName,
  '2.5.29.19': basicConstraints,
  '2.5.29.35': authorityKeyIdentifier,
  '2.5.29.37': extKeyUsage,
};

/** Extensions ::= SEQUENCE OF Extension, in `[3]`, each once (RFC 5280 §4.2). */
export function readExtensions(explicit: Der): Read<Extensions> | Malformed {
  const [list, ...more] = explicit.inside;
  if (list?.tag !== TAG.sequence || more.length > 0 || list.inside.length === 0) {
    return malformed('extensions', 'RFC 5280 §4.1.2.9', list, explicit);
  }
  let says: Omit<Extensions, 'unknown'> = {};
  const unknown: string[] = [];
  const seen = new Set<string>();
  const fields: CertificateField[] = [];
  for (const one of list.inside) {
    const read = readExtension(one);
    if (isMalformed(read)) return read;
    if (seen.has(read.numbers)) return malformed(read.field.name, 'RFC 5280 §4.2', one);
    seen.add(read.numbers);
    fields.push(read.field);
    says = { ...says, ...read.says };
    if (read.isCritical && READERS[read.numbers] === undefined) unknown.push(read.field.name);
  }
  return { value: { ...says, unknown }, field: fieldOf('extensions', explicit, '', fields) };
}

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING around its DER } (RFC 5280 §4.1). */
function readExtension(
  one: Der,
): { numbers: string; isCritical: boolean; says: Partial<Extensions>; field: CertificateField } | Malformed {
  const parts = [...one.inside];
  const numbers = readOid(parts.shift());
  const isCritical = parts[0]?.tag === TAG.boolean ? readBoolean(parts.shift()) : false;
  const [value, ...more] = parts;
  const isWhole = one.tag === TAG.sequence && value?.tag === TAG.octetString && more.length === 0;
  if (!isWhole || numbers === undefined || isCritical === undefined) {
    return malformed('extensions', 'RFC 5280 §4.2', one);
  }
  const name = EXTENSIONS[numbers] ?? numbers;
  const reader = READERS[numbers];
  const note = isCritical ? 'critical' : '';
  if (reader === undefined) {
    const shown = [note, hexOf(contentOf(value))].filter(Boolean).join(', ');
    return { numbers, isCritical, says: {}, field: fieldOf(name, one, shown) };
  }
  const der = readDer(one.whole, value.start, value.to);
  const read = isMalformed(der) ? undefined : reader(der);
  if (read === undefined) return malformed(name, 'RFC 5280 §4.2', one);
  const shown = [note, read.value].filter(Boolean).join(', ');
  return { numbers, isCritical, says: read.says, field: fieldOf(name, one, shown, read.fields) };
}

function subjectKeyIdentifier(der: Der): Extension | undefined {
  if (der.tag !== TAG.octetString) return undefined;
  const keyId = hexOf(contentOf(der));
  return { says: { keyId }, value: keyId };
}

/** SEQUENCE { [0] keyIdentifier, [1] and [2] the issuer's certificate }, all optional (RFC 5280 §4.2.1.1). */
function authorityKeyIdentifier(der: Der): Extension | undefined {
  if (der.tag !== TAG.sequence) return undefined;
  const id = der.inside.find(({ tag }) => tag === contextTag(0, false));
  if (id === undefined) return { says: {}, value: '' };
  const authorityKeyId = hexOf(contentOf(id));
  return { says: { authorityKeyId }, value: authorityKeyId };
}

/** A BIT STRING with a bit for each use, one at least (RFC 5280 §4.2.1.3). */
function keyUsage(der: Der): Extension | undefined {
  const bits = readBits(der);
  if (bits === undefined) return undefined;
  const isSet = (bit: number): boolean => (((bits.octets[bit >> 3] ?? 0) << (bit & 7)) & 0x80) !== 0;
  const uses = KEY_USES.filter((_, bit) => isSet(bit));
  return uses.length === 0 ? undefined : { says: { keyUsage: uses }, value: uses.join(', ') };
}

/** GeneralName (RFC 5280 §4.2.1.6): the kinds that are shown as text. */
const GENERAL_NAMES: Readonly<Record<number, string>> = {
  [contextTag(1, false)]: 'rfc822Name',
  [contextTag(2, false)]: 'dNSName',
  [contextTag(6, false)]: 'uniformResourceIdentifier',
  [contextTag(7, false)]: 'iPAddress',
};

function subjectAltName(der: Der): Extension | undefined {
  if (der.tag !== TAG.sequence || der.inside.length === 0) return undefined;
  const names: string[] = [];
  const addresses: Uint8Array[] = [];
  const fields = der.inside.map((general) => {
    const kind = GENERAL_NAMES[general.tag] ?? 'otherName';
    const octets = contentOf(general);
    if (kind === 'dNSName') names.push(latin1(octets));
    if (kind === 'iPAddress') addresses.push(octets);
    const isText = kind !== 'iPAddress' && kind !== 'otherName';
    return fieldOf(kind, general, isText ? latin1(octets) : addressText(octets));
  });
  return { says: { names, addresses }, value: '', fields };
}

/** An iPAddress for people: IPv4 with dots, others in hexadecimal. */
export function addressText(octets: Uint8Array): string {
  return octets.length === 4 ? octets.join('.') : hexOf(octets);
}

/** SEQUENCE { cA DEFAULT FALSE, pathLenConstraint OPTIONAL } (RFC 5280 §4.2.1.9). */
function basicConstraints(der: Der): Extension | undefined {
  const parts = [...der.inside];
  const fields: CertificateField[] = [];
  const flag = parts[0]?.tag === TAG.boolean ? parts.shift() : undefined;
  const ca = flag === undefined ? false : readBoolean(flag);
  const limit = parts.shift();
  const pathLength = readInteger(limit);
  if (der.tag !== TAG.sequence || ca === undefined || parts.length > 0) return undefined;
  if (limit !== undefined && pathLength === undefined) return undefined;
  if (flag !== undefined) fields.push(fieldOf('cA', flag, String(ca)));
  if (limit === undefined) return { says: { basic: { ca } }, value: flag ? '' : 'cA false', fields };
  fields.push(fieldOf('pathLenConstraint', limit, String(pathLength)));
  return { says: { basic: { ca, pathLength: Number(pathLength) } }, value: '', fields };
}

function extKeyUsage(der: Der): Extension | undefined {
  if (der.tag !== TAG.sequence || der.inside.length === 0) return undefined;
  const purposes: string[] = [];
  for (const one of der.inside) {
    const numbers = readOid(one);
    if (numbers === undefined) return undefined;
    purposes.push(PURPOSES[numbers] ?? numbers);
  }
  return { says: { extKeyUsage: purposes }, value: purposes.join(', ') };
}
