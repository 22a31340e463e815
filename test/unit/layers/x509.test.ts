import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { newRecall } from '../../../src/layers/crypto';
import {
  type Certificate,
  type CertificateField,
  type CertificateParts,
  certificatesOf,
  defaultAuthority,
  findField,
  type Identity,
  isMalformed,
  isNameOf,
  isSignedBy,
  issue,
  makeCertificate,
  momentOf,
  nameOctets,
  type PathWish,
  readCertificate,
  type RefusalName,
  RING_KEYS,
  TODAY,
  verifyPath,
} from '../../../src/layers/x509';
import { publicKeyOf, RING } from './keys';

const recall = newRecall();
const authority = defaultAuthority(recall);
const server = issue({ subject: 'server.example' }, recall);

function read(octets: Uint8Array): Certificate {
  const found = readCertificate(octets);
  assert.ok(!isMalformed(found), isMalformed(found) ? `${found.field} at ${String(found.at)}` : '');
  return found;
}

const FIXTURES = join(process.cwd(), 'test/fixtures/certificates');

/** A certificate of OpenSSL's, as DER. */
function fixture(name: string): Uint8Array {
  return new Uint8Array(new X509Certificate(readFileSync(join(FIXTURES, `${name}.pem`))).raw);
}

const TRUSTED: readonly Certificate[] = [read(authority.octets)];

/** How a client sees a chain, unless a test says otherwise. */
function wishOf(chain: readonly Uint8Array[], changes: Partial<PathWish> = {}): PathWish {
  const name = 'server.example';
  return { chain: chain.map(read), trusts: TRUSTED, today: TODAY, purpose: 'serverAuth', name, ...changes };
}

