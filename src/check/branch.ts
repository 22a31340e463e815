import { ACK, FIN, SYN, formatFlags } from '../wire/flags';
import { has, type Segment } from '../wire/segment';
import { quoted } from '../script/quote';
import { ordinal } from '../script/spell';
import type { Line } from '../script/syntax';
import { goOn, refOf } from './go-on';
import { firstStepFrom } from './lookup';
import type { SegmentStep, Trace } from './trace';
import { micros, writeOut } from './write-out';

/** What might have happened to a segment: times are microseconds. */
export type WhatIf =
  | { readonly kind: 'lose' | 'duplicate' }
  | { readonly kind: 'delay'; readonly by: number }
  /** Somebody sends another segment behind this one: a line of the flow, `mallory -> server RST spoofing client`. */
  | { readonly kind: 'forge'; readonly line: string };

/**
 * The flow as it would have gone if something else had happened at a step (index into `trace.steps`): the lines up to
 * there, the change, and what follows from it (`goOn`). Where the engines sent the segment, a fault before the run makes
 * the difference. Undefined where the step sends nothing, or where nothing would change.
 *
 * @param title what the other flow is called
 */
export function branch(trace: Trace, step: number, what: WhatIf, title?: string): string | undefined {
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return undefined;
  const changed = changedLines(trace, step, at, what);
  if (changed === undefined) return undefined;
  const before = trace.script.lines.slice(0, at.line).map((l) => l.text);
  const lines = goOn(trace, at.line, [...before, ...changed]);
  return [...(title === undefined ? lines : titled(lines, trace, title)), ''].join('\n');
}

/** The lines that stand in place of the step's own. */
function changedLines(trace: Trace, step: number, at: SegmentStep, what: WhatIf): string[] | undefined {
  const { text, statement } = trace.script.lines[at.line] as Line;
  if (what.kind === 'forge') return forged(trace, step, at, what.line);
  if (what.kind === 'lose' && at.fate === 'lost') return undefined;
  if (at.generated === true) return [faultText(trace, step, at, what), text];
  if (statement?.kind !== 'segment') return undefined;
  const { start, end } = statement.arrowSpan;
  const withArrow = (arrow: string): string => `${text.slice(0, start)}${arrow}${text.slice(end, statement.end)}`;
  if (what.kind === 'lose') return [withArrow('-x')];
  return [`${what.kind} next from ${refOf(trace, at.sent.from)}${byText(what)}`, withArrow('->')];
}

/** The lines under another title. */
function titled(lines: readonly string[], trace: Trace, title: string): string[] {
  const line = `flow ${quoted(new TextEncoder().encode(title))}`;
  const at = trace.script.lines.findIndex((l) => l.statement?.kind === 'flow');
  const found = at >= 0 && lines[at] === trace.script.lines[at]?.text ? at : -1;
  return found < 0 ? [line, ...lines] : lines.with(found, line);
}

function byText(what: WhatIf): string {
  return what.kind === 'delay' ? ` by ${micros(what.by)}` : '';
}

/** `lose next SYN from client`: the segment by its flags, counted among those that its run sends. */
function faultText(trace: Trace, step: number, at: SegmentStep, what: WhatIf): string {
  const select = selector(at.sent.segment);
  let nth = 1;
  for (let i = firstStepFrom(trace, at.line); i < step; i++) {
    const s = trace.steps[i];
    if (s?.kind === 'segment' && s.sent.from === at.sent.from && select.fits(s.sent.segment)) nth++;
  }
  const which = nth === 1 ? 'next' : ordinal(nth);
  return `${what.kind} ${which} ${select.text} from ${refOf(trace, at.sent.from)}${byText(what)}`;
}

/** As a fault names a segment. */
function selector(segment: Segment): { readonly text: string; readonly fits: (s: Segment) => boolean } {
  if (segment.len > 0) return { text: 'data', fits: (s) => s.len > 0 };
  const bits = segment.flags & ~ACK;
  const only = has(segment, SYN) || has(segment, FIN) || bits !== 0 ? segment.flags : ACK;
  if (only === ACK) return { text: 'ACK', fits: (s) => s.len === 0 && s.flags === ACK };
  return { text: formatFlags(only), fits: (s) => (s.flags & only) === only };
}

/** The forged segment stands behind the step; a run is written out up to there, a message goes on first. */
function forged(trace: Trace, step: number, at: SegmentStep, line: string): string[] {
  const { text, statement } = trace.script.lines[at.line] as Line;
  if (at.generated !== true || statement?.kind !== 'run') return [text, line];
  const upTo = writeOut(trace, at.line, step - firstStepFrom(trace, at.line) + 1).split('\n');
  return [...upTo, line, 'run'];
}
