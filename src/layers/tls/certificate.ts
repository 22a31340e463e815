/** Certificates as TLS needs them: the key in one, the private key that a flow has, and what is wrong with a chain. */
import type { RsaPrivate, RsaPublic } from '../crypto';
import {
  type CertificateSummary,
  type KeyUse,
  type PathChecks,
  type PathResult,
  type PathWish,
  RING_KEYS,
  certificatesOf,
  checkPath,
  ringKey,
  summaryOf,
  verifyPath,
} from '../x509';
import type { Role } from '../role';
import type { TlsEnd, TlsSetup } from './end';

/** The public key in a certificate; undefined where it is none of RSA, or can't be read. */
export function keyOf({ recall }: TlsSetup, certificate: Uint8Array | undefined): RsaPublic | undefined {
  const [read] = certificate === undefined ? [] : certificatesOf([certificate], recall);
  return read?.publicKey.kind === 'rsa' ? read.publicKey.key : undefined;
}

/** The private key that belongs to a public one: that of the host, or one of the ring. */
export function privateOf({ key, recall }: TlsSetup, { n }: RsaPublic): RsaPrivate | undefined {
  if (key?.n === n) return key;
  return RING_KEYS.map((name) => ringKey(name, recall)).find((one) => one.n === n);
}

/** The outcome of verifying the certificates of the peer. */
export function verified(s: TlsEnd, chain: readonly Uint8Array[], of: Role): PathResult | undefined {
  const wish = wishOf(s, chain, of);
  return wish && verifyPath(wish, s.setup.recall);
}

/** Each check of that by itself; undefined where certificates are not verified, as in captures. */
export function checkedChain(s: TlsEnd, chain: readonly Uint8Array[], of: Role): PathChecks | undefined {
  const wish = wishOf(s, chain, of);
  return wish && checkPath(wish, s.setup.recall);
}

function wishOf(s: TlsEnd, chain: readonly Uint8Array[], of: Role): PathWish | undefined {
  const { trusts, today, domain, recall } = s.setup;
  if (trusts === undefined) return undefined;
  const use: KeyUse = s.suite?.kx === 'RSA' && of === 'server' ? 'keyEncipherment' : 'digitalSignature';
  const wish = {
    chain: certificatesOf(chain, recall),
    trusts: certificatesOf(trusts, recall),
    today,
    use,
    purpose: of === 'server' ? ('serverAuth' as const) : ('clientAuth' as const),
  };
  return of === 'server' ? { ...wish, name: domain } : wish;
}

/** The certificates of a chain, for people; those that can't be read are left out. */
export function summariesOf({ recall }: TlsSetup, chain: readonly Uint8Array[]): readonly CertificateSummary[] {
  return certificatesOf(chain, recall).map(summaryOf);
}
