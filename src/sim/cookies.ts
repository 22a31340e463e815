/**
 * Fast Open cookies (RFC 7413 §4.1): the cookie that a server gave to a client's address, and the one that the client
 * stores.
 */
import { ACK, SYN, type Segment, has } from '../wire';
import type { EndId, Jar } from './world';
import { type FastOpen, type Tcb, acknowledgesSynData, keyedHash } from '../tcp';
import { configOf, infoOf, SECRET, type Motion } from './motion';

const EMPTY: Jar = { given: undefined, kept: undefined };
const NONE: FastOpen = { cookie: '', mss: undefined };

const keyOf = (m: Motion, client: EndId, server: EndId): string =>
  `${infoOf(m, client).host}>${infoOf(m, server).host}`;

function jarOf(m: Motion, client: EndId, server: EndId): Jar {
  return m.world.cookies.get(keyOf(m, client, server)) ?? EMPTY;
}

function setJar(m: Motion, client: EndId, server: EndId, jar: Jar): void {
  m.world = { ...m.world, cookies: m.world.cookies.set(keyOf(m, client, server), jar) };
  m.ownsWorld = false;
}

/** The TCB of an opening side, with the cookie from an earlier connection to the same host. */
export function withCookie(m: Motion, end: EndId, tcb: Tcb): Tcb {
  const { kept } = jarOf(m, end, infoOf(m, end).peer);
  const fastOpen = kept ?? (configOf(m, end).fastopen ? NONE : undefined);
  return fastOpen === undefined ? tcb : { ...tcb, opening: { ...tcb.opening, fastOpen } };
}

/**
 * The TCB of a listener that receives a SYN with the Fast Open option, with the valid cookie. Unless the flow shows
 * that the server gave another one, the client's cookie is taken to be valid, from an earlier connection.
 */
export function withRightCookie(m: Motion, end: EndId, tcb: Tcb, segment: Segment): Tcb {
  const { fastopen } = segment.options;
  if (fastopen === undefined || !isWellFormed(fastopen)) return tcb;
  const { peer } = infoOf(m, end);
  const cookie = jarOf(m, peer, end).given ?? (fastopen === '' ? cookieFor(m, peer, end) : fastopen);
  return { ...tcb, opening: { ...tcb.opening, fastOpen: { cookie, mss: undefined } } };
}

/** True for a cookie of 4 to 16 bytes, an even number (RFC 7413 §4.1.1), and for an empty one, which requests a cookie. */
function isWellFormed(cookie: string): boolean {
  return cookie === '' || (cookie.length % 4 === 0 && cookie.length >= 8 && cookie.length <= 32);
}

/** The cookie for a client: a keyed hash of its address, 64 bits (RFC 7413 §4.1.2). */
function cookieFor(m: Motion, client: EndId, server: EndId): string {
  const address = (end: EndId): string => m.setting.cast.hosts[infoOf(m, end).host]?.address ?? '';
  const half = (salt: string): string =>
    keyedHash(`${salt} ${address(client)}>${address(server)}`, SECRET)
      .toString(16)
      .padStart(8, '0');
  return half('cookie') + half('eikooc');
}

/**
 * Notes a SYN or SYN,ACK that is sent. A client that sends a cookie has it; a server that sends one, or acknowledges
 * data of the SYN, has given it.
 */
export function noteSentCookie(m: Motion, from: EndId, tcb: Tcb, segment: Segment): void {
  const { peer } = infoOf(m, from);
  const { fastopen } = segment.options;
  if (!has(segment, ACK)) {
    const jar = jarOf(m, from, peer);
    if (fastopen && jar.kept === undefined)
      setJar(m, from, peer, { ...jar, kept: { cookie: fastopen, mss: undefined } });
    return;
  }
  const proven = acknowledgesSynData(tcb, segment) ? tcb.opening.peerSyn?.fastopen : undefined;
  const jar = jarOf(m, peer, from);
  const given = fastopen || jar.given || proven;
  if (given && given !== jar.given) setJar(m, peer, from, { ...jar, given });
}

/** Stores the cookie of a SYN,ACK that opened the connection, with its MSS (RFC 7413 §4.1.3). */
export function noteHeardCookie(m: Motion, to: EndId, segment: Segment): void {
  const { fastopen, mss } = segment.options;
  if (!fastopen || !has(segment, SYN) || !has(segment, ACK)) return;
  const { peer } = infoOf(m, to);
  setJar(m, to, peer, { ...jarOf(m, to, peer), kept: { cookie: fastopen, mss } });
}
