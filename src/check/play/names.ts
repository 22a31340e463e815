/** Names of numbers and segments. */
import type { Expr } from '../../script';
import { type Binding, firstTelling } from '../../trace';
import type { Player } from './player';

/** Binds a name from the present statement on. */
export function bind(p: Player, name: string, binding: Binding): void {
  p.scope = { ...p.scope, names: p.scope.names.set(name, binding) };
}

/** The line (from 0) that bound a name; undefined if no line played so far did. */
export function boundAt({ scope, steps, loose, earlier, from }: Player, name: string): number | undefined {
  // Names stay bound; most that are asked for are new.
  if (!scope.names.has(name)) return undefined;
  return earlier?.binding(name, from) ?? firstTelling(steps, loose, name);
}

/** The name, if the expression is nothing but a name; else undefined. */
export function soleName(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'name' ? expr.name : undefined;
}

export function namesIn(expr: Expr): string[] {
  if (expr.kind === 'name') return [expr.name];
  return expr.kind === 'sum' ? [...namesIn(expr.left), ...namesIn(expr.right)] : [];
}
