/** The key schedule of TLS 1.3, step by step, as messages bring it (RFC 8446 §7.1). */
import { x25519, x25519Base } from '../crypto';
import type { Role } from '../role';
import { sameOctets } from '../../wire';
import { type Protection, type Session, type TlsEnd, knowing, privateShare, transcriptHash } from './end';
import { extensionIn } from './extension';
import type { ContentOf, ServerHello } from './handshake';
import { logged } from './keylog';
import { GROUP, TLS13 } from './names';
import { sessionBy } from './negotiate';
import { deriveSecret, earlySecret, handshakeSecret, masterSecret13, nextTraffic, ticketPsk } from './schedule13';
import { keys13 } from './seal';

/** A direction of a side, by who speaks in it. */
export function sideOf(s: TlsEnd, by: Role): 'in' | 'out' {
  return by === s.role ? 'out' : 'in';
}

/** New keys for a direction; records are numbered anew. */
function protectedBy(s: TlsEnd, by: Role, secret: Uint8Array | undefined): TlsEnd {
  const side = sideOf(s, by);
  const keys = secret === undefined || s.suite === undefined ? undefined : keys13(s.suite, secret);
  const protection: Protection = { epoch: s[side].epoch + 1, sealed: true, keys };
  return { ...s, [side]: protection };
}

/** Behind ServerHello: handshake secret, and the keys of the rest of the handshake. */
export function serverHello13(s: TlsEnd, hello: ServerHello, step: number): TlsEnd {
  const chosen = extensionIn(hello.extensions, 'pre_shared_key')?.numbers?.[0];
  const identity =
    chosen === undefined ? undefined : extensionIn(s.hello?.extensions, 'pre_shared_key')?.identities?.[chosen];
  const session = identity && sessionBy(s, identity.identity);
  let t: TlsEnd = { ...s, resumed: chosen !== undefined, session };
  const shared = sharedSecret(t, hello);
  const { suite } = t;
  if (suite === undefined) return bothProtected(t, undefined, undefined);
  const hash = suite.hash;
  const isKnown = chosen === undefined || session !== undefined;
  if (session !== undefined) t = knowing(t, step, 'kept', ['pre-shared-key', session.secret]);
  if (shared !== undefined) t = knowing(t, step, 'derived', ['pre-master-secret', shared]);
  const early = isKnown ? earlySecret(hash, session?.secret) : undefined;
  const handshake = early && shared && handshakeSecret(hash, early, shared);
  const digest = transcriptHash(t);
  const traffic = (label: 'c hs traffic' | 's hs traffic', name: 'CLIENT' | 'SERVER'): Uint8Array | undefined =>
    handshake === undefined
      ? logged(t, `${name}_HANDSHAKE_TRAFFIC_SECRET`)
      : deriveSecret(hash, handshake, label, digest);
  const client = traffic('c hs traffic', 'CLIENT');
  const server = traffic('s hs traffic', 'SERVER');
  const handshakeTraffic = client && server && { client, server };
  t = { ...t, premaster: shared, schedule: { ...t.schedule, early, handshake, handshakeTraffic } };
  t = knowing(t, step, 'derived', ['early-secret', early], ['handshake-secret', handshake]);
  t = knowing(
    t,
    step,
    handshake === undefined ? 'given' : 'derived',
    ['client-handshake-traffic-secret', client],
    ['server-handshake-traffic-secret', server],
  );
  return bothProtected(t, client, server);
}

function bothProtected(s: TlsEnd, client: Uint8Array | undefined, server: Uint8Array | undefined): TlsEnd {
  return protectedBy(protectedBy(s, 'client', client), 'server', server);
}

/** X25519 of its own private value and the peer's public one, where the public one that it has said belongs to it. */
function sharedSecret(s: TlsEnd, hello: ServerHello): Uint8Array | undefined {
  const servers = extensionIn(hello.extensions, 'key_share')?.shares?.[0];
  const clients = extensionIn(s.hello?.extensions, 'key_share')?.shares?.find((one) => one.group === GROUP.x25519);
  if (servers?.group !== GROUP.x25519 || clients === undefined) return undefined;
  const { setup } = s;
  const own = privateShare(setup);
  const [mine, peers] = s.role === 'client' ? [clients.key, servers.key] : [servers.key, clients.key];
  return sameOctets(x25519Base(own, setup.recall), mine) ? x25519(own, peers, setup.recall) : undefined;
}

/** Behind a side's Finished: the keys of application data; behind the client's, what tickets are made of. */
export function finished13(s: TlsEnd, by: Role, step: number): TlsEnd {
  const { suite, schedule } = s;
  if (suite === undefined) return protectedBy(s, by, undefined);
  const { hash } = suite;
  if (by === 'client') {
    const resumption = schedule.master && deriveSecret(hash, schedule.master, 'res master', transcriptHash(s));
    const t = knowing({ ...s, schedule: { ...schedule, resumption } }, step, 'derived', [
      'resumption-secret',
      resumption,
    ]);
    return protectedBy(t, by, schedule.traffic?.client);
  }
  const master = schedule.handshake && masterSecret13(hash, schedule.handshake);
  const digest = transcriptHash(s);
  const derive = (label: string, log: Uint8Array | undefined): Uint8Array | undefined =>
    master === undefined ? log : deriveSecret(hash, master, label, digest);
  const client = derive('c ap traffic', logged(s, 'CLIENT_TRAFFIC_SECRET_0'));
  const server = derive('s ap traffic', logged(s, 'SERVER_TRAFFIC_SECRET_0'));
  const exporter = derive('exp master', logged(s, 'EXPORTER_SECRET'));
  const traffic = client && server && { client, server };
  let t: TlsEnd = { ...s, schedule: { ...schedule, master, traffic, exporter } };
  t = knowing(t, step, 'derived', ['master-secret', master]);
  t = knowing(
    t,
    step,
    master === undefined ? 'given' : 'derived',
    ['client-traffic-secret', client],
    ['server-traffic-secret', server],
    ['exporter-secret', exporter],
  );
  return protectedBy(t, by, server);
}

/** New keys behind KeyUpdate (§7.2), in the direction of the one who says it. */
export function keyUpdate(s: TlsEnd, by: Role, step: number): TlsEnd {
  const { suite, schedule } = s;
  const old = schedule.traffic?.[by];
  if (suite === undefined || old === undefined || schedule.traffic === undefined) return protectedBy(s, by, undefined);
  const next = nextTraffic(suite.hash, old);
  const traffic = { ...schedule.traffic, [by]: next };
  const t = knowing({ ...s, schedule: { ...schedule, traffic } }, step, 'derived', [`${by}-traffic-secret`, next]);
  return protectedBy(t, by, next);
}

/** The session of a ticket (§4.6.1). */
export function ticket13(s: TlsEnd, { nonce, ticket, ageAdd }: ContentOf<'NewSessionTicket'>): Session | undefined {
  const { resumption } = s.schedule;
  if (resumption === undefined || s.suite === undefined) return undefined;
  const secret = ticketPsk(s.suite.hash, resumption, nonce);
  return { version: TLS13, suite: s.suite.id, secret, ems: false, id: new Uint8Array(), ticket, ageAdd, byRsa: false };
}
