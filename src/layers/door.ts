/** TLS, as a part of its own: whoever needs it brings it along, and it is loaded when a flow needs it first. */
import type * as Tls from './tls';
import type { TlsMessage, TlsSetup } from './tls';

export type TlsDoor = typeof Tls;

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
