/** Printed segments with the numbers that they carried. */
import { ACK, type Block, PSH, SYN, type Segment, type Seq, ZERO, add, distance, gt, segEnd, seq } from '../../wire';
import { type Printed, type PrintedAbove, type PrintedSocket, isSegment } from './printed';

/** A segment with its sockets, as it was on the wire as far as the text tells. */
export interface Told {
  readonly printed: Printed | PrintedAbove;
  readonly source: PrintedSocket;
  readonly destination: PrintedSocket;
  readonly segment: Segment;
}

/** The side of a connection: what its segments so far have shown. */
interface Side {
  /** The sequence number that is printed as 0. */
  base: Seq | undefined;
  /** Behind the last octet that it sent. */
  next: Seq | undefined;
  /** The number of its SYN. */
  iss: Seq | undefined;
  win: number;
  /** The shift count of its SYN, and the one in use once a SYN,ACK has answered. */
  offered: number | undefined;
  scale: number | undefined;
  ts: Seq | undefined;
  /** Octets of a frame before its payload. */
  head: number | undefined;
}

interface Conversation {
  readonly sockets: readonly [PrintedSocket, PrintedSocket];
  readonly sides: readonly [Side, Side];
}

/** An analyser's manner of printing numbers. */
export interface Manner {
  /** Numbers count from the first segment with ACK, which has its own (tcpdump); else all are as they are printed. */
  readonly countsFromFirst: boolean;
  /** Windows are multiplied by the scale factor. */
  readonly scalesWindows: boolean;
}

const OTHER = { 0: 1, 1: 0 } as const;
/** No line is of a longer payload, octets: a frame before segmentation offload has at most eight times what IP carries. */
const LONGEST = 1 << 19;
/** A window where none was printed: the largest that needs no scaling. */
const FULL = 0xffff;

const freshSide = (): Side => ({
  base: undefined,
  next: undefined,
  iss: undefined,
  win: FULL,
  offered: undefined,
  scale: undefined,
  ts: undefined,
  head: undefined,
});

/** Follows the connections in a text. */
export class Conversations {
  private readonly bySockets = new Map<string, Conversation>();
  private readonly byHosts = new Map<string, Conversation>();
  /** Above 0 if acknowledgment numbers are nearer to 0 than to the first numbers of their sides: the text counts from these. */
  votes = 0;

  constructor(
    private readonly manner: Manner,
    private readonly isRelative: boolean,
  ) {}

  /** The segment of a printed line; undefined if the line tells too little of it. */
  take(line: Printed | PrintedAbove): Told | undefined {
    return isSegment(line) ? this.takeSegment(line) : this.takeAbove(line);
  }

  private takeSegment(line: Printed): Told | undefined {
    const [conversation, from] = this.conversationOf(line.source, line.destination);
    const [own, peer] = [conversation.sides[from], conversation.sides[OTHER[from]]];
    const isWhole = this.setBases(own, peer, line);
    const turned = (base: Seq | undefined, value: number): Seq =>
      isWhole || !this.isRelative ? seq(value) : add(base ?? ZERO, value);
    if (!isWhole) this.vote(peer.base, line.ack);
    const has = (flag: number): boolean => (line.flags & flag) !== 0;
    const number = line.seq === undefined ? (own.next ?? own.base ?? ZERO) : turned(own.base, line.seq);
    const ack = has(ACK) ? (line.ack === undefined ? (peer.next ?? ZERO) : turned(peer.base, line.ack)) : ZERO;
    if (line.ack !== undefined && has(ACK)) peer.next ??= ack;
    if (has(SYN)) own.offered = line.options.wscale;
    if (has(SYN) && has(ACK)) own.scale = own.offered;
    const len = line.len ?? Math.max(0, (line.wire ?? 0) - (own.head ?? line.wire ?? 0));
    if (len > LONGEST) return undefined;
    const sack = line.options.sack?.map((b): Block => ({
      left: turned(peer.base, b.left),
      right: turned(peer.base, b.right),
    }));
    const win = this.windowOf(line, own, peer);
    const options = sack === undefined ? line.options : { ...line.options, sack };
    const segment: Segment = { seq: number, ack, flags: line.flags, win, urg: line.urg ?? 0, len, options };
    const id = line.id === undefined ? {} : { ip: { id: line.id & 0xffff } };
    const { source, destination } = line;
    // A SYN within a connection, old or forged, moves nothing.
    if (own.next === undefined || !has(SYN) || has(ACK)) note(own, segment, line.wire);
    this.byHosts.set(`${source.host} ${destination.host}`, conversation);
    return { printed: line, source, destination, segment: { ...segment, ...id } };
  }

