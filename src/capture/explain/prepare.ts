import {
  ACK,
  CWR,
  FIN,
  PSH,
  RST,
  SYN,
  type Segment,
  type Seq,
  add,
  ge,
  has,
  optionBytes,
  sameBlocks,
  segLen,
} from '../../wire';
import type { Packet } from '../file';
import type { Sighting } from '../read';
import type { Host, Micros, Note, NoteId } from './explanation';
import { type ByHost, Sending, other } from './sending';
import { Unwrapper } from './unwrap';

/** Two sightings of a packet within this time are the tap's, which sees it twice. */
const AT_ONCE: Micros = 100;
/** Two sightings further apart than this are two packets. */
const COPY: Micros = 3_000_000;
/** The share of wrong checksums of a host above which its network card sets them. */
const MOST_DAMAGED = 1 / 3;
/** So many packets with a wrong one are looked for in the acknowledgments. */
const MOST_JUDGED = 16;
/** A network card cuts no frame into more pieces. */
const MOST_PIECES = 2048;
const ECN = [undefined, 'ect1', 'ect0', 'ce'] as const;
/** A header cut before its flags says nothing. */
const WITH_FLAGS = 14;

/** Marks of a tap's place in the packets of one host. */
export interface Marked {
  sent: number;
  received: number;
  /** Frames longer than a segment. */
  offloaded: number;
  /** Frames whose checksum the network card was still to complete. */
  partial: number;
}

/** The packets of a tap, as sendings. */
export interface Prepared {
  /** In the order of the tap. */
  readonly sendings: readonly Sending[];
  readonly notes: readonly Note[];
  readonly marked: ByHost<Marked>;
  /** The greatest payload that each host may send: its peer's MSS (RFC 9293 §3.7.1); infinite if it was not seen. */
  readonly most: ByHost<number>;
}

/** The packets of a tap as sendings: numbers unwrapped, long frames cut, sightings of one packet folded. */
export function prepare(sightings: readonly Sighting[]): Prepared {
  return new Preparation(sightings).run();
}

class Preparation {
  private readonly numbers = new Unwrapper();
  private readonly sendings: Sending[] = [];
  private readonly noted = new Map<NoteId, number[]>();
  private readonly marked: ByHost<Marked> = [newMarked(), newMarked()];
  private readonly most: [number, number] = [Infinity, Infinity];
  /** The latest packet of each host by its identification. */
  private readonly latest = new Map<number, { sending: Sending; packet: Packet; last: Micros }>();
  /** True for a host whose packets have identifications. */
  private readonly identifies: [boolean, boolean] = [false, false];
  private readonly checksums: ByHost<'damage' | 'offload'>;

  constructor(private readonly sightings: readonly Sighting[]) {
    this.checksums = [judgeChecksums(sightings, 'client'), judgeChecksums(sightings, 'server')];
  }

  run(): Prepared {
    for (const sighting of this.sightings) {
      if (sighting.icmp !== undefined) this.note('icmp', sighting.frame);
      const { packet } = sighting;
      if (packet?.cut !== undefined) this.note('cut-short', sighting.frame);
      if (packet !== undefined && (packet.cut ?? Infinity) >= WITH_FLAGS) this.take(sighting, packet);
    }
    const notes = [...this.noted].map(([id, frames]) => ({ id, frames }));
    return { sendings: this.sendings, notes, marked: this.marked, most: this.most };
  }

  private note(id: NoteId, frame: number): void {
    const frames = this.noted.get(id);
    if (frames === undefined) this.noted.set(id, [frame]);
    else frames.push(frame);
  }

  private take(sighting: Sighting, packet: Packet): void {
    const from: Host = sighting.from === 'client' ? 0 : 1;
    const marked = this.marked[from];
    if (sighting.direction !== undefined) marked[sighting.direction]++;
    if (this.isCopy(from, sighting, packet)) return;
    const { segment } = packet;
    if (has(segment, SYN) && segment.options.mss !== undefined) this.most[other(from)] = segment.options.mss;
    const isDamaged = packet.checksum === false && this.checksums[from] === 'damage';
    if (packet.checksum === 'partial') marked.partial++;
    if (isDamaged) this.note('damaged', sighting.frame);
    else if (isWrong(packet)) this.note('checksum-offload', sighting.frame);
    const most = this.most[from] - optionBytes(segment.options);
    const isCut = !has(segment, SYN) && segment.len > most && segment.len <= most * MOST_PIECES;
    if (isCut) {
      marked.offloaded++;
      this.note('offload', sighting.frame);
    }
    const pieces = isCut ? piecesOf(segment, most) : [segment];
    const frames = [sighting.frame];
    const first = packet.identification ?? 0;
    const { at } = sighting;
    if (first !== 0) this.identifies[from] = true;
    for (const [index, piece] of pieces.entries()) {
      const { seq, ack, val, ecr } = this.numbers.unwrap(from, piece, has(piece, ACK));
      const id = first && (first + index) & 0xffff;
      const carried = withEcn(piece, packet);
      const sending = new Sending({ from, segment: carried, frames, at, seq, ack, val, ecr, id, isDamaged });
      this.sendings.push(sending);
      if (index === 0) this.latest.set(from * 65536 + id, { sending, packet, last: at });
    }
  }

