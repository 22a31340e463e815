/** Session, keys and secrets of TLS 1.2, as messages bring them (RFC 5246 §7.3, §8.1; RFC 7627 §4). */
import { rsaDecrypt, rsaEncrypt, x25519, x25519Base } from '../crypto';
import type { Role } from '../role';
import { privateOf } from './certificate';
import { joined, sameOctets } from '../../wire';
import { uint } from './cursor';
import { type Reason, type Session, type TlsEnd, drawn, knowing, privateShare, transcriptHash } from './end';
import { extensionIn } from './extension';
import type { ContentOf, ServerHello } from './handshake';
import { logged } from './keylog';
import { GROUP, TLS12 } from './names';
import { isNamed } from './negotiate';
import { MASTER_LENGTH, extendedMasterSecret, keyBlock, masterSecret } from './schedule12';

/** The server has chosen: suite, extensions, and whether a session goes on. */
export function serverHello12(s: TlsEnd, hello: ServerHello, step: number): TlsEnd {
  const { extensions } = hello;
  const id = s.hello?.sessionId ?? new Uint8Array();
  const ticket = extensionIn(s.hello?.extensions, 'session_ticket')?.octets;
  const isEchoed = id.length > 0 && sameOctets(id, hello.sessionId);
  const session = isEchoed
    ? s.setup.sessions.find((one) => one.version === TLS12 && isNamed(one, id, ticket))
    : undefined;
  const t: TlsEnd = {
    ...s,
    // A client that speaks TLS 1.3, too, may send an id that names nothing; an echo always means the session (§7.4.1.3).
    resumed: isEchoed,
    session,
    ems: extensionIn(extensions, 'extended_master_secret') !== undefined,
    etm: extensionIn(extensions, 'encrypt_then_mac') !== undefined,
    ticket: extensionIn(extensions, 'session_ticket') !== undefined,
    alpn: extensionIn(extensions, 'application_layer_protocol_negotiation')?.names?.[0],
  };
  if (!isEchoed) return t;
  const master = session?.secret ?? logged(t, 'CLIENT_RANDOM');
  return withMaster(t, master, session === undefined ? 'given' : 'kept', step);
}

/** Both sides have what the pre-master secret comes of. */
export function clientKeyExchange(s: TlsEnd, content: ContentOf<'ClientKeyExchange'>, by: Role, step: number): TlsEnd {
  const found = s.suite?.kx === 'RSA' ? byRsa(s, content.exchanged, by) : byEcdhe(s, content.exchanged);
  const log = logged(s, 'RSA', content.exchanged);
  const premaster = found?.premaster ?? log;
  let t: TlsEnd = { ...s, exchanged: content.exchanged, premaster };
  if (s.suite?.kx === 'ECDHE')
    t = knowing(t, step, by === s.role ? 'made' : 'read', ['client-key-share', content.exchanged]);
  if (premaster !== undefined) t = knowing(t, step, found?.reason ?? 'given', ['pre-master-secret', premaster]);
  const master = premaster === undefined ? undefined : masterOf(t, premaster);
  return withMaster(t, master ?? logged(t, 'CLIENT_RANDOM'), master === undefined ? 'given' : 'derived', step);
}

function masterOf(s: TlsEnd, premaster: Uint8Array): Uint8Array | undefined {
  if (s.suite === undefined || s.hello === undefined || s.serverHello === undefined) return undefined;
  if (s.ems) return extendedMasterSecret(s.suite.hash, premaster, transcriptHash(s));
  return masterSecret(s.suite.hash, premaster, s.hello.random, s.serverHello.random);
}

function withMaster(s: TlsEnd, master: Uint8Array | undefined, reason: Reason, step: number): TlsEnd {
  const { suite, hello, serverHello } = s;
  if (master === undefined || suite === undefined || hello === undefined || serverHello === undefined) return s;
  const block = keyBlock(suite, master, hello.random, serverHello.random);
  const t = knowing({ ...s, master, block }, step, reason, ['master-secret', master]);
  const { client, server } = block;
  return knowing(
    t,
    step,
    'derived',
    ['client-mac-key', client.mac],
    ['server-mac-key', server.mac],
    ['client-key', client.key],
    ['server-key', server.key],
    ['client-iv', client.iv],
    ['server-iv', server.iv],
  );
}

