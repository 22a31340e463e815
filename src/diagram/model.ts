/**
 * What a diagram shows of a trace, ready to be sent to a page: an index of all rows, computed in one pass over the steps
 * into flat arrays, and the rows themselves, made on demand for the part in sight.
 */
import type { Fate, ThreeForms } from '../trace';
import type { EndId } from '../sim';
import type { CallName, Level } from '../script';
import type { State } from '../tcp';

/** The levels of findings from the mildest to the gravest: a level's rank is its place. */
export const LEVELS = ['hint', 'open', 'warning', 'error'] as const satisfies readonly Level[];
export const LEVEL_RANK: Readonly<Record<Level, number>> = { hint: 0, open: 1, warning: 2, error: 3 };

/** The rank of the gravest of some findings; -1 for none. */
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
  /** Something at one end that no segment brings: an ICMP error, a connection that is forgotten or given. */
  | 'event'
  | 'timer'
  | 'wait'
  | 'note'
  | 'expect'
  | 'section'
  /** Several steps in one row. */
  | 'fold'
  /** The statement behind which the engines go on by themselves. */
  | 'run';

/** The order of the codes in {@link DiagramIndex.shapes}. */
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

/** Rows of shapes: where an arrow a message is drawn, segments are ticks on it, or stand where messages begin. */
export const SHAPE_KINDS = [...ROW_KINDS, 'tick', 'message'] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

/** The low bits of a shape: an index into {@link SHAPE_KINDS}. The bits above say what makes the row higher. */
export const KIND_MASK = 0x0f;
/** A second line stands under the arrow. */
export const HAS_SECOND = 0x10;
/** Some endpoint changes its state in the row. */
export const HAS_STATE = 0x20;
/** A user call is implied beside the row. */
export const HAS_CALL = 0x40;
/** Some endpoint enters TIME-WAIT in the row, and how long it waits stands beside it; of a timer: it ends TIME-WAIT. */
export const HAS_TIME_WAIT = 0x80;
/** Of a fold: it is one thin line, whatever is in it. */
export const IS_THIN = HAS_CALL;
/** The high bits of the shape of a row in which messages begin: how many, less one; at most four. */
export const BEGINS_SHIFT = 6;
export const MOST_BEGINS = 4;
/** The high bits of a note's shape: its length in units of this many narrow characters, at most fifteen. */
export const NOTE_SHIFT = 4;
export const NOTE_UNIT = 20;
/** The same of a heading's. */
export const HEADING_UNIT = 5;

/** One side of a connection, drawn as a band on its host's lifeline. */
export interface Lane {
  readonly name: string;
  readonly host: number;
  readonly port: number;
  /** The place among the bands of its host, from 0. */
  readonly place: number;
}

export interface Head {
  readonly name: string;
  readonly address: string;
  /** The host's lanes, in order. */
  readonly lanes: readonly EndId[];
}

/** Everything about a diagram but its rows; serialisable by structured clone. */
export interface DiagramIndex {
  readonly title: string;
  readonly rows: number;
  readonly steps: number;
  readonly heads: readonly Head[];
  readonly lanes: readonly Lane[];
  /** By row: the kind's code and what makes it higher. */
  readonly shapes: Uint8Array;
  /** By row: the step (from 0) that it shows, the first of them in a fold; negative for headings and captions. */
  readonly stepOfRow: Int32Array;
  /** By step: its row; a step that draws nothing has the row of the one before it, or -1. */
  readonly rowOfStep: Int32Array;
  /** Rows with findings, ascending, and the rank of the gravest in each. */
  readonly marks: Int32Array;
  readonly markLevels: Uint8Array;
  /** Characters of the longest label of a segment, by form of numbers. */
  readonly labelChars: readonly [number, number, number];
  /** By row: when its first step happens, microseconds; empty unless rows are to stand to scale. */
  readonly times: Float64Array;
  /** Hosts and connections that the flow has and the diagram does not: it has the first ones only. */
  readonly unseen: { readonly hosts: number; readonly connections: number };
  /** Some side is in TIME-WAIT at the end. */
  readonly waits: boolean;
  /** The largest window that any side was offered, bytes; 0 unless windows are to be drawn. */
  readonly window: number;
  /** How many messages above TCP the flow has, whether they are drawn or not. */
  readonly messages: number;
}

