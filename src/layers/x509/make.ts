import { numberOf, octetsOfNumber, type Recall, type RsaPrivate, type RsaPublic, rsaSign, sha1 } from '../crypto';
import { parseAddress } from '../../wire';
import { contextTag, TAG } from './der';
import { bits, der, integer, oid, sequence, text } from './encode';
import { type Moment, time } from './moment';
import { EXTENSIONS, KEY_USES, type KeyUse, oidOf, PURPOSES, RSA_ENCRYPTION, SHA256_WITH_RSA } from './oids';

/** The contents of a certificate. */
export interface CertificateParts {
  /** 1 to 20 octets; the first bit is not used, as the number is positive. */
  readonly serial: Uint8Array;
  /** Names as they are encoded. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Moment;
  readonly notAfter: Moment;
  readonly key: RsaPublic;
  /** Domain names and IP addresses of subjectAltName; without one there is no such extension. */
  readonly names: readonly string[];
  readonly ca: boolean;
  readonly pathLength?: number;
  readonly keyUsage: readonly KeyUse[];
  /** Names of purposes; without one there is no such extension. */
  readonly extKeyUsage: readonly string[];
}

/** A certificate, version 3, signed with RSA and SHA-256 by its issuer: its DER (RFC 5280 §4.1). */
export function makeCertificate(parts: CertificateParts, issuerKey: RsaPrivate, recall?: Recall): Uint8Array {
  const tbs = signedPart(parts, issuerKey);
  // Keys of the ring are long enough for a digest.
  const signature = rsaSign(issuerKey, 'sha256', tbs, recall) ?? new Uint8Array();
  return sequence(tbs, algorithm(SHA256_WITH_RSA), bits(signature));
}

/** An algorithm of RSA: its parameters are NULL (RFC 4055 §5). */
function algorithm(numbers: string): Uint8Array {
  return sequence(oid(numbers), der(TAG.nothing));
}

/** TBSCertificate (RFC 5280 §4.1.2), field by field. */
function signedPart(parts: CertificateParts, issuerKey: RsaPublic): Uint8Array {
  const { serial, issuer, notBefore, notAfter, subject, key } = parts;
  const positive = Uint8Array.from(serial, (octet, at) => (at === 0 ? octet & 0x7f : octet));
  return sequence(
    der(contextTag(0, true), integer(2n)),
    integer(numberOf(positive)),
    algorithm(SHA256_WITH_RSA),
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    sequence(algorithm(RSA_ENCRYPTION), bits(keyOctets(key))),
    der(contextTag(3, true), sequence(...extensionsOf(parts, issuerKey))),
  );
}

/** RSAPublicKey (RFC 3279 §2.3.1). */
function keyOctets(key: RsaPublic): Uint8Array {
  return sequence(integer(key.n), integer(key.e));
}

/** A key's identifier: SHA-1 over its octets (RFC 5280 §4.2.1.2, method 1). */
function keyId(key: RsaPublic): Uint8Array {
  return sha1(keyOctets(key));
}

/** Extensions of a CA and of an end entity (RFC 5280 §4.2.1). */
function extensionsOf(parts: CertificateParts, issuerKey: RsaPublic): readonly Uint8Array[] {
  const { ca, pathLength, keyUsage, extKeyUsage, names, key } = parts;
  const all = [
    extension('basicConstraints', true, [
      sequence(
        ...(ca ? [der(TAG.boolean, Uint8Array.of(0xff))] : []),
        ...(ca && pathLength !== undefined ? [integer(BigInt(pathLength))] : []),
      ),
    ]),
  ];
  if (keyUsage.length > 0) all.push(extension('keyUsage', true, [usageBits(keyUsage)]));
  if (extKeyUsage.length > 0) {
    all.push(extension('extKeyUsage', false, [sequence(...extKeyUsage.map((name) => oid(oidOf(PURPOSES, name))))]));
  }
  if (names.length > 0) {
    // Critical where the subject is empty (§4.2.1.6): an empty sequence has no content.
    all.push(extension('subjectAltName', parts.subject.length === 2, [sequence(...names.map(generalName))]));
  }
  all.push(extension('subjectKeyIdentifier', false, [der(TAG.octetString, keyId(key))]));
  const authority = der(contextTag(0, false), keyId(issuerKey));
  return [...all, extension('authorityKeyIdentifier', false, [sequence(authority)])];
}

function extension(name: string, isCritical: boolean, value: readonly Uint8Array[]): Uint8Array {
  return sequence(
    oid(oidOf(EXTENSIONS, name)),
    ...(isCritical ? [der(TAG.boolean, Uint8Array.of(0xff))] : []),
    der(TAG.octetString, ...value),
  );
}

/** A BIT STRING without the zeros at its end (X.690 §11.2.2). */
function usageBits(uses: readonly KeyUse[]): Uint8Array {
  let number = 0;
  let last = 0;
  for (const use of uses) {
    const bit = KEY_USES.indexOf(use);
    number |= 0x8000 >> bit;
    last = Math.max(last, bit);
  }
  return bits(octetsOfNumber(BigInt(number), 2).subarray(0, (last >> 3) + 1), 7 - (last & 7));
}

/** GeneralName (RFC 5280 §4.2.1.6): iPAddress for an address, else dNSName. */
function generalName(name: string): Uint8Array {
  const address = parseAddress(name);
  return address === undefined ? text(contextTag(2, false), name) : der(contextTag(7, false), address);
}
