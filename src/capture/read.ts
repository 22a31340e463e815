import { type Connection, Tracker } from './connections';
import {
  AddressTexts,
  CUT,
  type Comment,
  FRAGMENT,
  FRAME_CUT,
  FROM_SERVER,
  type Found,
  type Frame,
  FrameReader,
  ICMP,
  type IcmpError,
  type Instant,
  PORTS,
  type Packet,
  type PacketTable,
  type Problem,
  type ProblemId,
  type Progress,
  RECEIVED,
  RecordReader,
  SENT,
  type Section,
  type Source,
  TCP,
  UNKNOWN_LINK,
  decompressed,
  findSegment,
  icmpErrorAt,
  newFound,
  packetAt,
  piecesOf,
} from './file';

/** The frames of a file, counted by kind. */
export interface Counts {
  readonly frames: number;
  /** Rows of the table, ICMP errors among them. */
  readonly packets: number;
  /** Fragments of IP packets with TCP: they are not joined, and no rows. */
  readonly fragments: number;
  /** Frames that end, or whose lengths do, before the ports of TCP. */
  readonly cut: number;
  /** Frames of links that are not read, and the first such link type. */
  readonly unknownLinks: number;
  readonly unknownLink: number | undefined;
  /** Frames that were lost for want of room while capturing, as the file itself says. */
  readonly dropped: number;
}

/** A capture file as far as it could be read. */
export interface Capture {
  readonly packets: PacketTable;
  readonly connections: readonly Connection[];
  readonly counts: Counts;
  /** The time of the first frame; undefined if there is none, or none that has a time. */
  readonly began: Instant | undefined;
  /** The time of the last frame, microseconds since the first one. */
  readonly ended: number;
  readonly comments: readonly Comment[];
  /** Lines of TLS key logs that the file itself holds; empty if none. */
  readonly keys: string;
  /** The reason why reading ended before the end of the file; all before that is here. */
  readonly problem: Problem | undefined;
  /** The readers of the file's records, for reading them again. */
  readonly sections: readonly Section[];
}

/** The most rows and the most connections that a table may have. */
const MOST_PACKETS = 1 << 26;
const MOST_CONNECTIONS = 1 << 20;
/** Between two pieces of this size, octets, reading can be cancelled. */
const PIECE = 1 << 20;

const ALWAYS: Progress = () => true;

/** Sorts the frames of a capture that are handed to it. */
class Reading {
  readonly tracker = new Tracker();
  readonly frames = new FrameReader((frame) => this.take(frame));
  private readonly found = newFound();
  private fragments = 0;
  private cut = 0;
  private unknownLinks = 0;
  private unknownLink: number | undefined;
  private end = 0;
  problem: Problem | undefined;

  push(chunk: Uint8Array): void {
    this.frames.push(chunk);
    this.problem ??= this.frames.problem;
  }

  /** Ends reading for a reason that is not in the octets. */
  stop(id: ProblemId, args: Problem['args'] = {}): void {
    this.problem ??= { id, args: { frame: this.frames.said.frames, ...args } };
  }

  finish(): Capture {
    const { tracker, fragments, cut, unknownLinks, unknownLink, end } = this;
    if (this.problem === undefined) this.frames.end();
    const { frames, began, dropped, comments, secrets, sections } = this.frames.said;
    const keys = secrets.join('\n');
    const packets = tracker.table.finished();
    const counts = { frames, packets: packets.count, fragments, cut, unknownLinks, unknownLink, dropped };
    const problem = this.problem ?? this.frames.problem;
    const connections = tracker.connections(end);
    return { packets, connections, counts, began, ended: end, comments, keys, problem, sections };
  }

  private take(frame: Frame): void {
    const { found, tracker } = this;
    if (this.problem !== undefined) return;
    if (frame.at > this.end) this.end = frame.at;
    findSegment(frame, found);
    if (found.kind === TCP && found.end - found.start >= PORTS) tracker.take(frame, found);
    else if (found.kind === TCP || found.kind === CUT) this.cut++;
    else if (found.kind === FRAGMENT) this.fragments++;
    else if (found.kind === ICMP) tracker.takeIcmp(frame, found);
    else if (found.kind === UNKNOWN_LINK) {
      this.unknownLinks++;
      this.unknownLink ??= frame.link;
    }
    if (tracker.table.count >= MOST_PACKETS) this.stop('capture/too-many-packets', { limit: MOST_PACKETS });
    else if (tracker.incarnations.length >= MOST_CONNECTIONS)
      this.stop('capture/too-many-connections', { limit: MOST_CONNECTIONS });
  }
}

/**
 * Reads a capture in one pass: pcap or pcapng, as it is or in gzip. Nothing in the file makes it throw: `problem` says
 * why it ended early.
 *
 * @param progress hears how much has been read of the file, before it is decompressed; what it throws is thrown, and so
 *   is what the source throws
 */
export async function readCapture(source: Source, progress: Progress = ALWAYS): Promise<Capture> {
  const reading = new Reading();
  const given = watched(source, progress);
  const { source: octets, isBroken } = decompressed(given.source);
  for await (const chunk of octets) {
    reading.push(chunk);
    if (reading.problem !== undefined) break;
  }
  if (given.isCancelled()) reading.stop('capture/cancelled');
  else if (isBroken()) reading.stop('capture/gzip-broken');
  return reading.finish();
}

