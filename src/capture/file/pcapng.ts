import { BROKEN, INBOUND, LONGEST, OUTBOUND, type ReaderState, type Section, UNKNOWN } from './frame';
import { COMMENT, type Option, optionsIn } from './pcapng-options';
import { type Clock, clockOf, microsOf } from './clock';
import type { Window } from './window';

/** Block types (draft-ietf-opsawg-pcapng §4). */
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const STATISTICS = 5;
const ENHANCED_PACKET = 6;
const SECRETS = 10;
/** The type of secrets: a key log of TLS (draft-ietf-opsawg-pcapng §4.7). */
const TLS_KEY_LOG = 0x544c534b;

const BYTE_ORDER = 0x1a2b3c4d;
/** The octets of a block without its body: type, length, length again. */
const BLOCK = 12;
const MOST_INTERFACES = 1 << 16;
const MOST_COMMENTS = 10_000;
const MOST_LETTERS = 4096;
const MOST_SECRETS = 256;
const MOST_OF_SECRETS = 1 << 20;

/** Options of blocks (draft-ietf-opsawg-pcapng §4.2 to §4.6). */
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const EPB_FLAGS = 2;
const EPB_DROPCOUNT = 4;
const ISB_IFDROP = 5;

interface Interface {
  readonly link: number;
  /** The most octets kept of a frame; 0 for all. */
  readonly most: number;
  readonly clock: Clock;
}

interface Form {
  readonly little: boolean;
  readonly interfaces: Interface[];
}

/** True if the first four octets are those of a Section Header Block, which reads the same in both byte orders. */
export function isPcapng(view: DataView, at: number): boolean {
  return view.getUint32(at) === SECTION;
}

/**
 * The section that begins at the window: its byte order is that of its header's magic number. Undefined as long as that
 * has not come; the header itself is read as the section's first block.
 */
export function pcapngSection(window: Window): Section | undefined {
  if (window.size < BLOCK) return undefined;
  const form: Form = { little: window.view.getUint32(window.start + 8, true) === BYTE_ORDER, interfaces: [] };
  const from = window.offset;
  return { from, step: (w, state) => block(w, state, form, from) };
}

function block(window: Window, state: ReaderState, form: Form, from: number): number {
  if (window.size < BLOCK) return BLOCK;
  const { view, start } = window;
  const { little } = form;
  const type = view.getUint32(start, little);
  if (type === SECTION && window.offset !== from) {
    // A new section has a byte order of its own, and interfaces of its own.
    const next = pcapngSection(window);
    if (next !== undefined) state.sections.push(next);
    return 0;
  }
  if (type === SECTION && view.getUint32(start + 8, little) !== BYTE_ORDER) return BROKEN;
  const length = (view.getUint32(start + 4, little) + 3) & ~3;
  if (length < BLOCK) return BROKEN;
  const read = READERS[type];
  if (read === undefined) {
    window.skip(length);
    return 0;
  }
  if (length > LONGEST) return BROKEN;
  if (window.size < length) return length;
  if (view.getUint32(start + length - 4, little) !== view.getUint32(start + 4, little)) return BROKEN;
  const { offset } = window;
  const isWhole = read({ window, state, form, start: start + 8, end: start + length - 4, offset });
  if (isWhole) window.skip(length);
  return isWhole ? 0 : BROKEN;
}

/** The body of a block, from `start` to `end` in the window. */
interface Body {
  readonly window: Window;
  readonly state: ReaderState;
  readonly form: Form;
  readonly start: number;
  readonly end: number;
  /** The offset of the block in the file. */
  readonly offset: number;
}

/** Reads a body; false if it is broken. */
type Reader = (body: Body) => boolean;

/** The blocks that are read. All others are passed over: names, what others have added. */
const READERS: Readonly<Record<number, Reader>> = {
  [SECTION]: sectionHeader,
  [INTERFACE]: interfaceDescription,
  [OLD_PACKET]: oldPacket,
  [SIMPLE_PACKET]: simplePacket,
  [STATISTICS]: statistics,
  [ENHANCED_PACKET]: enhancedPacket,
  [SECRETS]: secrets,
};

function sectionHeader(body: Body): boolean {
  if (body.end - body.start < 16) return false;
  for (const option of options(body, body.start + 16)) comment(body, option, 0);
  return true;
}

