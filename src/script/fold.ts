/**
 * A line with the characters of input methods and word processors (`，＝“”→`, no-break spaces) replaced by ASCII, one for
 * one, so that columns do not change. `end` is the column at which the comment begins. Strings and comments are
 * unchanged.
 */
export interface Folded {
  /** The line after replacement, with the same length. `→` stays, as its ASCII form `->` is longer. */
  readonly text: string;
  /** Column at which the comment begins, or the line's length. */
  readonly end: number;
  /** The replaced spans with their new text; adjacent characters form one span. */
  readonly turned: readonly { readonly start: number; readonly end: number; readonly newText: string }[];
}

const NOTHING: Folded['turned'] = [];
const QUOTES = '"\u201c\u201d\uff02';

/** ASCII for single characters; the full-width forms U+FF01 to U+FF5E are computed. */
const TURN: ReadonlyMap<string, string> = new Map([
  ...[...'\u00a0\u202f\u205f\u3000\ufeff\u200b\u2028\u2029'].map((c): [string, string] => [c, ' ']),
  ...[...'\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'].map((c): [string, string] => [c, ' ']),
  ['\u3001', ','],
  ['\u3010', '['],
  ['\u3011', ']'],
  ['\u300a', '<'],
  ['\u300b', '>'],
  ['\u3008', '<'],
  ['\u3009', '>'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2212', '-'],
  ['\u301c', '~'],
  ['\u201c', '"'],
  ['\u201d', '"'],
]);

const ARROW = '\u2192';

function turn(char: string, code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) {
    return String.fromCharCode(code - 0xfee0);
  }
  return TURN.get(char) ?? char;
}

/** Matches lines of printable ASCII, spaces and tabs only: the common case. */
const PLAIN = /^[\t -~]*$/;

/** The column of the first control character other than a tab, or -1. */
export function controlCharacter(line: string): number {
  if (PLAIN.test(line)) return -1;
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if ((c < 0x20 && c !== 0x09) || (c >= 0x7f && c < 0xa0)) {
      return i;
    }
  }
  return -1;
}

export function fold(line: string): Folded {
  const hash = line.indexOf('#');
  if (hash < 0 && PLAIN.test(line)) {
    return { text: line, end: line.length, turned: NOTHING };
  }
  let i = 0;
  for (; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if (c > 0x7e) {
      return foldWide(line);
    }
    if (c === 0x23 /* # */) {
      return { text: line, end: i, turned: NOTHING };
    }
    if (c === 0x22 /* " */) {
      for (i++; i < line.length; i++) {
        const d = line.charCodeAt(i);
        if (d === 0x22 || d > 0x7e) break;
        if (d === 0x5c /* \ */) i++;
      }
      if (line.charCodeAt(i) > 0x7e) {
        return foldWide(line);
      }
    }
  }
  return { text: line, end: line.length, turned: NOTHING };
}

function foldWide(line: string): Folded {
  const out: string[] = [];
  const turned: { start: number; end: number; newText: string }[] = [];
  const put = (at: number, to: string, write: string): void => {
    out.push(to);
    const last = turned[turned.length - 1];
    if (last?.end === at) {
      turned[turned.length - 1] = { start: last.start, end: at + 1, newText: last.newText + write };
    } else {
      turned.push({ start: at, end: at + 1, newText: write });
    }
  };
  /** The quotes that close the current string; empty outside strings. */
  let closing = '';
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (closing !== '') {
      if (char === '\\' && i + 1 < line.length) {
        out.push(char, line.charAt(++i));
      } else if (closing.includes(char)) {
        closing = '';
        if (char === '"') out.push(char);
        else put(i, '"', '"');
      } else {
        out.push(char);
      }
      continue;
    }
    const to = turn(char, line.charCodeAt(i));
    if (to === '"') {
      // A string opened by an ASCII quote may contain typographic quotes; one opened by a typographic quote ends at any
      // quote.
      closing = char === '"' ? '"' : QUOTES;
    }
    if (char === ARROW) put(i, char, '->');
    else if (to !== char) put(i, to, to);
    else out.push(char);
    if (to === '#') {
      return { text: out.join('') + line.slice(i + 1), end: i, turned };
    }
  }
  return { text: out.join(''), end: line.length, turned };
}