interface Premaster {
  readonly premaster: Uint8Array;
  readonly reason: Reason;
}

/** The pre-master secret that a client makes: the version that it offered, and 46 random octets (RFC 5246 §7.4.7.1). */
export function ownPremaster(s: TlsEnd, version: number): Uint8Array {
  return joined(uint(2, version), drawn(s.setup, 'pre-master secret', MASTER_LENGTH - 2));
}

/** Encrypted to the server's public key; undefined where that is no RSA key. */
export function encrypted(s: TlsEnd, premaster: Uint8Array): Uint8Array | undefined {
  const key = s.serverKey;
  return key && rsaEncrypt(key, premaster, drawn(s.setup, 'padding', key.size), s.setup.recall);
}

function byRsa(s: TlsEnd, exchanged: Uint8Array, by: Role): Premaster | undefined {
  const { recall } = s.setup;
  const offered = s.hello?.version ?? TLS12;
  if (s.role === 'client') {
    const made = ownPremaster(s, offered);
    const octets = encrypted(s, made);
    if (octets !== undefined && sameOctets(octets, exchanged)) return { premaster: made, reason: 'made' };
  }
  // A client knows what it has written there, whatever it is; a server opens it, where its key is one that a flow has.
  const key = s.serverKey;
  const secret = key && privateOf(s.setup, key);
  if (secret === undefined) return undefined;
  const premaster = rsaDecrypt(secret, exchanged, recall);
  if (by === s.role) return premaster && { premaster, reason: 'made' };
  const isRight = premaster?.length === MASTER_LENGTH && sameOctets(premaster.subarray(0, 2), uint(2, offered));
  // The server goes on with a random secret, so that nobody learns what was wrong (RFC 5246 §7.4.7.1).
  return isRight
    ? { premaster, reason: 'decrypted' }
    : { premaster: drawn(s.setup, 'in place of the pre-master secret', MASTER_LENGTH), reason: 'made' };
}

/** The pre-master secret in a ClientKeyExchange, to the client that wrote it, or to a server that opens it. */
export function premasterIn(s: TlsEnd, exchanged: Uint8Array): Uint8Array | undefined {
  const key = s.serverKey;
  if (s.role === 'client') {
    const made = ownPremaster(s, s.hello?.version ?? TLS12);
    const octets = encrypted(s, made);
    if (octets !== undefined && sameOctets(octets, exchanged)) return made;
  }
  const secret = key && privateOf(s.setup, key);
  return secret && rsaDecrypt(secret, exchanged, s.setup.recall);
}

function byEcdhe(s: TlsEnd, exchanged: Uint8Array): Premaster | undefined {
  const { keyExchange, setup } = s;
  if (keyExchange?.group !== GROUP.x25519) return undefined;
  const own = privateShare(setup);
  const [mine, peers] = s.role === 'client' ? [exchanged, keyExchange.key] : [keyExchange.key, exchanged];
  if (!sameOctets(x25519Base(own, setup.recall), mine)) return undefined;
  const premaster = x25519(own, peers, setup.recall);
  return premaster && { premaster, reason: 'derived' };
}

/** The session of this connection, once it is up, by its id. */
export function sessionOf(s: TlsEnd): Session | undefined {
  const { master, suite, serverHello } = s;
  if (master === undefined || suite === undefined || serverHello === undefined || s.resumed) return undefined;
  const id = serverHello.sessionId;
  if (id.length === 0) return undefined;
  const byRsaKey = suite.kx === 'RSA';
  return {
    version: TLS12,
    suite: suite.id,
    secret: master,
    ems: s.ems,
    id,
    ticket: new Uint8Array(),
    ageAdd: 0,
    byRsa: byRsaKey,
  };
}

/** The session of a ticket (RFC 5077 §3.3). */
export function ticket12(s: TlsEnd, ticket: Uint8Array): Session | undefined {
  const { master, suite } = s;
  if (master === undefined || suite === undefined || ticket.length === 0) return undefined;
  const byRsaKey = s.session?.byRsa ?? suite.kx === 'RSA';
  return {
    version: TLS12,
    suite: suite.id,
    secret: master,
    ems: s.ems,
    id: new Uint8Array(),
    ticket,
    ageAdd: 0,
    byRsa: byRsaKey,
  };
}
