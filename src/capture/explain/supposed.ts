import { ACK, FIN, RST, SYN, type Segment, has, optionBytes, seq } from '../../wire';
import type { Evidence, Micros } from './explanation';
import { LONGEST_STEP, stepOf } from './order';
import type { Range } from './ranges';
import { Sending, decide, firstWhere, other } from './sending';

/** A wider gap in the numbers of a host is none: its numbers went elsewhere. */
export const WIDEST = 1 << 24;
/** The payload of a segment where none has been seen (RFC 9293 §3.7.1), octets. */
const UNKNOWN_MSS = 536;
/** A gap of more segments than these is cut into few pieces, each of no more octets than an IPv4 packet carries (RFC 791 §3.1). */
const MANY = 64;
const LONGEST = 65_495;
/** The segments that are supposed at most, besides as many as were seen. */
export const MOST_SUPPOSED = 4096;
/** The first time that a host waits for an ACK, at least (RFC 6298 §2.4 asks for a second; hosts take less), microseconds. */
const FIRST_WAIT: Micros = 200_000;

/**
 * A host's sendings with those that were not captured, and yet must have been: octets that are missing between others,
 * or are acknowledged; and octets that identifications count, and no acknowledgment can be.
 *
 * @param sendings in the order of sending
 * @param peer what the other host sends, in the order of the tap
 * @param isOwn true if the host's identifications count the packets of this connection alone
 * @param limit the longest payload that the host may send, if its identifications count its packets, and what the tap
 *   misses was lost before it
 * @param mss the longest payload that the host may send (RFC 9293 §3.7.1), octets; infinite if it was not seen
 */
export function withSupposed(
  sendings: readonly Sending[],
  peer: readonly Sending[],
  isOwn: boolean,
  limit: number | undefined,
  mss: number,
): Sending[] {
  return new Supposing(sendings, peer, isOwn, limit, mss).run();
}

class Supposing {
  private readonly out: Sending[] = [];
  /** The number behind all octets so far. */
  private top = NaN;
  /** The longest payload, and the number behind all octets of data, of what was seen. */
  private readonly most: number = 1;
  private readonly end: number = -Infinity;
  /** The number behind a FIN that was seen; NaN if none was. */
  private readonly fin: number = NaN;
  private cuts: Float64Array | undefined;
  /** By acknowledgment number the time at which the peer sent it first. */
  private firstAcks: ReadonlyMap<number, Micros> | undefined;
  /** The first of the peer's sendings that acknowledges more than a number, and the first behind a time. */
  private acked = 0;
  private until = 0;
  /** The number of segments that may still be supposed. */
  private room: number;
  private last: Sending | undefined;
  /** The identification that the host used last; 0 for none. */
  private identified = 0;
  /** The right edge of the widest window that the peer has offered; infinite if that can't be told. */
  private readonly edge: number;

  constructor(
    private readonly sendings: readonly Sending[],
    private readonly peer: readonly Sending[],
    private readonly isOwn: boolean,
    private readonly limit: number | undefined,
    private readonly mss: number,
  ) {
    this.room = MOST_SUPPOSED + sendings.length;
    this.edge = edgeOf(sendings, peer);
    for (const { segment, end } of sendings) {
      this.most = Math.max(this.most, segment.len);
      if (has(segment, FIN)) this.fin = end;
      if (segment.len > 0 && !has(segment, RST)) this.end = Math.max(this.end, has(segment, FIN) ? end - 1 : end);
    }
  }

  run(): Sending[] {
    this.open();
    for (const sending of this.sendings) {
      const gap = sending.seq - this.top;
      const isReset = has(sending.segment, RST);
      let filled = 0;
      // A number is wrong that no window has let its host send, or before which its host has sent nothing more.
      const isBeyond = gap > 0 && (sending.seq > this.edge + this.most || this.follows(sending));
      const isNew = has(sending.segment, SYN);
      if (gap > 0 && gap < WIDEST && !isBeyond && !isNew && (!isReset || this.isAcknowledged(sending))) {
        filled = this.fill(this.top, sending.seq, sending, sending.at);
        this.top = sending.seq;
      }
      if (this.limit !== undefined && sending.id !== 0) this.count(sending, filled);
      this.out.push(sending);
      if (sending.id !== 0) this.identified = sending.id;
      if (!isReset && !isBeyond)
        this.top = Number.isNaN(this.top) || gap >= WIDEST ? sending.end : Math.max(this.top, sending.end);
    }
    const last = this.out.at(-1);
    const acked = this.ackedBeyond();
    if (last !== undefined && acked > this.top) this.fill(this.top, acked, last, Infinity);
    return this.out;
  }

