/** The tokens of a line from which all syntax trees are built. */

/**
 * A span of a line: columns in UTF-16 units from 0, end exclusive. The syntax tree holds no line numbers, so it depends
 * on the line's text alone and can be cached by it.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Span {
  /** The normalized word: names as written, keywords in lower case, flags and states in their RFC form. */
  readonly text: string;
}

/** A string literal: `text` with escapes resolved, `bytes` as UTF-8 (`\xHH` as single bytes). */
export interface Str extends Span {
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Num extends Span {
  /** The integer as written, in [0, 2^53). The range of a field is checked by `check`. */
  readonly value: number;
}
