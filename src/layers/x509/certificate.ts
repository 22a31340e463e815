import { octetsOfNumber, rsaPublic, type RsaPublic } from '../crypto';
import {
  contentOf,
  contextTag,
  type Der,
  isMalformed,
  type Malformed,
  readBits,
  readDer,
  readInteger,
  readOid,
  TAG,
} from './der';
import { type Extensions, readExtensions } from './extension';
import { type CertificateField, fieldOf, hexOf, malformed, type Read } from './field';
import { type Moment, momentText, readTime } from './moment';
import { type Name, readName } from './name';
import { ALGORITHMS, CURVES, EC_PUBLIC_KEY, RSA_ENCRYPTION } from './oids';

/** An X.509 certificate (RFC 5280 §4.1). */
export interface Certificate {
  /** All of it, as it is sent. */
  readonly octets: Uint8Array;
  /** tbsCertificate: the octets that are signed. */
  readonly signed: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** Octets of serialNumber, the first most significant. */
  readonly serial: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  /** First and last moment of validity, both inclusive (§4.1.2.5). */
  readonly notBefore: Moment;
  readonly notAfter: Moment;
  readonly publicKey: PublicKey;
  readonly extensions: Extensions;
  /** Numbers of the signature's algorithm, which stand in it twice. */
  readonly algorithm: string;
  /** `sha256WithRSAEncryption`; the numbers of an algorithm without a name here. */
  readonly algorithmName: string;
  readonly signature: Uint8Array;
  readonly fields: readonly CertificateField[];
}

/** A subject's key. Keys on curves and others are read, and not used. */
export type PublicKey =
  | { readonly kind: 'rsa'; readonly key: RsaPublic }
  | { readonly kind: 'ec'; readonly curve: string; readonly point: Uint8Array }
  | { readonly kind: 'other'; readonly algorithm: string };

/** Longer ones are not read: the time of reading is bounded. */
const MOST_OCTETS = 2 ** 16;

/** A certificate from its DER: all of `octets`. */
export function readCertificate(octets: Uint8Array): Certificate | Malformed {
  if (octets.length > MOST_OCTETS) return { at: MOST_OCTETS, field: 'Certificate', section: 'RFC 5280 §4.1' };
  const whole = readDer(octets);
  if (isMalformed(whole)) return whole;
  const [tbs, outer, value, ...more] = whole.inside;
  if (whole.tag !== TAG.sequence || tbs?.tag !== TAG.sequence || more.length > 0) {
    return malformed('Certificate', 'RFC 5280 §4.1.1', tbs, whole);
  }
  const signed = readSigned(tbs);
  if (isMalformed(signed)) return signed;
  const algorithm = readAlgorithm('signatureAlgorithm', outer, whole);
  if (isMalformed(algorithm)) return algorithm;
  if (algorithm.value.key !== signed.algorithm.key) return malformed('signatureAlgorithm', 'RFC 5280 §4.1.1.2', outer);
  const signature = readBits(value);
  if (value === undefined || signature?.unused !== 0) {
    return malformed('signatureValue', 'RFC 5280 §4.1.1.3', value, whole);
  }
  return {
    ...signed.value,
    octets,
    signed: octets.subarray(tbs.from, tbs.to),
    algorithm: algorithm.value.numbers,
    algorithmName: algorithm.field.value,
    signature: signature.octets,
    fields: [
      fieldOf('tbsCertificate', tbs, '', signed.fields),
      algorithm.field,
      fieldOf('signatureValue', value, hexOf(signature.octets)),
    ],
  };
}

type Signed = Omit<Certificate, 'octets' | 'signed' | 'algorithm' | 'algorithmName' | 'signature' | 'fields'>;

