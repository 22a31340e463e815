/** A message of TLS, as its direction carries it. */
import type { Breach } from '../breach';
import type { Octets } from '../octets';
import type { TlsField } from './cursor';
import { type Content, fieldNamed } from './handshake';
import type { MessageName } from './names';
import { type Keys, open } from './seal';
import type { Recall } from '../crypto';

/** A record's share in a message. */
export interface Part {
  /** The record, in octets of the direction, its head included. */
  readonly from: number;
  readonly to: number;
  /** From which octet of the message on it carries how many. */
  readonly at: number;
  readonly length: number;
  /** As in the record's head. */
  readonly type: number;
  readonly version: number;
  readonly sealed: boolean;
  /** The record as it is sent. */
  readonly octets: Octets;
  /** Its number under its keys, and where the message goes on in its content: for whoever reads on from here. */
  readonly seq: number;
  readonly skip: number;
}

/** Application data: in clear, or as its record has it. A value, so that equal messages are equal. */
export type Inside = { readonly content: Uint8Array } | { readonly record: SealedRecord };

/** A record of TLS 1.2, which is opened when somebody asks. */
export interface SealedRecord {
  readonly keys: Keys;
  readonly seq: number;
  readonly type: number;
  readonly version: number;
  readonly fragment: Uint8Array;
  readonly recall: Recall | undefined;
}

export interface TlsMessage {
  readonly layer: 'tls';
  readonly name: MessageName;
  /** Octets of the direction. A message that begins its record has the record's head, one that ends it the record's end. */
  readonly from: number;
  readonly to: number;
  /** The message in clear: with its type and length before it in the handshake; empty where it is not read. */
  readonly octets: Uint8Array;
  readonly content: Content;
  /** Places are in `octets`. */
  readonly fields: readonly TlsField[];
  readonly parts: readonly Part[];
  readonly sealed: boolean;
  /** The keys under which it was sealed, where they are known. */
  readonly keys: Keys | undefined;
  /** Of an alert. */
  readonly alert: { readonly level: number; readonly description: number } | undefined;
  /** Of application data; `insideOf` opens it. */
  readonly inside: Inside | undefined;
  /** Octets of application data, as far as the record tells. */
  readonly size: number;
  /** Its record could not be opened: the keys are not known, or it was changed. */
  readonly closed: 'no-keys' | 'bad-mac' | undefined;
  /** Rules that its octets break by themselves. */
  readonly breaches: readonly Breach[];
}

/** The application data of a message, in clear; undefined where it has none, or its record can't be opened. */
export function insideOf({ inside }: TlsMessage): Uint8Array | undefined {
  if (inside === undefined || 'content' in inside) return inside?.content;
  const { keys, seq, recall, ...record } = inside.record;
  return open(keys, seq, record, recall)?.content;
}

/** The place of a message's field, for a breach that speaks of it. */
export function placeOf(m: TlsMessage, name: string): { readonly at?: { readonly from: number; readonly to: number } } {
  const field = fieldNamed(m.fields, name);
  return field === undefined ? {} : { at: { from: field.from, to: field.to } };
}
