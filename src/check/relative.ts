import { RST, SYN } from '../wire/flags';
import { add, type Seq } from '../wire/seq';
import type { EndId } from '../network/world';
import type { Expr, SegmentStatement } from '../script/syntax';
import type { Edit, Finding } from './finding';
import { writeNumber } from './numbers';
import { edit, endpointOf, finding, infoOf, type Player } from './player';
import type { Trace } from './trace';

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

  /** @param from the end that the segment bears the address of */
  read(s: SegmentStatement, from: EndId, to: EndId): void {
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
    return copy;
  }

  /** The number of the first octet; undefined where numbers are absolute or symbolic. */
  get first(): FirstOctet | undefined {
    if (this.relative < 2 || this.absolute > 0) return undefined;
    return this.least === 0 ? 0 : 1;
  }
}

function literal(expr: Expr | undefined): number | undefined {
  return expr?.kind === 'number' ? expr.value : undefined;
}

/** Numbers of a SYN are absolute, but an acknowledgment of it may be relative. */
function isRelative(s: SegmentStatement, key: 'seq' | 'ack'): boolean {
  const value = literal(s[key]?.expr);
  if (value === undefined || s.violates !== undefined) return false;
  return ((s.flags?.bits ?? 0) & SYN) === 0 || (key === 'ack' && value <= 1);
}

/** The absolute number of a relative one that a line writes; undefined where it is none. */
export function absoluteOf(p: Player, s: SegmentStatement, key: 'seq' | 'ack', from: EndId): Seq | undefined {
  if (p.roles.relative === undefined || !isRelative(s, key)) return undefined;
  return countedFrom(p, s[key]?.expr, key === 'seq' ? from : infoOf(p, from).peer);
}

/** The absolute number of an edge of a SACK block, which counts as the acknowledgment does. */
export function absoluteEdge(p: Player, expr: Expr, from: EndId): Seq | undefined {
  return p.roles.relative === undefined ? undefined : countedFrom(p, expr, infoOf(p, from).peer);
}

function countedFrom(p: Player, expr: Expr | undefined, end: EndId): Seq | undefined {
  const value = literal(expr);
  if (value === undefined || p.roles.relative === undefined) return undefined;
  return add(endpointOf(p.world, end).tcb.iss, value + 1 - p.roles.relative);
}

/** One finding for the whole flow, whose fix writes all numbers as they are on the wire. */
export function relativeNumbers(trace: Trace, first: FirstOctet | undefined): Finding[] {
  if (first === undefined) return [];
  const edits: Edit[] = [];
  let line = -1;
  for (const step of trace.steps) {
    const s = trace.script.lines[step.line]?.statement;
    if (step.kind !== 'segment' || s?.kind !== 'segment' || step.line === line) continue;
    line = step.line;
    const { from, spoofed } = step.sent;
    const sender = spoofed ?? from;
    const peer = trace.cast.ends[sender]?.peer ?? sender;
    const write = (expr: Expr | undefined, end: EndId): void => {
      const value = literal(expr);
      const iss = step.after.ends.get(end)?.tcb.iss;
      if (expr === undefined || value === undefined || iss === undefined) return;
      edits.push(edit(line, expr, writeNumber(trace, end, add(iss, value + 1 - first))));
    };
    if (isRelative(s, 'seq')) write(s.seq?.expr, sender);
    if (isRelative(s, 'ack')) write(s.ack?.expr, peer);
    for (const item of s.options?.items ?? []) {
      if (item.kind !== 'sack') continue;
      for (const { left, right } of item.blocks) {
        write(left, peer);
        write(right, peer);
      }
    }
  }
  const [place] = edits;
  if (place === undefined) return [];
  const fix = { title: 'fix/absolute-numbers', args: { count: edits.length }, edits };
  return [finding(place.line, 'flow/relative-numbers', 'error', place, { args: { count: edits.length }, fix })];
}
