/** The shapes of HTTP/2: frames as read, the state of a side, and wishes to be written (RFC 9113). */
import type { Breach, FieldOf } from '../breach';
import type { Head } from '../head';
import type { Octets } from '../octets';
import type { Role } from '../role';
import type { Queue } from '../../wire';
import type { FrameName, StreamState } from './names';

/** A part of a frame; octets are counted from the beginning of the frame. */
export interface H2Field extends FieldOf {
  /** The parts of a structure: a setting's number and value, a header field's representation. */
  readonly fields?: readonly H2Field[];
}

/** The way in which a header field is written in a block (RFC 7541 §6). `size`: an update of the table's size. */
export type Form = 'indexed' | 'indexing' | 'without' | 'never' | 'size';

/** A header field of a block. Octets are counted from the beginning of the block; `to` exclusive. */
export interface HpackField {
  readonly form: Form;
  /** Characters stand for octets. */
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** Offset of the value's literal; `to` if the value comes from a table. */
  readonly valueFrom: number;
  /** Of the entry that gives the field, or its name; 0 where the name is a literal. The new size, in octets, of `size`. */
  readonly index: number;
}

/** An entry of a dynamic table (RFC 7541 §4.1). */
export interface Entry {
  readonly name: string;
  readonly value: string;
}

/** A dynamic table (RFC 7541 §2.3.2): an immutable value. */
export interface Table {
  /** Oldest first: the last one has index 62. */
  readonly entries: Queue<Entry>;
  /** Octets: of each entry the name, the value and 32. */
  readonly size: number;
  /** The most octets that it may hold, as the encoder has said. */
  readonly max: number;
}

/** Why a block can't be decoded on, or is not as it has to be. */
export type HpackProblem = 'index' | 'integer' | 'padding' | 'eos' | 'table-size' | 'size-place' | 'short';

/** A header block, decoded. */
export interface Block {
  readonly fields: readonly HpackField[];
  readonly table: Table;
  /** The first problem, and its octets in the block. */
  readonly problem: { readonly kind: HpackProblem; readonly from: number; readonly to: number } | undefined;
}

/** A setting as a frame says it. */
export interface Setting {
  readonly id: number;
  readonly value: number;
}

/** A whole frame of one direction, or the client's preface. */
export interface Frame {
  readonly name: FrameName;
  readonly type: number;
  readonly flags: number;
  /** 0 for the connection. */
  readonly stream: number;
  /** Octets of the payload. */
  readonly length: number;
  /** Octets of the direction; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** With the frame's head of nine octets. */
  readonly octets: Octets;
  readonly fields: readonly H2Field[];
  /** END_STREAM, of DATA and HEADERS (§6.1, §6.2). */
  readonly end: boolean;
  /** END_HEADERS: of HEADERS, PUSH_PROMISE and CONTINUATION. True of all other frames. */
  readonly whole: boolean;
  /** ACK, of SETTINGS and PING. */
  readonly ack: boolean;
  /** The content of DATA in `octets`, without padding; `to` exclusive. Empty of other frames. */
  readonly content: { readonly from: number; readonly to: number };
  /** Of HEADERS with PRIORITY, and of PRIORITY (deprecated, §5.3.2). */
  readonly priority: { readonly exclusive: boolean; readonly stream: number; readonly weight: number } | undefined;
  readonly settings: readonly Setting[];
  /** Of RST_STREAM and GOAWAY. */
  readonly code: number;
  /** Of GOAWAY: the last stream that its sender may have looked at. */
  readonly last: number;
  /** Of PUSH_PROMISE. */
  readonly promised: number;
  /** Of WINDOW_UPDATE. */
  readonly increment: number;
  /** The opaque octets of PING, in hexadecimal. */
  readonly ping: string;
  /** The header block that this frame makes whole: of HEADERS and PUSH_PROMISE, or of the last CONTINUATION. */
  readonly block: BlockOf | undefined;
  /** Rules that its octets break by themselves. */
  readonly breaches: readonly Breach[];
}

/** A header block of a stream, as its last frame makes it whole. */
export interface BlockOf {
  /** Kind of block: of a message, or a promise. */
  readonly of: 'HEADERS' | 'PUSH_PROMISE';
  /** END_STREAM of its first frame. */
  readonly end: boolean;
  readonly promised: number;
  /** Frames that it has come in. */
  readonly frames: number;
  /** Octets of the block, compressed, and as a list (RFC 9113 §6.5.2, MAX_HEADER_LIST_SIZE). */
  readonly size: number;
  readonly listSize: number;
  readonly fields: readonly HpackField[];
  /** The direction's dynamic table behind it. */
  readonly table: Table;
  /** The message as HTTP reads it; undefined of trailers, and where it can't be read. */
  readonly head: Head | undefined;
}

/** A stream at one side that is not idle. */
export interface H2Stream {
  readonly id: number;
  readonly state: StreamState;
  /** `GET /`; empty where its request is not known. */
  readonly request: string;
  /** The final status; 0 before. */
  readonly status: number;
  /** Octets of DATA that this side may still send on it, and that it still lets the peer send. Can be negative (§6.9.2). */
  readonly send: number;
  readonly receive: number;
  /** Octets that have come and are not yet given back by WINDOW_UPDATE. */
  readonly taken: number;
  /** Frames that have passed on it: of this side, and of the peer. */
  readonly out: Passed;
  readonly in: Passed;
  /** By END_STREAM of both, or by RST_STREAM of a side; undefined while it is not closed. */
  readonly closed: 'ended' | 'reset-sent' | 'reset-received' | undefined;
  /** Of RST_STREAM. */
  readonly code: number | undefined;
}

