import { configOf, endpointOf } from '../../sim';
import { type Expr, variableName } from '../../script';
import { MODULUS } from '../../wire';
import { endMeant } from './ends';
import { nearName } from './near-name';
import { type Binding, FLOW_RULES, type Finding, finding } from '../../trace';
import { type Player } from './player';
import { variableOf } from './variables';

/** The value of an expression. */
export interface Value {
  /** An integer, not reduced modulo 2^32, as a single number may be too large for its field. */
  readonly value: number;
  /** True if the expression contains a name; its correction then uses names, too. */
  readonly named: boolean;
}

/** The value, if any, and the errors. A misspelt name gives both. */
interface Evaluation {
  readonly value: Value | undefined;
  readonly problems: readonly Finding[];
}

const is = (value: number, named: boolean): Evaluation => ({ value: { value, named }, problems: [] });
const isNot = (...problems: readonly Finding[]): Evaluation => ({ value: undefined, problems });

/** Evaluates an expression and reports its errors. */
export function evaluate(p: Player, expr: Expr): Value | undefined {
  const { value, problems } = evaluation(p, expr);
  p.findings.push(...problems);
  return value;
}

/** The value of an expression with the present names and endpoints. Sums are modulo 2^32 (RFC 9293 §3.4). */
export function evaluation(p: Player, expr: Expr): Evaluation {
  switch (expr.kind) {
    case 'number':
      return is(expr.value, false);
    case 'name':
      return valueOfName(p, expr);
    case 'variable': {
      const end = endMeant(p, expr.who);
      if (typeof end !== 'number') return isNot(end);
      const { variable } = expr;
      const found = variableOf(endpointOf(p.world, end).tcb, variable.text, configOf(p, end));
      const args = { variable: variableName(variable.text) };
      return found === undefined
        ? isNot(finding(p.line, FLOW_RULES['flow/unknown-variable'], variable, { args }))
        : is(found.value, true);
    }
    case 'sum':
      return sum(expr.op, evaluation(p, expr.left), () => evaluation(p, expr.right));
  }
}

function valueOfName(p: Player, expr: Expr & { readonly kind: 'name' }): Evaluation {
  const { names } = p.scope;
  const binding = names.get(expr.name);
  if (binding !== undefined) return { value: numberIn(binding), problems: [] };
  const near = nearName(p, FLOW_RULES['flow/unbound-name'], expr, expr.name, ({ kind }) => kind !== 'unknown');
  const meant = near.right === undefined ? undefined : names.get(near.right);
  return { value: meant && numberIn(meant), problems: [near.finding] };
}

function numberIn(binding: Binding): Value | undefined {
  if (binding.kind === 'unknown') return undefined;
  return { value: binding.kind === 'number' ? binding.value : binding.sent.segment.seq, named: true };
}

function sum(op: '+' | '-', left: Evaluation, rightOf: () => Evaluation): Evaluation {
  if (left.value === undefined) return left;
  const right = rightOf();
  const problems = [...left.problems, ...right.problems];
  if (right.value === undefined) return { value: undefined, problems };
  const value = op === '+' ? left.value.value + right.value.value : left.value.value - right.value.value;
  const named = left.value.named || right.value.named;
  return { value: { value: ((value % MODULUS) + MODULUS) % MODULUS, named }, problems };
}
