import type { EndId } from '../../sim';
import { type Line, type Pieces, type Statement, lineAt } from '../../script';
import { endsOf } from './ends';
import type { Player } from './player';

/**
 * True if the next line without a time sends data of this end, so that its ACK may wait for that data (RFC 9293
 * §3.8.6.3).
 */
export function isAboutToSpeak(p: Player, end: EndId): boolean {
  for (let at = p.line + 1; ; at++) {
    const line = lineAt(p.script, at);
    if (line === undefined) return false;
    const { statement } = line;
    if (statement !== undefined && !isAside(statement)) return speaks(p, statement, end);
  }
}

/** The first line that an edit may affect: a message depends on the next line, which may be its reply. */
export function affectedFrom(lines: Pieces<Line>, edited: number): number {
  for (let at = edited - 1; at >= 0; at--) {
    const { statement } = lines.get(at) as Line;
    if (statement !== undefined && !isAside(statement)) return statement.kind === 'message' ? at : edited;
  }
  return edited;
}

/** True for a statement without any effect on the flow. */
function isAside({ kind }: Statement): boolean {
  return ASIDES.has(kind);
}

const ASIDES: ReadonlySet<Statement['kind']> = new Set([
  'note',
  'section',
  'certificate',
  'today',
  'keylog',
  'capture',
  'leak',
  'task',
  'goal',
  'explore',
]);

function speaks(p: Player, s: Statement, end: EndId): boolean {
  if (s.kind === 'call') return s.call === 'send' && s.time === undefined && isOnly(endsOf(p, s.who), end);
  if (s.kind !== 'message' && s.kind !== 'segment') return false;
  const isHandshake = s.kind === 'message' && s.handshake !== undefined;
  const carries = s.payload !== undefined || s.saying !== undefined || s.len !== undefined || isHandshake;
  return carries && s.time === undefined && p.roles.arrows.get(s.from, s.to) === end;
}

function isOnly(ends: readonly EndId[], end: EndId): boolean {
  return ends.length === 1 && ends[0] === end;
}
