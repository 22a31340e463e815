import type { World } from '../network/world';
import type { Expr, Span } from '../script/syntax';
import { MODULUS } from '../wire/seq';

/** What an expression comes to. */
export interface Value {
  /** An integer; not reduced, as a plain number may be too large for its field. */
  readonly value: number;
  /** The expression names something: then numbers that replace it are written with names too. */
  readonly named: boolean;
}

export type Evaluated = Value | { readonly unbound: string; readonly span: Span };

/** Evaluates an expression with the names that are bound in `world`. Sums are modulo 2^32 (RFC 9293 §3.4). */
export function evaluate(expr: Expr, world: World): Evaluated {
  switch (expr.kind) {
    case 'number':
      return { value: expr.value, named: false };
    case 'name': {
      const binding = world.names.get(expr.name);
      if (binding === undefined) return { unbound: expr.name, span: expr };
      return { value: binding.kind === 'number' ? binding.value : binding.sent.segment.seq, named: true };
    }
    case 'variable':
      return { unbound: expr.variable.text, span: expr };
    case 'sum': {
      const left = evaluate(expr.left, world);
      if ('unbound' in left) return left;
      const right = evaluate(expr.right, world);
      if ('unbound' in right) return right;
      const value = expr.op === '+' ? left.value + right.value : left.value - right.value;
      return { value: ((value % MODULUS) + MODULUS) % MODULUS, named: left.named || right.named };
    }
  }
}

/** The name that an expression consists of, if it is nothing but a name. */
export function soleName(expr: Expr): string | undefined {
  return expr.kind === 'name' ? expr.name : undefined;
}
