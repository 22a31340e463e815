import { RST, SYN } from '../../wire';
import type { Expr, SegmentStatement } from '../../script';
import type { EndId } from '../../sim';

/** Which number stands for the first octet of data where sequence numbers are written relative to the SYNs: packet analysers count the SYN too. */
export type FirstOctet = 0 | 1;

/** So many segments behind the SYNs tell how a flow writes its numbers. */
const TELLING = 2;

/**
 * Tells, from a flow's text, whether it writes SYNs with absolute sequence numbers, or with none, and all others relative
 * to them (RFC 9293 §3.4 has absolute ones only). Two numbers must say so, and none may be right as it stands.
 */
export class RelativeDraft {
  private readonly isns = new Map<EndId, number>();
  private segments = 0;
  private relative = 0;
  private absolute = 0;
  private least = 1;
  /** The line (from 0) that has told all there is to tell. */
  toldAt: number | undefined;

  /** @param from the end that the segment bears the address of */
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
    // Data may have gone before the second of them: a number between says nothing.
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

  /** The number of the first octet; undefined where numbers are absolute or symbolic. */
  get first(): FirstOctet | undefined {
    if (this.relative < 2 || this.absolute > 0) return undefined;
    return this.least === 0 ? 0 : 1;
  }
}

/** A number that is written as it is. */
export function literal(expr: Expr | undefined): number | undefined {
  return expr?.kind === 'number' ? expr.value : undefined;
}
