/**
 * The data of a diagram, ready to be sent to a page: an index of all rows in flat arrays, computed in one pass over the
 * steps, and single rows, made on demand for the visible part.
 */
import type { Fate, ThreeForms } from '../trace';
import type { Lock } from '../tell';
import type { EndId } from '../sim';
import type { CallName, Level } from '../script';
import type { State } from '../tcp';

/** The levels of findings from the mildest to the gravest; the index is the rank. */
export const LEVELS = ['hint', 'open', 'warning', 'error'] as const satisfies readonly Level[];
export const LEVEL_RANK: Readonly<Record<Level, number>> = { hint: 0, open: 1, warning: 2, error: 3 };

/** The rank of the gravest finding; -1 for none. */
export function gravest(findings: readonly { readonly level: Level }[]): number {
  let rank = -1;
  for (const f of findings) rank = Math.max(rank, LEVEL_RANK[f.level]);
  return rank;
}

export type RowKind =
  | 'segment'
  | 'arrival'
  | 'drop'
  | 'call'
  /** An event at one end other than a segment: an ICMP error, a `forgets` or a `given`. */
  | 'event'
  | 'timer'
  | 'wait'
  | 'note'
  | 'expect'
  | 'section'
  /** Several steps in one row. */
  | 'fold'
  /** A `run` statement; the steps after it were made by the simulation. */
  | 'run';

/** Row kinds in the order of their codes in {@link DiagramIndex.shapes}. */
export const ROW_KINDS: readonly RowKind[] = [
  'segment',
  'arrival',
  'drop',
  'call',
  'timer',
  'wait',
  'note',
  'expect',
  'section',
  'event',
  'fold',
  'run',
];

/**
 * Row kinds in shape codes, with three more. If messages have arrows, a segment's row is a `tick` on an arrow or, where
 * messages begin, a `message`. `unsent` is a segment before which another one is missing.
 */
export const SHAPE_KINDS = [...ROW_KINDS, 'tick', 'message', 'unsent'] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

/**
 * The low bits of a shape code: an index into {@link SHAPE_KINDS}. The other bits are for content that makes the row
 * higher.
 */
export const KIND_MASK = 0x0f;
/** A second line is written under the arrow. */
export const HAS_SECOND = 0x10;
/** An endpoint changes its state in the row. */
export const HAS_STATE = 0x20;
/** A user call is implied by the row's segment. */
export const HAS_CALL = 0x40;
/**
 * An endpoint enters TIME-WAIT in the row, and the duration is written beside the state. For a timer: the timer ends
 * TIME-WAIT.
 */
export const HAS_TIME_WAIT = 0x80;
/** For a fold: the fold is a single thin line. */
export const IS_THIN = HAS_CALL;
/** For a fold: the fold is a burst, which opens when a step inside becomes current. */
export const IS_BURST = HAS_TIME_WAIT;
/**
 * The high bits of the shape code of a row in which messages begin: the number of these messages minus 1; at most four
 * are counted.
 */
export const BEGINS_SHIFT = 6;
export const MOST_BEGINS = 4;
/** The high bits of a note's shape code: its length in units of {@link NOTE_UNIT} narrow characters, 15 at most. */
export const NOTE_SHIFT = 4;
export const NOTE_UNIT = 20;
/** The unit of length of a heading, narrow characters. */
export const HEADING_UNIT = 5;

/** One side of a connection, drawn as a band on its host's lifeline. */
export interface Lane {
  readonly name: string;
  readonly host: number;
  readonly port: number;
  /** The lane's index among the bands of its host. */
  readonly place: number;
}

export interface Head {
  readonly name: string;
  readonly address: string;
  /** The host's ends, in order. */
  readonly lanes: readonly EndId[];
}

