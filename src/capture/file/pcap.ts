import { BROKEN, INBOUND, LONGEST, OUTBOUND, OUTGOING, type ReaderState, type Section, UNKNOWN } from './frame';
import type { Window } from './window';

const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;
/** The form of a patched libpcap: eight more octets a record, with interface, protocol and packet type. */
const MODIFIED = 0xa1b2cd34;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MODIFIED_HEADER = 24;

function isMagic(magic: number): boolean {
  return magic === MICRO || magic === NANO || magic === MODIFIED;
}

/** True if the first four octets are those of a classic capture file, in either byte order. */
export function isPcap(view: DataView, at: number): boolean {
  return isMagic(view.getUint32(at)) || isMagic(view.getUint32(at, true));
}

/**
 * Reads the header of a classic capture file (draft-ietf-opsawg-pcap §4): its magic number tells byte order and clock
 * unit. Undefined as long as it has not come whole.
 */
export function pcapSection(window: Window): Section | undefined {
  if (window.size < FILE_HEADER) return undefined;
  const { view, start, offset: from } = window;
  const little = isMagic(view.getUint32(start, true));
  const magic = view.getUint32(start, little);
  // The upper half of the field is about a frame check sequence, which lies behind all that is read.
  const link = view.getUint32(start + 20, little) & 0xffff;
  window.skip(FILE_HEADER);
  const form: Form = {
    little,
    nanoseconds: magic === NANO ? 1 : 1000,
    header: magic === MODIFIED ? MODIFIED_HEADER : RECORD_HEADER,
    link,
  };
  return { from, step: (w, state) => record(w, state, form) };
}

interface Form {
  readonly little: boolean;
  /** The nanoseconds of one of its fractions of a second: 1 or 1000. */
  readonly nanoseconds: number;
  /** The length of a record's header, octets. */
  readonly header: number;
  readonly link: number;
}

function record(window: Window, state: ReaderState, { little, nanoseconds, header, link }: Form): number {
  if (window.size < header) return header;
  const { view, start } = window;
  const kept = view.getUint32(start + 8, little);
  if (kept > LONGEST) return BROKEN;
  if (window.size < header + kept) return header + kept;
  const seconds = view.getUint32(start, little);
  const fraction = view.getUint32(start + 4, little) * nanoseconds;
  const began = (state.began ??= { seconds, nanoseconds: fraction });
  const { frame } = state;
  frame.number++;
  frame.offset = window.offset;
  frame.at = (seconds - began.seconds) * 1e6 + (fraction - began.nanoseconds) / 1000;
  frame.link = link;
  frame.wire = view.getUint32(start + 12, little);
  frame.direction = header === RECORD_HEADER ? UNKNOWN : view.getUint8(start + 22) === OUTGOING ? OUTBOUND : INBOUND;
  frame.bytes = window.bytes;
  frame.start = start + header;
  frame.end = frame.start + kept;
  window.skip(header + kept);
  state.sink(frame);
  return 0;
}
