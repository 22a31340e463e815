import { ACK, FIN, RST, SYN, type Seq, distance } from '../../wire';
import type { Ended, Opened } from './connection';

/** The numbers of a segment, as far as they decide to which incarnation it belongs and how that goes on. */
export interface Numbers {
  readonly at: number;
  readonly seq: Seq;
  readonly ack: Seq;
  readonly length: number;
  readonly flags: number;
}

/** The most sequence numbers behind an ISN that are taken for the beginning of its connection. */
const NEAR = 1 << 16;
/** The least number of repetitions without an answer that, with silence behind, are taken for giving up. */
const GIVEN_UP = 2;

/** One incarnation of a connection while its packets come in. Sides are 0 for the client and 1 for the server. */
export class Incarnation {
  packets = 0;
  through = 0;
  cut = 0;
  last: number;
  readonly octets: [number, number] = [0, 0];
  private readonly isn: [Seq | undefined, Seq | undefined] = [undefined, undefined];
  private readonly finished: [boolean, boolean] = [false, false];
  /** The side that reset the connection, or seems to have done. */
  private resetBy: 0 | 1 | undefined;
  /** True if a SYN came first. */
  private begins: 'syn' | 'mid-stream' | undefined;
  private isRefused = false;
  /** True once the server side has answered the first SYN, or where there is none. */
  isAnswered = false;
  /** The rows of its SYNs, as long as nothing else of it has come. */
  readonly syns: number[] = [];
  /** The last segment that takes sequence space: who sent it, its number, how often it came without an answer. */
  private awaited: { readonly side: 0 | 1; readonly seq: Seq; times: number; gap: number; at: number } | undefined;

  /**
   * @param id from 1
   * @param flow the number of its four-tuple
   * @param isTurned true if the client is the second socket of the four-tuple
   * @param before the incarnation of the same sockets before this one
   */
  constructor(
    readonly id: number,
    readonly flow: number,
    readonly isTurned: boolean,
    readonly first: number,
    readonly before: Incarnation | undefined,
  ) {
    this.last = first;
  }

  /** True if a SYN of a side begins another connection: it has another ISN, or this one has begun without a SYN. */
  isLeftBy(side: 0 | 1, { seq, flags }: Numbers): boolean {
    if ((flags & (SYN | ACK | RST)) !== SYN) return false;
    const isn = this.isn[side];
    if (isn !== undefined) return isn !== seq;
    // A SYN of the other side too, as long as no SYN is answered, is a simultaneous open (RFC 9293 §3.5).
    return this.isAnswered || this.begins !== 'syn';
  }

  /** True if a segment can belong to what this incarnation's SYN began; a segment that can't belongs to the one before. */
  isNear(side: 0 | 1, { seq, ack, flags }: Numbers): boolean {
    if ((flags & (SYN | ACK)) === SYN) return true;
    const own = this.isn[side];
    const peer = this.isn[side === 0 ? 1 : 0];
    if (peer !== undefined) return (flags & ACK) !== 0 && ack !== peer && distance(peer, ack) <= NEAR;
    return own !== undefined && distance(own, seq) <= NEAR;
  }

  /** Takes a packet of which only the addresses are known. */
  takeCut(at: number): void {
    this.begins ??= 'mid-stream';
    this.packets++;
    this.cut++;
    this.last = Math.max(this.last, at);
  }

  take(side: 0 | 1, numbers: Numbers): void {
    const { at, seq, flags, length } = numbers;
    const other = side === 0 ? 1 : 0;
    this.begins ??= (flags & SYN) !== 0 ? 'syn' : 'mid-stream';
    if (this.begins === 'mid-stream') this.isAnswered = true;
    if ((flags & SYN) !== 0 && (flags & RST) === 0) this.isn[side] ??= seq;
    if (this.isn[other] !== undefined && (flags & ACK) !== 0) {
      if (!this.isAnswered && (flags & RST) !== 0) this.isRefused = true;
      this.isAnswered = true;
    }
    if ((flags & RST) !== 0) this.resetBy ??= this.isClosed ? undefined : side;
    // An endpoint sends nothing behind its own RST: another has sent that, or it was not taken.
    else if (this.resetBy === side) this.resetBy = undefined;
    if ((flags & FIN) !== 0) this.finished[side] = true;
    this.await(side, numbers);
    this.packets++;
    this.octets[side] += length;
    this.last = Math.max(this.last, at);
  }

  /** True as long as neither both sides have finished nor one has reset it. */
  get isOpen(): boolean {
    return !this.isClosed && this.resetBy === undefined;
  }

  /** Takes the SYNs of another incarnation, which drew answers of this one. */
  adopt({ syns, last }: Incarnation): void {
    this.packets += syns.length;
    this.last = Math.max(this.last, last);
  }

  private get isClosed(): boolean {
    return this.finished[0] && this.finished[1];
  }

  /** Counts how often a side sends the same again while the other is silent. */
  private await(side: 0 | 1, { at, seq, flags, length }: Numbers): void {
    const { awaited } = this;
    if (awaited !== undefined && awaited.side !== side) this.awaited = undefined;
    if (length === 0 && (flags & (SYN | FIN)) === 0) return;
    if (awaited?.side === side && awaited.seq === seq) {
      awaited.times++;
      awaited.gap = at - awaited.at;
      awaited.at = at;
    } else this.awaited = { side, seq, times: 0, gap: 0, at };
  }

  get opened(): Opened {
    if (this.begins !== 'syn') return 'mid-stream';
    return this.isRefused ? 'syn-refused' : 'syn';
  }

  /** @param end when the capture ended, microseconds */
  ended(end: number): Ended {
    if (this.resetBy !== undefined) return 'rst';
    if (this.isClosed) return 'fin';
    const { awaited } = this;
    // The retransmission timer doubles (RFC 6298 §5.5): the next sending would have come in the meantime.
    const gaveUp = awaited !== undefined && awaited.times >= GIVEN_UP && end - this.last > 3 * awaited.gap;
    return gaveUp ? 'timeout' : 'open';
  }
}
