import type { Block, Options } from '../../src/wire/options';
import type { Segment } from '../../src/wire/segment';
import { seq } from '../../src/wire/seq';
import { ipOf, u16, u32 } from './link';

/** A TCP segment in a frame, with its addresses. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly segment: Segment;
  /** Options without a place in {@link Options}, by kind (for 253 and 254 by experiment identifier). */
  readonly otherOptions: readonly string[];
  /** The bytes of those options that are complete, kind and length included. */
  readonly otherBytes: Uint8Array;
  /** The ECN field of the IP header, 0..3 (RFC 3168 §5). */
  readonly ecn: number;
  /** The reserved bits of the TCP header, 0..15; the lowest is AE (RFC 9768). */
  readonly reserved: number;
  /** True if the checksum is right (RFC 9293 §3.1); undefined if the frame was truncated. */
  readonly checksum: boolean | undefined;
}

interface Ip {
  readonly source: string;
  readonly destination: string;
  readonly ecn: number;
  /** The payload of the IP packet by its header; shorter if the capture was truncated. */
  readonly payload: Uint8Array;
  readonly payloadLength: number;
  /** The sum of the pseudo-header's 16-bit words. */
  readonly pseudo: number;
}

const TCP = 6;

/** The TCP segment in a frame; undefined for anything else, for fragments, and for an incomplete header. */
export function packetOf(linkType: number, frame: Uint8Array): Packet | undefined {
  const bytes = ipOf(linkType, frame);
  if (bytes === undefined) return undefined;
  const version = (bytes[0] ?? 0) >> 4;
  const ip = version === 4 ? ipv4(bytes) : version === 6 ? ipv6(bytes) : undefined;
  return ip && tcp(ip);
}

function ipv4(bytes: Uint8Array): Ip | undefined {
  const header = ((bytes[0] ?? 0) & 15) * 4;
  const total = u16(bytes, 2);
  const fragment = (u16(bytes, 6) & 0x3fff) !== 0;
  if (header < 20 || total < header || bytes.length < header || fragment || bytes[9] !== TCP) return undefined;
  const dotted = (at: number): string => bytes.subarray(at, at + 4).join('.');
  const payloadLength = total - header;
  return {
    source: dotted(12),
    destination: dotted(16),
    ecn: (bytes[1] ?? 0) & 3,
    // Short Ethernet frames are padded; bytes after the packet's own length do not belong to it.
    payload: bytes.subarray(header, total),
    payloadLength,
    pseudo: words(bytes.subarray(12, 20)) + TCP + payloadLength,
  };
}

function ipv6(bytes: Uint8Array): Ip | undefined {
  if (bytes.length < 40 || bytes[6] !== TCP) return undefined;
  const payloadLength = u16(bytes, 4);
  return {
    source: groupsOf(bytes, 8),
    destination: groupsOf(bytes, 24),
    ecn: ((bytes[1] ?? 0) >> 4) & 3,
    payload: bytes.subarray(40, 40 + payloadLength),
    payloadLength,
    pseudo: words(bytes.subarray(8, 40)) + TCP + payloadLength,
  };
}

function groupsOf(bytes: Uint8Array, at: number): string {
  return shortened(Array.from({ length: 8 }, (_, i) => u16(bytes, at + 2 * i).toString(16)));
}

/** RFC 5952: the first of the longest runs of zero groups, two at least, becomes `::`. */
function shortened(groups: readonly string[]): string {
  let start = 0;
  let length = 1;
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === '0') end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function tcp(ip: Ip): Packet | undefined {
  const { payload: t } = ip;
  const offset = ((t[12] ?? 0) >> 4) * 4;
  if (offset < 20 || t.length < offset || ip.payloadLength < offset) return undefined;
  const len = ip.payloadLength - offset;
  const whole = t.length === ip.payloadLength;
  const { options, other, bytes: otherBytes } = optionsOf(t.subarray(20, offset));
  return {
    source: ip.source,
    destination: ip.destination,
    sourcePort: u16(t, 0),
    destinationPort: u16(t, 2),
    segment: {
      seq: seq(u32(t, 4)),
      ack: seq(u32(t, 8)),
      flags: t[13] ?? 0,
      win: u16(t, 14),
      urg: u16(t, 18),
      len,
      ...(whole && len > 0 ? { data: t.subarray(offset) } : {}),
      options,
    },
    otherOptions: other,
    otherBytes,
    ecn: ip.ecn,
    reserved: (t[12] ?? 0) & 15,
    checksum: whole ? fold(ip.pseudo + words(t)) === 0xffff : undefined,
  };
}

