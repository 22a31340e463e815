import type { EndId } from '../../sim/world';
import type { EndRef, Num } from '../../script/syntax';
import { arrowKey } from '../cast/cast';
import { report, type Player } from './player';

/** So many connections of a host are named where one of them must be meant. */
const MOST_NAMED = 10;

/**
 * The end that a reference outside an arrow means: a host's only connection, the one of its port, or the one to
 * `peer`. Reports where there is none, or more than one to choose from.
 */
export function endFor(p: Player, who: EndRef, peer?: EndRef): EndId | undefined {
  const host = p.roles.hostByName.get(who.host.text);
  const ends = host === undefined ? undefined : p.roles.cast.hosts[host]?.ends;
  if (ends === undefined || ends.length === 0) {
    report(p, 'flow/unknown-host', 'error', who, { args: { name: who.host.text } });
    return undefined;
  }
  if (peer !== undefined) {
    const named = p.roles.byArrow.get(arrowKey(who, peer));
    if (named !== undefined) return named;
  }
  const fitting = endsOf(p, who);
  if (fitting.length === 1) return fitting[0];
  const names = ends.slice(0, MOST_NAMED).map((e) => p.roles.cast.ends[e]?.name ?? '');
  if (ends.length > MOST_NAMED) names.push('…');
  report(p, fitting.length === 0 ? 'flow/no-connection' : 'flow/which-connection', 'error', who, {
    args: { host: who.host.text, connections: names.join(', ') },
  });
  return undefined;
}

/** All ends of a host that a reference fits. */
export function endsOf(p: Player, who: EndRef): readonly EndId[] {
  const host = p.roles.hostByName.get(who.host.text);
  const ends = host === undefined ? [] : (p.roles.cast.hosts[host]?.ends ?? []);
  const port = who.port?.value;
  return port === undefined ? ends : ends.filter((e) => p.roles.cast.ends[e]?.port === port);
}

/** Port 0 is reserved: no connection has it (RFC 6335 §6). */
export function reportPortZero(p: Player, port: Num | undefined): void {
  if (port?.value === 0) report(p, 'tcp/port-zero', 'hint', port);
}
