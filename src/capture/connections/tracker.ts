import { ACK, RST, SYN, ZERO, addressText, seq, u16, u32 } from '../../wire';
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
  OUTGOING,
  RECEIVED,
  type Row,
  SENT,
  SOURCE,
  type Socket,
  THROUGH,
  WITH_FLAGS,
  headerLength,
  quotedIn,
} from '../file';
import type { Connection } from './connection';
import { Incarnation } from './incarnation';
import { Numbered } from './numbered';

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
    const isTurned = this.setFlow(bytes, found.ip, found.start, found.version);
    const { row } = this;
    this.fill(row, frame, found);
    const incarnation = this.incarnationOf(this.flows.of(this.flow), isTurned);
    const side = incarnation.isTurned === isTurned ? 0 : 1;
    if ((row.marks & HEAD_CUT) !== 0) incarnation.takeCut(row.at);
    else incarnation.take(side, row);
    incarnation.through |= found.through;
    if (side === 1) row.marks |= FROM_SERVER;
    row.connection = incarnation.id;
    if ((row.flags & (SYN | ACK)) === SYN && !incarnation.isAnswered) incarnation.syns.push(this.table.count);
    this.table.add(row);
  }

  /** Takes an ICMP error that quotes a segment. Any other message is left out, and an error about no known connection. */
  takeIcmp(frame: Frame, found: Found): void {
    const { bytes } = frame;
    const quoted = quotedIn(bytes, found);
    if (quoted === undefined) return;
    const isTurned = this.setFlow(bytes, quoted.ip, quoted.start, found.version);
    const incarnation = this.latest[this.flows.of(this.flow)];
    if (incarnation === undefined) return;
    const { row } = this;
    this.fill(row, frame, found);
    row.seq = seq(u32(bytes, quoted.start + 4));
    row.ack = ZERO;
    row.length = row.flags = 0;
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
    return {
      address: addressText(octets.subarray(0, ADDRESS_LENGTH[version])),
      port: which === 0 ? ports >>> 16 : ports & 0xffff,
    };
  }

  private numberOf(bytes: Uint8Array, at: number, version: 4 | 6): number {
    const { address } = this;
    address.fill(0);
    address[0] = version;
    for (let i = 0; 4 * i < ADDRESS_LENGTH[version]; i++) address[1 + i] = u32(bytes, at + 4 * i);
    return this.addresses.of(address);
  }

  /**
   * Sets the key of a four-tuple, the same for both directions. True if the sender is its second socket.
   *
   * @param ip where the IP header is
   * @param start where the TCP header is
   */
  private setFlow(bytes: Uint8Array, ip: number, start: number, version: 4 | 6): boolean {
    const source = this.numberOf(bytes, ip + SOURCE[version], version);
    const destination = this.numberOf(bytes, ip + DESTINATION[version], version);
    const [sourcePort, destinationPort] = [u16(bytes, start), u16(bytes, start + 2)];
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
    row.at = frame.at;
    row.offset = frame.offset;
    row.frame = frame.number;
    row.marks = directionMark(frame, found) | (frame.end - frame.start < frame.wire ? FRAME_CUT : 0);
    if (end - start < WITH_FLAGS) {
      row.marks |= HEAD_CUT;
      row.seq = row.ack = ZERO;
      row.length = row.flags = 0;
      return;
    }
    row.seq = seq(u32(bytes, start + 4));
    row.ack = seq(u32(bytes, start + 8));
    row.flags = bytes[start + 13] ?? 0;
    row.length = Math.max(0, found.length - headerLength(bytes, start, found.length));
  }

  /** The incarnation that the packet in `row` belongs to: the latest one of its sockets, one before it, or a new one. */
  private incarnationOf(flow: number, isTurned: boolean): Incarnation {
    const { row } = this;
    const latest = this.latest[flow];
    if (latest === undefined) return this.begin(flow, isTurned, undefined);
    if ((row.marks & HEAD_CUT) !== 0) return latest;
    const side = latest.isTurned === isTurned ? 0 : 1;
    if (latest.isLeftBy(side, row)) return this.begin(flow, isTurned, latest);
    // As long as a SYN is not answered, segments that do not fit it belong to the connection before.
    if (latest.isAnswered || latest.before === undefined || latest.isNear(side, row)) return latest;
    if (side === 0 && this.isHalfOpen(latest, latest.before)) this.giveBack(latest, latest.before);
    return latest.before;
  }

  /**
   * True if the packet in `row` resets the connection before, by the host whose SYNs its other end has answered in the
   * numbers of that one: the host had forgotten it (RFC 9293 §3.5.1), so that the SYNs belong to its story.
   */
  private isHalfOpen(latest: Incarnation, before: Incarnation): boolean {
    const isAlone = latest.packets === latest.syns.length && latest === this.incarnations.at(-1);
    return (this.row.flags & RST) !== 0 && isAlone && before.isOpen && before.isTurned === latest.isTurned;
  }

  private giveBack(latest: Incarnation, before: Incarnation): void {
    for (const row of latest.syns) this.table.move(row, before.id);
    before.adopt(latest);
    this.incarnations.pop();
    this.latest[latest.flow] = before;
  }

  private begin(flow: number, isTurned: boolean, before: Incarnation | undefined): Incarnation {
    const isClientTurned = this.isFromClient(isTurned) === isTurned;
    // A connection whose SYN was not answered is before no other.
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

/** The direction at the tap, by the file or by the packet type of a cooked frame: those below OUTGOING were received. */
function directionMark({ direction }: Frame, { cooked }: Found): number {
  if (direction === INBOUND || (cooked !== undefined && cooked < OUTGOING)) return RECEIVED;
  return direction === OUTBOUND || cooked === OUTGOING ? SENT : 0;
}

function newRow(): Row {
  return { at: 0, offset: 0, frame: 0, connection: 0, seq: ZERO, ack: ZERO, length: 0, flags: 0, marks: 0 };
}
