import { controlCharacter, fold } from './fold';
import { expected, fail, foundSpan, hint, more, openReader, shown, type Reader } from './lexer';
import { hostsIn } from './hosts';
import { readStatement } from './statement';
import type { Line, Statement, SyntaxFinding } from './syntax';
import { MAX_LINE_LENGTH } from './vocabulary';

type Draft = { -readonly [K in keyof Line]: Line[K] };

const NONE: readonly SyntaxFinding[] = [];

/** Reads one line. The same text always gives the same tree and findings. Never throws. */
export function parseLine(text: string): Line {
  if (text.length > MAX_LINE_LENGTH) {
    return refused(text, 'syntax/line-too-long', MAX_LINE_LENGTH, text.length, { limit: MAX_LINE_LENGTH });
  }
  const control = controlCharacter(text);
  if (control >= 0) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, '0');
    return refused(text, 'syntax/control-character', control, control + 1, { code: `U+${code}` });
  }
  const folded = fold(text);
  const reader = openReader(folded);
  const statement = readWhole(reader);
  const first = folded.turned[0];
  if (first !== undefined) {
    const args = { found: text.slice(first.start, first.end).trim(), right: first.newText.trim() };
    const edits = folded.turned;
    hint(reader, 'syntax/full-width', first, args, { title: 'fix/ascii', args: {}, edits });
  }
  const error = reader.error;
  const findings = error !== undefined ? [error] : (reader.hints ?? NONE);
  const line: Draft = { text, broken: error !== undefined, findings };
  if (statement !== undefined) {
    line.statement = statement;
    const hosts = hostsIn(statement);
    if (hosts.length > 0) line.hosts = hosts;
  }
  if (folded.end < text.length) line.comment = { start: folded.end, end: text.length };
  return line;
}

/** A line that is not parsed, with one error finding. */
export function refused(text: string, rule: string, start: number, end: number, args: SyntaxFinding['args']): Line {
  return { text, broken: true, findings: [{ rule, level: 'error', start, end, args }] };
}

function readWhole(r: Reader): Statement | undefined {
  if (!more(r)) {
    return undefined;
  }
  const statement = readStatement(r);
  if (statement === undefined) {
    // A reader that returns undefined should have reported an error; if not, a general one is reported.
    if (r.error === undefined) expected(r, 'statement');
  } else if (r.error === undefined && more(r)) {
    const span = foundSpan(r);
    fail(r, 'syntax/unexpected', span, { found: shown(r, span) });
  }
  return statement;
}
