import { parseLine, refused } from './line';
import { Pieces, scriptOf } from './pieces';
import type { Line, Script } from './syntax';
import { MAX_LINES, MAX_LINE_LENGTH } from './vocabulary';

export interface Parser {
  /**
   * Reads a whole text. Lines end in `\n`, `\r\n` or `\r`; a byte order mark is skipped. Unchanged lines keep their
   * `Line` objects from the last text, so that results that depend on them can be cached.
   *
   * A binary file gives one line with `syntax/binary`. Lines after `MAX_LINES` are dropped; the first of them has a
   * finding that says so.
   */
  parse(text: string): Script;
  /**
   * Reads the text after an edit without scanning all of it. The first `head` and the last `tail` lines are those of
   * the last text, with `lines` between them. Undefined if the whole text must be read.
   */
  change(head: number, tail: number, lines: readonly string[]): Script | undefined;
}

/** The last text read. */
interface Previous {
  /** Undefined if only the text's lines are known. */
  readonly text: string | undefined;
  /** Offsets at which the lines begin. */
  readonly starts: Int32Array;
  readonly lines: Pieces<Line>;
  /** True if the text contains characters that make a text binary if there are many. */
  readonly strange: boolean;
}

const NO_STARTS = Int32Array.of(0);
const EMPTY: Previous = { text: undefined, starts: NO_STARTS, lines: Pieces.of<Line>([]), strange: true };

/**
 * Up to this number of lines are copied when read. Otherwise a line's text is a slice, which keeps the whole text in
 * memory.
 */
const COPIED_LINES = 1000;

/**
 * A parser that caches lines by their text. With one parser for each document, an edit costs as much as the changed
 * lines.
 */
export function createParser(): Parser {
  return new LineParser();
}

class LineParser implements Parser {
  private previous = EMPTY;
  private young = new Map<string, Line>();
  private old = new Map<string, Line>();

  parse(text: string): Script {
    const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    if (isBinary(body)) {
      this.previous = EMPTY;
      return { lines: [binary(body)] };
    }
    const { text: before } = this.previous;
    const script = before === undefined ? this.whole(body) : this.changed(body, before);
    this.sweep();
    return script;
  }

  change(head: number, tail: number, texts: readonly string[]): Script | undefined {
    const { lines, strange } = this.previous;
    const count = head + texts.length + tail;
    if (strange || head + tail > lines.length || count === 0 || count > MAX_LINES) return undefined;
    if (texts.some(isStrange) || (head === 0 && texts[0]?.startsWith('\ufeff') === true)) return undefined;
    const copy = texts.length <= COPIED_LINES;
    const fresh = texts.map((text) => this.lineOf(text, copy));
    this.previous = {
      text: undefined,
      starts: NO_STARTS,
      lines: lines.replaced(head, lines.length - tail, fresh),
      strange: false,
    };
    this.sweep();
    return scriptOf(this.previous.lines);
  }

  private whole(text: string): Script {
    const starts = lineStarts(text, 0, text.length, MAX_LINES + 1);
    const tooMany = starts.length > MAX_LINES;
    const lines = this.linesOf(text, starts, tooMany ? MAX_LINES : starts.length, text.length);
    if (tooMany) lines.push(tooManyLines(lineText(text, starts[MAX_LINES] ?? 0, text.length)));
    const pieces = Pieces.of(lines);
    this.previous = tooMany ? EMPTY : { text, starts, lines: pieces, strange: isStrange(text) };
    return scriptOf(pieces, lines);
  }

  /** Reads only the lines between the unchanged ones at the beginning and at the end. */
  private changed(text: string, before: string): Script {
    const { starts, lines, strange } = this.previous;
    const shorter = Math.min(before.length, text.length);
    const head = commonPrefix(before, text, shorter);
    const tail = commonSuffix(before, text, shorter - head);
    const delta = text.length - before.length;
    // A line is kept only if the character after it is unchanged too: `\r` may have become `\r\n`.
    const keptHead = Math.max(0, firstAtOrAfter(starts, head) - 1);
    const tailStart = firstAtOrAfter(starts, before.length - tail + 1);
    const from = starts[keptHead] ?? 0;
    const keptTail = Math.max(tailStart, keptHead);
    const to = keptTail < starts.length ? (starts[keptTail] ?? 0) + delta : text.length;
    const middle = lineStarts(text, from, to, MAX_LINES + 1);
    // The changed text ends in a line break; the empty line after it is the first kept line.
    const middleCount = keptTail < starts.length ? middle.length - 1 : middle.length;
    const count = keptHead + middleCount + starts.length - keptTail;
    if (count > MAX_LINES) return this.whole(text);
    const fresh = this.linesOf(text, middle, middleCount, to);
    const newStarts = new Int32Array(count);
    newStarts.set(starts.subarray(0, keptHead));
    newStarts.set(middle.subarray(0, middleCount), keptHead);
    for (let i = keptTail, j = keptHead + middleCount; i < starts.length; i++, j++) {
      newStarts[j] = (starts[i] ?? 0) + delta;
    }
    const newLines = lines.replaced(keptHead, keptTail, fresh);
    const isStrangeNow = strange || fresh.some((line) => isStrange(line.text));
    this.previous = { text, starts: newStarts, lines: newLines, strange: isStrangeNow };
    return scriptOf(newLines);
  }

