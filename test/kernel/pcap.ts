/**
 * Reader of classic libpcap capture files: a header that determines byte order and clock unit, then records. Pure;
 * truncated or invalid files give values, not exceptions.
 */

/** One record of a capture. */
export interface Frame {
  /** From 1, as capture tools number them; every frame counts. */
  readonly number: number;
  /** Time of capture: microseconds since 1970, with a fraction if the file counts nanoseconds. */
  readonly time: number;
  /** The captured bytes. */
  readonly bytes: Uint8Array;
  /** The length on the wire, bytes; more than `bytes` if the frame was truncated. */
  readonly wireLength: number;
}

export interface Capture {
  /** The LINKTYPE_ value of the header: 1 Ethernet, 101 raw IP, 113 Linux cooked, … */
  readonly linkType: number;
  readonly frames: readonly Frame[];
  /** The reason why reading ended early; absent for a complete file. */
  readonly problem?: 'truncated';
}

const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Reads a capture file in either byte order, with micro- or nanoseconds; undefined if it is none. */
export function readPcap(file: Uint8Array): Capture | undefined {
  if (file.length < FILE_HEADER) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = isMagic(view.getUint32(0, true));
  const magic = view.getUint32(0, little);
  if (!isMagic(magic)) return undefined;
  // The upper half of the field is the length of a frame check sequence, which is not used.
  const linkType = view.getUint32(20, little) & 0xffff;
  const frames: Frame[] = [];
  let at = FILE_HEADER;
  while (at < file.length) {
    if (at + RECORD_HEADER > file.length) return { linkType, frames, problem: 'truncated' };
    const seconds = view.getUint32(at, little);
    const fraction = view.getUint32(at + 4, little);
    const kept = view.getUint32(at + 8, little);
    const wireLength = view.getUint32(at + 12, little);
    const start = at + RECORD_HEADER;
    if (start + kept > file.length) return { linkType, frames, problem: 'truncated' };
    frames.push({
      number: frames.length + 1,
      time: seconds * 1e6 + (magic === NANO ? fraction / 1000 : fraction),
      bytes: file.subarray(start, start + kept),
      wireLength,
    });
    at = start + kept;
  }
  return { linkType, frames };
}

function isMagic(n: number): boolean {
  return n === MICRO || n === NANO;
}