export interface RowFinding {
  readonly rule: string;
  readonly level: Level;
  /** What was written and what is right, `x → x+1`: the row shows the segment as played. Empty where nothing was mended. */
  readonly mended: string;
}

/** A change of state, and where in the row it happens: as the segment leaves or as it arrives. */
export interface Change {
  readonly end: EndId;
  readonly at: 'departure' | 'arrival';
  readonly to: State;
  /** Nothing shows the state yet: it follows from the peer's. */
  readonly presumed?: true;
  /** Microseconds until the 2MSL timer runs out, in TIME-WAIT. */
  readonly wait?: number;
}

/** What went in one direction in a fold. */
export interface Way {
  readonly from: EndId;
  readonly to: EndId;
  /** Segments with payload, and its bytes; segments with ACK alone; others. */
  readonly data: number;
  readonly bytes: number;
  readonly acks: number;
  readonly others: number;
}

/** Several steps in one row: a run of like segments, a section that is closed, or what a filter leaves out. */
export interface Fold {
  readonly why: 'run' | 'section' | 'filter';
  readonly steps: number;
  readonly ways: readonly Way[];
}

/** What the peer offers a side, and how much of it is on its way, bytes. */
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
  /** From 0; -1 for headings. */
  readonly step: number;
  /** The statement's line, from 0. */
  readonly line: number;
  readonly kind: RowKind;
  /** The ends of the segment, or the end that calls or whose timer fires (`from`); -1 for none. */
  readonly from: EndId;
  readonly to: EndId;
  /** States by end before the row. */
  readonly before: readonly State[];
  /** The ends whose states before the row nothing shows yet: they follow from their peers'. */
  readonly presumed: readonly EndId[];
  readonly changes: readonly Change[];
  readonly calls: readonly ImpliedCall[];
  readonly findings: readonly RowFinding[];
  /** `SYN, ACK`, or the flags of the segment in flight that arrives or is lost. */
  readonly flags: string;
  readonly seq: ThreeForms | undefined;
  readonly ack: ThreeForms | undefined;
  /** Options as written in the language, joined by a middle dot. */
  readonly options: string;
  readonly bytes: number;
  /** The start of the payload where it can be read; the empty string where not. */
  readonly excerpt: string;
  /** What became of the segment; of an arrival: whether it is dropped. */
  readonly fate: Fate;
  /** Of a segment: it was not captured, and yet it must have been sent. */
  readonly supposed: boolean;
  /** The end whose address a forged segment bears. */
  readonly spoofed: EndId;
  /** The number (from 1) of the step that first sent the same, and its row; 0 and -1 for none. */
  readonly repeats: number;
  readonly original: number;
  /** Why it is sent again: the retransmission timer ran out (after `rto` microseconds), or duplicate ACKs came. */
  readonly because: '' | 'timeout' | 'duplicates';
  readonly rto: number;
  /** The name after `as`, the text of a note, heading or expectation, the timer's name, or a duration as written. */
  readonly text: string;
  /** SEND's or RECEIVE's bytes, or the microseconds that a wait, or TIME-WAIT before its timer, took. */
  readonly count: number | undefined;
  /** The hosts that a note lies over; empty for all. */
  readonly over: readonly number[];
  readonly fold: Fold | undefined;
  /** Of a section: it is closed. */
  readonly closed: boolean;
  /** The first step of the run that this row begins and that could be folded; -1 for none. */
  readonly foldable: number;
  /** Where the row stands in a stretch that the engines made by themselves; the empty string where in none. */
  readonly bracket: '' | 'first' | 'middle' | 'last';
  /** By end, behind the row; empty unless windows are to be drawn. */
  readonly windows: readonly WindowUse[];
  /** Messages of which the segment carries octets; empty where messages are not to be drawn. */
  readonly says: readonly Share[];
  /** Messages that are whole at their receiver by this row, where its own shares do not show it. */
  readonly hears: readonly { readonly message: number; readonly name: string }[];
  /** How a segment, its arrival or a fold is drawn where messages have arrows: it begins messages, or is a tick on them. */
  readonly as: '' | 'message' | 'tick';
  /** Of `message`: those whose first octet leaves with the segment. */
  readonly begins: readonly Begun[];
}