  /** The first `count` lines that begin at `starts`; the line of the last start ends at `end`. */
  private linesOf(text: string, starts: Int32Array, count: number, end: number): Line[] {
    const copy = count <= COPIED_LINES;
    const lines: Line[] = [];
    for (let i = 0; i < count; i++) {
      lines.push(this.lineOf(lineText(text, starts[i] ?? 0, starts[i + 1] ?? end), copy));
    }
    return lines;
  }

  private lineOf(slice: string, copy: boolean): Line {
    let line = this.young.get(slice);
    if (line === undefined) {
      line = this.old.get(slice) ?? parseLine(copy ? copyOf(slice) : slice);
      this.young.set(line.text, line);
    }
    return line;
  }

  /** Removes cached lines that have not been used for long and are not in the current text. */
  private sweep(): void {
    const { lines } = this.previous;
    if (this.young.size <= 2 * lines.length + COPIED_LINES) return;
    this.old = this.young;
    this.young = new Map(lines.flat().map((l) => [l.text, l]));
  }
}

/**
 * Offsets at which the lines of `text` between `from` and `to` begin, at most `limit` of them. The empty line after a
 * final line break counts.
 */
function lineStarts(text: string, from: number, to: number, limit: number): Int32Array {
  let starts = new Int32Array(64);
  let count = 0;
  starts[count++] = from;
  // Two `indexOf` searches are faster than a test of each character; `cr` and `lf` are the next positions of CR and LF.
  const part = text.slice(from, to);
  const next = (char: string, at: number): number => {
    const found = part.indexOf(char, at);
    return found < 0 ? Infinity : found;
  };
  let cr = next('\r', 0);
  let lf = next('\n', 0);
  while (count < limit) {
    let i = Math.min(cr, lf);
    if (i >= part.length) break;
    if (i === cr && lf === i + 1) i = lf;
    if (cr <= i) cr = next('\r', i + 1);
    if (lf <= i) lf = next('\n', i + 1);
    if (count === starts.length) {
      const larger = new Int32Array(2 * count);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = from + i + 1;
  }
  return starts.slice(0, count);
}

/** The text between two line starts, without the line break. */
function lineText(text: string, start: number, next: number): string {
  let end = next;
  if (end > start && text.charCodeAt(end - 1) === 0x0a) end--;
  if (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
  return text.slice(start, end);
}

/** The index of the first start at or after `position`. */
function firstAtOrAfter(starts: Int32Array, position: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((starts[mid] ?? 0) < position) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Texts are compared block by block: JavaScript engines compare strings faster than a loop over characters. */
const BLOCK = 4096;

function commonPrefix(a: string, b: string, limit: number): number {
  let n = 0;
  while (n + BLOCK <= limit && a.slice(n, n + BLOCK) === b.slice(n, n + BLOCK)) n += BLOCK;
  while (n < limit && a.charCodeAt(n) === b.charCodeAt(n)) n++;
  return n;
}

function commonSuffix(a: string, b: string, limit: number): number {
  const x = a.length;
  const y = b.length;
  let n = 0;
  while (n + BLOCK <= limit && a.slice(x - n - BLOCK, x - n) === b.slice(y - n - BLOCK, y - n)) n += BLOCK;
  while (n < limit && a.charCodeAt(x - n - 1) === b.charCodeAt(y - n - 1)) n++;
  return n;
}

/** A copy of the text in memory of its own. A slice would keep the text that it was cut from in memory. */
function copyOf(slice: string): string {
  const copy: unknown = JSON.parse(JSON.stringify(slice));
  return typeof copy === 'string' ? copy : slice;
}

function isStrange(text: string): boolean {
  return text.includes('\0') || text.includes('\ufffd');
}

/** True if the first 4096 characters contain NUL, or many replacement characters of bytes that were not UTF-8. */
function isBinary(text: string): boolean {
  const length = Math.min(text.length, 4096);
  let zeros = 0;
  let strange = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0) zeros++;
    else if (c === 0xfffd) strange++;
  }
  return zeros >= 4 || (strange >= 16 && strange * 10 > length);
}

function binary(text: string): Line {
  const starts = lineStarts(text, 0, Math.min(text.length, MAX_LINE_LENGTH), 2);
  const first = lineText(text, 0, starts[1] ?? Math.min(text.length, MAX_LINE_LENGTH));
  return refused(first, 'syntax/binary', 0, first.length, {});
}

function tooManyLines(rest: string): Line {
  const starts = lineStarts(rest, 0, Math.min(rest.length, MAX_LINE_LENGTH), 2);
  const first = lineText(rest, 0, starts[1] ?? Math.min(rest.length, MAX_LINE_LENGTH));
  return refused(first, 'syntax/too-many-lines', 0, first.length, { limit: MAX_LINES });
}
