import { RST, SYN } from '../../wire/flags';
import type { Args, Expr, SegmentStatement, Span } from '../../script/syntax';
import type { EndId } from '../../sim/world';
import type { Edit, Finding } from '../../trace/finding';
import type { Trace } from '../../trace/trace';
import { literal } from '../cast/relative';
import type { Windows } from '../cast/windows';
import { edit, finding } from '../play/player';

/** Windows that look scaled already: one finding for the flow. A window beyond the buffer of its host: one for each side. */
export function windowFindings(trace: Trace, windows: ReadonlyMap<EndId, Windows>): Finding[] {
  if (windows.size === 0) return [];
  const found: Finding[] = [];
  const edits: Edit[] = [];
  const beyond = new Map<EndId, Beyond>();
  let beyondField = false;
  let first: { readonly line: number; readonly expr: Expr; readonly shift: number } | undefined;
  for (const step of trace.steps) {
    if (step.kind !== 'segment' || step.generated === true || step.sent.spoofed !== undefined) continue;
    const s = trace.script.lines[step.line]?.statement;
    const { from, segment } = step.sent;
    const side = windows.get(from);
    if (side === undefined || s?.kind !== 'segment' || s.win === undefined || !isJudged(s, segment.flags)) continue;
    const win = literal(s.win.expr);
    if (win === undefined) continue;
    const shift = (segment.flags & SYN) === 0 ? (step.after.ends.get(from)?.tcb.opening.rcvShift ?? 0) : 0;
    if (side.looksScaled && shift > 0) {
      first ??= { line: step.line, expr: s.win.expr, shift };
      beyondField ||= side.takenScaled && win > 65535;
      edits.push(edit(step.line, s.win.expr, String(Math.min(65535, Math.floor(win / 2 ** shift)))));
      if (side.takenScaled) continue;
    }
    const { buffer } = side;
    if (buffer === undefined || win * 2 ** shift <= buffer) continue;
    const right = Math.floor(buffer / 2 ** shift);
    let over = beyond.get(from);
    if (over === undefined) {
      const args = { host: trace.cast.ends[from]?.name ?? '', window: win * 2 ** shift, buffer, written: win, shift };
      over = { line: step.line, span: s.win, args, text: `win=${right}`, edits: [] };
      beyond.set(from, over);
    }
    over.edits.push(edit(step.line, s.win.expr, String(right)));
  }
  for (const { line, span, args, text, edits: all } of beyond.values()) {
    const fix = { title: 'fix/set-field', args: { text }, edits: all };
    found.push(finding(line, 'flow/window-beyond-buffer', 'warning', span, { args, fix }));
  }
  if (first === undefined) return found;
  const { line, expr, shift } = first;
  const args = { count: edits.length, shift };
  const fix = { title: 'fix/window-fields', args, edits };
  return [...found, finding(line, 'flow/scaled-windows', beyondField ? 'error' : 'hint', expr, { args, fix })];
}

/** The first window of a side that is beyond its buffer, and what all of them should be. */
interface Beyond {
  readonly line: number;
  readonly span: Span;
  readonly args: Args;
  readonly text: string;
  readonly edits: Edit[];
}

function isJudged(s: SegmentStatement, flags: number): boolean {
  return s.violates === undefined && (flags & RST) === 0;
}
