import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import {
  type CertificateField,
  certificatesOf,
  findField,
  isMalformed,
  isSignedBy,
  issue,
  momentOf,
  readCertificate,
  RING_KEYS,
  verifyPath,
} from '../../../src/layers/x509';
import { publicKeyOf, RING } from './keys';
import { altered, authority, fixture, FIXTURES, mallory, read, recall, server, subordinate, wishOf } from './x509';

describe('the ring', () => {
  it('has four keys of 2,048 bits with the exponent 65537, all different', () => {
    assert.deepEqual(RING_KEYS, ['ring1', 'ring2', 'ring3', 'ring4']);
    for (const name of RING_KEYS) {
      const details = publicKeyOf(RING[name]).asymmetricKeyDetails;
      assert.deepEqual([details?.modulusLength, details?.publicExponent], [2048, 65537n]);
      assert.equal(RING[name].p * RING[name].q, RING[name].n);
    }
    const primes = RING_KEYS.flatMap((name) => [RING[name].p, RING[name].q]);
    assert.equal(new Set(primes).size, 8);
  });
});

describe('certificates that are made', () => {
  it('are what Node reads: names, dates, purposes, key, signature', () => {
    const [own, ca] = [new X509Certificate(server.octets), new X509Certificate(authority.octets)];
    assert.equal(own.subject, 'CN=server.example');
    assert.equal(own.issuer, 'CN=TCP Flow CA');
    assert.equal(own.subjectAltName, 'DNS:server.example');
    assert.deepEqual(own.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    assert.deepEqual([own.validFrom, own.validTo], ['Jan  1 00:00:00 2025 GMT', 'Jan  1 00:00:00 2035 GMT']);
    assert.deepEqual([own.ca, ca.ca], [false, true]);
    assert.ok(own.verify(ca.publicKey) && ca.verify(ca.publicKey));
    assert.ok(own.checkIssued(ca) && ca.checkIssued(ca));
    assert.equal(own.checkHost('server.example'), 'server.example');
    assert.ok(own.publicKey.equals(publicKeyOf(server.key)));
    assert.ok(ca.publicKey.equals(publicKeyOf(authority.key)));
  });

  it('are the same for the same wish, and other ones for another', () => {
    const wishes = [
      { subject: 'server.example' },
      { subject: 'other.example' },
      { subject: 'server.example', by: mallory },
      { subject: 'server.example', by: 'itself' },
      { subject: 'server.example', ca: true },
      { subject: 'server.example', from: momentOf('2025-06-01')! },
      { subject: 'server.example', until: momentOf('2026-06-01')! },
      { subject: 'server.example', key: 'ring3' },
    ] as const;
    const made = wishes.map((wish) => issue(wish, recall));
    for (const [n, wish] of wishes.entries()) assert.deepEqual(issue(wish).octets, made[n]?.octets);
    assert.equal(new Set(made.map(({ octets }) => octets.join())).size, wishes.length);
    assert.equal(new Set(made.map(({ octets }) => read(octets).serial.join())).size, wishes.length);
  });

  it('have keys so that nobody shares one unasked: an end entity, a forger, his CA, the default CA', () => {
    const forged = issue({ subject: 'server.example', by: issue({ subject: 'Evil', ca: true }) }, recall);
    const ca = issue({ subject: 'Evil', ca: true }, recall);
    assert.equal(new Set([server, forged, ca, authority].map(({ ringKey }) => ringKey)).size, 4);
  });

  it('are sent with those of their issuers, without the trust anchor', () => {
    assert.deepEqual(server.chain, [server.octets]);
    assert.deepEqual(authority.chain, [authority.octets]);
    const own = issue({ subject: 'server.example', by: subordinate }, recall);
    assert.deepEqual(own.chain, [own.octets, subordinate.octets]);
  });

  it('hold several names, addresses and wildcards; a name too long for CN stands in subjectAltName alone', () => {
    const several = issue({ subject: 'a.example, *.b.example, 192.0.2.7, 2001:db8::7' }, recall);
    const own = new X509Certificate(several.octets);
    assert.equal(own.subject, 'CN=a.example');
    assert.equal(
      own.subjectAltName,
      'DNS:a.example, DNS:*.b.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7',
    );
    const long = `${'a'.repeat(60)}.example`;
    const other = new X509Certificate(issue({ subject: long }, recall).octets);
    assert.equal(other.subject || undefined, undefined);
    assert.equal(other.checkHost(long), long);
  });

  it('have dates of both forms: UTCTime through 2049, GeneralizedTime from 2050', () => {
    const late = issue({ subject: 'x.example', from: momentOf('1999-12-31')!, until: momentOf('2050-02-28')! }, recall);
    const own = new X509Certificate(late.octets);
    assert.deepEqual([own.validFrom, own.validTo], ['Dec 31 00:00:00 1999 GMT', 'Feb 28 00:00:00 2050 GMT']);
    const { notBefore, notAfter } = read(late.octets);
    assert.deepEqual([notBefore, notAfter], ['19991231000000', '20500228000000']);
  });

  it('days that no calendar has are no moments', () => {
    for (const day of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2100-02-29', '26-01-01', 'today', '']) {
      assert.equal(momentOf(day), undefined, day);
    }
    assert.equal(momentOf('2024-02-29'), '20240229000000');
  });
});

/** Every field lies in the one around it, behind the one before. */
function assertNested(fields: readonly CertificateField[], from: number, to: number): void {
  let at = from;
  for (const field of fields) {
    assert.ok(field.from >= at && field.to > field.from && field.to <= to, JSON.stringify(field));
    assertNested(field.fields ?? [], field.from, field.to);
    at = field.to;
  }
}

describe('certificates that are read', () => {
  it('every field has its octets', () => {
    const { fields, octets } = read(server.octets);
    assertNested(fields, 0, octets.length);
    const at = (name: string): Uint8Array => {
      const field = findField(fields, name);
      return octets.subarray(field?.from, field?.to);
    };
    assert.deepEqual(
      fields.map(({ name }) => name),
      ['tbsCertificate', 'signatureAlgorithm', 'signatureValue'],
    );
    assert.equal(Buffer.from(at('dNSName').subarray(2)).toString(), 'server.example');
    assert.equal(Buffer.from(at('notAfter').subarray(2)).toString(), '350101000000Z');
    assert.equal(findField(fields, 'notAfter')?.value, '2035-01-01 00:00:00Z');
    assert.equal(findField(fields, 'issuer')?.value, 'CN=TCP Flow CA');
    assert.equal(findField(fields, 'keyUsage')?.value, 'critical, digitalSignature, keyEncipherment');
    assert.equal(findField(fields, 'publicExponent')?.value, '65537');
    assert.equal(at('modulus').length, 4 + 1 + 256);
    assert.equal(findField(fields, 'no such field'), undefined);
  });

  it("OpenSSL's: names in UTF-8, extensions, RSA signed with ECDSA", () => {
    const { subject, issuer, extensions, publicKey, algorithmName, serial, fields, octets } = read(
      fixture('rsa-by-ec'),
    );
    assertNested(fields, 0, octets.length);
    assert.equal(subject.text, 'C=DE, L=Köln, O=Beispiel, CN=server.example');
    assert.equal(issuer.text, 'C=DE, O=Größe & Söhne, OU=Test, CN=Fixture EC CA');
    assert.deepEqual(extensions.names, ['server.example', '*.wild.example']);
    assert.deepEqual(
      extensions.addresses?.map((a) => a.length),
      [4, 16],
    );
    assert.deepEqual(extensions.keyUsage, ['digitalSignature', 'nonRepudiation', 'keyEncipherment']);
    assert.deepEqual(extensions.extKeyUsage, ['serverAuth', '1.2.3.4.5']);
    assert.deepEqual([extensions.basic, extensions.unknown], [{ ca: false }, []]);
    assert.equal(publicKey.kind, 'rsa');
    assert.equal(algorithmName, 'ecdsa-with-SHA256');
    assert.deepEqual([...serial], [0, 0xff, 0x01]);
    assert.equal(findField(fields, 'uniformResourceIdentifier')?.value, 'https://server.example/');
    assert.equal(findField(fields, 'rfc822Name')?.value, 'a@b.example');
    assert.ok(findField(fields, 'certificatePolicies'));
  });

  it('keys on curves and others are read, and not used', () => {
    const kinds = ['ec-ca', 'ec-by-rsa', 'ed25519', 'pss', 'rsa-ca'].map((name) => read(fixture(name)).publicKey);
    assert.deepEqual(
      kinds.map((key) => (key.kind === 'ec' ? key.curve : key.kind === 'other' ? key.algorithm : key.kind)),
      ['secp256r1', 'secp256r1', 'id-Ed25519', 'id-RSASSA-PSS', 'rsa'],
    );
    for (const name of ['ec-ca', 'ed25519', 'pss']) {
      const ca = read(fixture(name));
      assert.equal(isSignedBy(ca, ca), undefined);
      const wish = { trusts: [ca], today: '20300101000000', purpose: 'serverAuth' } as const;
      assert.equal(verifyPath({ chain: [ca], ...wish }).kind, 'good');
    }
    const wish = wishOf([fixture('rsa-by-ec')], { trusts: [read(fixture('ec-ca'))], today: '20300101000000' });
    const result = verifyPath(wish);
    assert.deepEqual([result.kind, 'algorithm' in result && result.algorithm], ['open', 'ecdsa-with-SHA256']);
  });

  it('signatures with SHA-384 and SHA-512 are verified', () => {
    const ca = read(fixture('rsa-ca'));
    assert.deepEqual([ca.algorithmName, isSignedBy(ca, ca)], ['sha384WithRSAEncryption', true]);
    const own = read(fixture('ec-by-rsa'));
    assert.deepEqual([own.version, isSignedBy(own, ca)], [1, true]);
  });
});

describe('octets that are no certificate', () => {
  it('any octet of a certificate changed by hand is refused', () => {
    const random = [1, 0x80, 0xff, 0x20];
    for (let at = 0; at < server.octets.length; at++) {
      const octets = altered(server.octets, at, random[at % random.length]);
      const found = readCertificate(octets);
      if (isMalformed(found)) {
        assert.ok(found.at >= 0 && found.at <= octets.length, JSON.stringify(found));
        assert.match(found.section, /^(?:RFC \d+|X\.690) §[\d.]+$/);
      } else {
        assert.equal(verifyPath({ ...wishOf([]), chain: [found] }).kind, 'refused', `octet ${String(at)}`);
      }
    }
  });

  it('a part of one is malformed, and one with octets behind it', () => {
    for (let length = 0; length < server.octets.length; length++) {
      assert.ok(isMalformed(readCertificate(server.octets.subarray(0, length))));
    }
    assert.ok(isMalformed(readCertificate(Uint8Array.of(...server.octets, 0))));
  });

  it('each field that is not what its section asks for is named', () => {
    const { fields } = read(server.octets);
    const at = (name: string): number => findField(fields, name)?.from ?? 0;
    const cases: [field: string, octets: Uint8Array][] = [
      ['version', altered(server.octets, at('version') + 4, 0x08)],
      ['serialNumber', altered(server.octets, at('serialNumber') + 2, 0x80)],
      ['issuer', altered(server.octets, at('issuer'), 0x01)],
      ['notBefore', altered(server.octets, at('notBefore') + 4, 0x10)],
      ['notAfter', altered(server.octets, at('notAfter') + 14, 0x01)],
      ['subjectPublicKey', altered(server.octets, at('publicExponent') + 4, 0x01)],
      ['signatureAlgorithm', altered(server.octets, at('signatureAlgorithm') + 12, 0x07)],
      ['signatureValue', altered(server.octets, at('signatureValue') + 4, 0x01)],
      ['DER', altered(server.octets, 1, 0x01)],
    ];
    for (const [field, octets] of cases) {
      const found = readCertificate(octets);
      assert.ok(isMalformed(found), field);
      assert.equal(found.field, field);
    }
  });

  it('random octets, and octets nested without end, give a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (octets, isSequence) => {
        const begun = isSequence ? Uint8Array.of(0x30, 0x82, octets.length >> 8, octets.length, ...octets) : octets;
        return isMalformed(readCertificate(begun));
      }),
      { numRuns: 500 },
    );
    assert.ok(isMalformed(readCertificate(new Uint8Array(60_000).fill(0x30))));
    assert.ok(isMalformed(readCertificate(new Uint8Array(60_000))));
    assert.ok(isMalformed(readCertificate(new Uint8Array(2 ** 24))));
    const deep = new Uint8Array(40_000);
    for (let at = 0; at < deep.length; at += 4) {
      const left = deep.length - at - 4;
      deep.set([0x30, 0x82, left >> 8, left & 0xff], at);
    }
    assert.ok(isMalformed(readCertificate(deep)));
  });

  it('parts of good ones put together at random neither throw nor pass', () => {
    const good = readdirSync(FIXTURES).map((file) => fixture(file.replace('.pem', '')));
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.constantFrom(...good),
        fc.nat(1000),
        fc.nat(1000),
        fc.nat(200),
        (one, other, at, from, length) => {
          const octets = one.slice();
          octets.set(
            other.subarray(from, from + Math.min(length, Math.max(0, octets.length - at))),
            Math.min(at, one.length),
          );
          const same = octets.every((octet, i) => octet === one[i]);
          const [found] = certificatesOf([octets]);
          return same || found === undefined || verifyPath({ ...wishOf([]), chain: [found] }).kind === 'refused';
        },
      ),
      { numRuns: 500 },
    );
  });
});
