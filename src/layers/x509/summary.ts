import type { Certificate, PublicKey } from './certificate';
import { addressText } from './extension';
import { momentText } from './moment';

/** A certificate in short: the fields that people ask for. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  /** subjectAltName: domain names and addresses; empty where it has none. */
  readonly names: string;
  /** First and last moment of its validity. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** `RSA, 2048 bit`. */
  readonly key: string;
  /** The algorithm of the signature. */
  readonly signature: string;
}

export function summaryOf(certificate: Certificate): CertificateSummary {
  const { subject, issuer, notBefore, notAfter, publicKey, algorithmName, extensions } = certificate;
  return {
    subject: subject.text,
    issuer: issuer.text,
    names: [...(extensions.names ?? []), ...(extensions.addresses ?? []).map(addressText)].join(', '),
    notBefore: momentText(notBefore),
    notAfter: momentText(notAfter),
    key: keyText(publicKey),
    signature: algorithmName,
  };
}

function keyText(key: PublicKey): string {
  switch (key.kind) {
    case 'rsa':
      return `RSA, ${key.key.n.toString(2).length} bit`;
    case 'ec':
      return `EC, ${key.curve}`;
    case 'other':
      return key.algorithm;
  }
}
