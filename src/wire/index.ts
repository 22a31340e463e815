/**
 * TCP segments and their octets on the wire. This is the lowest room: every other room may import it, and it imports
 * none.
 *
 * A segment (`segment.ts`) is a decoded value: flags, SEQ, ACK, window, options, payload. Sequence numbers (`seq.ts`)
 * are integers modulo 2^32; comparisons hold within half of the sequence space (RFC 9293 §3.4). Octets are a layer of
 * their own: `header.ts` and `option-bytes.ts` encode and decode them, `checksum.ts` sums them. `Segment.raw` holds
 * header fields that a script sets against the rules (a wrong checksum, a wrong data offset). `received` gives the
 * segment that a receiver decodes from such octets.
 *
 * Nothing here depends on a connection, a state machine or a line of a script.
 */
export { addressText, isMulticastOrBroadcast, parseAddress, parseIPv4, parseIPv6 } from './address';
export { ones, pseudoChecksum } from './checksum';
export { ACK, CWR, ECE, FIN, FLAG_ORDER, PSH, RST, SYN, URG, flagBit, flagNames, formatFlags } from './flags';
export { type Path, checksumHolds, encodeSegment, headerWords, received, rightChecksum } from './header';
export {
  END,
  FAST_OPEN,
  MAX_OPTION_BYTES,
  MSS,
  NOP,
  type RawOption,
  SACK,
  SACK_PERMITTED,
  TIMESTAMPS,
  WINDOW_SCALE,
  decodeOptions,
  encodeOptions,
  fromHex,
  hasUnknownOption,
  rawOptions,
  toHex,
} from './option-bytes';
export {
  type Block,
  NO_OPTIONS,
  type Options,
  type Timestamps,
  formatOptions,
  optionBytes,
  sameBlocks,
} from './options';
export {
  type IpHeader,
  type RawHeader,
  type Segment,
  dataStart,
  described,
  has,
  isBareSyn,
  isPureAck,
  segEnd,
  segLen,
} from './segment';
export { MODULUS, type Seq, ZERO, add, difference, distance, ge, gt, inWindow, le, lt, max, seq } from './seq';
export { joined, sameOctets, u16, u32 } from './octets';
export { Items, Queue, compact } from './persistent';
export { STATES, type State } from './state';
