/** The setup of a side of TLS, by the settings of its host. */
import type { Recall } from '../crypto';
import { TODAY, defaultAuthority, issue } from '../x509';
import type { Role } from '../role';
import type { Session, TlsSetup } from './end';
import { TLS12, TLS13, defaultSuites, suiteNamed } from './names';

/** Settings of a host. */
export interface TlsSettings {
  /** The highest version that it speaks: 1.3 where it is left out. */
  readonly version?: '1.2' | '1.3' | undefined;
  /** IANA's names, in the order of its liking; all that are spoken where it is left out. */
  readonly suites?: readonly string[] | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** The seed of its random numbers, in place of its name. */
  readonly seed?: string | undefined;
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
  /** Of the host's earlier connections with the other one. */
  readonly sessions: readonly Session[];
}

export function setupFor(side: TlsSide, recall: Recall | undefined): TlsSetup {
  const { role, host, domain, context, sessions } = side;
  const suites = (side.suites ?? []).flatMap((name) => suiteNamed(name)?.id ?? []);
  const version = side.version === '1.2' ? TLS12 : TLS13;
  const identity = role === 'server' ? issue({ subject: domain }, recall) : undefined;
  return {
    role,
    captured: false,
    version,
    suites: suites.length > 0 ? suites : defaultSuites(version),
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
    sessions,
    keylog: undefined,
    recall,
  };
}
