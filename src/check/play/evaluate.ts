import { endpointOf } from '../../sim/setting';
import type { Expr } from '../../script/syntax';
import { MODULUS } from '../../wire/seq';
import { endFor } from './ends';
import { nearName } from './near-name';
import { report, type Player } from './player';
import { variableOf } from './variables';

/** What an expression comes to. */
export interface Value {
  /** An integer; not reduced, as a plain number may be too large for its field. */
  readonly value: number;
  /** The expression names something: then numbers that replace it are written with names too. */
  readonly named: boolean;
}

/**
 * Evaluates an expression with the names that are bound and the endpoints as they stand. Sums are modulo 2^32 (RFC 9293
 * §3.4). Where a part has no value, that has been reported.
 */
export function evaluate(p: Player, expr: Expr): Value | undefined {
  switch (expr.kind) {
    case 'number':
      return { value: expr.value, named: false };
    case 'name': {
      let binding = p.scope.names.get(expr.name);
      if (binding === undefined) {
        const right = nearName(p, 'flow/unbound-name', expr, expr.name, ({ kind }) => kind !== 'unknown');
        binding = right === undefined ? undefined : p.scope.names.get(right);
      }
      if (binding === undefined || binding.kind === 'unknown') return undefined;
      return { value: binding.kind === 'number' ? binding.value : binding.sent.segment.seq, named: true };
    }
    case 'variable': {
      const end = endFor(p, expr.who);
      if (end === undefined) return undefined;
      const variable = variableOf(endpointOf(p.world, end).tcb, expr.variable.text);
      if (variable === undefined) {
        report(p, 'flow/unknown-variable', 'error', expr.variable, { args: { variable: expr.variable.text } });
        return undefined;
      }
      return { value: variable.value, named: true };
    }
    case 'sum': {
      const left = evaluate(p, expr.left);
      const right = left && evaluate(p, expr.right);
      if (left === undefined || right === undefined) return undefined;
      const value = expr.op === '+' ? left.value + right.value : left.value - right.value;
      return { value: ((value % MODULUS) + MODULUS) % MODULUS, named: left.named || right.named };
    }
  }
}
