import { type Finding, type Trace, final } from '../trace';
import { nextOf } from '../tcp';
import { mended } from '../report';
import { visible } from '../script';
import { formatFlags } from '../wire';
import { findingText } from '../words/finding';
import type { Say } from '../words/words';
import type { Draft } from './answer';

/** The findings of a flow, gravest first within a line, with the corrected lines, and what each end is left with. */
export function checked(trace: Trace, say: Say): Draft {
  const { findings } = trace;
  const count = (level: Finding['level']): number => findings.filter((f) => f.level === level).length;
  const counts = (['error', 'warning', 'open', 'hint'] as const)
    .filter((level) => count(level) > 0)
    .map((level) => say(`agent/count-${level}`, { count: count(level) }));
  const isOk = count('error') + count('warning') === 0;
  const ends = endsOf(trace);
  return {
    head: [[...(isOk ? ['ok'] : []), ...counts].join(say('agent/comma'))],
    items: findings.map((finding) => findingLines(trace, finding, say)),
    tail: ends.map(({ name, state, owes }) =>
      say(owes.length === 0 ? 'agent/end' : 'agent/end-owes', { name: visible(name), state, owes: owes.join(', ') }),
    ),
    more: (shown) => say('agent/more-findings', { count: findings.length - shown }),
    data: {
      ok: isOk,
      findings: findings.map((finding) => ({
        line: finding.line + 1,
        rule: finding.rule,
        level: finding.level,
        message: findingText(finding, say),
        ...(finding.arithmetic === undefined ? {} : { arithmetic: finding.arithmetic }),
        ...(finding.source === undefined ? {} : { source: finding.source }),
        ...(finding.fix === undefined ? {} : { corrections: correctionsOf(trace, finding) }),
      })),
      ends,
    },
  };
}

interface Correction {
  /** From 1. */
  readonly line: number;
  /** The whole line as it would be right. */
  readonly text: string;
}

/** The lines that a finding's fix changes, as they would be right. */
export function correctionsOf({ script }: Trace, { fix }: Finding): Correction[] {
  if (fix === undefined) return [];
  const lines = [...new Set(fix.edits.map(({ line }) => line))];
  return lines.map((line) => ({ line: line + 1, text: mended(script.lines[line]?.text ?? '', line, fix) }));
}

function findingLines(trace: Trace, finding: Finding, say: Say): string {
  const { line, rule, level, arithmetic, source } = finding;
  const args = { line: line + 1, rule, level: say(`editor/level/${level}`), text: visible(findingText(finding, say)) };
  return [
    say('agent/finding', args),
    ...(arithmetic === undefined ? [] : [`  ${visible(arithmetic)}`]),
    ...(source === undefined ? [] : [`  ${source}`]),
    ...correctionsOf(trace, finding).map((correction) => `  ${say('agent/write', { ...correction })}`),
  ].join('\n');
}

/** The state of each end at the end of the flow, and the segments that it must still send. */
function endsOf(trace: Trace): { readonly name: string; readonly state: string; readonly owes: readonly string[] }[] {
  const world = final(trace);
  return trace.cast.ends.flatMap(({ id, name }) => {
    const end = world.ends.get(id);
    if (end === undefined) return [];
    const owes = nextOf(end.tcb, end.resets).must.map(({ flags }) => formatFlags(flags));
    return [{ name, state: end.tcb.state, owes }];
  });
}
