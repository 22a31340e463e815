import { ACK, SYN } from '../../wire';
import {
  ADDRESS_LENGTH,
  DESTINATION,
  FRAME_CUT,
  FROM_SERVER,
  type Found,
  type Frame,
  GrowingTable,
  HEAD_CUT,
  ICMP_ERROR,
  INBOUND,
  OUTBOUND,
  RECEIVED,
  type Row,
  SENT,
  SOURCE,
  type Socket,
  THROUGH,
  addressAt,
  u16,
  u32,
} from '../file';
import type { Connection } from './connection';
import { Incarnation } from './incarnation';
import { Numbered } from './numbered';

/** Octets of a TCP header up to its flags, and of one without options (RFC 9293 §3.1). */
const WITH_FLAGS = 14;
const FIXED = 20;
const WORDS_OF_ADDRESS = 4;

/**
 * Sorts packets into connections, one after the other, by the four-tuple and the incarnation. Addresses and four-tuples
 * are numbered, so that a packet makes no object; a connection makes one.
 */
export class Tracker {
  readonly table = new GrowingTable();
  readonly incarnations: Incarnation[] = [];
  /** Version and address. */
  private readonly addresses = new Numbered(1 + WORDS_OF_ADDRESS);
  /** Two numbers of addresses, and their ports. */
  private readonly flows = new Numbered(3);
  private readonly latest: Incarnation[] = [];
  private readonly address = new Uint32Array(1 + WORDS_OF_ADDRESS);
  private readonly flow = new Uint32Array(3);
  private readonly row: Row = newRow();

  /** Takes the TCP segment that was found in a frame; four octets of it were captured at least. */
  take(frame: Frame, found: Found): void {
    const { bytes } = frame;
    const { start, ip } = found;
    const version = found.version === 4 ? 4 : 6;
    const source = this.numberOf(bytes, ip + SOURCE[version], version);
    const destination = this.numberOf(bytes, ip + DESTINATION[version], version);
    const isTurned = this.setFlow(source, u16(bytes, start), destination, u16(bytes, start + 2));
    const { row } = this;
    this.fill(row, frame, found);
    const incarnation = this.incarnationOf(this.flows.of(this.flow), isTurned);
    const side = incarnation.isTurned === isTurned ? 0 : 1;
    if ((row.marks & HEAD_CUT) !== 0) incarnation.takeCut(row.at);
    else incarnation.take(side, row);
    incarnation.through |= found.through;
    if (side === 1) row.marks |= FROM_SERVER;
    row.connection = incarnation.id;
    this.table.add(row);
  }

  /** Takes an ICMP error that quotes a segment; it is left out if nothing was seen of that segment's connection. */
  takeIcmp(frame: Frame, found: Found): void {
    const { bytes } = frame;
    const version = found.version === 4 ? 4 : 6;
    const quoted = found.start + 8;
    const segment = quoted + (version === 4 ? 4 * ((bytes[quoted] ?? 0) & 15) : 40);
    const [source, destination] = [quoted + SOURCE[version], quoted + DESTINATION[version]];
    const isTurned = this.setFlow(
      this.numberOf(bytes, source, version),
      u16(bytes, segment),
      this.numberOf(bytes, destination, version),
      u16(bytes, segment + 2),
    );
    const incarnation = this.latest[this.flows.of(this.flow)];
    if (incarnation === undefined) return;
    const { row } = this;
    this.fill(row, frame, found);
    row.seq = u32(bytes, segment + 4);
    row.ack = row.length = row.flags = 0;
    row.marks = (row.marks & (RECEIVED | SENT | FRAME_CUT)) | ICMP_ERROR;
    if (incarnation.isTurned !== isTurned) row.marks |= FROM_SERVER;
    row.connection = incarnation.id;
    this.table.add(row);
  }

  /** @param end when the capture ended, microseconds */
  connections(end: number): Connection[] {
    return this.incarnations.map((incarnation) => this.connectionOf(incarnation, end));
  }

  private connectionOf(incarnation: Incarnation, end: number): Connection {
    const { id, flow, isTurned, packets, octets, first, last, opened, through, cut } = incarnation;
    const sockets = [this.socketOf(flow, 0), this.socketOf(flow, 1)] as const;
    const [client, server] = isTurned ? [sockets[1], sockets[0]] : sockets;
    const names = THROUGH.filter((_, bit) => (through & (1 << bit)) !== 0);
    return {
      id,
      client,
      server,
      packets,
      octets,
      first,
      last,
      opened,
      ended: incarnation.ended(end),
      through: names,
      cut,
    };
  }

