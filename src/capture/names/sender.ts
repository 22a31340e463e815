import { ACK, RST, SYN, type Segment, has, segLen } from '../../wire';
import type { Micros, Passage } from '../explain';
import type { Name } from './names';

/** Duplicate ACKs that make a retransmission a fast one (RFC 5681 §3.2). */
const THRESHOLD = 3;
/** Sendings that are looked through for an earlier one of the same octets. */
const LOOKED_THROUGH = 512;
/** Below this, microseconds, no common retransmission timer runs out (RFC 6298 §2.4 has a second, Linux a fifth of one). */
const LEAST_TIMER: Micros = 200_000;

interface Sent {
  readonly passage: Passage;
  readonly seq: number;
  readonly end: number;
  readonly at: Micros;
}

/** The numbers of a host as its own sendings and its peer's arrivals show them; unwrapped. */
export class Sender {
  private readonly sendings: Sent[] = [];
  private readonly indexes = new Map<Passage, number>();
  /** SND.NXT and SND.UNA (RFC 9293 §3.3.1); NaN before they are known. */
  private next = NaN;
  private una = NaN;
  /** The right edge of the peer's window, and that window; NaN before they are known. */
  private edge = NaN;
  private window = NaN;
  private shift: number | undefined;
  private peerShift: number | undefined;
  /** Reports of a hole since SND.UNA last moved: duplicate ACKs, and SACK blocks. */
  private reports = 0;
  /** The last acknowledgment number and window that the host sent. */
  private ack: number | undefined;
  private win = NaN;
  private isSynSeen = false;
  /** The index of the latest of its sendings that has arrived. */
  private latest = -1;
  private answers: Name | undefined;

  /** True while octets are sent and not acknowledged, as far as the host knows. */
  get isAwaiting(): boolean {
    return this.next > this.una;
  }

  get hasClosedWindow(): boolean {
    return this.window === 0;
  }

  /** True for octets from SND.NXT - 1 on, of which none is new. */
  isBelowNext(segment: Segment): boolean {
    const { next } = this;
    const seq = unwrapped(next, segment.seq);
    return seq === next - 1 && seq + segment.len <= next && !this.isAwaiting;
  }

  isAtClosedWindow(segment: Segment): boolean {
    return this.window === 0 && unwrapped(this.edge, segment.seq) === this.edge;
  }

  /** True if the segment reaches the right edge of the window. */
  fills(segment: Segment): boolean {
    return unwrapped(this.edge, segment.seq) + segment.len === this.edge && this.shiftsAreKnown;
  }

  private get shiftsAreKnown(): boolean {
    return this.isSynSeen;
  }

  /** The name of a sending of octets that were sent before; undefined for new ones. */
  repeats(passage: Passage, at: Micros): Name | undefined {
    const { segment } = passage;
    const length = segLen(segment);
    const seq = unwrapped(this.next, segment.seq);
    if (length === 0 || !(seq < this.next)) return undefined;
    const earlier: Sent[] = [];
    const { sendings } = this;
    for (let i = sendings.length - 1; i >= 0 && i >= sendings.length - LOOKED_THROUGH; i--) {
      const one = sendings[i] as Sent;
      if (one.seq < seq + length && one.end > seq) earlier.push(one);
    }
    if (earlier.length === 0) return undefined;
    const arrived = earlier.filter((one) => one.passage.fate.kind === 'arrived');
    if (covers(arrived, seq, seq + length))
      return this.isProbe(seq, length, at) ? 'tail-loss-probe' : 'spurious-retransmission';
    if (this.reports >= THRESHOLD) return 'fast-retransmission';
    return this.isProbe(seq, length, at) ? 'tail-loss-probe' : 'retransmission';
  }

  /** True for the last segment again, sooner than a timer runs out, where no ACK tells of a hole. */
  private isProbe(seq: number, length: number, at: Micros): boolean {
    const last = this.sendings.at(-1);
    if (last !== undefined && has(last.passage.segment, SYN)) return false;
    if (seq + length !== this.next || last?.end !== this.next || this.reports > 0) return false;
    return seq > this.una || at - last.at < LEAST_TIMER;
  }

  /** The name of a pure ACK that the host sends. */
  acknowledges(segment: Segment, isPeerAwaiting: boolean): Name | undefined {
    const { answers, ack, win } = this;
    if (answers !== undefined) return answers;
    if (ack === undefined || segment.ack !== ack) return undefined;
    if (segment.win !== win) return (segment.options.sack ?? []).length === 0 ? 'window-update' : 'duplicate-ack';
    return isPeerAwaiting ? 'duplicate-ack' : undefined;
  }

  /** Takes a sending of the host. */
  sent(passage: Passage, at: Micros): void {
    const { segment, supposed } = passage;
    const length = segLen(segment);
    if (has(segment, SYN)) {
      this.shift = segment.options.wscale;
      this.isSynSeen = true;
    }
    if (!has(segment, RST)) {
      const seq = Number.isNaN(this.next) ? segment.seq : unwrapped(this.next, segment.seq);
      if (length > 0) {
        this.indexes.set(passage, this.sendings.length);
        this.sendings.push({ passage, seq, end: seq + length, at });
      }
      if (!(this.next >= seq + length)) this.next = seq + length;
      if (Number.isNaN(this.una)) this.una = seq;
    }
    this.answers = undefined;
    if (supposed || !has(segment, ACK)) return;
    this.ack = segment.ack;
    this.win = segment.win;
  }

  /** True for a sending of the host that arrives for the first time, behind a later one. */
  isOvertaken(passage: Passage): boolean {
    const index = this.indexes.get(passage) ?? -1;
    this.indexes.delete(passage);
    const isLate = index >= 0 && index < this.latest;
    this.latest = Math.max(this.latest, index);
    return isLate;
  }

  /**
   * Takes an arrival at the host, of what its peer sent.
   *
   * @param answer the name of the pure ACK that answers it
   */
  took({ segment, supposed }: Passage, answer: Name | undefined): void {
    this.answers = answer;
    if (has(segment, SYN)) this.peerShift = segment.options.wscale;
    if (!has(segment, ACK) || has(segment, RST) || supposed) return;
    const ack = Number.isNaN(this.una) ? segment.ack : unwrapped(this.una, segment.ack);
    const isScaled = this.shift !== undefined && this.peerShift !== undefined && !has(segment, SYN);
    const window = segment.win * 2 ** (isScaled ? (this.peerShift ?? 0) : 0);
    const blocks = segment.options.sack ?? [];
    const isDuplicate = ack === this.una && segment.len === 0 && this.isAwaiting && window === this.window;
    if (ack > this.una || Number.isNaN(this.una)) {
      this.una = ack;
      this.reports = 0;
    }
    if (isDuplicate || (blocks.length > 0 && ack === this.una)) this.reports++;
    if (!(ack + window < this.edge) || window !== this.window) this.edge = ack + window;
    this.window = window;
  }
}

/** The number nearest to a known one that has the 32 bits given. */
function unwrapped(near: number, raw: number): number {
  return Number.isNaN(near) ? raw : near + ((raw - near) | 0);
}

/** True if sendings together have all octets from `from` up to `to`. */
function covers(sendings: readonly Sent[], from: number, to: number): boolean {
  let at = from;
  for (const { seq, end } of [...sendings].sort((a, b) => a.seq - b.seq)) if (seq <= at) at = Math.max(at, end);
  return at >= to;
}
