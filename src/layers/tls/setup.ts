/** What a side of TLS is set to, by what a flow says of its host. */
import type { Recall } from '../crypto';
import { TODAY, defaultAuthority, issue } from '../x509';
import type { Role, TlsSetup } from './end';
import { SUITES, TLS12, TLS13, isSpoken, suiteNamed } from './names';

/** What a flow says of a host. */
export interface TlsSettings {
  /** The highest version that it speaks: 1.3 where it is left out. */
  readonly version?: '1.2' | '1.3';
  /** IANA's names, in the order of its liking; all that are spoken where it is left out. */
  readonly suites?: readonly string[];
  readonly alpn?: readonly string[];
  /** What its random numbers come of, in place of its name. */
  readonly seed?: string;
  readonly ems?: boolean;
  readonly etm?: boolean;
  readonly asksCertificate?: boolean;
}

/** A side of a connection, and its host. */
export interface TlsSide extends TlsSettings {
  readonly role: Role;
  readonly host: string;
  /** The server's name. */
  readonly domain: string;
  /** Four-tuple and attempt. */
  readonly context: string;
}

const SPOKEN: readonly number[] = SUITES.filter(isSpoken).map((s) => s.id);

export function setupFor(side: TlsSide, recall: Recall | undefined): TlsSetup {
  const { role, host, domain, context } = side;
  const suites = (side.suites ?? []).flatMap((name) => suiteNamed(name)?.id ?? []);
  const identity = role === 'server' ? issue({ subject: domain }, recall) : undefined;
  return {
    role,
    captured: false,
    version: side.version === '1.2' ? TLS12 : TLS13,
    suites: suites.length > 0 ? suites : SPOKEN,
    domain,
    alpn: side.alpn ?? [],
    chain: identity?.chain ?? [],
    key: identity?.key,
    trusts: [defaultAuthority(recall).octets],
    today: TODAY,
    asksCertificate: side.asksCertificate ?? false,
    ems: side.ems ?? false,
    etm: side.etm ?? false,
    tickets: false,
    seed: side.seed ?? host,
    context,
    sessions: [],
    keylog: undefined,
    recall,
  };
}
