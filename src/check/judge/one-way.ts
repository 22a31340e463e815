import type { Sent } from '../../sim';
import type { Statement } from '../../script';
import type { Player } from '../play/player';

/** True if a statement is played in one world, and leaves one. */
export function goesOneWay(p: Player, s: Statement): boolean {
  if (p.scope.open !== undefined) return false;
  return s.kind === 'segment' ? s.arrow !== 'open' : s.kind !== 'deliver' || openAt(p, s) === undefined;
}

/** The open segment that a `deliver` line names. */
export function openAt(p: Player, s: Statement): Sent | undefined {
  if (s.kind !== 'deliver') return undefined;
  const bound = p.scope.names.get(s.name.text);
  return bound?.kind === 'segment' && bound.sent.open === true ? bound.sent : undefined;
}
