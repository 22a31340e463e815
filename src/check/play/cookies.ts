/** Fast Open cookies (RFC 7413 §4.1): what a server has given to a client's address, and what that client keeps for it. */
import { ACK, SYN } from '../../wire/flags';
import { has, type Segment } from '../../wire/segment';
import type { EndId, Jar } from '../../sim/world';
import { acknowledgesSynData } from '../../tcp/emit';
import { keyedHash } from '../../tcp/isn';
import type { FastOpen, Tcb } from '../../tcp/tcb';
import { configOf, infoOf, SECRET, type Player } from './player';

const EMPTY: Jar = { given: undefined, kept: undefined };
const NONE: FastOpen = { cookie: '', mss: undefined };

const keyOf = (p: Player, client: EndId, server: EndId): string =>
  `${infoOf(p, client).host}>${infoOf(p, server).host}`;

function jarOf(p: Player, client: EndId, server: EndId): Jar {
  return p.world.cookies.get(keyOf(p, client, server)) ?? EMPTY;
}

function setJar(p: Player, client: EndId, server: EndId, jar: Jar): void {
  p.world = { ...p.world, cookies: p.world.cookies.set(keyOf(p, client, server), jar) };
  p.ownsWorld = false;
}

/** The TCB of a side that opens: with the cookie of an earlier connection to the same host. */
export function withCookie(p: Player, end: EndId, tcb: Tcb): Tcb {
  const { kept } = jarOf(p, end, infoOf(p, end).peer);
  const fastOpen = kept ?? (configOf(p, end).fastopen ? NONE : undefined);
  return fastOpen === undefined ? tcb : { ...tcb, opening: { ...tcb.opening, fastOpen } };
}

/**
 * The TCB of a listener that a SYN with the option reaches: with the cookie that is right. Where the flow does not show that
 * the server has given another one, the client has its cookie from an earlier visit.
 */
export function withRightCookie(p: Player, end: EndId, tcb: Tcb, segment: Segment): Tcb {
  const { fastopen } = segment.options;
  if (fastopen === undefined || !isWellFormed(fastopen)) return tcb;
  const { peer } = infoOf(p, end);
  const cookie = jarOf(p, peer, end).given ?? (fastopen === '' ? cookieFor(p, peer, end) : fastopen);
  return { ...tcb, opening: { ...tcb.opening, fastOpen: { cookie, mss: undefined } } };
}

/** 4 to 16 bytes, an even number (§4.1.1); or none, which asks for one. */
function isWellFormed(cookie: string): boolean {
  return cookie === '' || (cookie.length % 4 === 0 && cookie.length >= 8 && cookie.length <= 32);
}

/** A keyed hash of the client's address (§4.1.2): 64 bits. */
function cookieFor(p: Player, client: EndId, server: EndId): string {
  const address = (end: EndId): string => p.roles.cast.hosts[infoOf(p, end).host]?.address ?? '';
  const half = (salt: string): string =>
    keyedHash(`${salt} ${address(client)}>${address(server)}`, SECRET)
      .toString(16)
      .padStart(8, '0');
  return half('cookie') + half('eikooc');
}

/** A SYN or SYN,ACK leaves: who shows a cookie has it, and who gives one, or takes data for it, has given it. */
export function noteSentCookie(p: Player, from: EndId, tcb: Tcb, segment: Segment): void {
  const { peer } = infoOf(p, from);
  const { fastopen } = segment.options;
  if (!has(segment, ACK)) {
    const jar = jarOf(p, from, peer);
    if (fastopen && jar.kept === undefined)
      setJar(p, from, peer, { ...jar, kept: { cookie: fastopen, mss: undefined } });
    return;
  }
  const proven = acknowledgesSynData(tcb, segment) ? tcb.opening.peerSyn?.fastopen : undefined;
  const jar = jarOf(p, peer, from);
  const given = fastopen || jar.given || proven;
  if (given && given !== jar.given) setJar(p, peer, from, { ...jar, given });
}

/** A SYN,ACK has opened the connection: its cookie is kept, with the MSS that came along (§4.1.3). */
export function noteHeardCookie(p: Player, to: EndId, segment: Segment): void {
  const { fastopen, mss } = segment.options;
  if (!fastopen || !has(segment, SYN) || !has(segment, ACK)) return;
  const { peer } = infoOf(p, to);
  setJar(p, to, peer, { ...jarOf(p, to, peer), kept: { cookie: fastopen, mss } });
}
