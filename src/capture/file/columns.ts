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

/** The server has sent it; without it, the client. Of an ICMP error: who sent the segment that it quotes. */
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
  seq: number;
  ack: number;
  length: number;
  flags: number;
  marks: number;
}

/** The room of a new table, rows. */
const FIRST = 1024;

type Columns = { -readonly [K in Exclude<keyof PacketTable, 'count'>]: PacketTable[K] };

/** Columns that grow: each time by half. */
export class GrowingTable {
  count = 0;
  private room = FIRST;
  private columns: Columns = {
    at: new Float64Array(FIRST),
    offset: new Float64Array(FIRST),
    frame: new Uint32Array(FIRST),
    connection: new Uint32Array(FIRST),
    seq: new Uint32Array(FIRST),
    ack: new Uint32Array(FIRST),
    length: new Uint32Array(FIRST),
    flags: new Uint8Array(FIRST),
    marks: new Uint8Array(FIRST),
  };

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

  /** The table, without spare room. */
  finished(): PacketTable {
    this.resize(this.count);
    return { count: this.count, ...this.columns };
  }

  private resize(room: number): void {
    const { at, offset, frame, connection, seq, ack, length, flags, marks } = this.columns;
    this.room = room;
    this.columns = {
      at: float64(at, room),
      offset: float64(offset, room),
      frame: uint32(frame, room),
      connection: uint32(connection, room),
      seq: uint32(seq, room),
      ack: uint32(ack, room),
      length: uint32(length, room),
      flags: uint8(flags, room),
      marks: uint8(marks, room),
    };
  }
}

function float64(old: Float64Array, room: number): Float64Array {
  const fresh = new Float64Array(room);
  fresh.set(old.subarray(0, room));
  return fresh;
}

function uint32(old: Uint32Array, room: number): Uint32Array {
  const fresh = new Uint32Array(room);
  fresh.set(old.subarray(0, room));
  return fresh;
}

function uint8(old: Uint8Array, room: number): Uint8Array {
  const fresh = new Uint8Array(room);
  fresh.set(old.subarray(0, room));
  return fresh;
}
