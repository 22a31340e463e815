import { SYN } from '../wire';
import type { Allowed } from './explore-syntax';
import { NAMING_FIELDS } from './hosts';
import type { EndRef, Expectation, Expr, Fact, Script, Span, Statement, Word } from './syntax';

/**
 * Hosts and certificates have namespaces of their own. Numbers and segments share a namespace, since a segment's name
 * denotes its SEG.SEQ.
 */
export type NameKind = 'host' | 'number' | 'segment' | 'certificate';

/** An occurrence of a name; lines count from 0. */
export interface NamePlace extends Span {
  readonly line: number;
}

export interface Name {
  readonly kind: NameKind;
  readonly text: string;
  /** The occurrence that binds the name. An earlier occurrence is an error, or is bound by another line. */
  readonly bound: NamePlace;
  /** All occurrences in text order, the binding one included. */
  readonly places: readonly NamePlace[];
}

export interface Names {
  readonly all: readonly Name[];
  /** The name at a line and column (both from 0). The column right after a name belongs to it. */
  at(line: number, column: number): { readonly name: Name; readonly place: NamePlace } | undefined;
}

/**
 * How an occurrence binds: `declared` binds regardless of earlier occurrences, `first` if nothing declares the name,
 * `use` never.
 */
type Binding = 'declared' | 'first' | 'use';

interface Found {
  readonly kind: NameKind;
  readonly text: string;
  readonly span: Span;
  readonly binding: Binding;
}

/**
 * The names of a script with their binding and other occurrences. A host is bound by its `host` line, else by its first
 * occurrence. A number is bound by `let`, by `seq=NAME` on a SYN (the initial sequence number, RFC 9293 §3.4.1), or
 * else by its first occurrence. A segment is bound by `as NAME`.
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
      const key = `${kind === 'host' || kind === 'certificate' ? kind : 'value'} ${text}`;
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

type Tell = (found: Found) => void;

const STRENGTH: Readonly<Record<Binding, number>> = { use: 0, first: 1, declared: 2 };

/** Calls `found` for each occurrence of a name in a statement, in no particular order. */
export function inStatement(s: Statement, found: Tell): void {
  if ('who' in s) {
    end(s.who, found);
    if ('peer' in s) end(s.peer, found);
    if (s.kind === 'given') inFacts(s.facts, found);
    return;
  }
  switch (s.kind) {
    case 'host':
      found(host(s.name, 'declared'));
      for (const { key, value } of s.settings)
        if ((key.text === 'certificate' || key.text === 'trusts') && value !== undefined && 'text' in value)
          for (const name of listed(value)) found(certificate(name, 'use'));
      return;
    case 'certificate':
      found(certificate(s.name, 'declared'));
      if (s.by !== undefined) found(certificate(s.by, 'use'));
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
    case 'goal':
      if (s.aim.kind === 'holds') inExpectations(s.aim.items, found);
      if (s.aim.kind === 'sent') {
        end(s.aim.from, found);
        end(s.aim.to, found);
      }
      return;
    case 'explore':
      for (const item of s.allowed) inAllowed(item, found);
      if (s.claim.kind !== 'named') inExpectations(s.claim.items, found);
      return;
    case 'task':
    case 'today':
    case 'keylog':
    case 'capture':
    case 'flow':
    case 'profile':
    case 'variant':
    case 'wait':
    case 'section':
      return;
  }
}

/** A number in a `given` statement is bound there unless another line declares it. */
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
    if (item.who !== undefined) end(item.who, found);
    if (item.kind === 'variable') inExpr(item.expr, found);
  }
}

function inAllowed(item: Allowed, found: Tell): void {
  switch (item.kind) {
    case 'fault':
      if (item.from !== undefined) end(item.from, found);
      return;
    case 'forge':
      if (item.spoofing !== undefined) end(item.spoofing, found);
      return;
    case 'crash':
    case 'call':
      end(item.who, found);
      if (item.kind === 'call' && item.peer !== undefined) end(item.peer, found);
      return;
    case 'isn':
      return;
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
  for (const key of NAMING_FIELDS) {
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

function certificate(name: Word, binding: Binding): Found {
  return { kind: 'certificate', text: name.text, span: { start: name.start, end: name.end }, binding };
}

/** The names of a list joined by `+`, each with its span. */
export function listed({ start, text }: Word): readonly Word[] {
  let at = start;
  return text.split('+').map((name) => {
    const word = { start: at, end: at + name.length, text: name };
    at = word.end + 1;
    return word;
  });
}

function label(name: Word, binding: Binding): Found {
  return { kind: 'segment', text: name.text, span: { start: name.start, end: name.end }, binding };
}