/** A certificate of an end entity with some part unlike those that `issue` makes. */
function unlike(changes: Partial<CertificateParts>, by: Identity = authority): Uint8Array {
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
function altered(octets: Uint8Array, at: number, mask = 1): Uint8Array {
  return octets.map((octet, i) => (i === (at < 0 ? octets.length + at : at) ? octet ^ mask : octet));
}

const mallory = issue({ subject: 'Mallory CA', ca: true, key: 'ring2' }, recall);
const subordinate = issue({ subject: 'Second CA', ca: true, by: authority, key: 'ring2' }, recall);
const narrow = ((): Identity => {
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

interface Case {
  readonly what: string;
  readonly wish: PathWish;
  /** Undefined where the certificate is good. */
  readonly says?: RefusalName;
  readonly reason?: string;
  readonly at?: number;
  readonly field?: string;
  readonly section?: string;
  /** The number that OpenSSL gives the same reason (X509_V_ERR_…). */
  readonly openssl: number;
}

const CASES: readonly Case[] = [
  { what: 'a good one', wish: wishOf(server.chain), openssl: 0 },
  {
    what: 'a good one below a second CA, sent in any order',
    wish: wishOf([
      issue({ subject: 'server.example', by: subordinate }, recall).octets,
      mallory.octets,
      subordinate.octets,
    ]),
    openssl: 0,
  },
  {
    what: 'a trusted one that signed itself',
    wish: wishOf(issue({ subject: 'server.example', by: 'itself' }, recall).chain, {
      trusts: [read(issue({ subject: 'server.example', by: 'itself' }, recall).octets)],
    }),
    openssl: 0,
  },
  {
    what: 'a name that it does not hold',
    wish: wishOf(issue({ subject: 'other.example, 192.0.2.1' }, recall).chain),
    ...{ reason: 'name', says: 'other-name', at: 0, field: 'subjectAltName', section: 'RFC 9525 §6.3', openssl: 62 },
  },
  {
    what: 'no name but CN',
    wish: wishOf([unlike({ names: [] })], { name: 'other.example' }),
    ...{ reason: 'name', says: 'no-name', at: 0, field: 'subjectAltName', section: 'RFC 9525 §6.2', openssl: 62 },
  },
  {
    what: 'a day after its last',
    wish: wishOf(issue({ subject: 'server.example', until: momentOf('2025-12-31')! }, recall).chain),
    ...{ reason: 'expired', says: 'expired', at: 0, field: 'notAfter', section: 'RFC 5280 §6.1.3 (a)(2)', openssl: 10 },
  },
  {
    what: 'a day before its first',
    wish: wishOf(issue({ subject: 'server.example', from: momentOf('2026-01-02')! }, recall).chain),
    ...{ reason: 'expired', says: 'not-yet-valid', at: 0, field: 'notBefore', section: 'RFC 5280 §6.1.3 (a)(2)' },
    openssl: 9,
  },
  {
    what: 'a CA that is over',
    wish: wishOf(server.chain, { today: '20350101000001' }),
    ...{ reason: 'expired', says: 'expired', at: 1, field: 'notAfter', section: 'RFC 5280 §6.1.3 (a)(2)', openssl: 10 },
  },
  {
    what: 'an issuer whom nobody trusts',
    wish: wishOf(issue({ subject: 'server.example', by: mallory }, recall).chain),
    ...{ reason: 'untrusted', says: 'no-issuer', at: 0, field: 'issuer', section: 'RFC 5280 §6.1', openssl: 20 },
  },
  {
    what: 'an issuer whom nobody trusts, sent along',
    wish: wishOf([issue({ subject: 'server.example', by: mallory }, recall).octets, mallory.octets]),
    ...{ reason: 'untrusted', says: 'self-signed', at: 1, field: 'issuer', section: 'RFC 5280 §6.1', openssl: 19 },
  },
  {
    what: 'one that signed itself',
    wish: wishOf(issue({ subject: 'server.example', by: 'itself' }, recall).chain),
    ...{ reason: 'untrusted', says: 'self-signed', at: 0, field: 'issuer', section: 'RFC 5280 §6.1', openssl: 18 },
  },
  {
    what: "an issuer of the trusted one's name with another key",
    wish: wishOf(
      issue(
        { subject: 'server.example', by: issue({ subject: 'TCP Flow CA', ca: true, key: 'ring2' }, recall) },
        recall,
      ).chain,
    ),
    ...{ reason: 'untrusted', says: 'no-issuer', at: 0, field: 'issuer', section: 'RFC 5280 §6.1', openssl: 20 },
  },
  {
    what: 'a signature with another octet',
    wish: wishOf([altered(server.octets, -1)]),
    ...{ reason: 'signature', says: 'signature', at: 0, field: 'signatureValue' },
    ...{ section: 'RFC 5280 §6.1.3 (a)(1)', openssl: 7 },
  },
  {
    what: 'a name changed after it was signed',
    wish: wishOf([altered(server.octets, (findField(read(server.octets).fields, 'dNSName')?.from ?? 0) + 2, 0x20)]),
    ...{ reason: 'signature', says: 'signature', at: 0, field: 'signatureValue' },
    ...{ section: 'RFC 5280 §6.1.3 (a)(1)', openssl: 7 },
  },
  {
    what: 'an issuer that is no CA',
    wish: wishOf(issue({ subject: 'www.example', by: server }, recall).chain, { name: 'www.example' }),
    ...{ reason: 'purpose', says: 'not-a-ca', at: 1, field: 'basicConstraints', section: 'RFC 5280 §6.1.4 (k)' },
    openssl: 79,
  },
  {
    what: 'a CA that may not have another below it',
    wish: wishOf(
      issue({ subject: 'server.example', by: issue({ subject: 'Third CA', ca: true, by: narrow }, recall) }, recall)
        .chain,
    ),
    ...{ reason: 'purpose', says: 'path-length', at: 2, field: 'pathLenConstraint', section: 'RFC 5280 §6.1.4 (m)' },
    openssl: 25,
  },
  {
    what: 'a CA that may have end entities below it alone',
    wish: wishOf(issue({ subject: 'server.example', by: narrow }, recall).chain),
    openssl: 0,
  },
  {
    what: 'a key for clients',
    wish: wishOf([unlike({ extKeyUsage: ['clientAuth'] })]),
    ...{ reason: 'purpose', says: 'ext-key-usage', at: 0, field: 'extKeyUsage', section: 'RFC 5280 §4.2.1.12' },
    openssl: 26,
  },
  {
    what: 'a key for other things than the handshake',
    wish: wishOf([unlike({ keyUsage: ['dataEncipherment'] })], { use: 'digitalSignature' }),
    ...{ reason: 'purpose', says: 'key-usage', at: 0, field: 'keyUsage', section: 'RFC 5280 §4.2.1.3', openssl: 26 },
  },
  {
    what: 'an extension that must be known, and is not',
    wish: wishOf([fixture('critical')], { trusts: [read(fixture('rsa-ca'))], today: '20300101000000' }),
    ...{ reason: 'purpose', says: 'critical-extension', at: 0, field: '1.2.3.4', section: 'RFC 5280 §4.2' },
    openssl: 34,
  },
];

describe('the path to a trust anchor', () => {
  for (const { what, wish, says, reason, at, field, section } of CASES) {
    it(says === undefined ? `accepts ${what}` : `refuses ${what}: ${says}`, () => {
      const result = verifyPath(wish, recall);
      assert.deepEqual(verifyPath(wish), result);
      if (says === undefined) {
        assert.equal(result.kind, 'good', JSON.stringify(result.kind === 'refused' && result.says));
        return;
      }
      assert.ok(result.kind === 'refused', result.kind);
      const { from, to, path } = result;
      assert.deepEqual(
        [result.reason, result.says, result.at, result.field, result.section],
        [reason, says, at, field, section],
      );
      const found = findField(path[at ?? 0]?.fields ?? [], field ?? '');
      const whole = { from: 0, to: path[at ?? 0]?.octets.length };
      assert.deepEqual({ from, to }, found ? { from: found.from, to: found.to } : whole);
    });
  }

  it('says what it found, for people', () => {
    const args = CASES.flatMap(({ wish, says }) => {
      const result = verifyPath(wish, recall);
      return result.kind === 'refused' ? [[says ?? '', result.args] as const] : [];
    });
    const said = Object.fromEntries<Readonly<Record<string, string>>>(args);
    assert.deepEqual(said['other-name'], {
      subject: 'other.example',
      name: 'server.example',
      names: 'other.example, 192.0.2.1',
    });
    assert.deepEqual(said['not-yet-valid'], { subject: 'server.example', today: '2026-01-01', from: '2026-01-02' });
    assert.deepEqual(said['path-length'], { subject: 'Narrow CA', most: '0', count: '1' });
    assert.deepEqual(said['no-issuer'], { subject: 'server.example', issuer: 'TCP Flow CA' });
  });

  it('has no end in a chain of issuers who issued each other, and none without a certificate', () => {
    const first = unlike({ subject: nameOctets('A'), issuer: nameOctets('B'), key: RING.ring4 });
    const second = unlike({ subject: nameOctets('B'), issuer: nameOctets('A'), key: RING.ring4 });
    for (const chain of [[], [first, second], [first, second, first, second]]) {
      const result = verifyPath(wishOf(chain));
      assert.ok(result.kind === 'refused' && result.reason === 'untrusted');
    }
    const many = Array.from({ length: 40 }, (_, n) =>
      unlike({ subject: nameOctets(`CA ${String(n)}`), issuer: nameOctets(`CA ${String(n + 1)}`), key: RING.ring4 }),
    );
    const result = verifyPath(wishOf(many));
    assert.ok(result.kind === 'refused' && result.says === 'too-long');
  });

  it('is as OpenSSL sees it, with the same reason', () => {
    const { error } = spawnSync('openssl', ['version']);
    if (error !== undefined) {
      console.log('      no command openssl here: paths are held against it where it is');
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'tcpflow-x509-'));
    try {
      for (const { what, wish, openssl } of CASES) assert.equal(opensslVerdict(folder, wish), openssl, what);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The number of OpenSSL's first reason against a path; 0 where it is good. */
function opensslVerdict(folder: string, { chain, trusts, today, name }: PathWish): number {
  const pem = (all: readonly Certificate[]): string =>
    all.map((c) => new X509Certificate(c.octets).toString()).join('');
  const [own, ...others] = chain;
  const files = { own: pem(own ? [own] : []), others: pem(others), trusts: pem(trusts) };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const [, year, month, day, hour, minute, second] = /(....)(..)(..)(..)(..)(..)/.exec(today) ?? [];
  const seconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000;
  const { stdout, stderr } = spawnSync(
    'openssl',
    [
      'verify',
      '-x509_strict',
      ...['-attime', String(seconds), '-purpose', 'sslserver', '-verify_hostname', name ?? ''],
      ...['-CAfile', 'trusts', ...(others.length > 0 ? ['-untrusted', 'others'] : []), 'own'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  if (stdout.includes('own: OK')) return 0;
  return Number(/error (\d+) at/.exec(stdout + stderr)?.[1] ?? NaN);
}

describe('the name of a service (RFC 9525 §6)', () => {
  const cases: [names: string, service: string, isName: boolean][] = [
    ['server.example', 'server.example', true],
    ['server.example', 'SERVER.Example', true],
    ['server.example', 'a.server.example', false],
    ['server.example', 'server.example.org', false],
    ['a.example, b.example', 'b.example', true],
    ['*.server.example', 'a.server.example', true],
    ['*.server.example', 'server.example', false],
    ['*.server.example', '.server.example', false],
    ['*.server.example', 'a.b.server.example', false],
    ['a*.server.example', 'ab.server.example', false],
    ['a.*.example', 'a.b.example', false],
    ['*.*.example', 'a.b.example', false],
    ['*', 'localhost', false],
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8::1', '2001:db8:0:0::1', true],
    ['server.example', '192.0.2.1', false],
    ['*.0.2.1', '192.0.2.1', false],
  ];
  for (const [names, service, isName] of cases) {
    it(`${service} is ${isName ? '' : 'not '}${names}`, () => {
      const certificate = read(unlike({ names: names.split(', ') }));
      assert.equal(isNameOf(certificate, service), isName);
      // OpenSSL takes a name that begins with a dot for all names below it, which is not a name of a service.
      if (service.startsWith('.')) return;
      const own = new X509Certificate(certificate.octets);
      const other = /^[\d.:a-f]+$/.test(service)
        ? own.checkIP(service)
        : own.checkHost(service, { subject: 'never', partialWildcards: false });
      assert.equal(other !== undefined, isName);
    });
  }
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
