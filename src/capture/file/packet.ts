import {
  FAST_OPEN,
  MSS,
  type Path,
  SACK,
  SACK_PERMITTED,
  type Segment,
  TIMESTAMPS,
  WINDOW_SCALE,
  addressText,
  checksumHolds,
  decodeOptions,
  joined,
  pseudoChecksum,
  rawOptions,
  seq,
  u16,
  u32,
} from '../../wire';
import { ADDRESS_LENGTH, AddressTexts, DESTINATION, SOURCE } from './address';
import { type Found, ICMP, TCP } from './found';

/** A TCP segment as a frame holds it. */
export interface Packet {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /**
   * The segment. Its `len` is that of the IP header; of a frame that was cut short, `data` is what was captured. Of a
   * header that was not captured whole, the fields behind the cut are 0.
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
  /**
   * True if the checksum is right (RFC 9293 §3.1, MUST-3), `partial` if it is that of the pseudo-header, which the network card
   * completes; undefined if it can't be told: the frame was cut short.
   */
  readonly checksum: boolean | 'partial' | undefined;
  /** How many octets of the TCP header were captured, if not all. */
  readonly cut: number | undefined;
}

/** Octets of a TCP header without options (RFC 9293 §3.1). */
const FIXED = 20;
/** The ports: less than these is no packet of any connection. */
export const PORTS = 4;
/** Ports, sequence numbers, data offset, flags: with these, a row of the table is whole. */
export const WITH_FLAGS = 14;

/**
 * The length of a TCP header by its data offset, octets. An impossible data offset leaves the fixed header alone.
 *
 * @param length the segment's length by the IP header, octets
 */
export function headerLength(bytes: Uint8Array, start: number, length: number): number {
  const offset = 4 * ((bytes[start + 12] ?? 0) >> 4);
  return offset >= FIXED && offset <= length ? offset : FIXED;
}

/**
 * The TCP segment at a place in `bytes`; undefined if there is none, or its ports were not captured.
 *
 * @param texts the addresses of packets before, as texts
 */
export function packetAt(bytes: Uint8Array, found: Found, texts = new AddressTexts()): Packet | undefined {
  const { start, end, version, ip } = found;
  if (found.kind !== TCP || end - start < PORTS) return undefined;
  const header = bytes.subarray(start, end);
  const hasFlags = header.length >= WITH_FLAGS;
  const offset = hasFlags ? headerLength(bytes, start, found.length) : FIXED;
  const isWhole = header.length >= found.length;
  const list = header.subarray(FIXED, offset);
  const { options, otherOptions, optionsBreakOff } = optionsOf(list);
  const len = hasFlags ? Math.max(0, found.length - offset) : 0;
  const octet = (at: number): number => bytes[ip + at] ?? 0;
  const path = addressesOf(bytes, ip, version);
  const data = len > 0 && header.length > offset ? { data: header.slice(offset) } : undefined;
  return {
    source: texts.of(path.source),
    sourcePort: u16(header, 0),
    destination: texts.of(path.destination),
    destinationPort: u16(header, 2),
    segment: {
      seq: seq(u32(header, 4)),
      ack: seq(u32(header, 8)),
      flags: header[13] ?? 0,
      win: u16(header, 14),
      urg: u16(header, 18),
      len,
      ...data,
      options,
    },
    otherOptions,
    optionsBreakOff: header.length >= offset && optionsBreakOff,
    ecn: version === 4 ? octet(1) & 3 : (octet(1) >> 4) & 3,
    ttl: octet(version === 4 ? 8 : 7),
    identification: version === 4 ? u16(bytes, ip + 4) : undefined,
    reserved: (header[12] ?? 0) & 15,
    checksum: isWhole && !found.isRouted ? judgedChecksum(header, path) : undefined,
    cut: header.length < offset ? header.length : undefined,
  };
}

function judgedChecksum(header: Uint8Array, path: Pick<Path, 'source' | 'destination'>): Packet['checksum'] {
  if (checksumHolds(header, path)) return true;
  return u16(header, 16) === pseudoChecksum(path.source, path.destination, header.length) ? 'partial' : false;
}

/** The addresses in the IP header at `ip`. */
function addressesOf(bytes: Uint8Array, ip: number, version: 4 | 6): Pick<Path, 'source' | 'destination'> {
  const address = (at: number): Uint8Array => bytes.subarray(ip + at, ip + at + ADDRESS_LENGTH[version]);
  return { source: address(SOURCE[version]), destination: address(DESTINATION[version]) };
}

