import { ACK, FIN, formatFlags, RST, SYN } from './flags';
import type { Options } from './options';
import { add, type Seq } from './seq';

/**
 * One TCP segment as it is on the wire. Any combination of values can be represented: whether it is legal is for the
 * rules to say.
 */
export interface Segment {
  /** SEG.SEQ. */
  readonly seq: Seq;
  /** SEG.ACK; has meaning only with the ACK bit, and is 0 where nothing was written without it. */
  readonly ack: Seq;
  /** The control bits of `flags.ts`, or-ed. */
  readonly flags: number;
  /** The window field as carried: 16 bits, before scaling. */
  readonly win: number;
  /** The urgent pointer field: 16 bits. */
  readonly urg: number;
  /** Payload length in bytes. */
  readonly len: number;
  /** The payload's bytes where they are known; `len` bytes long. */
  readonly data?: Uint8Array;
  readonly options: Options;
  /** The ECN field of the IP header (RFC 3168 §5), where it is known; absent means not-ECT. */
  readonly ecn?: 'ect0' | 'ect1' | 'ce';
  /** Other fields of the IP header, where they are known. */
  readonly ip?: IpHeader;
  /** Parts of the header that are written as they are, for segments in which they are wrong; absent means right. */
  readonly raw?: RawHeader;
}

/** What TCP hands to IP with a segment, or gets from it (RFC 9293 §3.9.2). */
export interface IpHeader {
  /** The differentiated services codepoint: 6 bits (RFC 2474 §3); absent means 0. */
  readonly dscp?: number;
  /** The identification: 16 bits (RFC 791 §3.1). */
  readonly id?: number;
  /** The security level and compartment, one number for both (RFC 9293 Appendix A.1); absent where the packet has none. */
  readonly security?: number;
}

/** RFC 9293 §3.1: fields that no sender chooses. */
export interface RawHeader {
  /** 16 bits. */
  readonly checksum?: number;
  /** Data offset: the header's length in 32-bit words, 4 bits. */
  readonly doff?: number;
  /** The four reserved bits. */
  readonly reserved?: number;
  /** The option list without padding; `options` is what it says, as far as it can be read. */
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

/** SEG.SEQ + SEG.LEN: the number of the first octet behind the segment. */
export function segEnd(segment: Segment): Seq {
  return add(segment.seq, segLen(segment));
}

/** The number of the segment's first payload octet: SEG.SEQ, or one more behind a SYN. */
export function dataStart(segment: Segment): Seq {
  return has(segment, SYN) ? add(segment.seq, 1) : segment.seq;
}

/** An acknowledgment that occupies no sequence space and is neither SYN, FIN nor RST. */
export function isPureAck(segment: Segment): boolean {
  return segment.len === 0 && (segment.flags & (SYN | FIN | RST | ACK)) === ACK;
}

/** A segment by its flags, and its octets where it carries some, as a line writes them: `SYN,ACK`, `PSH,ACK len=100`. */
export function described({ flags, len }: Segment): string {
  return len === 0 ? formatFlags(flags) : `${formatFlags(flags)} len=${len}`;
}