  /** Counts a sighting of a packet that has been seen to that one's sending. */
  private isCopy(from: Host, { at, frame }: Sighting, packet: Packet): boolean {
    const id = packet.identification ?? 0;
    // Hosts leave out the identification of what belongs to no socket: a SYN,ACK, an ACK in TIME-WAIT. Those are known by
    // their timestamps: sent again, they have others.
    const isBare = has(packet.segment, SYN) || this.identifies[from];
    const isKnown = id !== 0 || (isBare && packet.segment.options.ts !== undefined);
    const seen = isKnown ? this.latest.get(from * 65536 + id) : undefined;
    if (seen === undefined || at - seen.last > COPY || !isSameHeader(seen.packet, packet)) return false;
    const isTwice = at - seen.last < AT_ONCE || packet.ttl !== seen.packet.ttl;
    seen.last = at;
    if (seen.sending.isDamaged && !isWrong(packet)) return false;
    seen.sending.frames.push(frame);
    if (!isTwice) (seen.sending.again ??= []).push(at);
    this.note(isTwice ? 'seen-twice' : 'doubled', frame);
    return true;
  }
}

const newMarked = (): Marked => ({ sent: 0, received: 0, offloaded: 0, partial: 0 });

function withEcn(segment: Segment, { ecn }: Packet): Segment {
  const name = ECN[ecn];
  return name === undefined ? segment : { ...segment, ecn: name };
}

function isWrong({ checksum }: Packet): boolean {
  return checksum === false || checksum === 'partial';
}

/**
 * The network card of a host sets the checksums where some have the pseudo-header's alone, many are wrong, or octets with a wrong
 * one were acknowledged without another copy: a receiver discards what is damaged (RFC 9293 §3.1, MUST-3).
 */
function judgeChecksums(sightings: readonly Sighting[], from: Sighting['from']): 'damage' | 'offload' {
  let all = 0;
  const wrong: number[] = [];
  for (const [index, { from: sender, packet }] of sightings.entries()) {
    if (sender !== from || packet === undefined) continue;
    if (packet.checksum === 'partial') return 'offload';
    all++;
    if (packet.checksum === false) wrong.push(index);
  }
  if (wrong.length > all * MOST_DAMAGED) return 'offload';
  return wrong.slice(0, MOST_JUDGED).some((index) => isTaken(sightings, index)) ? 'offload' : 'damage';
}

/** True if the octets of a packet were acknowledged behind it, and were not captured again. */
function isTaken(sightings: readonly Sighting[], index: number): boolean {
  const { from, packet } = sightings[index] as Sighting;
  const length = packet === undefined ? 0 : segLen(packet.segment);
  if (packet === undefined || length === 0) return false;
  const { seq } = packet.segment;
  const isAgain = (one: Sighting, i: number): boolean =>
    i !== index && one.from === from && one.packet?.segment.seq === seq && segLen(one.packet.segment) > 0;
  const end = add(seq, length);
  return (
    !sightings.some(isAgain) &&
    sightings.some((one, i) => i > index && one.from !== from && acknowledges(one.packet?.segment, end))
  );
}

function acknowledges(segment: Segment | undefined, end: Seq): boolean {
  return segment !== undefined && has(segment, ACK) && !has(segment, RST) && ge(segment.ack, end);
}

/** A long frame as the network card sends it: PSH and FIN on the last piece, CWR on the first. */
function piecesOf(segment: Segment, most: number): readonly Segment[] {
  const pieces: Segment[] = [];
  const { data, ...header } = segment;
  for (let start = 0; start < segment.len; start += most) {
    const isLast = start + most >= segment.len;
    pieces.push({
      ...header,
      seq: add(segment.seq, start),
      len: Math.min(most, segment.len - start),
      flags: segment.flags & ~(isLast ? 0 : PSH | FIN) & ~(start === 0 ? 0 : CWR),
      ...(data === undefined ? {} : { data: data.subarray(start, start + most) }),
    });
  }
  return pieces;
}

function isSameHeader(a: Packet, b: Packet): boolean {
  const [s, t] = [a.segment, b.segment];
  return (
    s.seq === t.seq &&
    s.ack === t.ack &&
    s.flags === t.flags &&
    s.win === t.win &&
    s.len === t.len &&
    isSameOptions(s.options, t.options)
  );
}

/** True for equal options of a packet that was seen twice; values that were not read are not compared. */
function isSameOptions(a: Segment['options'], b: Segment['options']): boolean {
  return (
    a.ts?.val === b.ts?.val &&
    a.ts?.ecr === b.ts?.ecr &&
    a.mss === b.mss &&
    a.wscale === b.wscale &&
    a.sackOk === b.sackOk &&
    sameBlocks(a.sack ?? [], b.sack ?? [])
  );
}