  /** The SYN that a SYN,ACK answers was sent before it (RFC 9293 §3.5), also where both hosts open (§3.5, figure 7). */
  private open(): void {
    const { peer, sendings } = this;
    const answer = peer.find(({ segment }) => !isOf(segment, SYN));
    if (answer === undefined || !isOf(answer.segment, SYN | ACK)) return;
    if (sendings.some(({ segment }) => isOf(segment, SYN) || (answer === peer[0] && has(segment, SYN)))) return;
    const by = { ...answer, from: other(answer.from) };
    // Two SYNs cross: neither has come when the other one is sent.
    const [syn = answer] = peer;
    this.out.push(supposed(by, answer.ack - 1, { flags: SYN, len: 0 }, Math.min(answer.at, syn.at) - 1));
  }

  /** True if identifications show that it was sent right behind the last one (RFC 6864 §4.1). */
  private follows({ id }: Sending): boolean {
    return this.isOwn && this.identified !== 0 && id !== 0 && stepOf(this.identified, id) === 1;
  }

  /** True if the peer has acknowledged the octets before an RST; one may have any number. */
  private isAcknowledged({ seq: number, at }: Sending): boolean {
    this.firstAcks ??= new Map([...this.peer].reverse().map(({ ack, at: when }) => [ack, when]));
    return (this.firstAcks.get(number) ?? Infinity) <= at;
  }

  /**
   * Octets that two acknowledgments cover beyond all that was seen, or one that echoes a timestamp which was not seen either:
   * one number alone may be wrong, and is not to be explained away.
   */
  private ackedBeyond(): number {
    const latest = this.sendings.reduce((val, one) => (one.val > val ? one.val : val), -Infinity);
    let most = -Infinity;
    let second = -Infinity;
    for (const { ack, ecr, segment } of this.peer) {
      if (!(ack > this.top) || ack - this.top >= WIDEST || has(segment, RST)) continue;
      second = Math.max(second, ecr > latest && Number.isFinite(latest) ? ack : Math.min(most, ack));
      most = Math.max(most, ack);
    }
    return second;
  }

  /** The numbers at which segments end: those of the host's segments, and those that its peer acknowledges. */
  private cutsIn(): Float64Array {
    const acked = this.peer.flatMap(({ ack }) => (Number.isNaN(ack) ? [] : [ack]));
    return Float64Array.from([...this.sendings.map(({ seq: number }) => number), ...acked]).sort();
  }

  /** Supposes octets that must have been sent, cut as they are sent again, else by the longest payload. */
  private fill(from: number, to: number, by: Sending, latest: Micros): number {
    const { peer } = this;
    const cuts = (this.cuts ??= this.cutsIn());
    while (this.acked < peer.length && !((peer[this.acked]?.ack ?? 0) > from)) this.acked++;
    const at = Math.min(latest, peer[this.acked]?.at ?? Infinity);
    let start = from;
    let n = 0;
    for (; start < to && this.room > 0; n++) {
      this.room--;
      const left = start;
      const cut = cuts[firstWhere(cuts, (one) => one > left)] ?? to;
      const usual = this.most > 1 ? this.most : UNKNOWN_MSS;
      const most = pieceOf(to - from, usual, this.mss);
      // A FIN takes a number, and no room in the payload.
      const end = Math.min(cut, to, start + most + (start + most + 1 === this.fin ? 1 : 0));
      // The octet behind all data is that of a FIN which is sent again.
      const isLast = end === this.fin;
      this.out.push(
        supposed(by, start, isLast ? { flags: FIN | ACK, len: end - start - 1 } : { flags: ACK, len: end - start }, at),
      );
      start = end;
    }
    return n;
  }

