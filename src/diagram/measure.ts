/**
 * Widths of text without a screen. The fonts are the user's, so these are upper estimates. The layout must be the same
 * on every system; labels have a background of their own in case an estimate is wrong.
 */

/** Characters that take two columns in East Asian typography (UAX #11, classes W and F). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** The width of a text in columns: two for a wide character, one for any other. */
export function units(text: string): number {
  let n = 0;
  for (const letter of text) n += WIDE.test(letter) ? 2 : 1;
  return n;
}

/** The greatest width of a column, as a fraction of the font size, in the fonts of VS Code. */
const COLUMN = { mono: 0.61, sans: 0.57, bold: 0.66, caps: 0.7 } as const;
export type Face = keyof typeof COLUMN;

/** The width of a text in pixels. */
export function width(text: string, size: number, face: Face): number {
  return units(text) * size * COLUMN[face];
}

/**
 * The text, truncated with an ellipsis if it exceeds `room` pixels; empty if not even one letter with the ellipsis
 * fits.
 */
export function fit(text: string, room: number, size: number, face: Face): string {
  if (width(text, size, face) <= room) return text;
  const columns = Math.floor(room / (size * COLUMN[face])) - 1;
  if (columns < 1) return '';
  let used = 0;
  let cut = '';
  for (const letter of text) {
    used += units(letter);
    if (used > columns) break;
    cut += letter;
  }
  return `${cut.trimEnd()}…`;
}

/** The number of columns by which a line may exceed the balanced length in order to end at a word. */
const MOST_WIDER = 10;

/** True if the code unit at an index is a high surrogate, so that the text must not be cut after it. */
function isHigh(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text[at] ?? '');
}

/** Breaks a text into lines of `columns` at most, at spaces if there are any, else between wide characters. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    // A piece is a run of narrow characters with the spaces after it, or a wide character with the punctuation that
    // must not begin a line.
    for (const piece of paragraph.match(/[\u2E80-\uFFFF][，。、；：？！）」』】》…]*|[^\s\u2E80-\uFFFF]+\s*|\s+/gu) ??
      []) {
      let rest = piece;
      while (used > 0 && used + units(rest.trimEnd()) > columns) {
        lines.push(line.trimEnd());
        line = '';
        used = 0;
      }
      while (units(rest.trimEnd()) > columns) {
        const cut = isHigh(rest, columns - 1) ? columns - 1 : columns;
        lines.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      line += rest;
      used += units(rest);
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

const CLOSING = /[\s，。、；：？！）」』】》…]$/u;

/** The offsets at which words begin in a text of a language without spaces. */
function wordsIn(text: string): ReadonlySet<number> {
  // The segmenter is made on demand, since the first one in a process takes ten milliseconds.
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  return new Set(Array.from(segmenter.segment(text), (word) => word.index));
}

/** A penalty for line breaks: 3 within a word, 1 between words without punctuation. */
function harm(text: string, lines: readonly string[], starts: ReadonlySet<number>): number {
  let at = 0;
  let sum = 0;
  for (const line of lines.slice(0, -1)) {
    at = text.indexOf(line, at) + line.length;
    const rest = text.slice(at);
    if (CLOSING.test(line) || /^\s/.test(rest)) continue;
    sum += starts.has(at) ? 1 : 3;
  }
  return sum;
}

/**
 * Breaks a text like {@link wrap}, into the same number of lines, but of similar length, so that no word is alone on a
 * line. Without spaces, lines end at punctuation or words if possible.
 */
export function balanced(text: string, columns: number): string[] {
  const widest = wrap(text, columns);
  const lines = widest.length;
  if (lines === 1) return widest;
  let [low, high] = [Math.floor(columns / 2), columns];
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (wrap(text, mid).length <= lines) high = mid;
    else low = mid + 1;
  }
  let best = wrap(text, low);
  if (!WIDE.test(text)) return best;
  const starts = wordsIn(text);
  let least = harm(text, best, starts);
  for (let wider = low + 1; wider <= Math.min(columns, low + MOST_WIDER) && least > 0; wider++) {
    const tried = wrap(text, wider);
    const done = harm(text, tried, starts);
    if (done < least && tried.length === best.length) [best, least] = [tried, done];
  }
  return best;
}
