import { joined } from '../../wire';
import { COMMENT } from './pcapng-options';
import { INBOUND, type Instant, type OUTBOUND } from './frame';

/** Block types and options of an interface and of a packet (draft-ietf-opsawg-pcapng §4.1 to §4.3). */
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;
/** LINKTYPE_ETHERNET. */
const ETHERNET = 1;
/** `if_tsresol`: ticks of 10^-9 seconds. */
const NANOSECONDS = 9;
/** An option's length has 16 bits; a longer text is cut. */
const MOST_OCTETS = 65_000;

/** A frame to be written. */
export interface OutFrame {
  /** Microseconds since the beginning of the flow; a fraction is nanoseconds. */
  readonly at: number;
  /** The Ethernet frame, or its beginning. */
  readonly octets: Uint8Array;
  /** The length of the whole frame, octets, if it is cut. */
  readonly wire?: number;
  /** INBOUND or OUTBOUND, as the host beside the tap saw it; absent if the tap is beside none. */
  readonly direction?: typeof INBOUND | typeof OUTBOUND;
  readonly comments: readonly string[];
}

/** A number in little-endian order, the order of all files written here. */
function little(value: number, octets: 2 | 4): Uint8Array {
  const bytes = new Uint8Array(octets);
  const view = new DataView(bytes.buffer);
  if (octets === 2) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return bytes;
}

/** The octets, padded with zeros to a multiple of four. */
function padded(octets: Uint8Array): Uint8Array {
  return joined(octets, new Uint8Array(-octets.length & 3));
}

function option(code: number, value: Uint8Array): Uint8Array {
  return joined(little(code, 2), little(value.length, 2), padded(value));
}

/** A text as UTF-8, cut at a character's end. */
function textOption(code: number, text: string): Uint8Array {
  const octets = new TextEncoder().encode(text);
  let end = Math.min(octets.length, MOST_OCTETS);
  // A continuation octet of UTF-8 is 10xxxxxx.
  while (end < octets.length && ((octets[end] ?? 0) & 0xc0) === 0x80) end--;
  return option(code, octets.subarray(0, end));
}

/** The options, and the end of their list; nothing for none. */
function list(options: readonly Uint8Array[]): Uint8Array {
  return options.length === 0 ? new Uint8Array() : joined(...options, new Uint8Array(4));
}

function block(type: number, body: Uint8Array): Uint8Array {
  const length = little(12 + body.length, 4);
  return joined(little(type, 4), length, body, length);
}

/** The head of a file: the program that wrote it, comments, and the name of its interface. */
export interface OutHead {
  readonly program: string;
  readonly comments: readonly string[];
  readonly tap: string;
}

/** The head of a pcapng file: a section, and one Ethernet interface that counts nanoseconds. */
export function pcapngHead({ program, comments, tap }: OutHead): Uint8Array {
  const texts = comments.map((text) => textOption(COMMENT, text));
  const unknownLength = new Uint8Array(8).fill(0xff);
  const about = list([...texts, textOption(SHB_USERAPPL, program)]);
  const section = joined(little(BYTE_ORDER, 4), little(1, 2), little(0, 2), unknownLength, about);
  const resolution = option(IF_TSRESOL, Uint8Array.of(NANOSECONDS));
  const face = joined(little(ETHERNET, 2), little(0, 2), little(0, 4), list([textOption(IF_NAME, tap), resolution]));
  return joined(block(SECTION, section), block(INTERFACE, face));
}

/** A frame as an Enhanced Packet Block. @param began the time at which the flow begins */
export function pcapngFrame(
  { at, octets, wire = octets.length, direction, comments }: OutFrame,
  began: Instant,
): Uint8Array {
  const ticks = BigInt(began.seconds) * 1_000_000_000n + BigInt(began.nanoseconds) + BigInt(Math.round(at * 1000));
  const flags = direction === undefined ? [] : [option(EPB_FLAGS, little(direction === INBOUND ? 1 : 2, 4))];
  const body = joined(
    little(0, 4),
    little(Number(ticks >> 32n), 4),
    little(Number(ticks & 0xffff_ffffn), 4),
    little(octets.length, 4),
    little(wire, 4),
    padded(octets),
    list([...comments.map((text) => textOption(COMMENT, text)), ...flags]),
  );
  return block(ENHANCED_PACKET, body);
}
