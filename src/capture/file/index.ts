/**
 * Capture files: their octets in chunks, as frames; a frame as the place of a TCP segment; the segment as a value.
 */
export { ADDRESS_LENGTH, DESTINATION, SOURCE, type Socket, addressAt, socketText } from './address';
export {
  FRAME_CUT,
  FROM_SERVER,
  GrowingTable,
  HEAD_CUT,
  ICMP_ERROR,
  type PacketTable,
  RECEIVED,
  type Row,
  SENT,
} from './columns';
export { CUT, FRAGMENT, type Found, ICMP, TCP, THROUGH, type Through, UNKNOWN_LINK, newFound } from './found';
export {
  type Comment,
  type Frame,
  type FrameSink,
  INBOUND,
  type Instant,
  OUTBOUND,
  type Problem,
  type ProblemId,
  type Section,
} from './frame';
export { decompressed } from './gunzip';
export { findSegment } from './link';
export { u16, u32 } from './octets';
export { type IcmpError, PORTS, type Packet, WITH_FLAGS, icmpErrorAt, packetAt } from './packet';
export { FrameReader, RecordReader } from './reader';
export { type Progress, type Source, inMemory, piecesOf } from './source';
