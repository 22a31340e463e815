/** Who is drawn: a diagram of thousands of lifelines is one that no one can read and no program opens with ease. */
import type { Cast } from '../sim';
import type { Trace } from '../trace';

/** Hosts, and ends of connections, that are drawn at most: the first ones. */
export const MOST_HOSTS = 100;
export const MOST_ENDS = 400;

/** The trace with the hosts and connections that are drawn; the trace itself where those are all. */
export function inSight(trace: Trace): Trace {
  const { hosts, ends } = trace.cast;
  if (hosts.length <= MOST_HOSTS && ends.length <= MOST_ENDS) return trace;
  // The two ends of a connection stand beside each other: both are drawn, or none.
  const beyond = ends.findIndex((end) => end.host >= MOST_HOSTS);
  const count = Math.min(MOST_ENDS, beyond < 0 ? ends.length : beyond - (beyond % 2));
  const cast: Cast = {
    hosts: hosts.slice(0, MOST_HOSTS).map((host) => ({ ...host, ends: host.ends.filter((end) => end < count) })),
    ends: ends.slice(0, count),
  };
  return { ...trace, cast };
}

/** Hosts and connections that a trace has and its diagram does not. */
export function leftOutOf(all: Trace, shown: Trace): { readonly hosts: number; readonly connections: number } {
  return {
    hosts: all.cast.hosts.length - shown.cast.hosts.length,
    connections: (all.cast.ends.length - shown.cast.ends.length) / 2,
  };
}
