import { u16, u32 } from '../../wire';
import type { Frame } from './frame';
import { CUT, type Found, OTHER, UNKNOWN_LINK, bitOf } from './found';
import { findInIp } from './ip';

/** EtherTypes (IEEE 802). */
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const MPLS = 0x8847;
const MPLS_MULTICAST = 0x8848;
const PPPOE_SESSION = 0x8864;
/** Tags of 802.1Q and 802.1ad: four octets each before the EtherType. */
const TAG = 0x8100;
const SERVICE_TAG = 0x88a8;
const OLD_SERVICE_TAG = 0x9100;

/** The most headers of links and tunnels that are opened one within the other. */
const DEEPEST = 16;

const VLAN_BIT = bitOf('vlan');
const PPPOE_BIT = bitOf('pppoe');
const MPLS_BIT = bitOf('mpls');

/** Finds the TCP segment in a frame by the frame's link type (LINKTYPE_ values of tcpdump.org). */
export function findSegment(frame: Frame, found: Found): void {
  const { bytes, start, end } = frame;
  found.kind = OTHER;
  found.through = 0;
  found.isRouted = false;
  found.cooked = undefined;
  // The length on the wire counts where a packet tells no length of its own.
  const wire = start + Math.max(frame.wire, end - start);
  const place: Place = { bytes, end, wire, depth: DEEPEST };
  switch (frame.link) {
    case 0: // BSD loopback: an address family in the byte order of the writing host
    case 108: // the same in network byte order
      return findLoopback(place, start, found);
    case 1:
      return findEthernet(place, start, found);
    case 12: // raw IP: three numbers, as systems differ
    case 14:
    case 101:
    case 228: // IPv4 alone
    case 229: // IPv6 alone
      return findInIp(place, start, found);
    case 113: // Linux cooked capture: packet type in the first two of 16 octets, EtherType in the last two
      if (end - start >= 16) found.cooked = u16(bytes, start);
      return findByType(place, start + 14, start + 16, found);
    case 276: // its second version: EtherType in the first two of 20 octets, packet type in the eleventh
      if (end - start >= 20) found.cooked = bytes[start + 10];
      return findByType(place, start, start + 20, found);
    default:
      found.kind = UNKNOWN_LINK;
  }
}

/** A frame that is being opened. */
export interface Place {
  readonly bytes: Uint8Array;
  /** The end of what was captured, and of what was on the wire. */
  readonly end: number;
  readonly wire: number;
  /** How many more headers may be opened. */
  readonly depth: number;
}

/** Address families of IPv4 and, by system, of IPv6. */
const FAMILIES: ReadonlySet<number> = new Set([2, 10, 24, 28, 30]);

function findLoopback(place: Place, at: number, found: Found): void {
  const family = u32(place.bytes, at);
  if (place.end - at < 4) found.kind = CUT;
  // In the other byte order the family is in the highest octet.
  else if (FAMILIES.has(family) || FAMILIES.has(family / 0x100_0000)) findInIp(place, at + 4, found);
}

export function findEthernet(place: Place, at: number, found: Found): void {
  findByType(place, at + 12, at + 14, found);
}

/** Finds the segment at `at` by the EtherType at `typeAt`, through tags and labels. */
export function findByType(place: Place, typeAt: number, at: number, found: Found): void {
  const { bytes, end } = place;
  let [type, next] = [u16(bytes, typeAt), at];
  while (type === TAG || type === SERVICE_TAG || type === OLD_SERVICE_TAG) {
    if (next + 4 > end) break;
    found.through |= VLAN_BIT;
    type = u16(bytes, next + 2);
    next += 4;
  }
  if (next > end) found.kind = CUT;
  else if (type === IPV4 || type === IPV6) findInIp(place, next, found);
  else if (type === PPPOE_SESSION) {
    found.through |= PPPOE_BIT;
    findInPpp(place, next + 6, found);
  } else if (type === MPLS || type === MPLS_MULTICAST) findBelowLabels(place, next, found);
}

/** Labels of MPLS, four octets each; the last one has its lowest bit of the third octet set (RFC 3032 §2.1). */
function findBelowLabels(place: Place, at: number, found: Found): void {
  const { bytes, end } = place;
  let next = at;
  while (next + 4 <= end && ((bytes[next + 2] ?? 0) & 1) === 0) next += 4;
  next += 4;
  found.through |= MPLS_BIT;
  const version = (bytes[next] ?? 0) >> 4;
  if (next >= end) found.kind = CUT;
  // Labels do not tell what they carry: the first four bits are those of an IP version, or else it is no IP.
  else if (version === 4 || version === 6) findInIp(place, next, found);
}

/** Protocol numbers of PPP (RFC 1661 §2), which may lose their first octet if it is 0 (§6.5). */
const PPP_IPV4 = 0x21;
const PPP_IPV6 = 0x57;

export function findInPpp(place: Place, at: number, found: Found): void {
  const { bytes, end } = place;
  let next = at;
  // Address and control field (RFC 1662 §3.1), where they are not left out.
  if (u16(bytes, next) === 0xff03) next += 2;
  const isShort = ((bytes[next] ?? 0) & 1) === 1;
  const protocol = isShort ? (bytes[next] ?? 0) : u16(bytes, next);
  next += isShort ? 1 : 2;
  if (next >= end) found.kind = CUT;
  else if (protocol === PPP_IPV4 || protocol === PPP_IPV6) findInIp(place, next, found);
}
