import { ACK, FIN, SYN, formatFlags } from '../wire/flags';
import { has, type Segment } from '../wire/segment';
import { ordinal } from '../script/spell';
import { rolesOf } from './check';
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
 * there, the change, and the engines play on. Where the engines sent the segment, all lines stay, and a fault before the
 * run makes the difference. Undefined where the step sends nothing, or where nothing would change.
 */
export function branch(trace: Trace, step: number, what: WhatIf): string | undefined {
  const at = trace.steps[step];
  if (at?.kind !== 'segment') return undefined;
  if (what.kind === 'forge') return forged(trace, step, at, what.line);
  if (what.kind === 'lose' && at.fate === 'lost') return undefined;
  const lines = trace.script.lines.map((l) => l.text);
  const { line } = at;
  if (at.generated === true) {
    return [...lines.slice(0, line), faultText(trace, step, at, what), ...lines.slice(line)].join('\n');
  }
  const statement = trace.script.lines[line]?.statement;
  if (statement?.kind !== 'segment') return undefined;
  const text = lines[line] ?? '';
  const before = lines.slice(0, line);
  const { start, end } = statement.arrowSpan;
  const changed =
    what.kind === 'lose'
      ? [`${text.slice(0, start)}-x${text.slice(end)}`]
      : [`${what.kind} next from ${refOf(trace, at)}${byText(what)}`, `${text.slice(0, start)}->${text.slice(end)}`];
  return [...before, ...changed, 'run', ''].join('\n');
}

function byText(what: WhatIf): string {
  return what.kind === 'delay' ? ` by ${micros(what.by)}` : '';
}

/** The sender as arrows write it. */
function refOf(trace: Trace, { sent }: SegmentStep): string {
  for (const [key, end] of rolesOf(trace).byArrow) if (end === sent.from) return key.split('>')[0] ?? '';
  return trace.cast.ends[sent.from]?.name ?? '';
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
  return `${what.kind} ${which} ${select.text} from ${refOf(trace, at)}${byText(what)}`;
}

/** As a fault names a segment. */
function selector(segment: Segment): { readonly text: string; readonly fits: (s: Segment) => boolean } {
  if (segment.len > 0) return { text: 'data', fits: (s) => s.len > 0 };
  const bits = segment.flags & ~ACK;
  const only = has(segment, SYN) || has(segment, FIN) || bits !== 0 ? segment.flags : ACK;
  if (only === ACK) return { text: 'ACK', fits: (s) => s.len === 0 && s.flags === ACK };
  return { text: formatFlags(only), fits: (s) => (s.flags & only) === only };
}

/** The forged segment stands behind the step; a run is written out up to there. */
function forged(trace: Trace, step: number, at: SegmentStep, line: string): string {
  const lines = trace.script.lines.map((l) => l.text);
  const upTo =
    at.generated === true
      ? writeOut(trace, at.line, step - firstStepFrom(trace, at.line) + 1).split('\n')
      : [lines[at.line] ?? ''];
  return [...lines.slice(0, at.line), ...upTo, line, 'run', ''].join('\n');
}
