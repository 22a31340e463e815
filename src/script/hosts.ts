import { inStatement } from './names';
import type { Expr, Statement, Word } from './syntax';
import { IP_FIELDS } from './vocabulary';

/** The names of hosts in a statement, in text order. */
export function hostsIn(statement: Statement): readonly Word[] {
  if (statement.kind === 'segment' && namesOnlyItsEnds(statement)) return [statement.from.host, statement.to.host];
  const words: Word[] = [];
  inStatement(statement, ({ kind, text, span }) => {
    if (kind === 'host') words.push({ text, start: span.start, end: span.end });
  });
  return words.length > 1 ? words.sort((a, b) => a.start - b.start) : words;
}

/** The common case, read faster: a segment that names no host besides its two ends. */
function namesOnlyItsEnds(s: Extract<Statement, { kind: 'segment' }>): boolean {
  if ((s.from.peer ?? s.to.peer ?? s.options ?? s.spoofing) !== undefined || isCompound(s.seq?.expr)) return false;
  for (const key of NAMING_FIELDS) if (isCompound(s[key]?.expr)) return false;
  return true;
}

/** True if the expression may contain a host's name. */
function isCompound(expr: Expr | undefined): boolean {
  if (expr === undefined || expr.kind === 'number' || expr.kind === 'name') return false;
  return expr.kind === 'variable' || isCompound(expr.left) || isCompound(expr.right);
}

/** Fields of a segment besides `seq` whose expressions may contain names. */
export const NAMING_FIELDS = ['ack', 'win', 'urg', 'len', 'checksum', 'doff', 'reserved', ...IP_FIELDS] as const;