function interfaceDescription(body: Body): boolean {
  const { start, end, form, window } = body;
  if (end - start < 8 || form.interfaces.length >= MOST_INTERFACES) return false;
  let resolution = 6;
  let seconds = 0n;
  for (const option of options(body, start + 8)) {
    const { code, at, length } = option;
    if (code === IF_TSRESOL && length >= 1) resolution = window.view.getUint8(at);
    if (code === IF_TSOFFSET && length >= 8) seconds = window.view.getBigInt64(at, form.little);
    comment(body, option, 0);
  }
  const link = window.view.getUint16(start, form.little);
  const most = window.view.getUint32(start + 4, form.little);
  form.interfaces.push({ link, most, clock: clockOf(resolution, seconds) });
  return true;
}

function enhancedPacket(body: Body): boolean {
  const { start, end, form, window } = body;
  if (end - start < 20) return false;
  const { view } = window;
  return packet(body, view.getUint32(start, form.little), start + 4);
}

/** The obsolete Packet Block: a smaller interface number, and a count of drops beside it. */
function oldPacket(body: Body): boolean {
  const { start, end, form, window, state } = body;
  if (end - start < 20) return false;
  const drops = window.view.getUint16(start + 2, form.little);
  if (drops !== 0xffff) state.dropped += drops;
  return packet(body, window.view.getUint16(start, form.little), start + 4);
}

/** A frame with times and lengths from `at` on, then its octets, then options. */
function packet(body: Body, number: number, at: number): boolean {
  const { end, form, window, state, offset } = body;
  const { view } = window;
  const from = form.interfaces[number];
  const kept = view.getUint32(at + 8, form.little);
  const data = at + 16;
  if (from === undefined || kept > end - data) return false;
  const { frame } = state;
  frame.number++;
  frame.offset = offset;
  frame.at = microsOf(from.clock, view.getUint32(at, form.little), view.getUint32(at + 4, form.little), state);
  frame.link = from.link;
  frame.wire = view.getUint32(at + 12, form.little);
  frame.direction = UNKNOWN;
  frame.bytes = window.bytes;
  frame.start = data;
  frame.end = data + kept;
  const behind = data + ((kept + 3) & ~3);
  if (behind + 4 <= end) {
    for (const option of options(body, behind)) {
      const { code, at: value, length } = option;
      if (code === EPB_FLAGS && length >= 4) frame.direction = directionOf(view.getUint32(value, form.little));
      if (code === EPB_DROPCOUNT && length >= 8) state.dropped += Number(view.getBigUint64(value, form.little));
      comment(body, option, frame.number);
    }
  }
  state.sink(frame);
  return true;
}

/** The lowest two bits of `epb_flags`: 1 received, 2 sent. */
function directionOf(flags: number): number {
  const bits = flags & 3;
  return bits === 1 ? INBOUND : bits === 2 ? OUTBOUND : UNKNOWN;
}

/** A block with a length on the wire and octets alone, of the first interface. It has no time: that of the frame before. */
function simplePacket(body: Body): boolean {
  const { start, end, form, window, state, offset } = body;
  const [from] = form.interfaces;
  if (from === undefined || end - start < 4) return false;
  const wire = window.view.getUint32(start, form.little);
  const { frame } = state;
  frame.number++;
  frame.offset = offset;
  frame.link = from.link;
  frame.wire = wire;
  frame.direction = UNKNOWN;
  frame.bytes = window.bytes;
  frame.start = start + 4;
  frame.end = frame.start + Math.min(wire, end - frame.start, from.most === 0 ? Infinity : from.most);
  state.sink(frame);
  return true;
}

function statistics(body: Body): boolean {
  const { start, end, form, window, state } = body;
  if (end - start < 12) return false;
  for (const { code, at, length } of options(body, start + 12)) {
    if (code === ISB_IFDROP && length >= 8) state.dropped += Number(window.view.getBigUint64(at, form.little));
  }
  return true;
}

/** A Decryption Secrets Block: a key log of TLS is kept, other secrets are passed over. */
function secrets({ start, end, form, window, state }: Body): boolean {
  const { view } = window;
  if (end - start < 8 || view.getUint32(start, form.little) !== TLS_KEY_LOG) return true;
  const length = Math.min(view.getUint32(start + 4, form.little), end - start - 8, MOST_OF_SECRETS);
  const from = start + 8;
  if (state.secrets.length < MOST_SECRETS)
    state.secrets.push(new TextDecoder('utf-8').decode(window.bytes.subarray(from, from + length)));
  return true;
}

function options({ window, form, end }: Body, at: number): Iterable<Option> {
  return optionsIn(window.view, at, end, form.little);
}

function comment({ window, state }: Body, { code, at, length }: Option, frame: number): void {
  if (code !== COMMENT || length === 0 || state.comments.length >= MOST_COMMENTS) return;
  const text = new TextDecoder().decode(window.bytes.subarray(at, at + Math.min(length, MOST_LETTERS)));
  state.comments.push({ frame, text });
}
