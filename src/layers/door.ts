/** TLS, as a part of its own: whoever needs it brings it along, and it is loaded when a flow needs it first. */
import type * as Tls from './tls';
import type { TlsMessage, TlsReading, TlsSetup } from './tls';

export type TlsDoor = typeof Tls;

/** TLS, and what a side of the connection is set to. */
export interface TlsHost {
  readonly door: TlsDoor;
  readonly setup: () => TlsSetup;
  /** What secrets are dated with: the number of the segment that is sent or heard. */
  readonly step: number;
}

/** The part of a message that only TLS has. */
export interface SealedMessage {
  readonly message: TlsMessage;
  /** The reading of the direction before the record in which the message begins. */
  readonly before: TlsReading;
  /** Octets that it carries inside; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}