const NO_OCTETS = new Uint8Array(0);
/** The list that nearly all segments carry: two No-Operations and Timestamps (RFC 7323 appendix A), octets. */
const WITH_TIMESTAMPS = 12;
const HEAD_OF_TIMESTAMPS = 0x0101080a;

/** The options of a list by meaning, and the octets of those that have none here. */
function optionsOf(list: Uint8Array): Pick<Packet, 'otherOptions' | 'optionsBreakOff'> & Pick<Segment, 'options'> {
  if (list.length === WITH_TIMESTAMPS && u32(list, 0) === HEAD_OF_TIMESTAMPS) {
    const ts = { val: seq(u32(list, 4)), ecr: seq(u32(list, 8)) };
    return { options: { ts }, otherOptions: NO_OCTETS, optionsBreakOff: false };
  }
  const known: Uint8Array[] = [];
  const others: Uint8Array[] = [];
  let optionsBreakOff = false;
  for (const { kind, at, length = 0, whole } of rawOptions(list)) {
    if (isFiller(kind)) continue;
    const option = list.subarray(at, at + length);
    if (!whole) optionsBreakOff = true;
    else if (hasMeaning(kind, length - 2)) known.push(option);
    else others.push(option);
  }
  const isKnown = others.length === 0 && !optionsBreakOff;
  return {
    options: decodeOptions(isKnown ? list : joined(...known)),
    otherOptions: joined(...others),
    optionsBreakOff,
  };
}

/** End of Option List and No-Operation, which carry nothing. */
const isFiller = (kind: number): boolean => kind <= 1;

/** True if {@link Segment.options} has a place for an option, whose value has so many octets. */
function hasMeaning(kind: number, length: number): boolean {
  switch (kind) {
    case MSS:
      return length === 2;
    case WINDOW_SCALE:
      return length === 1;
    case SACK_PERMITTED:
      return length === 0;
    case SACK:
      return length > 0 && length % 8 === 0;
    case TIMESTAMPS:
      return length === 8;
    default:
      return kind === FAST_OPEN;
  }
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
/** Type, code, checksum and the second word (RFC 792, RFC 4443 §2.1), octets. */
const ICMP_HEADER = 8;
/** Octets of IP headers without options (RFC 791 §3.1, RFC 8200 §3). */
const IPV4_FIXED = 20;
const IPV6_FIXED = 40;
const TCP_PROTOCOL = 6;

/** The place of the TCP segment that an ICMP error quotes. */
export interface Quoted {
  /** The offset of the quoted IP header, and of the segment behind it. */
  readonly ip: number;
  readonly start: number;
}

/** The quoted segment of the ICMP error at a place in `bytes`; undefined if it is none, or quotes no TCP segment. */
export function quotedIn(bytes: Uint8Array, { kind, start, end, version }: Found): Quoted | undefined {
  if (kind !== ICMP) return undefined;
  const message = bytes.subarray(start, end);
  const type = message[0] ?? 0;
  const isError = version === 4 ? ERRORS.has(type) : type < 128;
  const first = message[ICMP_HEADER] ?? 0;
  const header = version === 4 ? 4 * (first & 15) : IPV6_FIXED;
  const protocol = message[ICMP_HEADER + (version === 4 ? 9 : 6)];
  if (!isError || first >> 4 !== version || protocol !== TCP_PROTOCOL) return undefined;
  // A shorter header is impossible: its addresses would lie behind the quotation.
  if (header < IPV4_FIXED || message.length < ICMP_HEADER + header + 8) return undefined;
  const ip = start + ICMP_HEADER;
  return { ip, start: ip + header };
}

/** The ICMP error at a place in `bytes`; undefined if it is none, or quotes no TCP segment. */
export function icmpErrorAt(bytes: Uint8Array, found: Found): IcmpError | undefined {
  const quoted = quotedIn(bytes, found);
  if (quoted === undefined) return undefined;
  const { start, version } = found;
  const { source, destination } = addressesOf(bytes, quoted.ip, version);
  return {
    version,
    type: bytes[start] ?? 0,
    code: bytes[start + 1] ?? 0,
    rest: u32(bytes, start + 4),
    source: addressText(source),
    sourcePort: u16(bytes, quoted.start),
    destination: addressText(destination),
    destinationPort: u16(bytes, quoted.start + 2),
    seq: u32(bytes, quoted.start + 4),
  };
}
