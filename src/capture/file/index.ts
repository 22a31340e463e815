/**
 * Capture files: their octets in chunks, as frames; a frame as the place of a TCP segment; the segment as a value.
 */
export { ADDRESS_LENGTH, AddressTexts, DESTINATION, SOURCE, type Socket, socketText } from './address';
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
  INBOUND,
  type Instant,
  OUTBOUND,
  OUTGOING,
  type Problem,
  type ProblemId,
  type Section,
} from './frame';
export { decompressed } from './gunzip';
export { findSegment } from './link';
export {
  type IcmpError,
  PORTS,
  type Packet,
  WITH_FLAGS,
  headerLength,
  icmpErrorAt,
  packetAt,
  quotedIn,
} from './packet';
export { type OutFrame, type OutHead, pcapngFrame, pcapngHead } from './pcapng-out';
export { FrameReader, RecordReader } from './reader';
export { type Progress, type Source, inMemory, piecesOf } from './source';