/** Frames that have passed on a stream in one direction. */
export interface Passed {
  readonly part: 'nothing' | 'interim' | 'head' | 'data' | 'trailers';
  /** Octets of DATA without padding, and those that Content-Length says. */
  readonly data: number;
  readonly length: number | undefined;
  readonly ended: boolean;
}

/** Settings of a side by their number: those that differ from the initial ones (§6.5.2). */
export type Settings = Readonly<Record<number, number>>;

/** One direction of a connection, as a side knows it: what it has said itself, or what has reached it. */
export interface H2Half {
  /** Frames and the preface. */
  readonly frames: number;
  /** The client's 24 octets have passed. */
  readonly preface: boolean;
  /** The settings that its sender has told, and those that are not yet acknowledged, oldest first. */
  readonly settings: Settings;
  readonly pending: readonly (readonly Setting[])[];
  /** SETTINGS were sent at all. */
  readonly told: boolean;
  /** Octets of DATA that may still pass in this direction (§6.9.1); of those that passed, the ones not given back. */
  readonly window: number;
  readonly taken: number;
  readonly table: Table;
  /** A smaller table was asked for: the next block has to begin with its size (RFC 7541 §4.2). */
  readonly sizeDue: number | undefined;
  /** The highest stream that its sender has opened or promised; 0 before. */
  readonly last: number;
  readonly goaway: { readonly last: number; readonly code: number } | undefined;
  /** PINGs that are not acknowledged, oldest first. */
  readonly pings: readonly string[];
  /** A block that is not whole: its stream (§6.10). */
  readonly open: number | undefined;
}

/** Something wrong that the peer has said: what this side has to answer (§5.4). */
export interface Owed {
  readonly kind: 'GOAWAY' | 'RST_STREAM';
  readonly code: number;
  readonly stream: number;
}

/** One side of HTTP/2 on one connection. A value: nothing in it changes. */
export interface H2End {
  readonly role: Role;
  readonly out: H2Half;
  readonly in: H2Half;
  /** Streams that are not closed, by number; and the closed ones, oldest first. */
  readonly streams: ReadonlyMap<number, H2Stream>;
  readonly closed: Queue<H2Stream>;
  /** The preface of the connection was not seen: it began before. Streams, settings and tables of before are not known. */
  readonly partial: boolean;
  /** TLS below it: what was negotiated; undefined in clear. */
  readonly sealed: Sealing | undefined;
  readonly owed: readonly Owed[];
  readonly ended: boolean;
}

/** TLS under a connection of HTTP/2. */
export interface Sealing {
  readonly alpn: string | undefined;
  /** The name of a suite that HTTP/2 forbids with TLS 1.2 (§9.2.2, Appendix A). */
  readonly weak: string | undefined;
}

/** A frame that somebody wishes to send, as `h2 FRAME …` says it: what is left out is what its sender would say. */
export interface H2Wish {
  readonly frame: FrameName;
  /** Left out: 0, or the stream that is meant: a client's HEADERS opens the next one, a server answers the oldest request. */
  readonly stream?: number;
  /** HEADERS with a request, or PUSH_PROMISE. */
  readonly method?: string;
  readonly target?: string;
  /** HEADERS with a response. */
  readonly status?: number;
  /** Header fields; of SETTINGS the settings; of others keys: `INCREMENT`, `LAST`, `PAD`, `PROMISES`, `DATA`, `WEIGHT`, `DEPENDS`, `FLAGS`. */
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  /** Fields that are not filled in, in lower case. */
  readonly without?: readonly string[];
  /** Of RST_STREAM and GOAWAY: `CANCEL`, or a number. */
  readonly code?: string;
  /** Of DATA, of a frame that is written by its octets. */
  readonly body?: Uint8Array;
  readonly end?: boolean;
  readonly ack?: boolean;
}

/** The way in which a side comes to speak HTTP/2. */
export interface Framing {
  readonly role: Role;
  readonly partial: boolean;
  /** TLS below it. */
  readonly sealed: Sealing | undefined;
}

/** The header block that is not whole. */
export interface OpenBlock {
  readonly of: 'HEADERS' | 'PUSH_PROMISE';
  readonly stream: number;
  readonly end: boolean;
  readonly promised: number;
  readonly frames: number;
  readonly octets: Octets;
  readonly size: number;
}

/** The reading of a direction, between two pieces of it. */
export interface H2Reading {
  /** The direction has shown that it speaks HTTP/2. */
  readonly decided: boolean;
  /** The frame that is not whole: octets so far, and where it begins in the direction. */
  readonly waiting: Octets;
  readonly size: number;
  readonly from: number;
  /** Octets of the frame with its head, once that is whole; and its name. */
  readonly needs: number | undefined;
  readonly name: string;
  /** The client's preface has passed, or the direction has none. */
  readonly preface: boolean;
  readonly table: Table;
  readonly block: OpenBlock | undefined;
}

/** HTTP/2 at one side of a connection. */
export interface Framed {
  readonly end: H2End;
  /** The reading of the side's own direction. */
  readonly reading: H2Reading;
  /** The reading of the peer's direction by this side, once other octets came than the peer wrote. */
  readonly heard: H2Reading | undefined;
}
