import type { EndId } from '../../sim';
import type { Roles } from '../cast/cast';
import { type Line, type Pieces, type Statement, lineAt } from '../../script';
import { endsOf } from './ends';
import type { Player } from './player';

/**
 * True if the next line without a time sends data of this end, so that its ACK may wait for that data (RFC 9293
 * §3.8.6.3).
 */
export function isAboutToSpeak({ script, roles, line }: Player, end: EndId): boolean {
  return speakerFrom((at) => lineAt(script, at), roles, line + 1) === end;
}

/** Lines, and who takes part in them; their names may be misspelt. */
interface Read {
  readonly lines: Pieces<Line>;
  readonly roles: Roles;
}

/**
 * The first line that an edit may affect: a message depends on the end that sends data in the next line, which may be its reply.
 *
 * @param edited the first line that differs
 * @param before the text before the edit
 */
export function affectedFrom(read: Read, edited: number, before?: Read): number {
  for (let at = edited - 1; at >= 0; at--) {
    const { statement } = read.lines.get(at) as Line;
    if (statement === undefined || isAside(statement)) continue;
    if (statement.kind !== 'message') return edited;
    return before !== undefined && isSpeakerSame(before, read, at + 1) ? edited : at;
  }
  return edited;
}

/** False, too, where names are misspelt, as no more is kept of an earlier text than what it has. */
function isSpeakerSame(a: Read, b: Read, from: number): boolean {
  return a.roles.slips.length + b.roles.slips.length === 0 && speakerIn(a, from) === speakerIn(b, from);
}

function speakerIn({ lines, roles }: Read, from: number): EndId | undefined {
  return speakerFrom((at) => lines.get(at), roles, from);
}

/** The end that sends data in the first statement from this line on, if that has no time. */
function speakerFrom(lineOf: (at: number) => Line | undefined, roles: Roles, from: number): EndId | undefined {
  for (let at = from; ; at++) {
    const line = lineOf(at);
    if (line === undefined) return undefined;
    const { statement } = line;
    if (statement !== undefined && !isAside(statement)) return speakerOf(roles, statement);
  }
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

function speakerOf(roles: Roles, s: Statement): EndId | undefined {
  if (s.kind === 'call') return s.call === 'send' && s.time === undefined ? only(endsOf({ roles }, s.who)) : undefined;
  if (s.kind !== 'message' && s.kind !== 'segment') return undefined;
  const isHandshake = s.kind === 'message' && s.handshake !== undefined;
  const carries = s.payload !== undefined || s.saying !== undefined || s.len !== undefined || isHandshake;
  return carries && s.time === undefined ? roles.arrows.get(s.from, s.to) : undefined;
}

function only(ends: readonly EndId[]): EndId | undefined {
  return ends.length === 1 ? ends[0] : undefined;
}
