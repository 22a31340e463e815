import { type Binding, FLOW_RULES, type Finding, type RuleRow, edit, finding } from '../../trace';
import { type Span, isSlip } from '../../script';
import type { Player } from './player';

/** So many names are looked at; a flow with more has unlike ones. */
const MOST_NAMES = 1000;

/** A name that stands for nothing here. */
export interface Unknown {
  /** The name within a slip of it that stands for something: what it is taken for. */
  readonly right: string | undefined;
  readonly finding: Finding;
}

/** @param suits what the name may stand for */
export function nearName(
  p: Player,
  rule: RuleRow,
  span: Span,
  name: string,
  suits: (binding: Binding) => boolean,
): Unknown {
  const right = slipOf(p, name, suits);
  const found = finding(p.line, rule, span, {
    args: { name, ...(right === undefined ? {} : { right }) },
    ...(right === undefined
      ? {}
      : {
          says: `${rule.id}/slip`,
          fix: { title: 'fix/write', args: { text: right }, edits: [edit(p.line, span, right)] },
        }),
  });
  return { right, finding: found };
}

/** Reports a name that stands for no segment; the segment that it is taken for. */
export function nearSegment(p: Player, span: Span, name: string): string | undefined {
  const near = nearName(p, FLOW_RULES['flow/unknown-segment'], span, name, ({ kind }) => kind === 'segment');
  p.findings.push(near.finding);
  return near.right;
}

function slipOf(p: Player, name: string, suits: (binding: Binding) => boolean): string | undefined {
  let seen = 0;
  for (const [known, binding] of p.scope.names) {
    if (++seen > MOST_NAMES) return undefined;
    if (suits(binding) && isSlip(name, known)) return known;
  }
  return undefined;
}
