import { checksum, checksumSum } from './checksum';
import { decodeOptions, encodeOptions } from './option-bytes';
import type { Segment } from './segment';
import { seq } from './seq';

/** Length of a TCP header without options, bytes (RFC 9293 §3.1). */
const FIXED = 20;

/** The addresses and the ports of a segment's sender and receiver; both addresses have the same length. */
export interface Path {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** The option list of a segment as bytes, padded with zeros to a multiple of four bytes (RFC 9293 §3.1, MUST-69). */
function optionList(segment: Segment): Uint8Array {
  const raw = segment.raw?.options;
  if (raw === undefined) return encodeOptions(segment.options);
  const padded = new Uint8Array(4 * Math.ceil(raw.length / 4));
  padded.set(raw);
  return padded;
}

/** The header's length in 32-bit words, options included. The data offset field holds 15 at most. */
export function headerWords(segment: Segment): number {
  return (FIXED + optionList(segment).length) / 4;
}

/**
 * The octets of a segment: header (RFC 9293 §3.1) and payload. The checksum is `raw.checksum` if given, else the right
 * one for the path. A payload whose bytes are not known is encoded as zeros.
 */
export function encodeSegment(segment: Segment, path: Path): Uint8Array {
  const options = optionList(segment);
  const bytes = new Uint8Array(FIXED + options.length + segment.len);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, path.sourcePort);
  view.setUint16(2, path.destinationPort);
  view.setUint32(4, segment.seq);
  view.setUint32(8, segment.ack);
  const doff = segment.raw?.doff ?? (FIXED + options.length) / 4;
  view.setUint8(12, ((doff & 15) << 4) | ((segment.raw?.reserved ?? 0) & 15));
  view.setUint8(13, segment.flags);
  view.setUint16(14, segment.win);
  view.setUint16(18, segment.urg);
  bytes.set(options, FIXED);
  if (segment.data !== undefined) bytes.set(segment.data.subarray(0, segment.len), FIXED + options.length);
  view.setUint16(16, segment.raw?.checksum ?? checksum(path.source, path.destination, bytes));
  return bytes;
}

/**
 * The ports and the segment that the bytes encode. Undefined if there are fewer than 20 bytes, or if the data offset is
 * below 5 or points behind the last byte.
 */
export function decodeSegment(
  bytes: Uint8Array,
): { readonly sourcePort: number; readonly destinationPort: number; readonly segment: Segment } | undefined {
  if (bytes.length < FIXED) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const doff = view.getUint8(12) >> 4;
  if (doff < 5 || 4 * doff > bytes.length) return undefined;
  const options = bytes.subarray(FIXED, 4 * doff);
  const data = bytes.subarray(4 * doff);
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    segment: {
      seq: seq(view.getUint32(4)),
      ack: seq(view.getUint32(8)),
      flags: view.getUint8(13),
      win: view.getUint16(14),
      urg: view.getUint16(18),
      len: data.length,
      ...(data.length > 0 ? { data } : {}),
      options: decodeOptions(options),
      raw: { checksum: view.getUint16(16), doff, reserved: view.getUint8(12) & 15, options },
    },
  };
}

/** The right value of the checksum field for the segment on this path (RFC 9293 §3.1, MUST-2), 0..0xFFFF. */
export function rightChecksum(segment: Segment, path: Path): number {
  const bytes = encodeSegment({ ...segment, raw: { ...segment.raw, checksum: 0 } }, path);
  return checksum(path.source, path.destination, bytes);
}

/** True if the checksum of a complete segment is right (RFC 9293 §3.1, MUST-3). */
export function checksumHolds(bytes: Uint8Array, path: Pick<Path, 'source' | 'destination'>): boolean {
  return checksumSum(path.source, path.destination, bytes) === 0xffff;
}

/**
 * The segment as its receiver decodes it. If `raw.doff` differs from the header's length, payload bytes are read as
 * options, or options as payload. Undefined if the receiver drops the segment unread: its checksum is wrong (MUST-3) or
 * its data offset is impossible.
 */
export function received(segment: Segment, path: Path): Segment | undefined {
  const { raw } = segment;
  if (raw?.checksum === undefined && raw?.doff === undefined) return segment;
  const bytes = encodeSegment(segment, path);
  const readable = segment.len === (segment.data?.length ?? 0);
  // A checksum can be judged only if the payload's bytes are known.
  if (readable && !checksumHolds(bytes, path)) return undefined;
  if (raw.doff === undefined || raw.doff === headerWords(segment)) return segment;
  const decoded = decodeSegment(bytes)?.segment;
  if (decoded === undefined) return undefined;
  const { len, data, options } = decoded;
  const rest: { -readonly [K in keyof Segment]: Segment[K] } = { ...segment, len, options };
  delete rest.data;
  return readable && data !== undefined ? { ...rest, data } : rest;
}
