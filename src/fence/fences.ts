import { attributesOf, isFlowInfo } from './attributes';

/** A `tcpflow` fence of a Markdown text (CommonMark §4.5). */
export interface Fence {
  /** True if its mistakes are meant: `tcpflow wrong`. */
  readonly isWrong: boolean;
  /** The line of the opening fence, from 0. */
  readonly line: number;
  /** The lines between the fences. What a list or a quotation puts before them is blank, so that columns stay. */
  readonly lines: readonly string[];
}

/** The marks of lists and quotations before a fence, the fence, and its info string. */
const OPENING = /^((?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*)(`{3,}|~{3,})[ \t]*(.*?)[ \t]*$/;
const QUOTED = /^[ \t>]*/;

/** The `tcpflow` fences of a Markdown text; one that is not closed ends with the text. */
export function fencesOf(markdown: string): Fence[] {
  const found: Fence[] = [];
  const lines = markdown.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; at++) {
    const [, before = '', marks = '', info = ''] = OPENING.exec(lines[at] ?? '') ?? [];
    if (marks === '' || (marks.startsWith('`') && info.includes('`'))) continue;
    const isQuoted = before.includes('>');
    const end = endOf(lines, at + 1, marks, isQuoted);
    const inside = lines.slice(at + 1, end);
    if (isFlowInfo(info))
      found.push({ isWrong: attributesOf(info).isWrong, line: at, lines: isQuoted ? inside.map(unquoted) : inside });
    at = end;
  }
  return found;
}

/** The line of the closing fence; the number of lines if there is none. A quotation ends the fences within it. */
function endOf(lines: readonly string[], from: number, marks: string, isQuoted: boolean): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isQuoted && !/^[ \t]*>/.test(line)) return at - 1;
    const rest = line.replace(isQuoted ? QUOTED : /^[ \t]*/, '').trimEnd();
    if (rest.length >= marks.length && rest === (marks[0] ?? '').repeat(rest.length)) return at;
  }
  return lines.length;
}

function unquoted(line: string): string {
  return line.replace(QUOTED, (marks) => marks.replaceAll('>', ' '));
}
