/** Names that a flow gives to numbers and segments. */
import type { Expr } from '../../script/syntax';
import type { Binding, Scope } from '../../trace/trace';
import type { Player } from './player';

/** Gives a name a meaning, from the statement at hand on. */
export function bind(p: Player, name: string, binding: Binding): void {
  p.scope = { ...p.scope, names: p.scope.names.set(name, binding) };
}

/** Where lines have told something, in order. */
interface Told {
  readonly line: number;
  readonly scope: Scope;
}

/** The line (from 0) that gave a name its meaning; undefined where none of those that are played has. */
export function boundAt({ steps, loose }: Pick<Player, 'steps' | 'loose'>, name: string): number | undefined {
  const [step, line] = [firstTelling(steps, name), firstTelling(loose, name)];
  return step === undefined || line === undefined ? (step ?? line) : Math.min(step, line);
}

/** Names are not taken back: those that know the name stand behind those that do not. */
function firstTelling(all: readonly Told[], name: string): number | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (all[mid]?.scope.names.has(name) === true) high = mid;
    else low = mid + 1;
  }
  return all[low]?.line;
}

/** The name that an expression consists of, if it is nothing but a name. */
export function soleName(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'name' ? expr.name : undefined;
}

export function namesIn(expr: Expr): string[] {
  if (expr.kind === 'name') return [expr.name];
  return expr.kind === 'sum' ? [...namesIn(expr.left), ...namesIn(expr.right)] : [];
}
