/** The sessions that a host keeps of its connections, to take them up on later ones (RFC 5246 §7.3, RFC 8446 §2.2). */
import { sameOctets } from '../../wire';
import type { Session, TlsEnd } from './end';
import { extensionIn } from './extension';
import { TLS13 } from './names';

/** A host keeps so many sessions with another one: the latest. */
const MOST_SESSIONS = 16;

/** A session in the place of one with the same id or ticket, behind the others. */
export function withSession(sessions: readonly Session[], session: Session): readonly Session[] {
  const others = sessions.filter((one) => !isSame(one, session));
  return [...others, session].slice(-MOST_SESSIONS);
}

function isSame(one: Session, other: Session): boolean {
  return one.version === other.version && sameOctets(one.ticket, other.ticket) && sameOctets(one.id, other.id);
}

/** The sessions of a host behind a message of one of its connections. */
export function keptSessions(kept: readonly Session[], before: TlsEnd | undefined, end: TlsEnd): readonly Session[] {
  if (
    before !== undefined &&
    before.sessions === end.sessions &&
    before.ended === end.ended &&
    before.hello === end.hello
  )
    return kept;
  // A connection that ends by a fatal alert is forgotten (RFC 5246 §7.2.2, RFC 8446 §6.2).
  if (end.ended[end.role] === 'fatal') {
    const forgotten = end.session === undefined ? end.sessions : [...end.sessions, end.session];
    return without(kept, (one) => forgotten.some((other) => isSame(one, other)));
  }
  const news = end.sessions.filter((one) => before?.sessions.includes(one) !== true);
  const all = news.reduce(withSession, kept);
  // A client offers a ticket of TLS 1.3 once (RFC 8446 §C.4).
  const offered = end.role === 'client' ? extensionIn(end.hello?.extensions, 'pre_shared_key')?.identities : undefined;
  if (offered === undefined) return all;
  return without(
    all,
    (one) => one.version === TLS13 && offered.some(({ identity }) => sameOctets(identity, one.ticket)),
  );
}

function without(sessions: readonly Session[], is: (session: Session) => boolean): readonly Session[] {
  return sessions.some(is) ? sessions.filter((one) => !is(one)) : sessions;
}
