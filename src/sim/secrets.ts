/** Private keys that the wire has been given, and both ends of a connection over TLS. */
import type { Connection } from '../layers';
import type { Motion } from './motion';
import { endpointOf } from './setting';
import type { Cast, EndId, World } from './world';

/** The wire has the host's private key from here on. */
export function leak(m: Motion, host: number): void {
  const { leaks, serial } = m.world;
  if (!leaks.has(String(host))) m.world = { ...m.world, leaks: leaks.set(String(host), serial) };
}

/** Both ends of the connection of an end; undefined where neither speaks TLS. */
export function securedAt(world: World, cast: Cast, end: EndId): Connection | undefined {
  const own = cast.ends[end];
  const peer = own && cast.ends[own.peer];
  if (own === undefined || peer === undefined) return undefined;
  const ends = [own, peer].map(({ id, host }) => ({ host, tls: endpointOf(world, id).app?.tls?.end }));
  const [client, server] = (['client', 'server'] as const).map((role) => ends.find((e) => e.tls?.role === role));
  if (client === undefined && server === undefined) return undefined;
  const leaked = server && world.leaks.get(String(server.host));
  return { client: client?.tls, server: server?.tls, leak: leaked };
}
