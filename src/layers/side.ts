/** The shape of one side above TCP, and of the outcome of what it does. */
import type { Seq } from '../wire';
import type { Framed } from './h2/types';
import type { Http1 } from './http1/machine';
import type { Message, Remark } from './message';
import type { TlsEnd, TlsReading, WishProblem } from './tls';
import { SILENT, type Voice } from './silent';

/** Octets that arrived, and are others than the peer wrote there. */
export interface Held {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** How far a side has come in its peer's direction. */
export interface Heard {
  /** Octets in order. */
  readonly octets: number;
  /** Whole messages. */
  readonly messages: number;
  readonly held: readonly Held[];
  /** The direction as this side reads it, once other octets came than the peer wrote. */
  readonly own: Voice | undefined;
  readonly ended: boolean;
}

export interface App {
  /** The sequence number of the first octet that this side wrote; undefined before. */
  readonly start: Seq | undefined;
  readonly voice: Voice;
  readonly heard: Heard;
  readonly http: Http1 | undefined;
  readonly h2: Framed | undefined;
  readonly tls: Sealed | undefined;
}

/** TLS at one side of a connection. */
export interface Sealed {
  readonly end: TlsEnd;
  /** The reading of the side's own direction. */
  readonly reading: TlsReading;
  /** The side above TLS: messages that are said and heard inside. */
  readonly inner: App;
  /** The reading of the peer's direction by this side, once other octets came than the peer wrote. */
  readonly heard: TlsReading | undefined;
}

const NOTHING_HEARD: Heard = { octets: 0, messages: 0, held: [], own: undefined, ended: false };
export const FRESH: App = {
  start: undefined,
  voice: SILENT,
  heard: NOTHING_HEARD,
  http: undefined,
  h2: undefined,
  tls: undefined,
};

/** The outcome of writing, hearing or ending. */
export interface Outcome {
  readonly app: App;
  /** Messages that became whole by it. */
  readonly messages: readonly Message[];
  /** Breaches that belong to no whole message. */
  readonly remarks: readonly Remark[];
}

export const NO_MESSAGES: readonly Message[] = [];
export const NO_REMARKS: readonly Remark[] = [];

/** A message as octets. */
export interface Spoken {
  readonly octets: Uint8Array;
  /** Fields that were filled in. */
  readonly filled: readonly { readonly name: string; readonly value: string }[];
  /** Wished values that a message can't have. */
  readonly problems: readonly WishProblem[];
}

export const UNSPOKEN: Spoken = { octets: new Uint8Array(), filled: [], problems: [] };
