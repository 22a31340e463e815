/**
 * Layers above TCP: HTTP/1, HTTP/2 and TLS, read and written at both ends of a connection.
 *
 * An `App` is one side: its `voice`, which is what it has written, read once as it is written; how far it has come in its peer's
 * voice (`heard`); and what it knows of the protocol by both (`http`). Octets are real (`octets.ts`); a number stands for
 * octets whose values are not given, which are counted in a body, and make a direction opaque where structure is needed.
 *
 * - `write`: octets leave the application. Those that make a message whole have it read (`http1/read.ts`, RFC 9112 §2 to §7),
 *   judged by what the sender knows (`http1/judge.ts`), and added to that (`http1/machine.ts`, §9).
 * - `hear`: RCV.NXT has moved on. A message is heard when its last octet lies below it; only where other octets came than the
 *   peer wrote (`overheard`) does the receiver read them on its own.
 * - `end`: the direction is over, by FIN or RST (§8).
 * - `saidIn`: the messages of which a segment carries a part. `spoken`: wishes, as octets.
 *
 * TLS (`tls/`, with `crypto/` and `x509/`) is a part of its own: whoever has it loaded hands it in as a `TlsHost` (`door.ts`),
 * and nothing here imports its values but names and rules. `sealed.ts` keeps a side of TLS on `App.tls`, with an `inner` App:
 * HTTP inside is read by the same code as in clear. Without TLS a sealed direction is opaque.
 *
 * HTTP/2 (`h2/`) is such a part, too (`h2-door.ts`, `framed.ts`); `h2/side.ts` keeps a side of it on `App.h2`, in clear or inside TLS. Its names, its rules and
 * the octets that tell it (`h2/begin.ts`) are at hand without it; until it is loaded a direction of HTTP/2 is opaque.
 *
 * The first line of a direction tells what it speaks; ports decide nothing. What is neither is opaque, in silence. A message
 * is a value with the places of its fields, and with the rules that it breaks: no line and no finding is known here.
 */
export { type FrameWish, type SealedWish, end, layerState, spoken, write } from './app';
export type { App, Outcome, Sealed, Spoken } from './side';
export { beginsSealed } from './sealed';
export type { TlsDoor, TlsHost } from './door';
export type { H2Door, H2Host } from './h2-door';
export type { Block, BlockOf, Frame, Framed, H2End, H2Half, H2Stream, H2Wish, HpackField } from './h2/types';
export type {
  CertificateText,
  Connection,
  Knowledge,
  Party,
  Recall,
  SecretName,
  Session,
  TlsSettings,
  TlsSetup,
  TlsWish,
} from './tls';
export { hear, overheard } from './heard';
export { type Remembered, newRemembered, wishBefore } from './http1/remembered';
export { type Http1, isFinal } from './http1/machine';
export { type Body, MOST_BODY, type Wish } from './http1/write';
export {
  type BodyEnd,
  type Breach,
  type FieldOf,
  type LayerName,
  type Head,
  type HeaderField,
  type Mend,
  type Message,
  type Remark,
} from './message';
export { type NextSaid, lastFlight, nextSaid, wholeFlight } from './next';
export { type Octets, count, known, latin1, octetsOf, sliced } from './octets';
export { type Said, saidIn } from './said';
export { octetsIn } from './voice';
export { type Role, otherRole } from './role';
export { HTTP1_RULES, type LayerRule, closeNotFollowed } from './http1/rules';
export { settingName } from './h2/names';
export { momentOf } from './day';
export { ringKeyNamed } from './names';
export { H2_RULES } from './h2/rules';
export { TLS_RULES } from './tls/rules';
