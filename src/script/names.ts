import { SYN } from '../wire';
import type { EndRef, Expectation, Expr, Fact, Script, Span, Statement, Word } from './syntax';
import { IP_FIELDS } from './vocabulary';

/** Hosts have names of their own; numbers and segments share theirs (a segment's name stands for its SEG.SEQ). */
export type NameKind = 'host' | 'number' | 'segment';

/** A place where a name stands; the line is from 0. */
export interface NamePlace extends Span {
  readonly line: number;
}

export interface Name {
  readonly kind: NameKind;
  readonly text: string;
  /** Where the name is bound: what else stands before it is an error, or a use that another line has yet to bind. */
  readonly bound: NamePlace;
  /** All places in the order of the text, the binding one too. */
  readonly places: readonly NamePlace[];
}

export interface Names {
  readonly all: readonly Name[];
  /** The name at a column of a line (both from 0); the column right behind a name belongs to it. */
  at(line: number, column: number): { readonly name: Name; readonly place: NamePlace } | undefined;
}

/** How a place binds: `declared` whatever comes before it, `first` if nothing declares the name, `use` never. */
type Binding = 'declared' | 'first' | 'use';

interface Found {
  readonly kind: NameKind;
  readonly text: string;
  readonly span: Span;
  readonly binding: Binding;
}

/**
 * Where each name of a script is bound and used. A host is bound by its `host` line, or else where it first stands; a
 * number by `let`, or by `seq=NAME` of a SYN (RFC 9293 §3.4.1: the initial sequence number), or else where it first
 * stands; a segment by `as NAME`.
 */
export function namesOf(script: Script): Names {
  const drafts = new Map<
    string,
    { kind: NameKind; text: string; bound: NamePlace; strength: Binding; places: NamePlace[] }
  >();
  const byLine: { name: string; place: NamePlace }[][] = [];
  script.lines.forEach(({ statement }, line) => {
    if (statement === undefined) return;
    const row: { name: string; place: NamePlace }[] = [];
    inStatement(statement, ({ kind, text, span, binding }) => {
      const key = `${kind === 'host' ? 'host' : 'value'} ${text}`;
      const place = { line, start: span.start, end: span.end };
      row.push({ name: key, place });
      const draft = drafts.get(key);
      if (draft === undefined) {
        drafts.set(key, { kind, text, bound: place, strength: binding, places: [place] });
        return;
      }
      draft.places.push(place);
      if (binding !== 'use' && STRENGTH[binding] > STRENGTH[draft.strength]) {
        draft.kind = kind;
        draft.bound = place;
        draft.strength = binding;
      }
    });
    byLine[line] = row;
  });
  const names = new Map<string, Name>(
    [...drafts].map(([key, d]) => [key, { kind: d.kind, text: d.text, bound: d.bound, places: d.places }]),
  );
  return {
    all: [...names.values()],
    at(line, column) {
      const hits = (byLine[line] ?? []).filter(({ place }) => place.start <= column && column <= place.end);
      const hit = hits.find(({ place }) => column < place.end) ?? hits[0];
      const name = hit && names.get(hit.name);
      return name && { name, place: hit.place };
    },
  };
}

/** The names of hosts in a statement, in the order of the text. */
export function hostsIn(statement: Statement): readonly Word[] {
  if (statement.kind === 'segment' && namesOnlyItsEnds(statement)) return [statement.from.host, statement.to.host];
  const words: Word[] = [];
  inStatement(statement, ({ kind, text, span }) => {
    if (kind === 'host') words.push({ text, start: span.start, end: span.end });
  });
  return words.length > 1 ? words.sort((a, b) => a.start - b.start) : words;
}

/** Most segments: what is not looked into further is read faster. */
function namesOnlyItsEnds(s: Extract<Statement, { kind: 'segment' }>): boolean {
  if ((s.from.peer ?? s.to.peer ?? s.options ?? s.spoofing) !== undefined || isCompound(s.seq?.expr)) return false;
  for (const key of FIELDS) if (isCompound(s[key]?.expr)) return false;
  return true;
}

/** May the expression name a host? */
function isCompound(expr: Expr | undefined): boolean {
  if (expr === undefined || expr.kind === 'number' || expr.kind === 'name') return false;
  return expr.kind === 'variable' || isCompound(expr.left) || isCompound(expr.right);
}

