import { type Role, sideText } from '../check';
import { type Step, firstStepFrom } from '../trace';
import type { H2Door } from '../layers';
import type { Cast, EndId, EndInfo, Endpoint, HostInfo, TlsPart } from '../sim';
import { type Config, DEFAULT_PROFILE } from '../tcp';
import { SYN, has } from '../wire';
import type { Trials } from './trial';

/** One side of a connection to which the next line may belong. */
export interface Side {
  readonly end: EndId;
  /** The side's name in arrows: `client`, `client:50001`. */
  readonly name: string;
  /** The peer's name in arrows. */
  readonly peerName: string;
  readonly port: number;
  readonly endpoint: Endpoint;
  readonly peer: Endpoint;
  readonly config: Config;
  readonly role: Role;
  /** TLS, where it is loaded; and whether the connection is one of TLS by its hosts' settings or the server's port. */
  readonly tls: TlsPart | undefined;
  readonly h2: H2Door | undefined;
  readonly sealed: boolean;
  /** The number of recent segments with data that it sent. */
  readonly spoken: number;
}

/** The most connections that are considered: the most recently used ones. */
const MOST_CONNECTIONS = 3;
/** The number of steps in which connections in use are searched. */
const LOOK_BACK = 100;

function endOf(step: Step): EndId | undefined {
  switch (step.kind) {
    case 'segment':
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return step.sent.spoofed ?? step.sent.from;
    case 'call':
    case 'icmp':
    case 'given':
    case 'forget':
    case 'timer':
      return step.end;
    default:
      return undefined;
  }
}

/** The number of recent segments with data that each end sent before a step, since its SYN. */
function spokenBefore(steps: readonly Step[], next: number): ReadonlyMap<EndId, number> {
  const spoken = new Map<EndId, number>();
  const begun = new Set<EndId>();
  for (let i = next - 1; i >= 0 && i >= next - LOOK_BACK; i--) {
    const step = steps[i];
    if (step?.kind !== 'segment' || step.sent.repeats !== undefined || begun.has(step.sent.from)) continue;
    const { from, segment } = step.sent;
    if (segment.len > 0) spoken.set(from, (spoken.get(from) ?? 0) + 1);
    if (has(segment, SYN)) begun.add(from);
  }
  return spoken;
}

/** The sides of the connections in use, in pairs, the most recent connection first. */
export function sidesAt(trials: Trials): Side[] {
  const { base, roles, world, line } = trials;
  const { ends } = roles.cast;
  const wanted = new Set<EndId>();
  const add = (end: EndId | undefined): void => {
    const peer = ends[end ?? -1]?.peer;
    if (end === undefined || peer === undefined || wanted.size >= 2 * MOST_CONNECTIONS) return;
    wanted.add(Math.min(end, peer)).add(Math.max(end, peer));
  };
  const next = firstStepFrom(base, line);
  for (let i = next - 1; i >= 0 && i >= next - LOOK_BACK; i--) add(endOf(base.steps[i] as Step));
  for (let end = 0; end < ends.length && end < 2 * MOST_CONNECTIONS; end++) add(end);
  const spoken = spokenBefore(base.steps, next);
  const names = arrowNames(trials, wanted);
  const sides: Side[] = [];
  for (const end of wanted) {
    const info = ends[end];
    const endpoint = world.ends.get(end);
    const peer = world.ends.get(info?.peer ?? -1);
    const role = roles.roles[end];
    const written = names.get(end);
    if (info === undefined || endpoint === undefined || peer === undefined || role === undefined) continue;
    if (written === undefined) continue;
    const config = roles.configs[info.host] ?? DEFAULT_PROFILE;
    const [name, peerName] = [written.from, written.to];
    sides.push({
      end,
      name,
      peerName,
      port: info.port,
      endpoint,
      peer,
      config,
      role,
      tls: roles.tls,
      h2: roles.h2,
      sealed: isSealed(roles.cast, info),
      spoken: spoken.get(end) ?? 0,
    });
  }
  return sides;
}

/** Does TLS ride on a connection, by what the flow says of its hosts, or by the port of HTTPS (RFC 9110 §4.2.2)? */
function isSealed({ hosts, ends }: Cast, info: EndInfo): boolean {
  const peer = ends[info.peer];
  return [info, peer].some((e) => e !== undefined && (hosts[e.host]?.tls !== undefined || e.port === 443));
}

/** The most connections of one host that are named. */
const MOST_NAMED = 20;

/**
 * The names of a host's sides in lines without arrows: its own name, or one for each of several connections, the most
 * recent first.
 */
export function sideNames({ roles, line }: Trials, host: HostInfo): ReadonlyMap<string, EndId | undefined> {
  const ends = host.ends.filter((end) => (roles.since[end] ?? 0) < line);
  if (ends.length < 2) return new Map([[host.name, host.ends[0]]]);
  const latest = ends.slice(-MOST_NAMED).reverse();
  return new Map(latest.map((end) => [sideText(roles.cast, ends, end), end]));
}

/** The names of these ends and of their peers in arrows. */
function arrowNames(
  { roles }: Trials,
  wanted: ReadonlySet<EndId>,
): Map<EndId, { readonly from: string; readonly to: string }> {
  const names = new Map<EndId, { from: string; to: string }>();
  for (const { from, to, end } of roles.arrows.all) {
    if (!wanted.has(end) || names.has(end)) continue;
    names.set(end, { from, to });
    if (names.size === wanted.size) break;
  }
  return names;
}
