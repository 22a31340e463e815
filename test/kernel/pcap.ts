/**
 * The classic capture file (libpcap's own format): a header that fixes byte order and clock unit, then records. Pure:
 * bytes in, values out, and what is cut off or not a capture is said as a value.
 */

/** One record of a capture. */
export interface Frame {
  /** From 1, as capture tools number them; every frame counts, whatever it holds. */
  readonly number: number;
  /** When it was seen: microseconds since 1970, with a fraction where the file counts nanoseconds. */
  readonly time: number;
  /** What was kept of it. */
  readonly bytes: Uint8Array;
  /** Bytes that it had on the wire; more than `bytes` where the capture cut it short. */
  readonly wireLength: number;
}

export interface Capture {
  /** The LINKTYPE_ value of the header: 1 Ethernet, 101 raw IP, 113 Linux cooked, … */
  readonly linkType: number;
  readonly frames: readonly Frame[];
  /** Why reading ended before the end of the file; absent for a whole one. */
  readonly problem?: 'truncated';
}

const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Reads a capture file in either byte order, with micro- or nanoseconds; undefined where the bytes are none. */
export function readPcap(file: Uint8Array): Capture | undefined {
  if (file.length < FILE_HEADER) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = isMagic(view.getUint32(0, true));
  const magic = view.getUint32(0, little);
  if (!isMagic(magic)) return undefined;
  // The upper half of the link type's field says how long a frame check sequence is; nothing here reads it.
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
