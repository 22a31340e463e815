import { ACK, FIN, formatFlags, RST, SYN } from './flags';
import type { Options } from './options';
import { add, type Seq } from './seq';

/** One TCP segment. Any combination of values can be represented; `tcp/rules` judge whether it is legal. */
export interface Segment {
  /** SEG.SEQ, the segment's sequence number. */
  readonly seq: Seq;
  /**
   * SEG.ACK, the acknowledgment number. It has meaning only with the ACK bit; without it, it is 0 unless the script
   * gives it.
   */
  readonly ack: Seq;
  /** The control bits of `flags.ts`, combined with bitwise OR. */
  readonly flags: number;
  /** The window field as carried, before scaling: 16 bits. */
  readonly win: number;
  /** The urgent pointer field: 16 bits. */
  readonly urg: number;
  /** Payload length in bytes. */
  readonly len: number;
  /** The payload's bytes: `len` of them, or fewer where only the first ones are known; absent if none is. */
  readonly data?: Uint8Array;
  readonly options: Options;
  /** The ECN field of the IP header (RFC 3168 §5); absent means Not-ECT. */
  readonly ecn?: 'ect0' | 'ect1' | 'ce';
  /** Other fields of the IP header; absent if none is known. */
  readonly ip?: IpHeader;
  /** Header fields that are encoded as given, even if wrong. An absent field gets its right value. */
  readonly raw?: RawHeader;
}

/** Fields of the IP header that TCP hands to IP with a segment, or gets from it (RFC 9293 §3.9.2). */
export interface IpHeader {
  /** The differentiated services codepoint: 6 bits (RFC 2474 §3); absent means 0. */
  readonly dscp?: number;
  /** The identification: 16 bits (RFC 791 §3.1). */
  readonly id?: number;
  /**
   * The security level and compartment as one number (RFC 9293 Appendix A.1); absent if the packet has no security
   * option.
   */
  readonly security?: number;
}

/** Header fields that the TCP implementation computes, or sets to zero, by itself (RFC 9293 §3.1). */
export interface RawHeader {
  /** The checksum field: 16 bits. */
  readonly checksum?: number;
  /** Data offset: the header's length in 32-bit words, 4 bits. */
  readonly doff?: number;
  /** The four reserved bits (Rsrvd). */
  readonly reserved?: number;
  /** The option list as bytes, without padding. `Segment.options` is its decoded form. */
  readonly options?: Uint8Array;
}

export function has(segment: Segment, flag: number): boolean {
  return (segment.flags & flag) !== 0;
}

/** SEG.LEN: payload bytes, with SYN and FIN counting one each (RFC 9293 §3.4). */
export function segLen(segment: Segment): number {
  const f = segment.flags;
  return segment.len + ((f & SYN) !== 0 ? 1 : 0) + ((f & FIN) !== 0 ? 1 : 0);
}

/** SEG.SEQ + SEG.LEN: the sequence number of the first octet behind the segment. */
export function segEnd(segment: Segment): Seq {
  return add(segment.seq, segLen(segment));
}

/** The sequence number of the segment's first payload octet: SEG.SEQ, or SEG.SEQ + 1 with a SYN. */
export function dataStart(segment: Segment): Seq {
  return has(segment, SYN) ? add(segment.seq, 1) : segment.seq;
}

/** True for an ACK without payload, SYN, FIN and RST: it occupies no sequence space. */
export function isPureAck(segment: Segment): boolean {
  return segment.len === 0 && (segment.flags & (SYN | FIN | RST | ACK)) === ACK;
}

/** True for a SYN that asks for a connection: neither ACK nor RST. */
export function isBareSyn({ flags }: Segment): boolean {
  return (flags & (SYN | ACK | RST)) === SYN;
}

/** A segment by its flags and its length in octets, in the notation of scripts: `SYN,ACK`, `PSH,ACK len=100`. */
export function described({ flags, len }: Segment): string {
  return len === 0 ? formatFlags(flags) : `${formatFlags(flags)} len=${len}`;
}
