/** The head of a message of HTTP: its start line, or the pseudo-fields of HTTP/2, and its header fields. */
import type { Breach, FieldOf } from './breach';

/** A header field, with the places of its name and its value in the message. */
export interface HeaderField extends FieldOf {
  /** The name in lower case: names are compared so (RFC 9110 §5.1). */
  readonly key: string;
}

/** The head of a message of HTTP. */
export interface Head {
  readonly kind: 'request' | 'response';
  /** Of a request; methods are case-sensitive (RFC 9110 §9.1). */
  readonly method: string;
  readonly target: string;
  /** Of a response: 100 to 999; 0 in a request. */
  readonly status: number;
  readonly reason: string;
  /** HTTP/1.`minor`; 0 in HTTP/2. */
  readonly minor: number;
  /** Absent in HTTP/1. */
  readonly major?: 2;
  readonly startLine: FieldOf;
  readonly fields: readonly HeaderField[];
  /** Octets of the head, the empty line included. */
  readonly length: number;
  /** The head can't be read: nothing tells where its message ends. */
  readonly broken: boolean;
  readonly breaches: readonly Breach[];
}
