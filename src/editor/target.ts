import {
  type Aim,
  type Allowed,
  type Arrow,
  CLAIM_KINDS,
  CLAUSES,
  type CallName,
  EXPLORE_WORDS,
  type EndRef,
  type Expectation,
  type ExploreStatement,
  type Expr,
  FAILS,
  FORGETS,
  FRAME,
  GOALS,
  INNER_WORDS,
  IP_FIELDS,
  LINK_SETTINGS,
  type IcmpErrorName,
  type IpFieldKey,
  type Line,
  type LinkSetting,
  type OptionName,
  type Saying,
  STATEMENTS,
  SUPPOSED,
  type Span,
  type Statement,
  type Word,
} from '../script';

export type FieldName =
  'seq' | 'ack' | 'win' | 'len' | 'urg' | 'checksum' | 'doff' | 'reserved' | IpFieldKey | 'ecn' | 'options';

/** A part of a line that has an explanation. */
export type Target = Span &
  (
    | {
        readonly kind:
          | 'state'
          | 'flag'
          | 'rule'
          | 'name'
          | 'label'
          | 'profile'
          | 'variant'
          | 'keyword'
          | 'secret'
          | 'certificate'
          | 'claim';
        readonly text: string;
      }
    /** The number of a `seq` or `ack` field, without the field's name. */
    | { readonly kind: 'number'; readonly field: 'seq' | 'ack' }
    | { readonly kind: 'variable'; readonly who: EndRef; readonly text: string }
    | { readonly kind: 'option'; readonly option: OptionName; readonly text: string }
    | { readonly kind: 'setting'; readonly host: string; readonly text: string }
    | { readonly kind: 'link-setting'; readonly text: LinkSetting }
    | { readonly kind: 'fact'; readonly text: string }
    | { readonly kind: 'duration' }
    | { readonly kind: 'field'; readonly field: FieldName }
    | { readonly kind: 'end'; readonly ref: EndRef }
    | { readonly kind: 'host'; readonly text: string }
    | { readonly kind: 'call'; readonly call: CallName }
    | { readonly kind: 'icmp'; readonly error: IcmpErrorName }
    | { readonly kind: 'arrow'; readonly arrow: Arrow | 'message' }
    /** A message of a layer above TCP: its place among the messages of the line, from 0. */
    | { readonly kind: 'said'; readonly index: number }
    /** A header field of a message. */
    | { readonly kind: 'header'; readonly index: number; readonly text: string }
    /** A key of a message of TLS, with its value. */
    | { readonly kind: 'tls-key'; readonly index: number; readonly text: string }
    | { readonly kind: 'layer-state'; readonly layer: string; readonly text: string }
  );

type WordKind =
  'state' | 'flag' | 'rule' | 'name' | 'host' | 'label' | 'profile' | 'variant' | 'secret' | 'certificate' | 'claim';

function word(kind: WordKind, w: Word): Target {
  return { kind, text: w.text, start: w.start, end: w.end };
}

function at(span: Span): Span {
  return { start: span.start, end: span.end };
}

function duration(span: Span | undefined): Target[] {
  return span === undefined ? [] : [{ kind: 'duration', ...at(span) }];
}

function end(ref: EndRef): Target {
  return { kind: 'end', ref, start: ref.start, end: ref.end };
}

/** Names and endpoints in an expression. */
function inExpr(expr: Expr): Target[] {
  switch (expr.kind) {
    case 'number':
      return [];
    case 'name':
      return [{ kind: 'name', text: expr.name, start: expr.start, end: expr.end }];
    case 'sum':
      return [...inExpr(expr.left), ...inExpr(expr.right)];
    case 'variable':
      return [end(expr.who), { kind: 'variable', who: expr.who, text: expr.variable.text, ...at(expr.variable) }];
  }
}