/** Everything about a diagram except its rows; can be sent by structured clone. */
export interface DiagramIndex {
  readonly title: string;
  readonly rows: number;
  readonly steps: number;
  readonly heads: readonly Head[];
  readonly lanes: readonly Lane[];
  /** The shape code of each row: the row's kind, and flags for content that makes the row higher. */
  readonly shapes: Uint8Array;
  /** The step (from 0) of each row, the first one of a fold; negative for headings and captions. */
  readonly stepOfRow: Int32Array;
  /** The row of each step. A step without a row has the row of the preceding step, or -1. */
  readonly rowOfStep: Int32Array;
  /** 1 for each step that is an event on the wire: a segment is sent, arrives or is lost, or an ICMP error arrives. */
  readonly onWire: Uint8Array;
  /** Rows with findings, ascending. */
  readonly marks: Int32Array;
  /** The rank of the gravest finding of each row in `marks`. */
  readonly markLevels: Uint8Array;
  /** Characters of the longest segment label in each form of numbers. */
  readonly labelChars: readonly [number, number, number];
  /** Time of the first step of each row, microseconds; empty without a time scale. */
  readonly times: Float64Array;
  /** The numbers of hosts and connections of the flow that the diagram omits. */
  readonly unseen: { readonly hosts: number; readonly connections: number };
  /** True if some side is in TIME-WAIT at the end. */
  readonly waits: boolean;
  /** The largest window offered to any side, bytes; 0 unless windows are drawn. */
  readonly window: number;
  /**
   * The steps that complete messages above TCP, ascending; for a message that is never completed, the last step that
   * concerns it.
   */
  readonly messages: Int32Array;
  /** The number of columns for HTTP/2 streams beside the ladder; 0 for none. */
  readonly streams: number;
}

export interface RowFinding {
  readonly rule: string;
  readonly level: Level;
  /**
   * The written and the corrected value, `x → x+1`: the row shows the corrected segment, with which the flow continues.
   * Empty if nothing was corrected.
   */
  readonly mended: string;
}

/** A change of state; `at` tells if it happens at the departure or at the arrival of the segment. */
export interface Change {
  readonly end: EndId;
  readonly at: 'departure' | 'arrival';
  readonly to: State;
  /** True if no segment shows the state yet, and it follows from the peer's state. */
  readonly presumed?: true;
  /** In TIME-WAIT: time until the 2MSL timer expires, microseconds. */
  readonly wait?: number;
}

/** A segment that is missing before a segment that could not be sent. */
export interface Ghost {
  readonly from: EndId;
  readonly to: EndId;
  /** The flags as text: `SYN, ACK`. */
  readonly flags: string;
}

/** An `expect` statement that holds, which has a badge on the row before instead of a row of its own. */
export interface Held {
  /** From 0. */
  readonly step: number;
  /** The statement as written. */
  readonly text: string;
}

/** The segments of a fold in one direction. */
export interface Way {
  readonly from: EndId;
  readonly to: EndId;
  /** The number of segments with payload. */
  readonly data: number;
  readonly bytes: number;
  /** The payload of the first data segment, bytes, and the number of segments with the same payload length. */
  readonly each: number;
  readonly alike: number;
  readonly acks: number;
  readonly others: number;
}

/** Several steps in one row: a run of similar segments, a closed section, or steps that a filter hides. */
export interface Fold {
  readonly why: 'run' | 'section' | 'filter';
  readonly steps: number;
  readonly ways: readonly Way[];
}

/** The window offered to a side, and the bytes in flight, which use a part of this window. */
export interface WindowUse {
  readonly offered: number;
  readonly used: number;
}

export interface ImpliedCall {
  readonly end: EndId;
  readonly call: CallName;
}

