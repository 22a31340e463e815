import type { Breach, FieldOf } from './breach';
import type { Head } from './head';
import type { SealedMessage } from './door';
import type { Frame } from './h2/types';
import type { Octets } from './octets';

export type LayerName = 'http1' | 'h2' | 'tls';

/** How a message's body found its end (RFC 9112 §6.3). */
export type BodyEnd = 'none' | 'length' | 'chunked' | 'close' | 'tunnel';

/** A breach beside those of whole messages: of one that has begun, or of the end of a direction. */
export interface Remark {
  readonly breach: Breach;
  readonly message: Message | undefined;
}

/** A whole message of one direction. */
export interface Message {
  readonly layer: LayerName;
  /** The direction: from the client or from the server, for HTTP/2 and TLS too. */
  readonly kind: 'request' | 'response';
  /** `GET /index.html`, `200 OK`, `HEADERS 1 GET /`, `ClientHello`. */
  readonly name: string;
  /** Octets of the direction, from 0; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly octets: Octets;
  readonly fields: readonly FieldOf[];
  /** Where the body begins and ends, in octets from the message's beginning; and the rule that found its end. */
  readonly body: { readonly from: number; readonly to: number; readonly ends: BodyEnd };
  readonly breaches: readonly Breach[];
  /** Its head as read; undefined for octets that are no message of HTTP. */
  readonly head: Head | undefined;
  /** Of HTTP/2: the frame, and its stream; 0 for the connection. */
  readonly frame?: Frame;
  readonly stream?: number;
  /** Of TLS. */
  readonly sealed?: SealedMessage;
  /** Messages that became whole by what it carries. */
  readonly inside?: readonly Message[];
}

export { type Breach, type FieldOf, type Mend, NO_BREACHES } from './breach';
export type { Head, HeaderField } from './head';