function inSegment(s: Extract<Statement, { kind: 'segment' }>): Target[] {
  const found: Target[] = [end(s.from), end(s.to), { kind: 'arrow', arrow: s.arrow, ...s.arrowSpan }];
  for (const name of s.flags?.names ?? []) found.push(word('flag', name));
  for (const field of [
    'seq',
    'ack',
    'win',
    'len',
    'urg',
    'checksum',
    'doff',
    'reserved',
    ...IP_FIELDS,
    'ecn',
  ] as const) {
    const f = s[field];
    if (f === undefined) continue;
    // A single name after `seq=` or `ack=` is a target itself; a number as a whole comes before the field that contains
    // it.
    if ((field === 'seq' || field === 'ack') && 'expr' in f) found.push({ kind: 'number', field, ...at(f.expr) });
    found.push({ kind: 'field', field, ...at(f) });
  }
  if (s.payload !== undefined) found.push({ kind: 'field', field: 'len', start: s.payload.start, end: s.payload.end });
  found.push(...inSaying(s.saying));
  if (s.options !== undefined) {
    for (const item of s.options.items) found.push({ kind: 'option', option: item.kind, text: item.kind, ...at(item) });
    found.push({ kind: 'field', field: 'options', ...at(s.options) });
  }
  for (const label of [s.resend, s.as]) if (label !== undefined) found.push(word('label', label));
  found.push(...duration(s.time));
  if (s.spoofing !== undefined) found.push(word('host', s.spoofing.host));
  for (const rule of s.violates ?? []) found.push(word('rule', rule));
  if (s.supposed !== undefined) found.push({ kind: 'keyword', text: SUPPOSED, ...at(s.supposed) });
  if (s.frames !== undefined) found.push({ kind: 'keyword', text: FRAME, ...at(s.frames) });
  return found;
}

/** The header fields and keys of messages, and then the messages themselves. */
function inSaying(saying: Saying | undefined): Target[] {
  return (saying?.items ?? []).flatMap((said, index): Target[] => [
    ...(said.fields?.items ?? []).map((f): Target => ({ kind: 'header', index, text: f.name.text, ...at(f) })),
    ...(said.set ?? []).map((s): Target => ({ kind: 'tls-key', index, text: s.key.text, ...at(s) })),
    { kind: 'said', index, ...at(said) },
  ]);
}

type SideStatement = Extract<Statement, { kind: 'call' | 'icmp' | 'forget' }>;

/** Targets of a statement about one side: the side, the action, the peer if named, and the time. */
function atSide(statement: SideStatement, what: Target): Target[] {
  const { who, peer, time } = statement;
  return [end(who), what, ...(peer === undefined ? [] : [end(peer)]), ...duration(time)];
}

function inHost({ name, settings }: Extract<Statement, { kind: 'host' }>): Target[] {
  const of = (s: (typeof settings)[number]): Target => ({
    kind: 'setting',
    host: name.text,
    text: s.key.text,
    ...at(s),
  });
  return [word('host', name), ...settings.map(of)];
}

function inLink(statement: Extract<Statement, { kind: 'link' }>): Target[] {
  return LINK_SETTINGS.flatMap((text) => {
    const setting = statement[text];
    return setting === undefined ? [] : [{ kind: 'link-setting' as const, text, ...at(setting) }];
  });
}

function inGiven({ who, state, facts }: Extract<Statement, { kind: 'given' }>): Target[] {
  return [
    end(who),
    word('state', state),
    ...facts.flatMap((fact): Target[] => [
      { kind: 'fact', text: fact.key.text, ...at(fact.key) },
      ...(fact.value !== undefined && 'kind' in fact.value ? inExpr(fact.value) : []),
    ]),
  ];
}

function inExpectation(item: Expectation): Target[] {
  switch (item.kind) {
    case 'state':
      return [end(item.who), word('state', item.state)];
    case 'variable':
      return [
        end(item.who),
        { kind: 'variable', who: item.who, text: item.variable.text, ...at(item.variable) },
        ...inExpr(item.expr),
      ];
    case 'duration':
      return [end(item.who), { kind: 'variable', who: item.who, text: item.variable.text, ...at(item.variable) }];
    case 'knows':
      return [...(item.who === undefined ? [] : [end(item.who)]), word('secret', item.secret)];
    case 'owes-message':
      return [end(item.who), ...inSaying(item.saying)];
    case 'owes':
      return [end(item.who), ...flags(item.flags)];
    case 'layer':
      return [end(item.who), { kind: 'layer-state', layer: item.layer.text, text: item.state.text, ...at(item.state) }];
  }
}

function flags(list: { readonly names: readonly Word[] } | undefined): Target[] {
  return (list?.names ?? []).map((name) => word('flag', name));
}

