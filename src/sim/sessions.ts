/** Sessions of TLS that hosts keep of one connection, to take them up on a later one (RFC 5246 §7.3, RFC 8446 §2.2). */
import type { App, Session } from '../layers';
import { infoOf, type Motion } from './motion';
import type { EndId } from './world';

function keyOf(m: Motion, end: EndId): string {
  const own = infoOf(m, end);
  return `${own.host}>${infoOf(m, own.peer).host}`;
}

const NONE: readonly Session[] = [];

/** Those that the end's host has of its earlier connections with the peer's. */
export function sessionsOf(m: Motion, end: EndId): readonly Session[] {
  return m.world.sessions.get(keyOf(m, end)) ?? NONE;
}

/** The end's side of TLS has said or heard something: its host keeps, or forgets, what can be taken up again. */
export function keepSessions(m: Motion, end: EndId, before: App | undefined, after: App): void {
  const { tls } = m.setting;
  if (tls === undefined || after.tls === undefined || before?.tls?.end === after.tls.end) return;
  const kept = sessionsOf(m, end);
  const now = tls.door.keptSessions(kept, before?.tls?.end, after.tls.end);
  if (now === kept) return;
  m.world = { ...m.world, sessions: m.world.sessions.set(keyOf(m, end), now) };
  m.ownsWorld = false;
}
