/** An option of a pcapng block. */
export interface Option {
  readonly code: number;
  /** Where its value is in the view, and how long that is, octets. */
  readonly at: number;
  readonly length: number;
}

/** The end of a list of options. */
const END = 0;
/** The option that any block may have: a comment in UTF-8. */
export const COMMENT = 1;

/**
 * The options from `at` to `end` (draft-ietf-opsawg-pcapng §3.5): code, length, value padded to four octets. A list that
 * breaks off ends there.
 */
export function* optionsIn(view: DataView, at: number, end: number, little: boolean): Iterable<Option> {
  let next = at;
  while (next + 4 <= end) {
    const code = view.getUint16(next, little);
    const length = view.getUint16(next + 2, little);
    if (code === END || next + 4 + length > end) return;
    yield { code, at: next + 4, length };
    next += 4 + ((length + 3) & ~3);
  }
}
