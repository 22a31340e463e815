import type { Connections } from './connections';
import type { Draft, HostDraft } from './roles';

/**
 * The names of all ends by id, as first written: `client` or `client:50001`; in full, `client:50001-server:80`, if
 * another end has that name. Names are unique. No later line changes the name of an end that an earlier line has named.
 */
export function endNames({ hosts, ends }: Connections, portOf: (end: Draft) => number): string[] {
  const taken = new Set<string>();
  const socket = (end: Draft): string => `${(hosts[end.host] as HostDraft).name}:${portOf(end)}`;
  return ends.map((end) => {
    const host = (hosts[end.host] as HostDraft).name;
    let name = end.port === undefined ? host : `${host}:${end.port}`;
    if (taken.has(name)) name = `${socket(end)}-${socket(ends[end.peer] as Draft)}`;
    // Two connections may have the same addresses and ports if a later `host` line sets a port.
    const full = name;
    for (let n = 2; taken.has(name); n++) name = `${full}/${n}`;
    taken.add(name);
    return name;
  });
}
