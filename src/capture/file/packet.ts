import {
  FAST_OPEN,
  MSS,
  SACK,
  SACK_PERMITTED,
  type Segment,
  TIMESTAMPS,
  WINDOW_SCALE,
  checksumHolds,
  decodeOptions,
  joined,
  rawOptions,
  seq,
} from '../../wire';
import { ADDRESS_LENGTH, DESTINATION, SOURCE, addressAt } from './address';
import { type Found, ICMP, TCP } from './found';
import { u16, u32 } from './octets';

/** A TCP segment as a frame holds it. */
export interface Packet {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /**
   * The segment. Its `len` is that of the IP header; `data` is absent if the frame was cut short. Of a header that was
   * not captured whole, the fields behind the cut are 0.
   */
  readonly segment: Segment;
  /** The options that {@link Segment.options} has no place for, whole, with kind and length, one behind the other. */
  readonly otherOptions: Uint8Array;
  /** True if the header's last option breaks off: its length is impossible. */
  readonly optionsBreakOff: boolean;
  /** The ECN field of the IP header, 0..3 (RFC 3168 §5). */
  readonly ecn: number;
  /** The time to live, or hop limit, 0..255. */
  readonly ttl: number;
  /** The identification of IPv4, 0..65535; undefined over IPv6. */
  readonly identification: number | undefined;
  /** The reserved bits of the TCP header, 0..15; the lowest is AE (RFC 9768). */
  readonly reserved: number;
  /** True if the checksum is right (RFC 9293 §3.1, MUST-3); undefined if it can't be told: the frame was cut short. */
  readonly checksum: boolean | undefined;
  /** How many octets of the TCP header were captured, if not all. */
  readonly cut: number | undefined;
}

/** Octets of a TCP header without options (RFC 9293 §3.1). */
const FIXED = 20;
/** The ports: less than these is no packet of any connection. */
export const PORTS = 4;
/** Ports, sequence numbers, data offset, flags: with these, a row of the table is whole. */
export const WITH_FLAGS = 14;

/** The TCP segment at a place in `bytes`; undefined if there is none, or its ports were not captured. */
export function packetAt(bytes: Uint8Array, found: Found): Packet | undefined {
  const { start, end, version, ip } = found;
  if (found.kind !== TCP || end - start < PORTS || (version !== 4 && version !== 6)) return undefined;
  const header = bytes.subarray(start, end);
  const doff = 4 * ((header[12] ?? 0) >> 4);
  // An impossible data offset leaves the fixed header alone.
  const offset = header.length >= WITH_FLAGS && doff >= FIXED && doff <= found.length ? doff : FIXED;
  const isWhole = header.length >= found.length;
  const list = header.subarray(FIXED, offset);
  const { options, otherOptions, optionsBreakOff } = optionsOf(list);
  const len = header.length >= WITH_FLAGS ? Math.max(0, found.length - offset) : 0;
  const octet = (at: number): number => bytes[ip + at] ?? 0;
  return {
    source: addressAt(bytes, ip + SOURCE[version], version),
    sourcePort: u16(header, 0),
    destination: addressAt(bytes, ip + DESTINATION[version], version),
    destinationPort: u16(header, 2),
    segment: {
      seq: seq(u32(header, 4)),
      ack: seq(u32(header, 8)),
      flags: header[13] ?? 0,
      win: u16(header, 14),
      urg: u16(header, 18),
      len,
      ...(isWhole && len > 0 ? { data: header.slice(offset) } : {}),
      options,
    },
    otherOptions,
    optionsBreakOff: header.length >= offset && optionsBreakOff,
    ecn: version === 4 ? octet(1) & 3 : (octet(1) >> 4) & 3,
    ttl: octet(version === 4 ? 8 : 7),
    identification: version === 4 ? u16(bytes, ip + 4) : undefined,
    reserved: (header[12] ?? 0) & 15,
    checksum: isWhole && !found.isRouted ? checksumHolds(header, addressesOf(bytes, found, version)) : undefined,
    cut: header.length < offset ? header.length : undefined,
  };
}

function addressesOf(
  bytes: Uint8Array,
  { ip }: Found,
  version: 4 | 6,
): { source: Uint8Array; destination: Uint8Array } {
  const address = (at: number): Uint8Array => bytes.subarray(ip + at, ip + at + ADDRESS_LENGTH[version]);
  return { source: address(SOURCE[version]), destination: address(DESTINATION[version]) };
}

/** The kinds that {@link Segment.options} has a place for. */
const KNOWN: ReadonlySet<number> = new Set([MSS, WINDOW_SCALE, SACK_PERMITTED, SACK, TIMESTAMPS, FAST_OPEN]);
/** End of Option List and No-Operation, which carry nothing. */
const isFiller = (kind: number): boolean => kind <= 1;

/** The options of a list by meaning, and the octets of those that have none here. */
function optionsOf(list: Uint8Array): Pick<Packet, 'otherOptions' | 'optionsBreakOff'> & Pick<Segment, 'options'> {
  const known: Uint8Array[] = [];
  const others: Uint8Array[] = [];
  let optionsBreakOff = false;
  for (const { kind, at, length = 0, whole } of rawOptions(list)) {
    if (isFiller(kind)) continue;
    const option = list.subarray(at, at + length);
    if (!whole) optionsBreakOff = true;
    else if (KNOWN.has(kind) && Object.keys(decodeOptions(option)).length > 0) known.push(option);
    else others.push(option);
  }
  return { options: decodeOptions(joined(...known)), otherOptions: joined(...others), optionsBreakOff };
}

/** An ICMP error about a TCP segment, with what it quotes of the segment's headers. */
export interface IcmpError {
  readonly version: 4 | 6;
  /** Type and code (RFC 792, RFC 4443), 0..255 each. */
  readonly type: number;
  readonly code: number;
  /** The second word of the message: the next hop's MTU of "fragmentation needed" and "packet too big", octets. */
  readonly rest: number;
  /** Sender and receiver of the segment that is quoted, and its sequence number. */
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly seq: number;
}

/** Types of errors: unreachable, source quench, redirect, time exceeded, parameter problem; those of ICMPv6 are below 128. */
const ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const IPV6_FIXED = 40;
const TCP_PROTOCOL = 6;

/** The ICMP error at a place in `bytes`; undefined if it is none, or quotes no TCP segment. */
export function icmpErrorAt(bytes: Uint8Array, found: Found): IcmpError | undefined {
  const { start, end, version } = found;
  if (found.kind !== ICMP || (version !== 4 && version !== 6)) return undefined;
  const message = bytes.subarray(start, end);
  const type = message[0] ?? 0;
  const isError = version === 4 ? ERRORS.has(type) : type < 128;
  const quoted = message.subarray(8);
  const header = version === 4 ? 4 * ((quoted[0] ?? 0) & 15) : IPV6_FIXED;
  const segment = quoted.subarray(header);
  const protocol = quoted[version === 4 ? 9 : 6];
  if (!isError || (quoted[0] ?? 0) >> 4 !== version || protocol !== TCP_PROTOCOL || segment.length < 8)
    return undefined;
  return {
    version,
    type,
    code: message[1] ?? 0,
    rest: u32(message, 4),
    source: addressAt(quoted, SOURCE[version], version),
    sourcePort: u16(segment, 0),
    destination: addressAt(quoted, DESTINATION[version], version),
    destinationPort: u16(segment, 2),
    seq: u32(segment, 4),
  };
}
