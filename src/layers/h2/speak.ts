/** A side of HTTP/2 that speaks and hears octets: reading, judging and knowing in one. */
import type { Breach } from '../breach';
import type { Wish } from '../http1/write';
import { sizeOf } from '../octets';
import { type Role, otherRole } from '../role';
import { after } from './after';
import { FRAME_SIZE, settingOf } from './end';
import { type Whose, judge } from './judge';
import { type Limits, readH2 } from './read';
import { TABLE_SIZE } from './table';
import type { Frame, H2End, H2Reading, H2Wish } from './types';
import { type H2Written, type Speaking, writeFrame, writeMessage } from './write';

/** A frame, and what the side that has it finds in it. */
export interface JudgedFrame {
  readonly frame: Frame;
  readonly breaches: readonly Breach[];
}

/** A side behind some octets, and their frames. */
export interface H2Progress {
  readonly end: H2End;
  readonly reading: H2Reading;
  /** Frames that became whole. */
  readonly frames: readonly JudgedFrame[];
  /** The direction can't be read on. */
  readonly opaque: 'other' | 'too-long' | undefined;
}

/** Streams that are open at once at most: of a connection with more, nothing is read. */
const MOST_STREAMS = 1000;

/** Limits that the receiver of a direction sets, as the direction's sender knows them. */
function limitsOf(s: H2End, by: Role): Limits {
  const receiver = by === s.role ? s.in : s.out;
  return {
    frame: settingOf(receiver, 5) ?? FRAME_SIZE,
    table: settingOf(receiver, 1) ?? TABLE_SIZE,
    partial: s.partial,
  };
}

/** @param whose `own`: the side says these octets; `peer`: they reach it, and are others than the peer wrote */
export function progressH2(end: H2End, reading: H2Reading, part: Uint8Array | number, whose: Whose): H2Progress {
  const by = whose === 'own' ? end.role : otherRole(end.role);
  const frames: JudgedFrame[] = [];
  let [s, r, rest] = [end, reading, part];
  for (;;) {
    const read = readH2(r, rest, by, limitsOf(s, by));
    r = read.reading;
    rest = typeof rest === 'number' ? rest - read.taken : rest.subarray(read.taken);
    if (read.found !== undefined) {
      const breaches = judge(s, read.found, whose);
      frames.push({ frame: read.found, breaches });
      s = after(s, read.found, whose, breaches);
    }
    const opaque = s.streams.size > MOST_STREAMS ? 'too-long' : read.opaque;
    if (opaque !== undefined || sizeOf(rest) === 0 || (read.found === undefined && read.taken === 0))
      return { end: s, reading: r, frames, opaque };
  }
}

/** The peer's frame, as it was read when it was said, reaches the side. */
export function heardH2(s: H2End, frame: Frame, said: readonly Breach[]): H2End {
  return after(s, frame, 'peer', said);
}

/** A wish: a frame, or a message of HTTP. */
export type H2Wishes = H2Wish | Wish;

/** A wish as octets, as the side would write it now. */
export function spokenH2(s: H2End, wish: H2Wishes, how: Speaking): H2Written {
  return 'frame' in wish ? writeFrame(s, wish, how) : writeMessage(s, wish, how);
}
