/** Fast Open cookies (RFC 7413 §4.1): what a server has given to a client's address, and what that client keeps for it. */
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

/** The TCB of a side that opens: with the cookie of an earlier connection to the same host. */
export function withCookie(m: Motion, end: EndId, tcb: Tcb): Tcb {
  const { kept } = jarOf(m, end, infoOf(m, end).peer);
  const fastOpen = kept ?? (configOf(m, end).fastopen ? NONE : undefined);
  return fastOpen === undefined ? tcb : { ...tcb, opening: { ...tcb.opening, fastOpen } };
}

/**
 * The TCB of a listener that a SYN with the option reaches: with the cookie that is right. Where the flow does not show that
 * the server has given another one, the client has its cookie from an earlier visit.
 */
export function withRightCookie(m: Motion, end: EndId, tcb: Tcb, segment: Segment): Tcb {
  const { fastopen } = segment.options;
  if (fastopen === undefined || !isWellFormed(fastopen)) return tcb;
  const { peer } = infoOf(m, end);
  const cookie = jarOf(m, peer, end).given ?? (fastopen === '' ? cookieFor(m, peer, end) : fastopen);
  return { ...tcb, opening: { ...tcb.opening, fastOpen: { cookie, mss: undefined } } };
}

/** 4 to 16 bytes, an even number (§4.1.1); or none, which asks for one. */
function isWellFormed(cookie: string): boolean {
  return cookie === '' || (cookie.length % 4 === 0 && cookie.length >= 8 && cookie.length <= 32);
}

/** A keyed hash of the client's address (§4.1.2): 64 bits. */
function cookieFor(m: Motion, client: EndId, server: EndId): string {
  const address = (end: EndId): string => m.setting.cast.hosts[infoOf(m, end).host]?.address ?? '';
  const half = (salt: string): string =>
    keyedHash(`${salt} ${address(client)}>${address(server)}`, SECRET)
      .toString(16)
      .padStart(8, '0');
  return half('cookie') + half('eikooc');
}

/** A SYN or SYN,ACK leaves: who shows a cookie has it, and who gives one, or takes data for it, has given it. */
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

/** A SYN,ACK has opened the connection: its cookie is kept, with the MSS that came along (§4.1.3). */
export function noteHeardCookie(m: Motion, to: EndId, segment: Segment): void {
  const { fastopen, mss } = segment.options;
  if (!fastopen || !has(segment, SYN) || !has(segment, ACK)) return;
  const { peer } = infoOf(m, to);
  setJar(m, to, peer, { ...jarOf(m, to, peer), kept: { cookie: fastopen, mss } });
}