  private socketOf(flow: number, which: 0 | 1): Socket {
    const address = this.flows.word(flow, which);
    const ports = this.flows.word(flow, 2);
    const version = this.addresses.word(address, 0) === 4 ? 4 : 6;
    const octets = new Uint8Array(4 * WORDS_OF_ADDRESS);
    const view = new DataView(octets.buffer);
    for (let i = 0; i < WORDS_OF_ADDRESS; i++) view.setUint32(4 * i, this.addresses.word(address, 1 + i));
    return { address: addressAt(octets, 0, version), port: which === 0 ? ports >>> 16 : ports & 0xffff };
  }

  private numberOf(bytes: Uint8Array, at: number, version: 4 | 6): number {
    const { address } = this;
    address.fill(0);
    address[0] = version;
    for (let i = 0; 4 * i < ADDRESS_LENGTH[version]; i++) address[1 + i] = u32(bytes, at + 4 * i);
    return this.addresses.of(address);
  }

  /** Sets the key of a four-tuple, the same for both directions. True if the sender is its second socket. */
  private setFlow(source: number, sourcePort: number, destination: number, destinationPort: number): boolean {
    const { flow } = this;
    const isTurned = source > destination || (source === destination && sourcePort > destinationPort);
    flow[0] = isTurned ? destination : source;
    flow[1] = isTurned ? source : destination;
    flow[2] = isTurned ? (destinationPort << 16) | sourcePort : (sourcePort << 16) | destinationPort;
    return isTurned;
  }

  private fill(row: Row, frame: Frame, found: Found): void {
    const { bytes } = frame;
    const { start, end } = found;
    const there = end - start;
    row.at = frame.at;
    row.offset = frame.offset;
    row.frame = frame.number;
    row.marks = directionMark(frame, found) | (frame.end - frame.start < frame.wire ? FRAME_CUT : 0);
    if (there < WITH_FLAGS) {
      row.marks |= HEAD_CUT;
      row.seq = row.ack = row.length = row.flags = 0;
      return;
    }
    const offset = 4 * ((bytes[start + 12] ?? 0) >> 4);
    row.seq = u32(bytes, start + 4);
    row.ack = u32(bytes, start + 8);
    row.flags = bytes[start + 13] ?? 0;
    row.length = Math.max(0, found.length - (offset >= FIXED && offset <= found.length ? offset : FIXED));
  }

  /** The incarnation that the packet in `row` belongs to: the latest one of its sockets, one before it, or a new one. */
  private incarnationOf(flow: number, isTurned: boolean): Incarnation {
    const { row } = this;
    const latest = this.latest[flow];
    if (latest === undefined) return this.begin(flow, isTurned, undefined);
    if ((row.marks & HEAD_CUT) !== 0) return latest;
    const side = latest.isTurned === isTurned ? 0 : 1;
    if (latest.isLeftBy(side, row)) return this.begin(flow, isTurned, latest);
    // A SYN that nobody has answered: what does not fit it still belongs to the connection before.
    if (latest.isAnswered || latest.before === undefined || latest.isNear(side, row)) return latest;
    return latest.before;
  }

  private begin(flow: number, isTurned: boolean, before: Incarnation | undefined): Incarnation {
    const isClientTurned = this.isFromClient(isTurned) === isTurned;
    // A SYN that nobody has answered takes nothing from the connection before it.
    const real = before?.isAnswered === false ? before.before : before;
    const made = new Incarnation(this.incarnations.length + 1, flow, isClientTurned, this.row.at, real);
    this.incarnations.push(made);
    this.latest[flow] = made;
    return made;
  }

  /** True if the sender of the packet in `row` is the client: by SYN or SYN,ACK, else by the lower port of servers. */
  private isFromClient(isTurned: boolean): boolean {
    const { flags, marks } = this.row;
    if ((marks & HEAD_CUT) === 0 && (flags & SYN) !== 0) return (flags & ACK) === 0;
    const ports = this.flow[2] ?? 0;
    const [one, two] = [ports >>> 16, ports & 0xffff];
    return isTurned ? two >= one : one >= two;
  }
}

/** The direction at the tap, by the file or by the packet type of a cooked frame: 4 was sent, 0 to 3 were received. */
function directionMark({ direction }: Frame, { cooked }: Found): number {
  if (direction === INBOUND || (cooked !== undefined && cooked < 4)) return RECEIVED;
  return direction === OUTBOUND || cooked === 4 ? SENT : 0;
}

function newRow(): Row {
  return { at: 0, offset: 0, frame: 0, connection: 0, seq: 0, ack: 0, length: 0, flags: 0, marks: 0 };
}
