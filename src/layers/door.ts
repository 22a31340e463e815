/** TLS and HTTP/2, parts of their own: whoever needs one brings it along, and it is loaded when a flow needs it first. */
import type * as H2 from './h2';
import type { H2End, H2Reading } from './h2';
import type * as Tls from './tls';
import type { TlsMessage, TlsSetup } from './tls';

export type TlsDoor = typeof Tls;
export type H2Door = typeof H2;

/** TLS, and what a side of the connection is set to. */
export interface TlsHost {
  readonly door: TlsDoor;
  readonly setup: () => TlsSetup;
  /** The number of the segment that is sent or heard: the date of secrets that come by it. */
  readonly step: number;
}

/** The part of a message that only TLS has. */
export interface SealedMessage {
  readonly message: TlsMessage;
  /** Octets that it carries inside; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** HTTP/2 at one side of a connection. */
export interface Framed {
  readonly end: H2End;
  /** The reading of the side's own direction. */
  readonly reading: H2Reading;
  /** The reading of the peer's direction by this side, once other octets came than the peer wrote. */
  readonly heard: H2Reading | undefined;
}

/** HTTP/2 where a side may speak it. */
export interface H2Host {
  /** Absent until it is loaded. */
  readonly door?: H2Door | undefined;
  /** A direction speaks HTTP/2, which is not loaded. */
  readonly lacks?: () => void;
}
