import type { Binding } from '../../trace/trace';
import { isSlip } from '../../script/slip';
import type { Span } from '../../script/syntax';
import { edit, report, type Player } from './player';

/** So many names are looked at; a flow with more has unlike ones. */
const MOST_NAMES = 1000;

/**
 * Reports a name that stands for nothing here. One that is within a slip of a name that stands for something is taken
 * for that: the answer is what it means.
 *
 * @param suits what the name may stand for
 */
export function nearName(
  p: Player,
  rule: string,
  span: Span,
  name: string,
  suits: (binding: Binding) => boolean,
): string | undefined {
  const right = slipOf(p, name, suits);
  report(p, rule, 'error', span, {
    args: { name, ...(right === undefined ? {} : { right }) },
    ...(right === undefined
      ? {}
      : {
          says: `${rule}/slip`,
          fix: { title: 'fix/write', args: { text: right }, edits: [edit(p.line, span, right)] },
        }),
  });
  return right;
}

function slipOf(p: Player, name: string, suits: (binding: Binding) => boolean): string | undefined {
  let seen = 0;
  for (const [known, binding] of p.scope.names) {
    if (++seen > MOST_NAMES) return undefined;
    if (suits(binding) && isSlip(name, known)) return known;
  }
  return undefined;
}
