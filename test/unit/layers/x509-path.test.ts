import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Certificate,
  findField,
  isNameOf,
  issue,
  momentOf,
  nameOctets,
  type PathWish,
  type RefusalName,
  verifyPath,
} from '../../../src/layers/x509';
import { RING } from './keys';
import { altered, fixture, mallory, narrow, read, recall, server, subordinate, unlike, wishOf } from './x509';

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