/** TBSCertificate (RFC 5280 §4.1.2), field by field. */
function readSigned(
  tbs: Der,
): { value: Signed; algorithm: Algorithm; fields: readonly CertificateField[] } | Malformed {
  const parts = [...tbs.inside];
  const version = readVersion(parts[0]?.tag === contextTag(0, true) ? parts.shift() : undefined, tbs);
  if (isMalformed(version)) return version;
  const serial = readSerial(parts.shift(), tbs);
  if (isMalformed(serial)) return serial;
  const algorithm = readAlgorithm('signature', parts.shift(), tbs);
  if (isMalformed(algorithm)) return algorithm;
  const issuer = readName('issuer', parts.shift(), tbs);
  if (isMalformed(issuer)) return issuer;
  const validity = readValidity(parts.shift(), tbs);
  if (isMalformed(validity)) return validity;
  const subject = readName('subject', parts.shift(), tbs);
  if (isMalformed(subject)) return subject;
  const key = readPublicKey(parts.shift(), tbs);
  if (isMalformed(key)) return key;
  // issuerUniqueID and subjectUniqueID (§4.1.2.8) are passed over.
  for (const number of [1, 2]) if (parts[0]?.tag === contextTag(number, false)) parts.shift();
  const list = parts[0]?.tag === contextTag(3, true) ? parts.shift() : undefined;
  const extensions = list && readExtensions(list);
  if (extensions !== undefined && isMalformed(extensions)) return extensions;
  const [left] = parts;
  if (left !== undefined) return malformed('tbsCertificate', 'RFC 5280 §4.1', left);
  if (list !== undefined && version.value !== 3) return malformed('extensions', 'RFC 5280 §4.1.2.9', list);
  const read = [serial, algorithm, issuer, validity, subject, key];
  return {
    algorithm: algorithm.value,
    fields: [
      ...(version.field ? [version.field] : []),
      ...read.map(({ field }) => field),
      ...(extensions ? [extensions.field] : []),
    ],
    value: {
      version: version.value,
      serial: serial.value,
      issuer: issuer.value,
      ...validity.value,
      subject: subject.value,
      publicKey: key.value,
      extensions: extensions?.value ?? { unknown: [] },
    },
  };
}

/** version: 1 where it is absent (RFC 5280 §4.1.2.1). */
function readVersion(
  explicit: Der | undefined,
  tbs: Der,
): { value: 1 | 2 | 3; field: CertificateField | undefined } | Malformed {
  if (explicit === undefined) return { value: 1, field: undefined };
  const number = readInteger(explicit.inside[0]);
  const value = number === 1n ? 2 : number === 2n ? 3 : undefined;
  if (value === undefined || explicit.inside.length > 1) {
    return malformed('version', 'RFC 5280 §4.1.2.1', explicit, tbs);
  }
  return { value, field: fieldOf('version', explicit, String(value)) };
}

/** serialNumber: 20 octets at most, and not negative (RFC 5280 §4.1.2.2). */
function readSerial(der: Der | undefined, tbs: Der): Read<Uint8Array> | Malformed {
  if (der === undefined || readInteger(der) === undefined || der.to - der.start > 21) {
    return malformed('serialNumber', 'RFC 5280 §4.1.2.2', der, tbs);
  }
  const value = contentOf(der);
  return { value, field: fieldOf('serialNumber', der, hexOf(value)) };
}

interface Algorithm {
  readonly numbers: string;
  /** Equal where the whole field is. */
  readonly key: string;
  readonly parameters: Der | undefined;
}

/** AlgorithmIdentifier ::= SEQUENCE { algorithm, parameters OPTIONAL } (RFC 5280 §4.1.1.2). */
function readAlgorithm(name: string, der: Der | undefined, around: Der): Read<Algorithm> | Malformed {
  const [type, parameters, ...more] = der?.inside ?? [];
  const numbers = readOid(type);
  if (der?.tag !== TAG.sequence || numbers === undefined || more.length > 0) {
    return malformed(name, 'RFC 5280 §4.1.1.2', der, around);
  }
  const value = { numbers, key: contentOf(der).join(), parameters };
  return { value, field: fieldOf(name, der, ALGORITHMS[numbers] ?? numbers) };
}

