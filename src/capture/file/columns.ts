import type { Seq } from '../../wire';

/** Packets as columns: no object for each of them. */
export interface PacketTable {
  readonly count: number;
  /** Time of capture, microseconds since the first frame of the file. */
  readonly at: Float64Array;
  /** Offset of the frame's record in the (decompressed) file, octets. */
  readonly offset: Float64Array;
  /** The frame's number, from 1. */
  readonly frame: Uint32Array;
  /** The id of the packet's connection. */
  readonly connection: Uint32Array;
  /** SEG.SEQ and SEG.ACK; 0 if they were not captured. Of an ICMP error, SEG.SEQ of the segment that it quotes. */
  readonly seq: Uint32Array;
  readonly ack: Uint32Array;
  /** Payload, octets: by the length in the IP header. */
  readonly length: Uint32Array;
  /** The control bits of TCP. */
  readonly flags: Uint8Array;
  /** The bits below. */
  readonly marks: Uint8Array;
}

/** Sent by the server; without it, by the client. Of an ICMP error: by the sender of the segment that it quotes. */
export const FROM_SERVER = 1;
/** The header of TCP was not captured up to its flags: numbers, flags and length are 0. */
export const HEAD_CUT = 2;
/** The frame was cut short: it is longer than what was captured. */
export const FRAME_CUT = 4;
/** An ICMP error that quotes a segment of the connection. */
export const ICMP_ERROR = 8;
/** The frame's direction at the tap: received, sent; neither bit where the file does not say. */
export const RECEIVED = 16;
export const SENT = 32;

/** One row to be. */
export interface Row {
  at: number;
  offset: number;
  frame: number;
  connection: number;
  seq: Seq;
  ack: Seq;
  length: number;
  flags: number;
  marks: number;
}

/** The room of a new table, rows. */
const FIRST = 1024;

type Columns = { -readonly [K in Exclude<keyof PacketTable, 'count'>]: PacketTable[K] };

function newColumns(room: number): Columns {
  return {
    at: new Float64Array(room),
    offset: new Float64Array(room),
    frame: new Uint32Array(room),
    connection: new Uint32Array(room),
    seq: new Uint32Array(room),
    ack: new Uint32Array(room),
    length: new Uint32Array(room),
    flags: new Uint8Array(room),
    marks: new Uint8Array(room),
  };
}

/** Columns that grow: each time by half. */
export class GrowingTable {
  count = 0;
  private room = FIRST;
  private columns = newColumns(FIRST);

  add(row: Row): void {
    if (this.count === this.room) this.resize(this.room + (this.room >>> 1));
    const { columns, count } = this;
    columns.at[count] = row.at;
    columns.offset[count] = row.offset;
    columns.frame[count] = row.frame;
    columns.connection[count] = row.connection;
    columns.seq[count] = row.seq;
    columns.ack[count] = row.ack;
    columns.length[count] = row.length;
    columns.flags[count] = row.flags;
    columns.marks[count] = row.marks;
    this.count++;
  }

  /** Gives a row to another connection. */
  move(row: number, connection: number): void {
    this.columns.connection[row] = connection;
  }

  /** The table, without spare room. */
  finished(): PacketTable {
    this.resize(this.count);
    return { count: this.count, ...this.columns };
  }

  private resize(room: number): void {
    const { columns } = this;
    const resized = newColumns(room);
    for (const name of Object.keys(columns) as (keyof Columns)[]) resized[name].set(columns[name].subarray(0, room));
    this.room = room;
    this.columns = resized;
  }
}