/** The connection of an ICMP error about a segment that was too big, by the header in the error. */
export interface TooBig {
  readonly source: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const ICMP = 1;
const ICMPV6 = 58;

/**
 * An ICMP error "fragmentation needed" (RFC 792) or "Packet Too Big" (RFC 4443 §3.2) about a TCP segment; undefined for
 * all else.
 */
export function tooBigOf(linkType: number, frame: Uint8Array): TooBig | undefined {
  const bytes = ipOf(linkType, frame);
  if (bytes === undefined) return undefined;
  const version = (bytes[0] ?? 0) >> 4;
  const header = version === 4 ? ((bytes[0] ?? 0) & 15) * 4 : 40;
  const message = bytes.subarray(header);
  const isTooBig =
    version === 4
      ? bytes[9] === ICMP && message[0] === 3 && message[1] === 4
      : version === 6 && bytes[6] === ICMPV6 && message[0] === 2;
  const inner = message.subarray(8);
  const ports = inner.subarray(version === 4 ? ((inner[0] ?? 0) & 15) * 4 : 40);
  if (!isTooBig || ports.length < 4 || inner[version === 4 ? 9 : 6] !== TCP) return undefined;
  return {
    source: version === 4 ? inner.subarray(12, 16).join('.') : groupsOf(inner, 8),
    sourcePort: u16(ports, 0),
    destinationPort: u16(ports, 2),
  };
}

/** The sum of the bytes as 16-bit words in network order; an odd last byte is the upper half of a word. */
function words(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += u16(bytes, i);
  return sum;
}

function fold(sum: number): number {
  let n = sum;
  while (n > 0xffff) n = (n & 0xffff) + Math.floor(n / 0x10000);
  return n;
}

/** The options of a header (RFC 9293 §3.1), up to the first with an impossible length. */
export function optionsOf(bytes: Uint8Array): {
  readonly options: Options;
  readonly other: readonly string[];
  readonly bytes: Uint8Array;
} {
  const options: { -readonly [K in keyof Options]: Options[K] } = {};
  const other: string[] = [];
  const raw: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at] ?? 0;
    if (kind === 0) break;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    if (length < 2 || at + length > bytes.length) {
      other.push(`${kind} cut off`);
      break;
    }
    if (!read(options, kind, bytes.subarray(at + 2, at + length))) {
      other.push(nameOf(kind, bytes, at, length));
      raw.push(...bytes.subarray(at, at + length));
    }
    at += length;
  }
  return { options, other, bytes: Uint8Array.from(raw) };
}

/** Kinds 253 and 254 are shared by experiments, which the next two bytes identify (RFC 6994). */
function nameOf(kind: number, bytes: Uint8Array, at: number, length: number): string {
  if (kind !== 253 && kind !== 254) return String(kind);
  return length < 4 ? String(kind) : `${kind}/0x${u16(bytes, at + 2).toString(16)}`;
}

function read(options: { -readonly [K in keyof Options]: Options[K] }, kind: number, body: Uint8Array): boolean {
  switch (kind) {
    case 2:
      if (body.length !== 2) return false;
      options.mss = u16(body, 0);
      return true;
    case 3:
      if (body.length !== 1) return false;
      options.wscale = body[0] ?? 0;
      return true;
    case 4:
      if (body.length !== 0) return false;
      options.sackOk = true;
      return true;
    case 5: {
      if (body.length % 8 !== 0) return false;
      const blocks: Block[] = [];
      for (let i = 0; i < body.length; i += 8) blocks.push({ left: seq(u32(body, i)), right: seq(u32(body, i + 4)) });
      options.sack = blocks;
      return true;
    }
    case 8:
      if (body.length !== 8) return false;
      options.ts = { val: seq(u32(body, 0)), ecr: seq(u32(body, 4)) };
      return true;
    case 34:
      options.fastopen = [...body].map((b) => b.toString(16).padStart(2, '0')).join('');
      return true;
    default:
      return false;
  }
}
