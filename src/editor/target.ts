import type { IcmpErrorName } from '../script/vocabulary';
import type { Arrow, CallName, EndRef, Expectation, Expr, Span, Statement, Word } from '../script/syntax';

export type FieldName = 'seq' | 'ack' | 'win' | 'len' | 'urg' | 'checksum' | 'doff' | 'reserved' | 'ecn' | 'options';

/** What stands at a place in a line, as far as there is something to say about it. */
export type Target = Span &
  (
    | { readonly kind: 'state' | 'flag' | 'rule' | 'name'; readonly text: string }
    | { readonly kind: 'field'; readonly field: FieldName }
    | { readonly kind: 'end'; readonly ref: EndRef }
    | { readonly kind: 'host'; readonly text: string }
    | { readonly kind: 'call'; readonly call: CallName }
    | { readonly kind: 'icmp'; readonly error: IcmpErrorName }
    | { readonly kind: 'arrow'; readonly arrow: Arrow }
  );

function word(kind: 'state' | 'flag' | 'rule' | 'name' | 'host', w: Word): Target {
  return { kind, text: w.text, start: w.start, end: w.end };
}

function end(ref: EndRef): Target {
  return { kind: 'end', ref, start: ref.start, end: ref.end };
}

/** Names and endpoints inside an expression. */
function inExpr(expr: Expr): Target[] {
  switch (expr.kind) {
    case 'number':
      return [];
    case 'name':
      return [{ kind: 'name', text: expr.name, start: expr.start, end: expr.end }];
    case 'sum':
      return [...inExpr(expr.left), ...inExpr(expr.right)];
    case 'variable':
      return [end(expr.who)];
  }
}

function inSegment(s: Extract<Statement, { kind: 'segment' }>): Target[] {
  const found: Target[] = [end(s.from), end(s.to), { kind: 'arrow', arrow: s.arrow, ...s.arrowSpan }];
  for (const name of s.flags?.names ?? []) found.push(word('flag', name));
  for (const field of ['seq', 'ack', 'win', 'len', 'urg', 'checksum', 'doff', 'reserved', 'ecn'] as const) {
    const f = s[field];
    if (f !== undefined) found.push({ kind: 'field', field, start: f.start, end: f.end });
  }
  if (s.payload !== undefined) found.push({ kind: 'field', field: 'len', start: s.payload.start, end: s.payload.end });
  if (s.options !== undefined) {
    found.push({ kind: 'field', field: 'options', start: s.options.start, end: s.options.end });
  }
  if (s.spoofing !== undefined) found.push(word('host', s.spoofing.host));
  for (const rule of s.violates ?? []) found.push(word('rule', rule));
  return found;
}

function targets(statement: Statement): Target[] {
  switch (statement.kind) {
    case 'segment':
      return inSegment(statement);
    case 'host':
      return [word('host', statement.name)];
    case 'let':
      return [word('name', statement.name), ...inExpr(statement.expr)];
    case 'call':
      return [
        end(statement.who),
        { kind: 'call', call: statement.call, ...statement.callSpan },
        ...(statement.peer === undefined ? [] : [end(statement.peer)]),
      ];
    case 'icmp':
      return [
        end(statement.who),
        { kind: 'icmp', error: statement.error.text, start: statement.error.start, end: statement.error.end },
        ...(statement.peer === undefined ? [] : [end(statement.peer)]),
      ];
    case 'message':
      return [end(statement.from), end(statement.to)];
    case 'fault':
      return [end(statement.who), ...(statement.flags?.names ?? []).map((name) => word('flag', name))];
    case 'link':
      return [end(statement.a), end(statement.b)];
    case 'run':
    case 'expect':
      return expectations(statement).flatMap((item): Target[] => {
        switch (item.kind) {
          case 'state':
            return [end(item.who), word('state', item.state)];
          case 'variable':
            return [end(item.who), ...inExpr(item.expr)];
          case 'owes':
            return [end(item.who), ...(item.flags?.names ?? []).map((name) => word('flag', name))];
        }
      });
    case 'note':
      return statement.over.map(end);
    case 'flow':
    case 'profile':
    case 'variant':
    case 'deliver':
    case 'drop':
    case 'duplicate':
    case 'wait':
    case 'section':
      return [];
  }
}

function expectations(s: Extract<Statement, { kind: 'run' | 'expect' }>): readonly Expectation[] {
  return (s.kind === 'run' ? s.until : s.items) ?? [];
}

/** What stands at a column of a statement (from 0; the place right behind a word belongs to it). */
export function targetAt(statement: Statement | undefined, column: number): Target | undefined {
  if (statement === undefined) return undefined;
  const hits = targets(statement).filter((t) => t.start <= column && column <= t.end);
  // Between two neighbours, the one that begins here is meant.
  return hits.find((t) => column < t.end) ?? hits[0];
}
