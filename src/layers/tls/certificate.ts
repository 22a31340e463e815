/** Certificates as TLS needs them: the key in one, the private key that a flow has, and what is wrong with a chain. */
import type { RsaPrivate, RsaPublic } from '../crypto';
import { type KeyUse, type PathResult, RING_KEYS, certificatesOf, ringKey, verifyPath } from '../x509';
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
  return verifyPath(of === 'server' ? { ...wish, name: domain } : wish, recall);
}
