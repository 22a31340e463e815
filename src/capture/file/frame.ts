/** Frames as a capture file holds them, and how a reader hands them on. */
import type { Window } from './window';

/** The direction of a frame at the tap, as the file says: unknown, received, sent. */
export const UNKNOWN = 0;
export const INBOUND = 1;
export const OUTBOUND = 2;
/** The packet type of a frame that the host sent itself (`PACKET_OUTGOING` of Linux). */
export const OUTGOING = 4;

/** One frame. A reader fills the same object for each: a sink copies out of it, and does not keep it. */
export interface Frame {
  /** From 1, as capture tools number them; every frame counts. */
  number: number;
  /** Offset of its record in the (decompressed) file, octets. */
  offset: number;
  /** Time of capture, microseconds since the first frame; a fraction where the file counts nanoseconds. */
  at: number;
  /** The LINKTYPE_ value of its interface. */
  link: number;
  /** Length on the wire, octets; more than `end - start` if the frame was cut short. */
  wire: number;
  /** UNKNOWN, INBOUND or OUTBOUND. */
  direction: number;
  /** The captured octets are `bytes[start]` to `bytes[end - 1]`. */
  bytes: Uint8Array;
  start: number;
  end: number;
}

export type FrameSink = (frame: Frame) => void;

/** A comment that the file has on a frame, an interface or a section (`frame` 0). */
export interface Comment {
  readonly frame: number;
  readonly text: string;
}

/** The reason why reading ended before the end of the file: a message id of `words`, with its arguments. */
export interface Problem {
  readonly id: ProblemId;
  readonly args: Readonly<Record<string, number | string>>;
}

export type ProblemId =
  | 'capture/empty'
  | 'capture/not-a-capture'
  | 'capture/ends-early'
  | 'capture/broken'
  | 'capture/gzip-broken'
  | 'capture/cancelled'
  | 'capture/too-many-packets'
  | 'capture/too-many-connections';

/** A record of a file is broken; the reader stops there. */
export const BROKEN = -1;

/**
 * A run of records of one form: a classic file, or a section of a pcapng file. `step` reads the record at the start of
 * the window. Its result is 0 if it has read it, BROKEN, or else the number of octets that it needs from there.
 */
export interface Section {
  /** The offset of its first octet in the file. */
  readonly from: number;
  readonly step: (window: Window, state: ReaderState) => number;
}

/** A time as whole seconds since 1970 (UTC) and nanoseconds: a number alone would not hold both. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** The state of a reader that sections share. */
export interface ReaderState {
  readonly frame: Frame;
  readonly sink: FrameSink;
  /** The time of the first frame. */
  began: Instant | undefined;
  /** The frames that the file says were lost for want of room, if it says so. */
  dropped: number;
  readonly comments: Comment[];
  /** Texts of key logs of TLS. */
  readonly secrets: string[];
  readonly sections: Section[];
}

/** The longest record that is read, octets; a longer one is taken as broken. Those that are not needed are passed over. */
export const LONGEST = 1 << 24;
