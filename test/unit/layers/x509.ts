/** Certificates for tests: those of fixtures, and such as nobody issues. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newRecall } from '../../../src/layers/crypto';
import {
  type Certificate,
  type CertificateParts,
  defaultAuthority,
  type Identity,
  isMalformed,
  issue,
  makeCertificate,
  nameOctets,
  type PathWish,
  readCertificate,
  TODAY,
} from '../../../src/layers/x509';
import { RING } from './keys';

export const recall = newRecall();
export const authority = defaultAuthority(recall);
export const server = issue({ subject: 'server.example' }, recall);

export function read(octets: Uint8Array): Certificate {
  const found = readCertificate(octets);
  assert.ok(!isMalformed(found), isMalformed(found) ? `${found.field} at ${String(found.at)}` : '');
  return found;
}

export const FIXTURES = join(process.cwd(), 'test/fixtures/certificates');

/** A certificate of OpenSSL's, as DER. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(new X509Certificate(readFileSync(join(FIXTURES, `${name}.pem`))).raw);
}

export const TRUSTED: readonly Certificate[] = [read(authority.octets)];

/** How a client sees a chain, unless a test says otherwise. */
export function wishOf(chain: readonly Uint8Array[], changes: Partial<PathWish> = {}): PathWish {
  const name = 'server.example';
  return { chain: chain.map(read), trusts: TRUSTED, today: TODAY, purpose: 'serverAuth', name, ...changes };
}

/** A certificate of an end entity with some part unlike those that `issue` makes. */
export function unlike(changes: Partial<CertificateParts>, by: Identity = authority): Uint8Array {
  const parts: CertificateParts = {
    serial: Uint8Array.of(1, 2, 3),
    issuer: by.subject,
    subject: nameOctets('server.example'),
    notBefore: '20250101000000',
    notAfter: '20350101000000',
    key: RING.ring1,
    names: ['server.example'],
    ca: false,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extKeyUsage: ['serverAuth'],
    ...changes,
  };
  return makeCertificate(parts, by.key, recall);
}

/** One octet another. */
export function altered(octets: Uint8Array, at: number, mask = 1): Uint8Array {
  return octets.map((octet, i) => (i === (at < 0 ? octets.length + at : at) ? octet ^ mask : octet));
}

export const mallory = issue({ subject: 'Mallory CA', ca: true, key: 'ring2' }, recall);
export const subordinate = issue({ subject: 'Second CA', ca: true, by: authority, key: 'ring2' }, recall);
export const narrow = ((): Identity => {
  const octets = unlike({
    subject: nameOctets('Narrow CA'),
    ca: true,
    pathLength: 0,
    keyUsage: ['keyCertSign'],
    extKeyUsage: [],
    names: [],
    key: RING.ring2,
  });
  return { ...subordinate, octets, subject: nameOctets('Narrow CA'), key: RING.ring2, chain: [octets] };
})();
