import type { Breach } from '../../../src/layers';
import { type Recall, newRecall, publicOf, rsaPrivate } from '../../../src/layers/crypto';
import {
  NOT_AFTER,
  NOT_BEFORE,
  TODAY,
  defaultAuthority,
  issue,
  makeCertificate,
  nameOctets,
} from '../../../src/layers/x509';
import { joined } from '../../../src/wire';
import {
  type Judged,
  NO_TLS,
  TLS13,
  TLS_RULES,
  type TlsEnd,
  type TlsReading,
  type TlsRuleId,
  type TlsSetup,
  type TlsWish,
  defaultSuites,
  newTls,
  nextTls,
  octetsOfWritten,
  progress,
  spokenTls,
} from '../../../src/layers/tls';

/** Results of operations are shared by all tests: they are the same without. */
export const recall: Recall = newRecall(64 * 2 ** 20);

export const SPOKEN: readonly number[] = defaultSuites(TLS13);

/** A side as a flow would set it up. */
export function setup(role: 'client' | 'server', more: Partial<TlsSetup> = {}): TlsSetup {
  const identity = issue({ subject: role === 'server' ? 'server.example' : 'client.example' }, recall);
  return {
    role,
    captured: false,
    version: TLS13,
    suites: SPOKEN,
    domain: 'server.example',
    alpn: [],
    chain: role === 'server' ? identity.chain : [],
    key: role === 'server' ? identity.key : undefined,
    trusts: [defaultAuthority(recall).octets],
    today: TODAY,
    asksCertificate: false,
    ems: false,
    etm: false,
    tickets: false,
    seed: role,
    context: '192.0.2.1:49152 203.0.113.5:443 1',
    sessions: [],
    keylog: undefined,
    recall,
    ...more,
  };
}

/** Primes of a short key: what a law does a thousand times is done in a sixth of the time. */
const P = BigInt(
  '0xdb736ec5e468f1e7f60f9d4a142584ba854f6f5f0c465510185cc9d397db3fe8e81d004cf4947d0dc61209c048bf2b3bdb95eabe4ecf4145c000eb1bdb12307f',
);
const Q = BigInt(
  '0xcc31c3caade3b5e331b9fd1d75205a172c7fda2748168308d13f7fd8d29a34817fc5bddf1fe4b00924e4de674381cb7ca16b1b3a4c8d27153be4fe7ed8ec1c41',
);

/** A server whose key has 1,024 bits. */
export function withShortKey(): Partial<TlsSetup> {
  const authority = defaultAuthority(recall);
  const key = rsaPrivate(P, Q);
  const certificate = makeCertificate(
    {
      serial: Uint8Array.of(1),
      issuer: authority.subject,
      subject: nameOctets('server.example'),
      notBefore: NOT_BEFORE,
      notAfter: NOT_AFTER,
      key: publicOf(key),
      names: ['server.example'],
      ca: false,
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extKeyUsage: ['serverAuth'],
    },
    authority.key,
    recall,
  );
  return { chain: [certificate], key };
}

/** A client that has a certificate. */
export function withCertificate(): Partial<TlsSetup> {
  const { chain, key } = issue({ subject: 'client.example', key: 'ring3' }, recall);
  return { chain, key };
}

/** One side that speaks and hears octets. */
export class Side {
  end: TlsEnd;
  said: TlsReading = NO_TLS;
  heard: TlsReading = NO_TLS;
  readonly messages: (Judged & { readonly by: 'client' | 'server' })[] = [];

  constructor(how: TlsSetup) {
    this.end = newTls(how);
  }

  get peer(): 'client' | 'server' {
    return this.end.role === 'client' ? 'server' : 'client';
  }

  /** Says wishes; the octets. */
  say(...wishes: readonly TlsWish[]): Uint8Array {
    const octets = octetsOfWritten(spokenTls(this.end, this.said, wishes));
    const p = progress(this.end, this.said, octets, 'own');
    [this.end, this.said] = [p.end, p.reading];
    this.messages.push(...p.messages.map((m) => ({ ...m, by: this.end.role })));
    return octets;
  }

  hear(octets: Uint8Array): readonly Judged[] {
    const p = progress(this.end, this.heard, octets, 'peer');
    [this.end, this.heard] = [p.end, p.reading];
    this.messages.push(...p.messages.map((m) => ({ ...m, by: this.peer })));
    return p.messages;
  }

  /** All that is due. */
  due(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let i = 0; i < 20; i++) {
      const { must } = nextTls(this.end);
      if (must.length === 0) break;
      parts.push(this.say(...must));
    }
    return joined(...parts);
  }

  get names(): readonly string[] {
    return this.messages.map((m) => m.message.name);
  }

  get breaches(): readonly string[] {
    return this.messages.flatMap((m) => m.breaches.map((b) => b.rule));
  }

  get errors(): readonly string[] {
    return this.messages.flatMap((m) => m.breaches.filter(isMistake).map((b) => b.rule));
  }
}

/** Is a breach a mistake, or does it speak of a weakness alone? */
export function isMistake({ rule, level }: Breach): boolean {
  return (level ?? TLS_RULES[rule as TlsRuleId].level) !== 'hint';
}

/** Both say what is due, until neither has anything to say. */
export function play(
  client: Side,
  server: Side,
  pass: (octets: Uint8Array, by: 'client' | 'server') => Uint8Array = (o) => o,
): void {
  for (let i = 0; i < 10; i++) {
    const asked = client.due();
    if (asked.length > 0) server.hear(pass(asked, 'client'));
    const answered = server.due();
    if (answered.length > 0) client.hear(pass(answered, 'server'));
    if (asked.length === 0 && answered.length === 0) return;
  }
}
