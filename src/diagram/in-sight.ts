/** The part of a trace that is drawn: a diagram with thousands of lifelines would be unreadable and slow. */
import type { Cast } from '../sim';
import type { Trace } from '../trace';

/** The most hosts, and ends of connections, that are drawn: the first ones of the flow. */
export const MOST_HOSTS = 100;
export const MOST_ENDS = 400;

/** The trace with only the hosts and connections that are drawn; the trace itself if all are. */
export function inSight(trace: Trace): Trace {
  const { hosts, ends } = trace.cast;
  if (hosts.length <= MOST_HOSTS && ends.length <= MOST_ENDS) return trace;
  // Either both ends of a connection are drawn, or neither of them.
  const beyond = ends.findIndex((end) => end.host >= MOST_HOSTS);
  const count = Math.min(MOST_ENDS, beyond < 0 ? ends.length : beyond - (beyond % 2));
  const cast: Cast = {
    hosts: hosts.slice(0, MOST_HOSTS).map((host) => ({ ...host, ends: host.ends.filter((end) => end < count) })),
    ends: ends.slice(0, count),
  };
  return { ...trace, cast };
}

/** The numbers of hosts and connections that are in the trace but not in its diagram. */
export function leftOutOf(all: Trace, shown: Trace): { readonly hosts: number; readonly connections: number } {
  return {
    hosts: all.cast.hosts.length - shown.cast.hosts.length,
    connections: (all.cast.ends.length - shown.cast.ends.length) / 2,
  };
}