/** Validity ::= SEQUENCE { notBefore, notAfter } (RFC 5280 §4.1.2.5). */
function readValidity(der: Der | undefined, tbs: Der): Read<{ notBefore: Moment; notAfter: Moment }> | Malformed {
  const [first, last, ...more] = der?.inside ?? [];
  const [notBefore, notAfter] = [readTime(first), readTime(last)];
  if (notBefore === undefined || first === undefined)
    return malformed('notBefore', 'RFC 5280 §4.1.2.5', first, der ?? tbs);
  if (notAfter === undefined || last === undefined) return malformed('notAfter', 'RFC 5280 §4.1.2.5', last, der ?? tbs);
  if (der?.tag !== TAG.sequence || more.length > 0) return malformed('validity', 'RFC 5280 §4.1.2.5', der, tbs);
  const fields = [fieldOf('notBefore', first, momentText(notBefore)), fieldOf('notAfter', last, momentText(notAfter))];
  return { value: { notBefore, notAfter }, field: fieldOf('validity', der, '', fields) };
}

/** SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING } (RFC 5280 §4.1.2.7). */
function readPublicKey(der: Der | undefined, tbs: Der): Read<PublicKey> | Malformed {
  const name = 'subjectPublicKeyInfo';
  const [type, bits, ...more] = der?.inside ?? [];
  if (der?.tag !== TAG.sequence || more.length > 0) return malformed(name, 'RFC 5280 §4.1.2.7', der, tbs);
  const algorithm = readAlgorithm('algorithm', type, der);
  if (isMalformed(algorithm)) return algorithm;
  const key = readBits(bits);
  if (bits === undefined || key?.unused !== 0) return malformed('subjectPublicKey', 'RFC 5280 §4.1.2.7', bits, der);
  const { numbers, parameters } = algorithm.value;
  if (numbers === RSA_ENCRYPTION) {
    const rsa = readRsaKey(bits);
    if (isMalformed(rsa)) return rsa;
    const value = { kind: 'rsa', key: rsa.value } as const;
    return { value, field: fieldOf(name, der, algorithm.field.value, [algorithm.field, rsa.field]) };
  }
  const curve = readOid(parameters);
  const shown = (curve === undefined ? undefined : (CURVES[curve] ?? curve)) ?? '';
  const fields = [algorithm.field, fieldOf('subjectPublicKey', bits, hexOf(key.octets))];
  const field = fieldOf(name, der, [algorithm.field.value, shown].filter(Boolean).join(', '), fields);
  if (numbers !== EC_PUBLIC_KEY) return { value: { kind: 'other', algorithm: algorithm.field.value }, field };
  return { value: { kind: 'ec', curve: shown, point: key.octets }, field };
}

/** RSAPublicKey ::= SEQUENCE { modulus, publicExponent }, in the BIT STRING (RFC 3279 §2.3.1). */
function readRsaKey(bits: Der): Read<RsaPublic> | Malformed {
  const der = readDer(bits.whole, bits.start + 1, bits.to);
  const bad = malformed('subjectPublicKey', 'RFC 3279 §2.3.1', bits);
  if (isMalformed(der) || der.tag !== TAG.sequence || der.inside.length > 2) return bad;
  const [modulus, exponent] = der.inside;
  const [n, e] = [readInteger(modulus), readInteger(exponent)];
  const value = n === undefined || e === undefined ? undefined : rsaPublic(n, e);
  if (value === undefined || modulus === undefined || exponent === undefined) return bad;
  const fields = [
    fieldOf('modulus', modulus, hexOf(octetsOfNumber(value.n, value.size))),
    fieldOf('publicExponent', exponent, String(value.e)),
  ];
  return { value, field: fieldOf('subjectPublicKey', bits, `${String(value.n.toString(2).length)} bit`, fields) };
}