export interface Row {
  readonly row: number;
  /** The step, from 0; -1 for headings. */
  readonly step: number;
  /** The statement's line, from 0. */
  readonly line: number;
  readonly kind: RowKind;
  /** The sender, or the end with the call or timer; -1 for none. */
  readonly from: EndId;
  readonly to: EndId;
  /** The state of each end before the row. */
  readonly before: readonly State[];
  /** The ends whose states before the row are not shown by any segment yet, and follow from their peers' states. */
  readonly presumed: readonly EndId[];
  readonly changes: readonly Change[];
  readonly calls: readonly ImpliedCall[];
  readonly findings: readonly RowFinding[];
  /** The flags, `SYN, ACK`; for an arrival or loss, the flags of the segment in flight. */
  readonly flags: string;
  readonly seq: ThreeForms | undefined;
  readonly ack: ThreeForms | undefined;
  /** Options in the language's notation, separated by middle dots. */
  readonly options: string;
  readonly bytes: number;
  /** The beginning of the payload if it is text; else empty. */
  readonly excerpt: string;
  /** The fate of the segment (arrived, lost, dropped, not sent). */
  readonly fate: Fate;
  /** True for a segment that is not in the capture but must have been sent. */
  readonly supposed: boolean;
  /** The end whose address a segment with a forged source carries. */
  readonly spoofed: EndId;
  /** For a retransmission: the number (from 1) of the step of the first transmission; 0 for none. */
  readonly repeats: number;
  /** The octet of the payload, from 1, that is changed in transit; 0 for none. */
  readonly altered: number;
  /** The row of the first transmission; -1 for none. */
  readonly original: number;
  /** The cause of a retransmission: a timeout (after `rto` microseconds), or duplicate ACKs. */
  readonly because: '' | 'timeout' | 'duplicates';
  readonly rto: number;
  /** The name after `as`, the text of a note, heading or expectation, the timer's name, or the duration as written. */
  readonly text: string;
  /** Bytes of SEND or RECEIVE; for a wait or the expiry of the 2MSL timer, the duration in microseconds. */
  readonly count: number | undefined;
  /** The hosts that a note spans; empty for all. */
  readonly over: readonly number[];
  readonly fold: Fold | undefined;
  /** For a section: true if it is closed. */
  readonly closed: boolean;
  /** The first step of the run that this row begins and that could be folded; -1 for none. */
  readonly foldable: number;
  /** The row's place in a range of steps that the simulation made; empty outside such a range. */
  readonly bracket: '' | 'first' | 'middle' | 'last';
  /** The windows of each end after the row; empty unless windows are drawn. */
  readonly windows: readonly WindowUse[];
  /** Messages of which the segment carries octets; empty if messages are not drawn. */
  readonly says: readonly Share[];
  /**
   * Messages that become complete at their receiver in this row, except those of which the row's own segment carries
   * the last octet.
   */
  readonly hears: readonly { readonly message: number; readonly name: string; readonly lock: Lock }[];
  /**
   * If messages have arrows: `message` for a segment with which messages begin, `tick` for another segment, an arrival
   * or a fold.
   */
  readonly as: '' | 'message' | 'tick';
  /** For `message`: the messages whose first octet the segment carries. */
  readonly begins: readonly Begun[];
  /** The segment that is missing before this row's segment. */
  readonly ghost: Ghost | undefined;
  /** The `expect` statements directly after the row that hold. */
  readonly held: readonly Held[];
}

/** A segment in flight across several rows, or a retransmission timer (`timeout`). */
export interface Span {
  /** The row that sent the segment. */
  readonly start: number;
  readonly end: number;
  readonly from: EndId;
  readonly to: EndId;
  /**
   * The end of the flight. `dropped`: the segment arrives and its receiver drops it; `drop`: the segment is lost on the
   * path.
   */
  readonly how: 'deliver' | 'drop' | 'dropped' | 'duplicate' | 'open' | 'timeout';
  /** True for a segment that is not in the capture. */
  readonly supposed: boolean;
  /** For `timeout`: the RTO in microseconds, 0 if the script gives no times. */
  readonly rto: number;
}

/** A message whose first octet is sent in a row. */
export interface Begun {
  readonly message: number;
  /** The message's name; empty if the chosen observer can never read the message. */
  readonly name: string;
  readonly lock: Lock;
  readonly size: number | undefined;
  /** The number of segments that carry the message, and the number of retransmissions among them. */
  readonly segments: number;
  readonly again: number;
  /** True if the receiver gets the whole message in the end. */
  readonly whole: boolean;
}

/** The arrow of a message, from the sending of its first octet to the arrival, in order, of its last octet. */
export interface MessageArrow {
  readonly message: number;
  readonly from: EndId;
  readonly to: EndId;
  /**
   * The row in which the arrow begins, its place among the arrows that begin in this row, and the row in which it ends.
   */
  readonly start: number;
  readonly place: number;
  readonly end: number;
  /** True if the receiver gets the whole message in the end. */
  readonly whole: boolean;
  /** The step that completes the message at its receiver; if none does, the last step that concerns the message. */
  readonly step: number;
  /**
   * The share of the message, 0 to 1, that has arrived in order after a row: for the rows of a window, and the points
   * before and after the window.
   */
  readonly points: readonly { readonly row: number; readonly share: number }[];
}

/** An HTTP/2 stream as a bar beside the ladder, from the row of its first frame to the row of its last frame. */
export interface StreamLane {
  readonly stream: number;
  /** The request: `GET /a`. */
  readonly name: string;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly how: 'ended' | 'reset' | 'open';
  /** The rows of a window in which DATA arrives, from the client or the server. */
  readonly ticks: readonly { readonly row: number; readonly up: boolean; readonly octets: number }[];
}

/** Rows over which TCP waits for a lost segment. */
export interface Stall {
  readonly start: number;
  readonly end: number;
}

