import { RST, SYN } from '../../wire';
import type { Expr, SegmentStatement } from '../../script';
import type { EndId } from '../../sim';

/** The relative number of the first octet of data. In packet analysers it is 1, as the SYN counts. */
export type FirstOctet = 0 | 1;

/** The number of segments after the SYNs that decide about the notation. */
const TELLING = 2;

/**
 * Detects sequence numbers that are relative to those of the SYNs, whose own numbers are absolute or absent (RFC 9293
 * §3.4 knows absolute ones only). Two numbers must indicate it, and none may be right as an absolute one.
 */
export class RelativeDraft {
  private readonly isns = new Map<EndId, number>();
  private segments = 0;
  private relative = 0;
  private absolute = 0;
  private least = 1;
  /** The line (from 0) after which the decision is final. */
  toldAt: number | undefined;

  /** @param from the end whose address the segment carries */
  read(s: SegmentStatement, from: EndId, to: EndId, line: number): void {
    if (this.segments >= TELLING || s.violates !== undefined || s.spoofing !== undefined) return;
    const bits = s.flags?.bits ?? 0;
    const seq = literal(s.seq?.expr);
    const ack = literal(s.ack?.expr);
    if ((bits & SYN) !== 0) {
      if (seq !== undefined) this.isns.set(from, seq);
      return;
    }
    if ((bits & RST) !== 0 || (seq === undefined && ack === undefined)) return;
    this.segments++;
    if (this.segments === TELLING) this.toldAt = line;
    this.count(seq, this.isns.get(from));
    this.count(ack, this.isns.get(to));
  }

  private count(value: number | undefined, isn: number | undefined): void {
    if (value === undefined) return;
    // Data may precede the second segment, so a number in between decides nothing.
    if (value <= 1 && (isn === undefined || isn > 1)) {
      this.relative++;
      this.least = Math.min(this.least, value);
    } else if (isn === undefined || value > isn) this.absolute++;
  }

  copy(): RelativeDraft {
    const copy = new RelativeDraft();
    for (const [end, isn] of this.isns) copy.isns.set(end, isn);
    copy.segments = this.segments;
    copy.relative = this.relative;
    copy.absolute = this.absolute;
    copy.least = this.least;
    copy.toldAt = this.toldAt;
    return copy;
  }

  /** The relative number of the first octet; undefined if numbers are absolute or symbolic. */
  get first(): FirstOctet | undefined {
    if (this.relative < 2 || this.absolute > 0) return undefined;
    return this.least === 0 ? 0 : 1;
  }
}

/** The value of an expression that is a single number; else undefined. */
export function literal(expr: Expr | undefined): number | undefined {
  return expr?.kind === 'number' ? expr.value : undefined;
}