  /**
   * Supposes earlier sendings of a segment's octets, where the step of identifications to it (RFC 6864 §4.1) counts more
   * packets than the tap saw and than there was to acknowledge.
   *
   * @param filled how many have been supposed already
   */
  private count(sending: Sending, filled: number): void {
    const { last } = this;
    this.last = sending;
    if (last === undefined || has(sending.segment, RST)) return;
    const step = stepOf(last.id, sending.id);
    if (step <= 1 + filled || step > LONGEST_STEP || sending.end === sending.seq) return;
    const missing = step - 1 - filled - this.toAcknowledge(last, sending);
    if (missing <= 0) return;
    const because: Evidence = { rule: 'E-tap', frames: [...last.frames, ...sending.frames] };
    const wait = Math.min(FIRST_WAIT, (sending.at - last.at) / 2 ** missing);
    for (const [n, { left, right }] of this.octetsOf(sending, last, missing).entries()) {
      const at = right === sending.end ? sending.at - wait * (2 ** missing - 2 ** n) : last.at;
      const { flags, len } = sending.segment;
      const isSame = left === sending.seq && right === sending.end;
      const one = supposed(sending, left, isSame ? { flags, len } : { flags: ACK, len: right - left }, at);
      decide(one, 'lost', 'presumed', because);
      this.out.push(one);
    }
  }

  /** The octets of packets that were lost between two. */
  private octetsOf(sending: Sending, last: Sending, count: number): readonly Range[] {
    const { top, most, end, limit = most } = this;
    const { seq, segment } = sending;
    // A sending that comes again too soon for a timer stands behind new octets that were lost and are sent again later.
    const isTail = seq < top && top < end && sending.at - last.at < FIRST_WAIT;
    // A flight that is lost whole is full segments; else one segment is lost again and again.
    const isFlight = seq === top && segment.len >= most && count > 2;
    const from = isTail ? top : seq;
    const step = isTail ? most : Math.max(most, Number.isFinite(limit) ? limit - optionBytes(segment.options) : 0);
    return Array.from({ length: count }, (_, n) => {
      if (!isTail && !isFlight) return { left: seq, right: sending.end };
      const left = Math.min(from + n * step, end);
      return { left, right: Math.min(left + step, end) };
    }).filter(({ left, right }) => left < right);
  }

  /** The acknowledgments that a host may have sent between two sendings: one for each segment of its peer, and one more. */
  private toAcknowledge(last: Sending, next: Sending): number {
    const { peer } = this;
    while (this.until < peer.length && (peer[this.until]?.at ?? 0) <= last.at) this.until++;
    let count = 0;
    for (let i = this.until - 1; i >= 0 && (peer[i]?.end ?? 0) > last.ack; i--) count++;
    for (let i = this.until; i < peer.length && (peer[i]?.at ?? 0) < next.at; i++) {
      const one = peer[i];
      if (one !== undefined && (one.end > one.seq || has(one.segment, FIN))) count++;
    }
    return count;
  }
}

const isOf = ({ flags }: Segment, opening: number): boolean => (flags & (SYN | ACK | RST)) === opening;

/** The payload of the segments that a gap is cut into, octets: the usual one, unless these were many; at most `mss`. */
export const pieceOf = (gap: number, usual: number, mss = Infinity): number =>
  gap > MANY * usual ? Math.min(LONGEST, mss) : usual;

/** The right edge of the widest window that a host has been offered (RFC 9293 §3.8.6, RFC 7323 §2.3). */
function edgeOf(sendings: readonly Sending[], peer: readonly Sending[]): number {
  const synOf = (list: readonly Sending[]): Segment | undefined =>
    list.find(({ segment }) => has(segment, SYN))?.segment;
  const [own, theirs] = [synOf(sendings), synOf(peer)];
  if (own === undefined || theirs === undefined) return Infinity;
  const shift = own.options.wscale === undefined ? 0 : Math.min(14, theirs.options.wscale ?? 0);
  let edge = -Infinity;
  for (const { ack, segment } of peer) {
    const window = has(segment, SYN) ? segment.win : segment.win * 2 ** shift;
    if (ack + window > edge) edge = ack + window;
  }
  return edge === -Infinity ? Infinity : edge;
}

/** A segment that must have been sent before one that was seen. */
export function supposed(by: Sending, start: number, carried: Pick<Segment, 'flags' | 'len'>, at: Micros): Sending {
  const segment: Segment = { seq: seq(start), ack: by.segment.ack, ...carried, win: 0, urg: 0, options: {} };
  const none = { frames: [], ack: NaN, val: NaN, ecr: NaN, id: 0, isDamaged: false };
  return new Sending({ from: by.from, segment, ...none, at, seq: start });
}