/** All targets of a statement. */
export function targetsIn(statement: Statement): Target[] {
  switch (statement.kind) {
    case 'segment':
      return inSegment(statement);
    case 'host':
      return inHost(statement);
    case 'let':
      return [word('name', statement.name), ...inExpr(statement.expr)];
    case 'call':
      return [
        ...atSide(statement, { kind: 'call', call: statement.call, ...statement.callSpan }),
        ...inSaying(statement.saying),
      ];
    case 'icmp':
      return atSide(statement, { kind: 'icmp', error: statement.error.text, ...at(statement.error) });
    case 'forget':
      return atSide(statement, { kind: 'keyword', text: FORGETS, ...statement.verbSpan });
    case 'given':
      return inGiven(statement);
    case 'message': {
      const { from, to, arrowSpan, time, saying } = statement;
      const arrow: Target = { kind: 'arrow', arrow: 'message', ...arrowSpan };
      return [end(from), end(to), arrow, ...duration(time), ...inSaying(saying)];
    }
    case 'fault':
    case 'transit':
      return [end(statement.who), ...('by' in statement ? duration(statement.by) : []), ...flags(statement.flags)];
    case 'leak':
      return [end(statement.who)];
    case 'certificate':
      return [statement.name, ...(statement.by === undefined ? [] : [statement.by])].map((one) =>
        word('certificate', one),
      );
    case 'goal':
      return inAim(statement.aim);
    case 'explore':
      return inExplore(statement);
    case 'capture':
    case 'task':
    case 'today':
    case 'keylog':
      return [];
    case 'link':
      return [end(statement.a), end(statement.b), ...inLink(statement)];
    case 'run':
    case 'expect':
      return expectations(statement).flatMap(inExpectation);
    case 'note':
      return statement.over.map(end);
    case 'profile':
    case 'variant':
      return [word(statement.kind, statement.name)];
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return [word('label', statement.name), ...duration(statement.time)];
    case 'wait':
      return duration(statement.duration);
    case 'flow':
    case 'section':
      return [];
  }
}

function inExplore({ allowed, claim }: ExploreStatement): Target[] {
  const claimed = claim.kind === 'named' ? [word('claim', claim.name)] : claim.items.flatMap(inExpectation);
  return [...allowed.flatMap(inAllowed), ...claimed];
}

function inAllowed(item: Allowed): Target[] {
  switch (item.kind) {
    case 'fault':
      return [...flags(item.flags), ...(item.from === undefined ? [] : [end(item.from)])];
    case 'crash':
      return [end(item.who)];
    case 'forge':
      return item.spoofing === undefined ? [] : [end(item.spoofing)];
    case 'call': {
      const call: Target = { kind: 'call', call: item.call.text, ...at(item.call) };
      return [end(item.who), call, ...(item.peer === undefined ? [] : [end(item.peer)])];
    }
    case 'isn':
      return [];
  }
}

function inAim(aim: Aim): Target[] {
  switch (aim.kind) {
    case 'holds':
      return aim.items.flatMap(inExpectation);
    case 'sent': {
      const arrow: Target = { kind: 'arrow', arrow: aim.arrow, ...aim.arrowSpan };
      return [end(aim.from), arrow, end(aim.to), ...flags(aim.flags)];
    }
    case 'without':
    case 'breaks':
      return aim.rules.map((rule) => word('rule', rule));
    case 'keep':
      return [];
  }
}

function expectations(s: Extract<Statement, { kind: 'run' | 'expect' }>): readonly Expectation[] {
  return (s.kind === 'run' ? s.until : s.items) ?? [];
}

const KEYWORDS: ReadonlySet<string> = new Set([
  ...STATEMENTS,
  ...CLAUSES,
  ...INNER_WORDS,
  ...GOALS,
  ...EXPLORE_WORDS,
  ...CLAIM_KINDS,
  FAILS,
  FORGETS,
  SUPPOSED,
  FRAME,
]);

/** A keyword of the language at a column, outside comments and strings. */
function keywordAt({ text, comment }: Line, column: number): Target | undefined {
  if (comment !== undefined && column >= comment.start) return undefined;
  for (const { index, 0: whole } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[\p{L}\p{N}_-]+/gu)) {
    const stop = index + whole.length;
    if (column < index) return undefined;
    if (column <= stop && KEYWORDS.has(whole.toLowerCase()))
      return { kind: 'keyword', text: whole.toLowerCase(), start: index, end: stop };
  }
  return undefined;
}

/** The target at a column of a line (from 0; the column right after a word belongs to it). */
export function targetAt(line: Line | undefined, column: number): Target | undefined {
  if (line?.statement === undefined) return undefined;
  const hits = targetsIn(line.statement).filter((t) => t.start <= column && column <= t.end);
  // Between two adjacent targets, the one that begins here.
  return hits.find((t) => column < t.end) ?? hits[0] ?? keywordAt(line, column);
}