/** Reads a capture that is in memory and not compressed, at once. */
export function readOctets(file: Uint8Array): Capture {
  const reading = new Reading();
  reading.push(file);
  return reading.finish();
}

/** A source in pieces, after each of which progress is told, and whether that has cancelled it. */
function watched(source: Source, progress: Progress): { readonly source: Source; readonly isCancelled: () => boolean } {
  let isCancelled = false;
  async function* run(): Source {
    let octets = 0;
    for await (const chunk of source) {
      for (const piece of piecesOf(chunk, PIECE)) {
        yield piece;
        octets += piece.length;
        isCancelled = !(await progress(octets));
        if (isCancelled) return;
      }
    }
  }
  return { source: run(), isCancelled: () => isCancelled };
}

/** A packet of a connection as it was captured: a TCP segment, or an ICMP error that quotes one. */
export interface Sighting {
  readonly frame: number;
  /** Microseconds since the first frame of the file. */
  readonly at: number;
  /** The sender of the segment; of an ICMP error, the sender of the one that it quotes. */
  readonly from: 'client' | 'server';
  /** Whether the tap's host received or sent the frame, where the file says so. */
  readonly direction: 'received' | 'sent' | undefined;
  /** True if the frame was cut short. */
  readonly isCut: boolean;
  readonly packet: Packet | undefined;
  readonly icmp: IcmpError | undefined;
}

/**
 * The packets of a connection in order, read again.
 *
 * @param source the same file as that of the capture
 */
export async function packetsOf(capture: Capture, connection: number, source: Source): Promise<readonly Sighting[]> {
  const sightings: Sighting[] = [];
  const reader = readerOf(
    capture,
    (id) => id === connection,
    (sighting) => void sightings.push(sighting),
  );
  for await (const chunk of decompressed(source).source) {
    reader.push(chunk);
    if (reader.isDone) break;
  }
  return sightings;
}

/** Packets of several connections that are read in one pass at most, unless one connection has more. */
const MOST_AT_ONCE = 1 << 16;

/**
 * The packets of some connections, one connection after the other in the order of their numbers.
 *
 * @param again gives the same file as that of the capture, each time from its beginning
 */
export async function* packetsOfEach(
  capture: Capture,
  connections: readonly Connection[],
  again: () => Source,
): AsyncIterable<{ readonly connection: Connection; readonly sightings: readonly Sighting[] }> {
  for (let from = 0; from < connections.length;) {
    let to = from;
    for (let packets = 0; to < connections.length; to++) {
      packets += connections[to]?.packets ?? 0;
      if (to > from && packets > MOST_AT_ONCE) break;
    }
    const some = connections.slice(from, to);
    const lists = new Map(some.map(({ id }): [number, Sighting[]] => [id, []]));
    const take = (sighting: Sighting, connection: number): void => void lists.get(connection)?.push(sighting);
    const reader = readerOf(capture, (id) => lists.has(id), take);
    for await (const chunk of decompressed(again()).source) {
      reader.push(chunk);
      if (reader.isDone) break;
    }
    for (const connection of some) yield { connection, sightings: lists.get(connection.id) ?? [] };
    from = to;
  }
}

/** All packets of a capture that is in memory and not compressed, in order. */
export function sightingsIn(capture: Capture, file: Uint8Array): readonly Sighting[] {
  const sightings: Sighting[] = [];
  const reader = readerOf(
    capture,
    () => true,
    (sighting) => void sightings.push(sighting),
  );
  reader.push(file);
  return sightings;
}

/** A reader of the records of some connections, which hands on their packets. */
function readerOf(
  { packets, sections }: Capture,
  isWanted: (connection: number) => boolean,
  take: (sighting: Sighting, connection: number) => void,
): RecordReader {
  const rows: number[] = [];
  const offsets: number[] = [];
  for (let row = 0; row < packets.count; row++) {
    if (!isWanted(packets.connection[row] ?? 0)) continue;
    rows.push(row);
    offsets.push(packets.offset[row] ?? 0);
  }
  const found = newFound();
  const texts = new AddressTexts();
  // Rows are in the order of their records.
  let at = 0;
  return new RecordReader(sections, offsets, (frame) => {
    while (at < offsets.length && (offsets[at] ?? 0) < frame.offset) at++;
    if (offsets[at] !== frame.offset) return;
    const row = rows[at] ?? 0;
    findSegment(frame, found);
    take(sightingOf(packets, row, frame.bytes, found, texts), packets.connection[row] ?? 0);
  });
}

function sightingOf(packets: PacketTable, row: number, bytes: Uint8Array, found: Found, texts: AddressTexts): Sighting {
  const marks = packets.marks[row] ?? 0;
  return {
    frame: packets.frame[row] ?? 0,
    at: packets.at[row] ?? 0,
    from: (marks & FROM_SERVER) === 0 ? 'client' : 'server',
    direction: (marks & RECEIVED) !== 0 ? 'received' : (marks & SENT) !== 0 ? 'sent' : undefined,
    isCut: (marks & FRAME_CUT) !== 0,
    packet: packetAt(bytes, found, texts),
    icmp: icmpErrorAt(bytes, found),
  };
}
