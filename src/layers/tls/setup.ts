/** The setup of a side of TLS, by the settings of its host. */
import { type Recall, recalled } from '../crypto';
import { type CertificateWish, type Identity, type Moment, TODAY, defaultAuthority, issue } from '../x509';
import type { Role } from '../role';
import type { Session, TlsSetup } from './end';
import { type KeyLog, readKeyLog } from './keylog';
import { TLS12, TLS13, defaultSuites, suiteNamed } from './names';

/** A certificate that a flow writes, and those that sign it. */
export interface CertificateText extends Omit<CertificateWish, 'by'> {
  readonly by?: CertificateText | 'itself';
}

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
  /** Its own; a server without has one that the default authority signs. */
  readonly certificate?: CertificateText | undefined;
  /** Authorities in place of the default one. */
  readonly trusts?: readonly CertificateText[] | undefined;
  /** The day of the flow. */
  readonly today?: Moment | undefined;
  /** Lines of a key log, for keys that the flow does not make. */
  readonly keylog?: readonly string[] | undefined;
  /** Its settings are not known: it comes of a capture. */
  readonly captured?: boolean;
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
  const { role, host, domain, context, sessions, captured = false } = side;
  const suites = (side.suites ?? []).flatMap((name) => suiteNamed(name)?.id ?? []);
  const version = side.version === '1.2' ? TLS12 : TLS13;
  const isMade = role === 'server' && !captured;
  const own: CertificateText | undefined = side.certificate ?? (isMade ? { subject: domain } : undefined);
  const identity = own && identityOf(own, recall);
  const trusted =
    side.trusts?.map((one) => identityOf(one, recall)) ?? (captured ? undefined : [defaultAuthority(recall)]);
  return {
    role,
    captured,
    version,
    suites: suites.length > 0 ? suites : defaultSuites(version),
    domain,
    alpn: side.alpn ?? [],
    chain: identity?.chain ?? [],
    key: identity?.key,
    trusts: trusted?.map(({ octets }) => octets),
    today: side.today ?? TODAY,
    asksCertificate: side.asksCertificate ?? false,
    ems: side.ems ?? false,
    etm: side.etm ?? false,
    tickets: false,
    seed: side.seed ?? host,
    context,
    sessions,
    keylog: side.keylog && logOf(side.keylog.join('\n'), recall),
    recall,
  };
}

function logOf(text: string, recall: Recall | undefined): KeyLog {
  return recalled(recall, 'readKeyLog', [text], () => readKeyLog(text));
}

function identityOf({ by, ...wish }: CertificateText, recall: Recall | undefined): Identity {
  const signer = by === undefined || by === 'itself' ? by : identityOf(by, recall);
  return issue({ ...wish, ...(signer && { by: signer }) }, recall);
}
