/** A segment or an ICMP error as an Ethernet frame. */
import { type IcmpErrorName } from '../../script';
import { ones, type Path, type Segment, encodeSegment, joined } from '../../wire';

const ETHERTYPE = { 4: 0x0800, 6: 0x86dd } as const;
const TCP = 6;
const ICMP = 1;
const ICMP6 = 58;
/** The time to live, or hop limit, that hosts begin with most often. */
const TTL = 64;
const DONT_FRAGMENT = 0x4000;
/** The longest total length of IPv4, and payload length of IPv6. A longer packet has 0 there, as before segmentation offload. */
const LONGEST = 0xffff;
const ECN: Readonly<Record<NonNullable<Segment['ecn']>, number>> = { ect1: 1, ect0: 2, ce: 3 };

/** The hosts at both ends of a frame, by their places in the cast: their addresses on the link follow from these. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** A locally administered address for a host. */
function mac(host: number): Uint8Array {
  return Uint8Array.of(2, 0, 0, 0, ((host + 1) >> 8) & 0xff, (host + 1) & 0xff);
}

function ethernet({ from, to }: Link, version: 4 | 6, packet: Uint8Array): Uint8Array {
  const type = ETHERTYPE[version];
  return joined(mac(to), mac(from), Uint8Array.of(type >> 8, type & 0xff), packet);
}

/** Fields of the IP header beside the addresses. */
interface IpFields {
  readonly protocol: number;
  /** The eight bits of differentiated services and ECN (RFC 2474 §3, RFC 3168 §5). */
  readonly traffic: number;
  /** The identification: 16 bits; IPv4 only. */
  readonly id: number;
}

/** An IP packet with the payload (RFC 791 §3.1, RFC 8200 §3). */
function ip(
  { source, destination }: Pick<Path, 'source' | 'destination'>,
  fields: IpFields,
  payload: Uint8Array,
): Uint8Array {
  const { protocol, traffic, id } = fields;
  if (source.length === 16) {
    const header = new Uint8Array(8);
    const view = new DataView(header.buffer);
    view.setUint32(0, 0x6000_0000 + traffic * 0x10_0000);
    view.setUint16(4, payload.length > LONGEST ? 0 : payload.length);
    header[6] = protocol;
    header[7] = TTL;
    return joined(header, source, destination, payload);
  }
  const header = new Uint8Array(12);
  const view = new DataView(header.buffer);
  const length = 20 + payload.length;
  header[0] = 0x45;
  header[1] = traffic;
  view.setUint16(2, length > LONGEST ? 0 : length);
  view.setUint16(4, id);
  view.setUint16(6, DONT_FRAGMENT);
  header[8] = TTL;
  header[9] = protocol;
  view.setUint16(10, 0xffff - ones(joined(header, source, destination)));
  return joined(header, source, destination, payload);
}

/**
 * A segment in an Ethernet frame. Its checksum is that of `Segment.raw`, or the right one; payload octets that are not known are
 * zeros.
 *
 * @param id the identification of IPv4, where the segment has none
 */
export function segmentFrame(segment: Segment, path: Path, link: Link, id: number): Uint8Array {
  return ethernet(link, path.source.length === 16 ? 6 : 4, segmentPacket(segment, path, id));
}

function segmentPacket(segment: Segment, path: Path, id: number): Uint8Array {
  const ecn = segment.ecn === undefined ? 0 : ECN[segment.ecn];
  const traffic = ((segment.ip?.dscp ?? 0) << 2) | ecn;
  return ip(path, { protocol: TCP, traffic, id: segment.ip?.id ?? id }, encodeSegment(segment, path));
}

/** Type and code of each error (RFC 792, RFC 1122 §3.2.2.1; RFC 4443 §3). */
const TYPES: Readonly<Record<IcmpErrorName, Readonly<Record<4 | 6, readonly [type: number, code: number]>>>> = {
  'net-unreachable': { 4: [3, 0], 6: [1, 0] },
  'host-unreachable': { 4: [3, 1], 6: [1, 3] },
  'protocol-unreachable': { 4: [3, 2], 6: [4, 1] },
  'port-unreachable': { 4: [3, 3], 6: [1, 4] },
  'fragmentation-needed': { 4: [3, 4], 6: [2, 0] },
  'source-route-failed': { 4: [3, 5], 6: [1, 5] },
  'source-quench': { 4: [4, 0], 6: [1, 1] },
  'time-exceeded': { 4: [11, 0], 6: [3, 0] },
  'parameter-problem': { 4: [12, 0], 6: [4, 0] },
};

/**
 * An ICMP error about a segment, in an Ethernet frame: from the segment's destination to its source. It quotes the IP header and
 * the first eight octets of the segment (RFC 792).
 *
 * @param path that of the segment
 * @param mtu the next hop's MTU, octets; 0 for none
 */
export function icmpFrame(
  error: IcmpErrorName,
  { segment, path, id }: { readonly segment: Segment; readonly path: Path; readonly id: number },
  link: Link,
  mtu: number,
): Uint8Array {
  const version = path.source.length === 16 ? 6 : 4;
  const [type, code] = TYPES[error][version];
  const quoted = segmentPacket(segment, path, id).subarray(0, (version === 6 ? 40 : 20) + 8);
  const message = joined(new Uint8Array(8), quoted);
  const view = new DataView(message.buffer);
  message[0] = type;
  message[1] = code;
  // RFC 1191 §4 has the MTU in the lower half of the word, RFC 4443 §3.2 in all of it.
  if (mtu > 0) view.setUint32(4, version === 6 ? mtu : mtu & LONGEST);
  const back = { source: path.destination, destination: path.source };
  const pseudo =
    version === 4
      ? new Uint8Array()
      : joined(back.source, back.destination, Uint8Array.of(0, message.length, 0, ICMP6));
  view.setUint16(2, 0xffff - ones(joined(pseudo, message)));
  const protocol = version === 6 ? ICMP6 : ICMP;
  return ethernet({ from: link.to, to: link.from }, version, ip(back, { protocol, traffic: 0, id: 0 }, message));
}