/** Fields of a segment, besides SEQ, that may name something. */
const FIELDS = ['ack', 'win', 'urg', 'len', 'checksum', 'doff', 'reserved', ...IP_FIELDS] as const;

type Tell = (found: Found) => void;

const STRENGTH: Readonly<Record<Binding, number>> = { use: 0, first: 1, declared: 2 };

function inStatement(s: Statement, found: Tell): void {
  if ('who' in s) {
    end(s.who, found);
    if ('peer' in s) end(s.peer, found);
    if (s.kind === 'given') inFacts(s.facts, found);
    return;
  }
  switch (s.kind) {
    case 'host':
      found(host(s.name, 'declared'));
      return;
    case 'let':
      inExpr(s.expr, found);
      found({ kind: 'number', text: s.name.text, span: s.name, binding: 'declared' });
      return;
    case 'segment':
      inSegment(s, found);
      return;
    case 'deliver':
    case 'drop':
    case 'duplicate':
      found(label(s.name, 'use'));
      return;
    case 'expect':
      inExpectations(s.items, found);
      return;
    case 'run':
      inExpectations(s.until ?? [], found);
      return;
    case 'message':
      end(s.from, found);
      end(s.to, found);
      return;
    case 'link':
      end(s.a, found);
      end(s.b, found);
      return;
    case 'note':
      for (const ref of s.over) end(ref, found);
      return;
    case 'flow':
    case 'profile':
    case 'variant':
    case 'wait':
    case 'section':
      return;
  }
}

/** A number that `given` names is bound there, unless another line declares it. */
function inFacts(facts: readonly Fact[], found: Tell): void {
  for (const { value } of facts) {
    if (value === undefined || !('kind' in value)) continue;
    inExpr(value, (place) => {
      found(place.kind === 'number' ? { ...place, binding: 'first' } : place);
    });
  }
}

function inExpectations(items: readonly Expectation[], found: Tell): void {
  for (const item of items) {
    end(item.who, found);
    if (item.kind === 'variable') inExpr(item.expr, found);
  }
}

function inSegment(s: Extract<Statement, { kind: 'segment' }>, found: Tell): void {
  end(s.from, found);
  end(s.to, found);
  if (s.seq?.expr.kind === 'name') {
    const { name, start, end: stop } = s.seq.expr;
    const opens = s.flags === undefined || (s.flags.bits & SYN) !== 0;
    found({ kind: 'number', text: name, span: { start, end: stop }, binding: opens ? 'first' : 'use' });
  } else if (s.seq !== undefined) {
    inExpr(s.seq.expr, found);
  }
  for (const key of FIELDS) {
    const field = s[key];
    if (field !== undefined) inExpr(field.expr, found);
  }
  for (const option of s.options?.items ?? []) {
    if (option.kind === 'ts') {
      inExpr(option.val, found);
      inExpr(option.ecr, found);
    } else if (option.kind === 'sack') {
      for (const { left, right } of option.blocks) {
        inExpr(left, found);
        inExpr(right, found);
      }
    }
  }
  if (s.resend !== undefined) found(label(s.resend, 'use'));
  if (s.spoofing !== undefined) found(host(s.spoofing.host, 'use'));
  if (s.as !== undefined) found(label(s.as, 'declared'));
}

function inExpr(expr: Expr, found: Tell): void {
  switch (expr.kind) {
    case 'number':
      return;
    case 'name':
      found({ kind: 'number', text: expr.name, span: { start: expr.start, end: expr.end }, binding: 'use' });
      return;
    case 'sum':
      inExpr(expr.left, found);
      inExpr(expr.right, found);
      return;
    case 'variable':
      end(expr.who, found);
      return;
  }
}

function host(name: Word, binding: Binding): Found {
  return { kind: 'host', text: name.text, span: { start: name.start, end: name.end }, binding };
}

function end(ref: EndRef, found: Tell): void {
  found(host(ref.host, 'first'));
  if (ref.peer !== undefined) found(host(ref.peer.host, 'first'));
}

function label(name: Word, binding: Binding): Found {
  return { kind: 'segment', text: name.text, span: { start: name.start, end: name.end }, binding };
}
