/** Breaches of rules by a message, and the fields of messages that they point at. */

/** A part of a message: a header field, a start line, a chunk's size. Octets are counted from the beginning of the message. */
export interface FieldOf {
  /** `Content-Length`; `start-line`, `body`, `chunk-size`, `trailer` for parts that have no name of their own. */
  readonly name: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly value: string;
  /** The place of the value, where the field has a name before it. */
  readonly valueFrom?: number;
  readonly valueTo?: number;
}

/** A rule that a message breaks; its id without the space of the layer. */
export interface Breach {
  readonly rule: string;
  /** The id of the message, where the rule has several. */
  readonly says?: string;
  readonly level?: 'error' | 'warning' | 'hint';
  readonly args?: Readonly<Record<string, string | number>>;
  /** The part of the message that it speaks about, in octets from the message's beginning; absent for all of it. */
  readonly at?: { readonly from: number; readonly to: number };
  /** The change that makes it right, where one change does. */
  readonly mend?: Mend;
}

/** A change to a message: a header field that is missing, is too much, or has another value. */
export type Mend =
  | { readonly kind: 'add' | 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'remove'; readonly name: string }
  /** The name as it has to be. */
  | { readonly kind: 'rename'; readonly name: string; readonly to: string };

/** Most messages break no rule: they share one list. */
export const NO_BREACHES: readonly Breach[] = [];
