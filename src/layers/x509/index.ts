/**
 * Certificates (RFC 5280): read with the octets of each field, made, verified.
 *
 * - `readCertificate`: DER (`der.ts`, X.690) to a `Certificate` and a tree of its fields; wrong octets give a `Malformed`, which
 *   says where and which section. Keys on curves are read, and not used.
 * - `verifyPath`: what a client does with the chain that it gets, or a server with its client's (`path.ts`): the path to a trust
 *   anchor, signatures, validity, basicConstraints, purpose, and the name of the service (`service.ts`, RFC 9525). The result says
 *   the first reason against it, with the field; `checkPath` looks at each check by itself. `summaryOf` is a certificate for people.
 * - `issue`: a certificate for whoever needs one, signed by the default CA or another, with a key of the ring (`ring.ts`). The
 *   same wish gives the same octets: nothing is random, and dates are arguments.
 */
export { type Certificate, type PublicKey, readCertificate } from './certificate';
export { isMalformed, type Malformed } from './der';
export type { Extensions } from './extension';
export { type CertificateField, findField } from './field';
export {
  certificatesOf,
  type CertificateWish,
  defaultAuthority,
  type Identity,
  issue,
  NOT_AFTER,
  NOT_BEFORE,
  TODAY,
} from './issue';
export { type CertificateParts, makeCertificate } from './make';
export { type Moment, momentOf, momentText } from './moment';
export { type Name, nameOctets } from './name';
export type { KeyUse } from './oids';
export {
  type PathCheck,
  type PathChecks,
  type PathResult,
  type PathWish,
  type Refusal,
  type RefusalName,
  checkPath,
  isSignedBy,
  verifyPath,
} from './path';
export { RING_KEYS, type RingKey, ringKey } from './ring';
export { isNameOf } from './service';
export { type CertificateSummary, summaryOf } from './summary';