  /** A line of a protocol above TCP: the next octets of its direction, as many as the frame has room for. */
  private takeAbove(line: PrintedAbove): Told | undefined {
    const hosts = `${line.source} ${line.destination}`;
    const conversation = this.byHosts.get(hosts) ?? this.byHosts.get(`${line.destination} ${line.source}`);
    if (conversation === undefined) return undefined;
    const from = conversation.sockets[0].host === line.source ? 0 : 1;
    const [own, peer] = [conversation.sides[from], conversation.sides[OTHER[from]]];
    const head = own.head ?? peer.head;
    if (head === undefined || own.next === undefined || line.wire <= head || line.wire - head > LONGEST)
      return undefined;
    const ts = own.ts === undefined ? {} : { ts: { val: own.ts, ecr: peer.ts ?? ZERO } };
    const segment: Segment = {
      seq: own.next,
      ack: peer.next ?? ZERO,
      flags: PSH | ACK,
      win: own.win,
      urg: 0,
      len: line.wire - head,
      options: ts,
    };
    note(own, segment, undefined);
    const { sockets } = conversation;
    return { printed: line, source: sockets[from], destination: sockets[OTHER[from]], segment };
  }

  /** The conversation of two sockets, and the place of the first of them in it. */
  private conversationOf(source: PrintedSocket, destination: PrintedSocket): [Conversation, 0 | 1] {
    const [one, two] = [`${source.host} ${source.port}`, `${destination.host} ${destination.port}`];
    const key = one < two ? `${one} ${two}` : `${two} ${one}`;
    let conversation = this.bySockets.get(key);
    if (conversation === undefined) {
      conversation = { sockets: [source, destination], sides: [freshSide(), freshSide()] };
      this.bySockets.set(key, conversation);
    }
    const [first] = conversation.sockets;
    return [conversation, first.host === source.host && first.port === source.port ? 0 : 1];
  }

  /**
   * Sets what numbers count from. True if those of the line are its own: by the rule of tcpdump, the numbers of a segment
   * without ACK, of a SYN, and of the first segment that the text has of a connection.
   */
  private setBases(own: Side, peer: Side, { flags, seq: number, ack }: Printed): boolean {
    const isReply = (flags & SYN) !== 0 && (flags & ACK) !== 0;
    if (isReply && number !== own.iss) {
      own.iss = number === undefined ? undefined : seq(number);
      own.next = undefined;
      peer.next = nextBy(ack, peer.next);
      peer.scale = peer.offered;
    }
    if (!this.manner.countsFromFirst || (flags & ACK) === 0) return true;
    if (own.base !== undefined && !isReply) return false;
    own.base = seq(number ?? 0);
    peer.base = ack === undefined ? ZERO : add(seq(ack), -1);
    return true;
  }

  /** Weighs an acknowledgment number: how far it is from the first number of its side, and how far from 0. */
  private vote(base: Seq | undefined, ack: number | undefined): void {
    if (base === undefined || ack === undefined) return;
    this.votes += distance(base, seq(ack)) - ack;
  }

  private windowOf(line: Printed, own: Side, peer: Side): number {
    const win = line.win ?? own.win;
    const isScaled = this.manner.scalesWindows && (line.flags & SYN) === 0 && line.win !== undefined;
    const known = own.scale !== undefined && peer.scale !== undefined ? own.scale : 0;
    let carried = isScaled ? Math.floor(win / 2 ** known) : win;
    // Without the SYNs the factor is not known: the least one that the window fits with.
    while (carried > FULL) carried = Math.floor(carried / 2);
    return carried;
  }
}

/** SND.NXT of a side whose SYN is answered: what is acknowledged, or behind the octets that came with the SYN. */
function nextBy(ack: number | undefined, next: Seq | undefined): Seq | undefined {
  if (ack === undefined) return next;
  return next !== undefined && distance(seq(ack), next) <= FULL ? next : seq(ack);
}

/** Notes what a segment shows of its sender. */
function note(side: Side, segment: Segment, wire: number | undefined): void {
  const end = segEnd(segment);
  if (side.next === undefined || gt(end, side.next)) side.next = end;
  side.win = segment.win;
  side.ts = segment.options.ts?.val ?? side.ts;
  // A short frame may be padded to the least length of Ethernet.
  if (wire !== undefined && segment.len > 0) side.head = wire - segment.len;
  else if (wire !== undefined && (segment.flags & SYN) === 0) side.head ??= wire;
}
