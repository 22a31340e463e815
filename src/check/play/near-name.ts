import { type Binding, FLOW_RULES, type Finding, type RuleRow, edit, finding } from '../../trace';
import { type Span, isSlip } from '../../script';
import type { Player } from './player';

/** The most names that are searched. */
const MOST_NAMES = 1000;

/** The finding for an unbound name. */
export interface Unknown {
  /** The bound name that differs by one typing error, which is used instead; undefined for none. */
  readonly right: string | undefined;
  readonly finding: Finding;
}

/** @param suits tells which bindings are possible */
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

/** Reports an unbound name of a segment; returns the name used instead. */
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