/** A segment that was on its way for more than its own row, or the timer that ran until it was sent again (`timeout`). */
export interface Span {
  /** The row that sent it, and the row where it ends; the last row where it never does. */
  readonly start: number;
  readonly end: number;
  readonly from: EndId;
  readonly to: EndId;
  /** `dropped`: it arrives, and its receiver throws it away; `drop`: it is lost on its way. */
  readonly how: 'deliver' | 'drop' | 'dropped' | 'duplicate' | 'open' | 'timeout';
  /** The segment was not captured. */
  readonly supposed: boolean;
  /** Of `timeout`: the retransmission timeout in microseconds, 0 where the flow tells no times. */
  readonly rto: number;
}

/** A message whose first octet leaves in a row. */
export interface Begun {
  readonly message: number;
  /** Empty for eyes that never read it. */
  readonly name: string;
  readonly size: number | undefined;
  /** Segments that carry it, and how many of them are repetitions. */
  readonly segments: number;
  readonly again: number;
  /** Its receiver has all of it in the end. */
  readonly whole: boolean;
}

/** The arrow of a message, from the departure of its first octet to the arrival in order of its last. */
export interface MessageArrow {
  readonly message: number;
  readonly from: EndId;
  readonly to: EndId;
  /** The row in which it begins, its place among those that begin there, and the row in which it ends. */
  readonly start: number;
  readonly place: number;
  readonly end: number;
  /** Its receiver has all of it in the end. */
  readonly whole: boolean;
  /** The step that makes it whole; the last one about it where none does. */
  readonly step: number;
  /** How much of it has arrived in order by a row, 0 to 1: those in a window, and the one before and behind. */
  readonly points: readonly { readonly row: number; readonly share: number }[];
}

/** The rows `from` up to `from + rows.length`, and the segments that cross them. */
export interface RowWindow {
  readonly from: number;
  readonly rows: readonly Row[];
  readonly spans: readonly Span[];
  /** Arrows of messages that cross them; empty unless messages have arrows. */
  readonly messages: readonly MessageArrow[];
}

/** What a segment carries of a message above TCP, as the chosen eyes read it. */
export interface Share {
  /** The message's place among all of the flow. */
  readonly message: number;
  /** `GET /`, `200 OK`; empty where its start line is not whole yet. */
  readonly name: string;
  /** Octets from the message's beginning; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Octets of the message; undefined where only the end of the connection will tell. */
  readonly size: number | undefined;
  /** `waits`: the message is not whole yet for who looks; `never`: it never is. */
  readonly read: 'yes' | 'waits' | 'never';
}

/** A trace as a diagram. `rows` may be called for any part, in any order. */
export interface Diagram {
  readonly index: DiagramIndex;
  /** Rows from `from` up to but not including `to`, both cut to what there is. */
  readonly rows: (from: number, to: number) => RowWindow;
}

/** The row that shows step `step` (from 0): the last at or before it that draws anything, -1 for none. */
export function rowOf(index: DiagramIndex, step: number): number {
  return index.rowOfStep[Math.min(step, index.steps - 1)] ?? -1;
}

/** Rows with an error or a warning; where there are none, those with hints. */
export function findingRows({ marks, markLevels }: DiagramIndex): number[] {
  const grave = [...marks].filter((_, i) => (markLevels[i] ?? 0) > 1);
  return grave.length > 0 ? grave : [...marks];
}

/** The step of the next finding before or behind a step; -1 for none. Goes on at the other end. */
export function nextFinding(index: DiagramIndex, step: number, by: 1 | -1): number {
  const steps = findingRows(index).map((row) => index.stepOfRow[row] ?? -1);
  const found = by > 0 ? steps.find((s) => s > step) : steps.findLast((s) => s < step && s >= 0);
  return found ?? (by > 0 ? steps[0] : steps.at(-1)) ?? -1;
}
