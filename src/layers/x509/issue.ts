import { derived, publicOf, recalled, type Recall, type RsaPrivate } from '../crypto';
import { latin1 } from '../octets';
import { type Certificate, readCertificate } from './certificate';
import { isMalformed } from './der';
import { makeCertificate } from './make';
import type { Moment } from './moment';
import { nameOctets } from './name';
import type { KeyUse } from './oids';
import { type RingKey, ringKey } from './ring';

/** The day that a flow is played on, unless it says another. */
export const TODAY: Moment = '20260101000000';
/** Certificates hold from here to there, unless they say other days. */
export const NOT_BEFORE: Moment = '20250101000000';
export const NOT_AFTER: Moment = '20350101000000';

/** A certificate that somebody wants to have. */
export interface CertificateWish {
  /**
   * Of an end entity its domain names and addresses, with commas between them; the first is the subject's CN, too. Of a CA its
   * name: CN.
   */
  readonly subject: string;
  /** The signer. Absent: the default CA, which is trusted by default, signs end entities; a CA signs itself. */
  readonly by?: Identity | 'itself';
  /** True if it may issue certificates. */
  readonly ca?: boolean;
  /** First and last moment; `momentOf` makes them of days. */
  readonly from?: Moment;
  readonly until?: Moment;
  /** A key of the ring; left out, end entities of different CAs have different keys, and so have CAs. */
  readonly key?: RingKey;
}

/** Somebody with a certificate and its private key. */
export interface Identity {
  /** The certificate's DER. */
  readonly octets: Uint8Array;
  /** The subject's Name, as it is encoded: the issuer's in what it signs. */
  readonly subject: Uint8Array;
  readonly ringKey: RingKey;
  readonly key: RsaPrivate;
  readonly isSelfSigned: boolean;
  /** As it is sent: its own first, then each issuer's, without the trust anchor (RFC 8446 §4.4.2). */
  readonly chain: readonly Uint8Array[];
}

const ENTITY_USES: readonly KeyUse[] = ['digitalSignature', 'keyEncipherment'];
const CA_USES: readonly KeyUse[] = ['keyCertSign', 'cRLSign'];

/** The self-signed CA that everybody trusts, unless they say whom they trust. */
export function defaultAuthority(recall?: Recall): Identity {
  return issue({ subject: 'TCP Flow CA', ca: true, by: 'itself', key: 'ring4' }, recall);
}

/** A certificate as wished, and its key. It is the same for the same wish. */
export function issue(wish: CertificateWish, recall?: Recall): Identity {
  const { subject, by, ca = false, from = '', until = '', key = '' } = wish;
  const signer = by === undefined || by === 'itself' ? (by ?? '') : by.octets;
  return recalled(recall, 'issue', [subject, signer, String(ca), from, until, key], () => issued(wish, recall));
}

function issued(wish: CertificateWish, recall?: Recall): Identity {
  const ca = wish.ca ?? false;
  const by = wish.by ?? (ca ? 'itself' : defaultAuthority(recall));
  const name = wish.key ?? keyFor(ca, wish.by);
  const key = ringKey(name, recall);
  const names = ca
    ? []
    : wish.subject
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean);
  const subject = nameOctets(ca ? wish.subject.trim() : (names[0] ?? ''));
  const isSelfSigned = by === 'itself';
  const issuer = isSelfSigned ? { subject, key } : by;
  const { from = NOT_BEFORE, until = NOT_AFTER } = wish;
  const parts = {
    serial: derived('certificate', [wish.subject, latin1(issuer.subject), from, until].join('\0'), name, 16),
    issuer: issuer.subject,
    subject,
    notBefore: from,
    notAfter: until,
    key: publicOf(key),
    names,
    ca,
    keyUsage: ca ? CA_USES : ENTITY_USES,
    extKeyUsage: ca ? [] : ['serverAuth', 'clientAuth'],
  };
  const octets = makeCertificate(parts, issuer.key, recall);
  const chain = isSelfSigned || by.isSelfSigned ? [octets] : [octets, ...by.chain];
  return { octets, subject, ringKey: name, key, isSelfSigned, chain };
}

/** Keys that are not told: `ring4` is the default CA's alone, so that nobody signs in its place unasked. */
function keyFor(ca: boolean, by: Identity | 'itself' | undefined): RingKey {
  if (ca) return 'ring3';
  return by === undefined || (by !== 'itself' && by.ringKey === 'ring4') ? 'ring1' : 'ring2';
}

/** Certificates from their DER; those that can't be read are left out. */
export function certificatesOf(all: readonly Uint8Array[], recall?: Recall): readonly Certificate[] {
  return all.flatMap((octets) => {
    const read = recalled(recall, 'readCertificate', [octets], () => readCertificate(octets));
    return isMalformed(read) ? [] : [read];
  });
}
