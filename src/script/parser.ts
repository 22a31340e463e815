import { parseLine, refused } from './line';
import { Pieces, scriptOf } from './pieces';
import type { Line, Script } from './syntax';
import { MAX_LINES, MAX_LINE_LENGTH } from './vocabulary';

export interface Parser {
  /**
   * Reads a whole text. Lines end in `\n`, `\r\n` or `\r`; a byte order mark is passed over. Lines that did not change
   * since the last text are the same objects as then, so that what depends on them can be kept.
   *
   * A text that is not text gives one line with `syntax/binary`. Lines beyond `MAX_LINES` are left out, but for the
   * first of them, which says so.
   */
  parse(text: string): Script;
  /**
   * Reads the text after an edit without looking through all of it: `head` lines at its beginning and `tail` lines at its
   * end are those of the text before, and `lines` stand between. Undefined where the whole text must be looked at.
   */
  change(head: number, tail: number, lines: readonly string[]): Script | undefined;
}

/** The text read last. */
interface Previous {
  /** Undefined where only its lines are known. */
  readonly text: string | undefined;
  /** Where its lines begin. */
  readonly starts: Int32Array;
  readonly lines: Pieces<Line>;
  /** It has characters that make a text binary where there are enough of them. */
  readonly strange: boolean;
}

const NO_STARTS = Int32Array.of(0);
const EMPTY: Previous = { text: undefined, starts: NO_STARTS, lines: Pieces.of<Line>([]), strange: true };

/** Up to so many lines at once keep a text of their own, and not the whole text that they were cut from, in memory. */
const COPIED_LINES = 1000;

/** A parser that remembers lines by their text: one for each document, as an edit then costs one line. */
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

  /** Reads again only what lies between the unchanged lines at the beginning and those at the end. */
  private changed(text: string, before: string): Script {
    const { starts, lines, strange } = this.previous;
    const shorter = Math.min(before.length, text.length);
    const head = commonPrefix(before, text, shorter);
    const tail = commonSuffix(before, text, shorter - head);
    const delta = text.length - before.length;
    // A line is kept if the character behind its end is too: `\r` may have become `\r\n`.
    const keptHead = Math.max(0, firstAtOrAfter(starts, head) - 1);
    const tailStart = firstAtOrAfter(starts, before.length - tail + 1);
    const from = starts[keptHead] ?? 0;
    const keptTail = Math.max(tailStart, keptHead);
    const to = keptTail < starts.length ? (starts[keptTail] ?? 0) + delta : text.length;
    const middle = lineStarts(text, from, to, MAX_LINES + 1);
    // What ends in a line break ends in an empty line, which is the first of those kept.
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

  /** The first `count` of the lines that begin at `starts`; the last start's line ends at `end`. */
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

  /** Forgets lines that have not been seen for long; never one of the present text. */
  private sweep(): void {
    const { lines } = this.previous;
    if (this.young.size <= 2 * lines.length + COPIED_LINES) return;
    this.old = this.young;
    this.young = new Map(lines.flat().map((l) => [l.text, l]));
  }
}

/**
 * Where the lines of `text` between `from` and `to` begin, at most `limit` of them. What follows a final line break is a
 * line too.
 */
function lineStarts(text: string, from: number, to: number, limit: number): Int32Array {
  let starts = new Int32Array(64);
  let count = 0;
  starts[count++] = from;
  // Two searches by the engine instead of a look at each character; `cr` and `lf` are the next of each.
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

/** The line between two starts, without its line break. */
function lineText(text: string, start: number, next: number): string {
  let end = next;
  if (end > start && text.charCodeAt(end - 1) === 0x0a) end--;
  if (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
  return text.slice(start, end);
}

/** The index of the first start that is not before `position`. */
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

/** Compared by blocks: engines compare strings far faster than we compare characters. */
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

/** The same text in memory of its own: a slice keeps the whole text alive that it was cut from. */
function copyOf(slice: string): string {
  const copy: unknown = JSON.parse(JSON.stringify(slice));
  return typeof copy === 'string' ? copy : slice;
}

function isStrange(text: string): boolean {
  return text.includes('\0') || text.includes('\ufffd');
}

/** NUL bytes, or much that was no UTF-8, near the beginning. */
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
