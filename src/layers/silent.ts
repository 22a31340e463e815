/** One direction of a connection as it is read: before its first octet, and before and between messages. */
import { Queue } from '../wire';
import { type Breach, NO_BREACHES } from './breach';
import type { Head } from './head';
import type { Message } from './message';
import { NO_OCTETS } from './no-octets';
import type { Octets } from './octets';

/** How the octets behind a head are counted. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** Up to the end of the connection. */
  | { readonly kind: 'close' }
  /** CONNECT was answered: what follows is no HTTP. */
  | { readonly kind: 'tunnel' }
  /** The lengths that the head gives contradict each other: nothing tells where its message ends. */
  | { readonly kind: 'unknown' };

/** Where the reading of a chunked body stands (RFC 9112 §7.1). */
export interface Chunks {
  readonly at: 'size' | 'data' | 'data-end' | 'trailer';
  /** Of `data`: octets of the chunk that are still to come. Of `size`: what the digits so far come to. */
  readonly left: number;
  /** Characters of the line so far: of the size, or of a trailer line. */
  readonly line: number;
  /** Of `size`: behind the digits, in a chunk extension. */
  readonly extension: boolean;
  readonly digits: number;
  /** Where the trailer begins, in octets from the message's beginning. */
  readonly trailer: number;
}

/** Where the reading of the unfinished message stands. */
export interface Reading {
  /** The direction has shown that it speaks HTTP/1. */
  readonly decided: boolean;
  /** Octets of the unfinished message so far. */
  readonly waiting: Octets;
  readonly size: number;
  /** While the head is read: octets of the line so far but CR, and whether a line that is not empty has ended. */
  readonly line: number;
  readonly begun: boolean;
  /** The head, once it is whole. */
  readonly head: Head | undefined;
  readonly framing: Framing;
  /** Octets of the body that are still to come, where its length is known. */
  readonly left: number;
  readonly chunks: Chunks;
  readonly breaches: readonly Breach[];
}

/** One direction as its sender wrote it, read once. */
export interface Voice {
  /** `opaque`: it speaks nothing that is read here, or can't be read on. */
  readonly kind: 'undecided' | 'http1' | 'h2' | 'tls' | 'opaque';
  /** Octets so far. */
  readonly octets: number;
  /** Where the unfinished message begins. */
  readonly from: number;
  readonly reading: Reading;
  /** Messages that are whole, oldest first; of many the latest. */
  readonly messages: Queue<Message>;
  /** Messages before the first of these. */
  readonly dropped: number;
  /** The sender has ended the direction. */
  readonly ended: boolean;
}

export const FIRST_CHUNK: Chunks = { at: 'size', left: 0, line: 0, extension: false, digits: 0, trailer: 0 };

export const NO_BODY: Framing = { kind: 'none' };

export const NOTHING_READ: Reading = {
  decided: false,
  waiting: NO_OCTETS,
  size: 0,
  line: 0,
  begun: false,
  head: undefined,
  framing: NO_BODY,
  left: 0,
  chunks: FIRST_CHUNK,
  breaches: NO_BREACHES,
};

/** Between messages of a direction that speaks HTTP/1. */
export const BETWEEN: Reading = { ...NOTHING_READ, decided: true };

export const SILENT: Voice = {
  kind: 'undecided',
  octets: 0,
  from: 0,
  reading: NOTHING_READ,
  messages: Queue.empty(),
  dropped: 0,
  ended: false,
};
