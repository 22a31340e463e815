import type { Cast, EndId, EndInfo } from '../../sim';
import { type EndRef, type Num, lineAt } from '../../script';
import { FLOW_RULES, type Finding, edit, finding } from '../../trace';
import { report, type Player } from './player';

/** The most names in a message. */
const MOST_NAMED = 4;

/** The names in a message, shortened if there are many. */
export function someOf(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')}, …`;
}

/** The end that a reference without an arrow means; if there is none, that is reported. */
export function endFor(
  p: Player,
  who: EndRef,
  peer = who.peer,
  suits: (end: EndId) => boolean = () => true,
): EndId | undefined {
  const end = endMeant(p, who, peer, suits);
  if (typeof end === 'number') return end;
  p.findings.push(end);
  return undefined;
}

/**
 * The end that a reference without an arrow means, by the lines so far: a host's only connection, the one with the
 * given port, or the one to the given peer. Otherwise the finding: no such connection, or several.
 *
 * @param peer the peer, if the statement names it separately
 * @param suits tells which of several connections is likely
 */
export function endMeant(
  p: Player,
  who: EndRef,
  peer = who.peer,
  suits: (end: EndId) => boolean = () => true,
): EndId | Finding {
  const { cast, hostByName, arrows } = p.roles;
  const host = hostByName.get(who.host.text);
  const ends = host === undefined ? undefined : cast.hosts[host]?.ends;
  if (ends === undefined || ends.length === 0)
    return finding(p.line, FLOW_RULES['flow/unknown-host'], who, { args: { name: who.host.text } });
  if (peer !== undefined) {
    const named = arrows.get(who, peer);
    if (named !== undefined) return named;
  }
  const fitting = soFar(
    p,
    ends.filter((e) => isMeant(cast, e, who, peer)),
  );
  const first = firstNamed(p, fitting);
  // If no line so far names a connection, the next one is meant.
  if (first !== undefined && (fitting.length === 1 || (p.roles.since[first] ?? 0) > p.line)) return first;
  return first === undefined
    ? finding(p.line, FLOW_RULES['flow/no-connection'], who, { args: { host: who.host.text } })
    : several(p, who, fitting, suits);
}

/**
 * The finding that lists the possible connections. The suggested one is, among the suitable ones or else all, the last
 * that sent or received a segment.
 */
function several(p: Player, who: EndRef, ends: readonly EndId[], suits: (end: EndId) => boolean): Finding {
  const likely = latest(p, ends, suits) ?? latest(p, ends) ?? ends[0];
  const names = ends.slice(0, MOST_NAMED + 1).map((end) => sideText(p.roles.cast, ends, end));
  const text = likely === undefined ? '' : sideText(p.roles.cast, ends, likely);
  return finding(p.line, FLOW_RULES['flow/which-connection'], who, {
    args: {
      host: lineAt(p.script, p.line)?.text.slice(who.start, who.end) ?? who.host.text,
      connections: someOf(names),
    },
    fix: { title: 'fix/write', args: { text }, edits: [edit(p.line, who, text)] },
  });
}

/** The end that sent or received a segment last. */
function latest(p: Player, ends: readonly EndId[], suits: (end: EndId) => boolean = () => true): EndId | undefined {
  let last: EndId | undefined;
  let lastAt = -Infinity;
  for (const end of ends) {
    const endpoint = p.world.ends.get(end);
    const at = Math.max(endpoint?.lastHeard?.id ?? -1, endpoint?.lastSent?.id ?? -1);
    if (at > lastAt && suits(end)) [last, lastAt] = [end, at];
  }
  return last;
}

/** The ends that the lines so far name; if they name none, all. */
export function soFar({ roles: { since }, line }: Player, ends: readonly EndId[]): readonly EndId[] {
  const named = ends.filter((e) => (since[e] ?? 0) <= line);
  return named.length > 0 ? named : ends;
}

/** The end that is named first. */
function firstNamed({ roles: { since } }: Player, ends: readonly EndId[]): EndId | undefined {
  return ends.reduce<EndId | undefined>(
    (first, e) => (first === undefined || (since[e] ?? 0) < (since[first] ?? 0) ? e : first),
    undefined,
  );
}

/** The name of one of several ends of a host: by its port, or in full if others have that port too. */
export function sideText(cast: Cast, among: readonly EndId[], end: EndId): string {
  const own = cast.ends[end] as EndInfo;
  const peer = cast.ends[own.peer] as EndInfo;
  const name = ({ host, port }: EndInfo): string => `${cast.hosts[host]?.name ?? ''}:${port}`;
  const isOnly = among.every((e) => e === end || cast.ends[e]?.port !== own.port);
  return isOnly ? name(own) : `${name(own)}-${name(peer)}`;
}

/** All ends of a host that match a reference, wherever the script names them. */
export function endsOf(p: Pick<Player, 'roles'>, who: EndRef): readonly EndId[] {
  const host = p.roles.hostByName.get(who.host.text);
  const ends = host === undefined ? [] : (p.roles.cast.hosts[host]?.ends ?? []);
  return ends.filter((e) => isMeant(p.roles.cast, e, who));
}

/** True if an end has the host, port and peer that a reference names. */
export function isMeant(cast: Cast, end: EndId, who: EndRef, peer = who.peer): boolean {
  const { port, peer: other } = cast.ends[end] as EndInfo;
  if (who.port !== undefined && port !== who.port.value) return false;
  if (peer === undefined) return true;
  const info = cast.ends[other] as EndInfo;
  return cast.hosts[info.host]?.name === peer.host.text && (peer.port === undefined || peer.port.value === info.port);
}

/** Reports port 0, which is reserved (RFC 6335 §6). */
export function reportPortZero(p: Player, port: Num | undefined): void {
  if (port?.value === 0) report(p, FLOW_RULES['tcp/port-zero'], port);
}
