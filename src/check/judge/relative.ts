import { type EndId, endpointOf, infoOf } from '../../sim';
import { SYN, type Seq, add } from '../../wire';
import type { Expr, SegmentStatement } from '../../script';
import { type Edit, FLOW_RULES, type Finding, type Trace, edit, finding, writeNumber } from '../../trace';
import { literal, type FirstOctet } from '../cast/relative';
import { type Player } from '../play/player';

/** True if a number may be relative: any but the SEQ of a SYN. */
function isRelative(s: SegmentStatement, key: 'seq' | 'ack'): boolean {
  const value = literal(s[key]?.expr);
  if (value === undefined || s.violates !== undefined) return false;
  return ((s.flags?.bits ?? 0) & SYN) === 0 || (key === 'ack' && value <= 1);
}

/** The absolute number for a relative one in the line; undefined if it is not relative. */
export function absoluteOf(p: Player, s: SegmentStatement, key: 'seq' | 'ack', from: EndId): Seq | undefined {
  if (p.roles.relative === undefined || !isRelative(s, key)) return undefined;
  return countedFrom(p, s[key]?.expr, key === 'seq' ? from : infoOf(p, from).peer);
}

/** The absolute number of an edge of a SACK block, which is relative to the same ISN as the acknowledgment number. */
export function absoluteEdge(p: Player, expr: Expr, from: EndId): Seq | undefined {
  return p.roles.relative === undefined ? undefined : countedFrom(p, expr, infoOf(p, from).peer);
}

function countedFrom(p: Player, expr: Expr | undefined, end: EndId): Seq | undefined {
  const value = literal(expr);
  if (value === undefined || p.roles.relative === undefined) return undefined;
  return add(endpointOf(p.world, end).tcb.iss, value + 1 - p.roles.relative);
}

/** One finding for the whole flow; its fix writes all numbers as absolute ones. */
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
  return [finding(place.line, FLOW_RULES['flow/relative-numbers'], place, { args: { count: edits.length }, fix })];
}
