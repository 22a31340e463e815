import { RST, SYN } from '../../wire';
import type { Args, Line, Pieces, SegmentStatement, Span } from '../../script';
import type { Cast, EndId } from '../../sim';
import { type Edit, FLOW_RULES, type Finding, type Step, type Stretches, edit, finding } from '../../trace';
import { literal } from '../cast/relative';
import type { Windows } from '../cast/windows';

/** A written window that seems to be scaled already, or exceeds its side's buffer. */
interface Remark {
  readonly line: number;
  readonly span: Span;
  /** The span of the number alone. */
  readonly value: Span;
  readonly from: EndId;
  readonly win: number;
  readonly shift: number;
}

/** The remarks on each stretch of lines, cached while the interpretation of windows is the same. */
export interface Remarks {
  readonly windows: ReadonlyMap<EndId, Windows>;
  readonly made: WeakMap<object, readonly Remark[]>;
}

/**
 * Findings about windows: one for the flow if they seem to be scaled already, and one for each side whose windows
 * exceed its buffer.
 *
 * @param remarks the remarks on stretches examined before; new ones are added
 */
export function windowFindings(cast: Cast, lines: Pieces<Line>, stretches: Stretches, remarks: Remarks): Finding[] {
  const { windows } = remarks;
  if (windows.size === 0) return [];
  const found: Finding[] = [];
  const edits: Edit[] = [];
  const beyond = new Map<EndId, Beyond>();
  let beyondField = false;
  let first: Remark | undefined;
  for (const remark of remarksOf(lines, stretches, remarks)) {
    const { line, value, from, win, shift } = remark;
    const side = windows.get(from) as Windows;
    if (side.looksScaled && shift > 0) {
      first ??= remark;
      beyondField ||= side.takenScaled && win > 65535;
      edits.push(edit(line, value, String(Math.min(65535, Math.floor(win / 2 ** shift)))));
      if (side.takenScaled) continue;
    }
    const { buffer } = side;
    if (buffer === undefined || win * 2 ** shift <= buffer) continue;
    const right = Math.floor(buffer / 2 ** shift);
    let over = beyond.get(from);
    if (over === undefined) {
      const args = { host: cast.ends[from]?.name ?? '', window: win * 2 ** shift, buffer, written: win, shift };
      over = { line, span: remark.span, args, text: `win=${right}`, edits: [] };
      beyond.set(from, over);
    }
    over.edits.push(edit(line, value, String(right)));
  }
  for (const { line, span, args, text, edits: all } of beyond.values()) {
    const fix = { title: 'fix/set-field', args: { text }, edits: all };
    found.push(finding(line, FLOW_RULES['flow/window-beyond-buffer'], span, { args, fix }));
  }
  if (first === undefined) return found;
  const args = { count: edits.length, shift: first.shift };
  const fix = { title: 'fix/window-fields', args, edits };
  const level = beyondField ? 'error' : 'hint';
  return [...found, finding(first.line, FLOW_RULES['flow/scaled-windows'], first.value, { level, args, fix })];
}

/** All remarks at their present lines. */
function remarksOf(lines: Pieces<Line>, stretches: Stretches, { windows, made: known }: Remarks): Remark[] {
  const all: Remark[] = [];
  for (const { made, shift } of stretches.list) {
    let list = known.get(made.mark);
    if (list === undefined) {
      list = remarksOn(made.steps, lines, shift, windows);
      known.set(made.mark, list);
    }
    for (const remark of list) all.push(shift === 0 ? remark : { ...remark, line: remark.line + shift });
  }
  return all;
}

/** @param moved the number of lines by which the steps have moved since their numbers were set */
function remarksOn(
  steps: readonly Step[],
  lines: Pieces<Line>,
  moved: number,
  windows: ReadonlyMap<EndId, Windows>,
): readonly Remark[] {
  let remarks: Remark[] | undefined;
  for (const step of steps) {
    if (step.kind !== 'segment' || step.generated === true || step.sent.spoofed !== undefined) continue;
    const { from, segment } = step.sent;
    const side = windows.get(from);
    if (side === undefined) continue;
    const shift = (segment.flags & SYN) === 0 ? (step.after.ends.get(from)?.tcb.opening.rcvShift ?? 0) : 0;
    // A window that was cut to its field, or mended, is another than the written one.
    const isWritten = segment.win < 0xffff && step.findings.length === 0;
    if (isWritten && !side.looksScaled && segment.win * 2 ** shift <= (side.buffer ?? Infinity)) continue;
    const s = lines.get(step.line + moved)?.statement;
    if (s?.kind !== 'segment' || s.win === undefined || !isJudged(s, segment.flags)) continue;
    const win = literal(s.win.expr);
    if (win === undefined) continue;
    const isBeyond = side.buffer !== undefined && win * 2 ** shift > side.buffer;
    if (!isBeyond && !(side.looksScaled && shift > 0)) continue;
    (remarks ??= []).push({ line: step.line, span: s.win, value: s.win.expr, from, win, shift });
  }
  return remarks ?? NONE;
}

const NONE: readonly Remark[] = [];

/** The first window of a side that exceeds the buffer, and the fix for all of them. */
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
