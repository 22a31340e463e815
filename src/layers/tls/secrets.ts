/** Knowledge of a connection's secrets: its client's, its server's, and the wire's, which its octets pass. */
import type { Role } from '../role';
import { type Known, type Reason, type TlsEnd, is13 } from './end';
import type { TlsMessage } from './message';
import { SECRETS, type SecretName } from './names';

export type Party = 'client' | 'server' | 'wire';

export interface Knowledge extends Known {
  readonly party: Party;
}

/** Both ends of a connection, as far as they have come, and the key that the wire has been given. */
export interface Connection {
  readonly client: TlsEnd | undefined;
  readonly server: TlsEnd | undefined;
  /** The step from which on the wire has the server's private key. */
  readonly leak: number | undefined;
}

/** Values that pass in clear. The server's certificate is sealed in TLS 1.3. */
const IN_CLEAR: readonly SecretName[] = ['client-random', 'server-random', 'client-key-share', 'server-key-share'];
/** Values that never leave the side that made them. */
const PRIVATE: readonly SecretName[] = ['client-private-share', 'server-private-share', 'server-private-key'];

/** All that each party knows: by secret, then client, server, wire; of a secret that changes, each value in its order. */
export function secretsOf(c: Connection): readonly Knowledge[] {
  const all: Knowledge[] = [];
  const ends = [c.client, c.server].filter((end) => end !== undefined);
  for (const end of ends) all.push(...end.known.map((k) => ({ ...k, party: end.role })));
  all.push(...wireKnows(c, all));
  return SECRETS.flatMap((name) => all.filter((k) => k.secret === name));
}

function wireKnows(c: Connection, ends: readonly Knowledge[]): readonly Knowledge[] {
  const [end] = [c.server, c.client].filter((one) => one !== undefined);
  if (end === undefined) return [];
  const clear = is13(end) ? IN_CLEAR : [...IN_CLEAR, 'server-public-key' as const];
  const known: Knowledge[] = clear.flatMap((name) => {
    // It passes when its maker says it.
    const said = ends.find((k) => k.secret === name && k.reason === 'made') ?? ends.find((k) => k.secret === name);
    return said === undefined ? [] : [{ ...said, party: 'wire' as const, reason: 'read' as const }];
  });
  const { leak } = c;
  if (leak === undefined) return known;
  const key = ends.find((k) => k.secret === 'server-private-key');
  if (key !== undefined) known.push({ ...key, party: 'wire', reason: 'given', step: leak });
  if (wireOpens(c) === undefined) return known;
  const side = c.client ?? end;
  for (const k of side.known) {
    if (PRIVATE.includes(k.secret) || known.some((have) => have.secret === k.secret)) continue;
    const reason: Reason = k.secret === 'pre-master-secret' ? 'decrypted' : 'derived';
    known.push({ ...k, party: 'wire', reason, step: Math.max(k.step, leak) });
  }
  return known;
}

/**
 * The step from which on the wire can open what is sealed; undefined where it never can. With RSA key exchange the server's
 * private key opens the pre-master secret, also of what has passed before; with (EC)DHE it opens nothing (RFC 5246 §F.1.1.2).
 */
export function wireOpens({ client, server, leak }: Connection): number | undefined {
  const end = server ?? client;
  if (leak === undefined || end === undefined) return undefined;
  const byRsa = end.resumed ? end.session?.byRsa === true : end.suite?.kx === 'RSA';
  return byRsa ? leak : undefined;
}

/**
 * The step at which a party has the content of a message; undefined where it never has.
 *
 * @param by its sender
 * @param said the step at which it was whole
 * @param heard the step at which its receiver had it; undefined where it has not
 */
export function opensAt(
  c: Connection,
  party: Party,
  { message, by, said, heard }: { message: TlsMessage; by: Role; said: number; heard: number | undefined },
): number | undefined {
  if (party === by) return said;
  if (party !== 'wire') return heard;
  const from = message.sealed ? wireOpens(c) : said;
  return from === undefined ? undefined : Math.max(from, said);
}

/** Does a party know a secret? */
export function knows(c: Connection, party: Party, secret: SecretName): boolean {
  return secretsOf(c).some((k) => k.party === party && k.secret === secret);
}

const FORMULAS12: Readonly<Partial<Record<SecretName, string>>> = {
  'pre-master-secret': 'client_version ‖ random[46]',
  'master-secret': 'PRF(pre_master_secret, "master secret", client_random ‖ server_random)[0..47]',
  'client-mac-key': ofKeyBlock('client_write_MAC_key'),
  'server-mac-key': ofKeyBlock('server_write_MAC_key'),
  'client-key': ofKeyBlock('client_write_key'),
  'server-key': ofKeyBlock('server_write_key'),
  'client-iv': ofKeyBlock('client_write_IV'),
  'server-iv': ofKeyBlock('server_write_IV'),
};

function ofKeyBlock(part: string): string {
  return `${part} of PRF(master_secret, "key expansion", server_random ‖ client_random)`;
}

const FORMULAS13: Readonly<Partial<Record<SecretName, string>>> = {
  'pre-master-secret': 'X25519(own private value, key_share of the peer)',
  'pre-shared-key': 'HKDF-Expand-Label(resumption_master_secret, "resumption", ticket_nonce, Hash.length)',
  'early-secret': 'HKDF-Extract(0, PSK or 0)',
  'handshake-secret': 'HKDF-Extract(Derive-Secret(Early Secret, "derived", ""), (EC)DHE)',
  'master-secret': 'HKDF-Extract(Derive-Secret(Handshake Secret, "derived", ""), 0)',
  'client-handshake-traffic-secret': 'Derive-Secret(Handshake Secret, "c hs traffic", ClientHello…ServerHello)',
  'server-handshake-traffic-secret': 'Derive-Secret(Handshake Secret, "s hs traffic", ClientHello…ServerHello)',
  'client-traffic-secret': 'Derive-Secret(Master Secret, "c ap traffic", ClientHello…server Finished)',
  'server-traffic-secret': 'Derive-Secret(Master Secret, "s ap traffic", ClientHello…server Finished)',
  'exporter-secret': 'Derive-Secret(Master Secret, "exp master", ClientHello…server Finished)',
  'resumption-secret': 'Derive-Secret(Master Secret, "res master", ClientHello…client Finished)',
};

/** The formula of a secret, in the standard's words (RFC 5246 §6.3, §8.1; RFC 8446 §7.1); undefined where it is not computed. */
export function formulaOf(s: TlsEnd, secret: SecretName): string | undefined {
  if (is13(s)) return FORMULAS13[secret];
  if (secret === 'master-secret' && s.ems)
    return 'PRF(pre_master_secret, "extended master secret", session_hash)[0..47]';
  if (secret === 'pre-master-secret' && s.suite?.kx === 'ECDHE') return FORMULAS13[secret];
  return FORMULAS12[secret];
}
