import { u16 } from '../../wire';
import { CUT, FRAGMENT, type Found, ICMP, TCP, bitOf } from './found';
import { type Place, findByType, findEthernet, findInPpp } from './link';

/** Protocol numbers (IANA). */
const PROTOCOL = { icmp: 1, ipv4: 4, tcp: 6, udp: 17, ipv6: 41, gre: 47, ah: 51, icmpv6: 58 } as const;
/** Extension headers of IPv6 that have their length in the second octet, in units of eight without the first eight. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);
const ROUTING = 43;
const FRAGMENT_HEADER = 44;
/** The UDP port of VXLAN (RFC 7348 §5). */
const VXLAN_PORT = 4789;

const GRE_BIT = bitOf('gre');
const IN_IP_BIT = bitOf('ip-in-ip');
const VXLAN_BIT = bitOf('vxlan');

/** Finds the segment in the IP packet at `at`; the version is that of its first four bits. */
export function findInIp(place: Place, at: number, found: Found): void {
  if (place.depth === 0) return;
  const version = (place.bytes[at] ?? 0) >> 4;
  if (at >= place.end) found.kind = CUT;
  else if (version === 4) findInIpv4(place, at, found);
  else if (version === 6) findInIpv6(place, at, found);
}

function findInIpv4(place: Place, at: number, found: Found): void {
  const { bytes, end, wire } = place;
  const header = ((bytes[at] ?? 0) & 15) * 4;
  // With segmentation offload, the length may be left for the card to fill in.
  const total = u16(bytes, at + 2) || wire - at;
  if (header < 20 || total < header || at + header > end) {
    found.kind = CUT;
    return;
  }
  found.version = 4;
  found.ip = at;
  // The lower 14 bits are the flag "more fragments" and the offset (RFC 791 §3.1).
  const isFragment = (u16(bytes, at + 6) & 0x3fff) !== 0;
  findPayload(place, bytes[at + 9] ?? 0, at + header, at + total, isFragment, found);
}

function findInIpv6(place: Place, at: number, found: Found): void {
  const { bytes, end, wire } = place;
  if (at + 40 > end) {
    found.kind = CUT;
    return;
  }
  found.version = 6;
  found.ip = at;
  found.isRouted = false;
  // A length of 0 is that of a jumbogram (RFC 2675 §3), or is left for the card to fill in.
  const length = u16(bytes, at + 4);
  const last = length === 0 ? wire : at + 40 + length;
  let [protocol, next, isFragment] = [bytes[at + 6] ?? 0, at + 40, false];
  while (EXTENSIONS.has(protocol) || protocol === FRAGMENT_HEADER) {
    if (next + 8 > end) {
      found.kind = CUT;
      return;
    }
    // The offset and the flag "more fragments" (RFC 8200 §4.5): with neither the packet is whole (RFC 6946).
    if (protocol === FRAGMENT_HEADER) isFragment ||= (u16(bytes, next + 2) & 0xfff9) !== 0;
    if (protocol === ROUTING && (bytes[next + 3] ?? 0) > 0) found.isRouted = true;
    const units = protocol === FRAGMENT_HEADER ? 0 : (bytes[next + 1] ?? 0);
    protocol = bytes[next] ?? 0;
    next += 8 * (units + 1);
  }
  findPayload(place, protocol, next, last, isFragment, found);
}

/**
 * Finds the segment in the payload of an IP packet.
 *
 * @param at where the payload begins; `last` is where it ends by the packet's length
 */
function findPayload(
  place: Place,
  protocol: number,
  at: number,
  last: number,
  isFragment: boolean,
  found: Found,
): void {
  const { bytes, depth } = place;
  if (depth === 0) return;
  const end = Math.min(place.end, last);
  if (at > end) {
    found.kind = CUT;
    return;
  }
  if (isFragment) {
    if (protocol === PROTOCOL.tcp) found.kind = FRAGMENT;
    return;
  }
  const inside: Place = { bytes, end, wire: last, depth: depth - 1 };
  switch (protocol) {
    case PROTOCOL.tcp:
    case PROTOCOL.icmp:
    case PROTOCOL.icmpv6:
      found.kind = protocol === PROTOCOL.tcp ? TCP : ICMP;
      found.start = at;
      found.end = end;
      found.length = last - at;
      return;
    case PROTOCOL.ah:
      // The length is in words of four octets, without two of them (RFC 4302 §2.2).
      return findPayload(inside, bytes[at] ?? 0, at + 4 * ((bytes[at + 1] ?? 0) + 2), last, false, found);
    case PROTOCOL.ipv4:
    case PROTOCOL.ipv6:
      found.through |= IN_IP_BIT;
      return findInIp(inside, at, found);
    case PROTOCOL.gre:
      return findInGre(inside, at, found);
    case PROTOCOL.udp:
      if (u16(bytes, at + 2) !== VXLAN_PORT) return;
      found.through |= VXLAN_BIT;
      // The header of UDP, that of VXLAN, and an Ethernet frame.
      return findEthernet(inside, at + 16, found);
  }
}

/** Flags of GRE: checksum, key and sequence number (RFC 2784, RFC 2890); an acknowledgment in version 1 (RFC 2637). */
const CHECKSUM = 0x8000;
const ROUTES = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;
const VERSION = 7;
const ETHERNET_IN_GRE = 0x6558;
const PPP_IN_GRE = 0x880b;

function findInGre(place: Place, at: number, found: Found): void {
  const { bytes, end } = place;
  const flags = u16(bytes, at);
  // Source routes of RFC 1701 have no fixed length; RFC 2784 has done away with them.
  if ((flags & ROUTES) !== 0) return;
  const fields = [(flags & CHECKSUM) !== 0, (flags & KEY) !== 0, (flags & SEQUENCE) !== 0];
  const hasAck = (flags & VERSION) === 1 && (flags & ACKNOWLEDGMENT) !== 0;
  const next = at + 4 + 4 * (fields.filter(Boolean).length + (hasAck ? 1 : 0));
  found.through |= GRE_BIT;
  if (next === end) return;
  if (next > end) found.kind = CUT;
  else if (u16(bytes, at + 2) === PPP_IN_GRE) findInPpp(place, next, found);
  else if (u16(bytes, at + 2) === ETHERNET_IN_GRE) findEthernet(place, next, found);
  else findByType(place, at + 2, next, found);
}