/** A range of rows in which streams without a lane of their own are open. */
export interface FoldedStreams extends Stall {
  readonly streams: number;
}

/** The streams that cross a range of rows. */
export interface StreamWindow {
  readonly lanes: readonly StreamLane[];
  readonly folded: readonly FoldedStreams[];
  readonly stalls: readonly Stall[];
}

/** A range of rows, and the segments that cross them. The first row is `from`. */
export interface RowWindow {
  readonly from: number;
  readonly rows: readonly Row[];
  readonly spans: readonly Span[];
  /** Arrows of messages that cross the rows; empty unless messages have arrows. */
  readonly messages: readonly MessageArrow[];
  /** HTTP/2 streams that cross the rows; absent without such streams. */
  readonly streams?: StreamWindow;
}

/** The octets of a message above TCP that a segment carries, as the chosen observer reads them. */
export interface Share {
  /** The message's index among all messages of the flow. */
  readonly message: number;
  /** The message's name, such as `GET /` or `200 OK`; empty while the start line is incomplete. */
  readonly name: string;
  /** Octets from the message's beginning; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Length of the message, octets; undefined if only the end of the connection delimits it. */
  readonly size: number | undefined;
  /** `waits`: the chosen observer can't read the message yet; `never`: the observer can never read it. */
  readonly read: 'yes' | 'waits' | 'never';
  readonly lock: Lock;
  /** The later step (from 0) from which the chosen observer can decrypt the message; -1 for none. */
  readonly opens: number;
}

/** A trace as a diagram. `rows` may be called for any range, in any order. */
export interface Diagram {
  readonly index: DiagramIndex;
  /** The rows from `from` (inclusive) to `to` (exclusive), limited to existing rows. */
  readonly rows: (from: number, to: number) => RowWindow;
}

/** The row of step `step` (from 0), or of the last step before it with a row; -1 for none. */
export function rowOf(index: DiagramIndex, step: number): number {
  return index.rowOfStep[Math.min(step, index.steps - 1)] ?? -1;
}

/** The first step of the folded burst that hides a step; -1 for a step that is not hidden in a burst. */
export function burstAround(index: DiagramIndex, step: number): number {
  const row = index.rowOfStep[step] ?? -1;
  const first = index.stepOfRow[row] ?? -1;
  return first >= 0 && first < step && isBurst(index.shapes[row] ?? 0) ? first : -1;
}

const FOLD = ROW_KINDS.indexOf('fold');

function isBurst(shape: number): boolean {
  return (shape & KIND_MASK) === FOLD && (shape & IS_BURST) !== 0;
}

/**
 * The step of the next or previous event on the wire; without such an event, the last or first step. Steps that a
 * closed section or a filter hides are skipped. A folded burst counts as one event; with `into`, a forward move from
 * the burst continues with the steps inside it.
 */
export function nextEvent(index: DiagramIndex, step: number, by: 1 | -1, into = true): number {
  const here = index.rowOfStep[step] ?? -1;
  for (let at = step + by; at >= 0 && at < index.steps; at += by) {
    if (index.onWire[at] !== 1) continue;
    const row = index.rowOfStep[at] ?? -1;
    const shape = index.shapes[row] ?? 0;
    if ((shape & KIND_MASK) !== FOLD) return at;
    if (!isBurst(shape)) continue;
    if (row !== here) return index.stepOfRow[row] ?? at;
    if (into && by > 0) return at;
  }
  return by > 0 ? index.steps - 1 : 0;
}

/** Rows with an error or a warning; if there are none, all rows with findings. */
export function findingRows({ marks, markLevels }: DiagramIndex): number[] {
  const grave = [...marks].filter((_, i) => (markLevels[i] ?? 0) > 1);
  return grave.length > 0 ? grave : [...marks];
}

/** The step of the next message after a step, or of the last one before it; -1 for none. */
export function nextMessage({ messages }: DiagramIndex, step: number, by: 1 | -1): number {
  return (by > 0 ? messages.find((s) => s > step) : messages.findLast((s) => s < step)) ?? -1;
}

/** The step of the next finding before or after a step, continuing at the other end; -1 for none. */
export function nextFinding(index: DiagramIndex, step: number, by: 1 | -1): number {
  const steps = findingRows(index).map((row) => index.stepOfRow[row] ?? -1);
  const found = by > 0 ? steps.find((s) => s > step) : steps.findLast((s) => s < step && s >= 0);
  return found ?? (by > 0 ? steps[0] : steps.at(-1)) ?? -1;
}
