import type { EndId } from '../../sim';
import { type Line, type Pieces, type Statement, lineAt } from '../../script';
import { endsOf } from './ends';
import type { Player } from './player';

/**
 * The next line is data of this end, and no time lies before it: what it owes may wait for that, as an ACK may for a reply
 * (RFC 9293 §3.8.6.3).
 */
export function isAboutToSpeak(p: Player, end: EndId): boolean {
  for (let at = p.line + 1; ; at++) {
    const line = lineAt(p.script, at);
    if (line === undefined) return false;
    const { statement } = line;
    if (statement !== undefined && !isAside(statement)) return speaks(p, statement, end);
  }
}

/** The line from which on an edit may matter: a message looks to the next line for its reply. */
export function affectedFrom(lines: Pieces<Line>, edited: number): number {
  for (let at = edited - 1; at >= 0; at--) {
    const { statement } = lines.get(at) as Line;
    if (statement !== undefined && !isAside(statement)) return statement.kind === 'message' ? at : edited;
  }
  return edited;
}

/** Nothing happens on this line. */
function isAside({ kind }: Statement): boolean {
  return kind === 'note' || kind === 'section';
}

function speaks(p: Player, s: Statement, end: EndId): boolean {
  if (s.kind === 'call') return s.call === 'send' && s.time === undefined && isOnly(endsOf(p, s.who), end);
  if (s.kind !== 'message' && s.kind !== 'segment') return false;
  const carries = s.payload !== undefined || s.len !== undefined;
  return carries && s.time === undefined && p.roles.arrows.get(s.from, s.to) === end;
}

function isOnly(ends: readonly EndId[], end: EndId): boolean {
  return ends.length === 1 && ends[0] === end;
}
