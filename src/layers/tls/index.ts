/**
 * TLS 1.2 and 1.3 at both ends of a connection (RFC 5246, RFC 8446), with real keys.
 *
 * A `TlsEnd` is one side: what it is set to, what it has said and heard, and what it knows by that. It is a value; nothing is
 * random: what a side would draw at random comes of its seed and the connection (`drawn`).
 *
 * - `read.ts`: octets of one direction into messages, opened with the keys of that direction; a message has its octets in clear,
 *   the tree of its fields (`handshake.ts`, `extension.ts`), the records that carry it, and what its octets break by themselves.
 * - `machine.ts`, `machine12.ts`, `machine13.ts`: rows (position, who, message → position), and the states of RFC 8446 Appendix A.
 * - `judge*.ts`, `rules.ts`: may its sender say this message now, by what the side that judges knows? Both sides judge: the sender
 *   what it writes, the receiver what reaches it, which leaves the rule's alert owed.
 * - `after.ts`, `learn12.ts`, `learn13.ts`: the side behind a message: position, keys, secrets (`schedule12.ts`, `schedule13.ts`).
 * - `write.ts`, `hello.ts`, `wish.ts`: wishes as octets; what a wish leaves out is what the side would say. `next.ts`: what is due.
 * - `speak.ts`: all of that in one: `progress` for octets, `heardTls` for a message that the peer has written, `spokenTls`.
 * - `sessions.ts`: sessions of a host's earlier connections, to be taken up again.
 * - `secrets.ts`: who knows what: client, server, wire. `keylog.ts`: key logs, both ways. `certificate.ts`: chains, and verdicts.
 */
export { after, asHeard, isOver } from './after';
export { checkedChain, summariesOf } from './certificate';
export type { TlsField } from './cursor';
export {
  type Known,
  type Protection,
  type Reason,
  type Session,
  type TlsEnd,
  type TlsSetup,
  formOf,
  is13,
  newTls,
} from './end';
export type { Content } from './handshake';
export { atEndTls, judge } from './judge';
export { type KeyLog, keyLogLines, readKeyLog, readKeyLogLine } from './keylog';
export { stateOf as tlsState } from './machine';
export { type Part, type TlsMessage, insideOf } from './message';
export {
  ALERT,
  type AlertName,
  MESSAGES,
  type MessageName,
  SUITES,
  type Suite,
  TLS12,
  TLS13,
  alertName,
  defaultSuites,
  isSpoken,
  suiteName,
  suiteNamed,
  suiteOf,
  RECORD_KEYS,
  SECRETS,
  SECRET_WORDS,
  secretNamed,
  type SecretName,
  type TlsState,
  TLS_STATES,
  WISH_KEYS,
} from './names';
export { type NextTls, nextTls } from './next';
export { NO_TLS, type TlsRead, type TlsReading, endOfTls, readTls, readingFrom } from './read';
export { looksLikeRecord } from './record';
export { type CertificateText, type TlsSettings, type TlsSide, setupFor } from './setup';
export { type Recall, newRecall } from '../crypto';
export { keptSessions } from './sessions';
export { TLS_RULES, type TlsRule, type TlsRuleId, alertFor } from './rules';
export { type Judged, type Progress, heardTls, octetsOfWritten, progress, spokenTls } from './speak';
export { type TlsWish, type WishProblem, wishFor } from './wish';
export { type TlsWritten, writeTls } from './write';
export {
  type Connection,
  type Knowledge,
  type Party,
  formulaOf,
  knows,
  opensAt,
  secretsOf,
  wireOpens,
} from './secrets';
