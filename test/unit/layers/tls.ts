import type { Breach } from '../../../src/layers';
import { type Recall, newRecall } from '../../../src/layers/crypto';
import { TODAY, defaultAuthority, issue } from '../../../src/layers/x509';
import {
  type Judged,
  NO_TLS,
  SUITES,
  TLS13,
  TLS_RULES,
  type TlsEnd,

  type TlsReading,
  type TlsRuleId,
  type TlsSetup,
  type TlsWish,
  isSpoken,
  newTls,
  nextTls,
  octetsOfWritten,
  progress,
  spokenTls,
} from '../../../src/layers/tls';

/** Results of operations are shared by all tests: they are the same without. */
export const recall: Recall = newRecall(64 * 2 ** 20);

export const SPOKEN: readonly number[] = SUITES.filter(isSpoken).map((s) => s.id);

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
    return Buffer.concat(parts);
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
  return (level ?? TLS_RULES[rule as TlsRuleId]?.level ?? 'error') !== 'hint';
}

/** Both say what is due, until neither has anything to say. */
export function play(client: Side, server: Side, pass: (octets: Uint8Array, by: 'client' | 'server') => Uint8Array = (o) => o): void {
  for (let i = 0; i < 10; i++) {
    const asked = client.due();
    if (asked.length > 0) server.hear(pass(asked, 'client'));
    const answered = server.due();
    if (answered.length > 0) client.hear(pass(answered, 'server'));
    if (asked.length === 0 && answered.length === 0) return;
  }
}
