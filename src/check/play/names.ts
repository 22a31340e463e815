/** Names that a flow gives to numbers and segments. */
import type { Expr } from '../../script';
import { type Binding, firstTelling } from '../../trace';
import type { Player } from './player';

/** Gives a name a meaning, from the statement at hand on. */
export function bind(p: Player, name: string, binding: Binding): void {
  p.scope = { ...p.scope, names: p.scope.names.set(name, binding) };
}

/** The line (from 0) that gave a name its meaning; undefined where none of those that are played has. */
export function boundAt({ steps, loose, earlier, from }: Player, name: string): number | undefined {
  return earlier?.binding(name, from) ?? firstTelling(steps, loose, name);
}

/** The name that an expression consists of, if it is nothing but a name. */
export function soleName(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'name' ? expr.name : undefined;
}

export function namesIn(expr: Expr): string[] {
  if (expr.kind === 'name') return [expr.name];
  return expr.kind === 'sum' ? [...namesIn(expr.left), ...namesIn(expr.right)] : [];
}
