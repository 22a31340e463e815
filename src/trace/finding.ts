import type { Args, Level, Span } from '../script';
import type { Reason } from '../tcp';
import type { RuleRow } from './rule-row';

/** A replacement on a line (from 0): columns in UTF-16 units, end exclusive. For an insertion start = end. */
export interface Edit {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Fix {
  /** Message id of the title, with its arguments. */
  readonly title: string;
  readonly args: Args;
  readonly edits: readonly Edit[];
}

/** A related line that helps to understand a finding. */
export interface Related {
  readonly line: number;
  readonly message: string;
  readonly args: Args;
}

/** A mistake in a line, or something unusual or worth knowing. It contains ids and arguments only; `words` has the text. */
export interface Finding {
  /** The rule's id; also the id of its message, unless `says` names one of several. */
  readonly rule: string;
  readonly says?: string;
  readonly level: Level;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly args: Args;
  /** Document and section, `RFC 9293 §3.4`; absent for rules about the script only. */
  readonly source?: string;
  /** The calculation of the right value, ready to show: `RCV.NXT = x + 1 = 1001`. Field terms and numbers only. */
  readonly arithmetic?: string;
  /** For level `open`: the reason why it can't be decided. */
  readonly because?: Reason;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}

/** True for an error or a warning; false for `open` and hints. */
export function isGrave({ level }: { readonly level: Level }): boolean {
  return level === 'error' || level === 'warning';
}

/** What a finding says besides its rule and its place. */
export interface Report {
  readonly says?: string;
  /** Where it differs from the row's. */
  readonly level?: Level;
  readonly args?: Args;
  readonly arithmetic?: string;
  /** Why it can't be told: its level is `open`. */
  readonly because?: Reason;
  readonly fix?: Fix;
  readonly related?: readonly Related[];
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** A finding of a rule about a part of a line (from 0). */
export function finding(line: number, rule: RuleRow, span: Span, more: Report = NO_MORE): Finding {
  const { says, arithmetic, because, fix, related, args = NO_ARGS } = more;
  const { start, end } = span;
  const level = because === undefined ? (more.level ?? rule.level) : 'open';
  // Written out: a flow may have hundreds of thousands of findings, and an object made of spreads takes twice the memory.
  const found: Changing<Finding> = { rule: rule.id, level, line, start, end, args };
  if (says !== undefined) found.says = says;
  if (rule.source !== '') found.source = rule.source;
  if (arithmetic !== undefined) found.arithmetic = arithmetic;
  if (because !== undefined) found.because = because;
  if (fix !== undefined) found.fix = fix;
  if (related !== undefined && related.length > 0) found.related = related;
  return found;
}

const NO_MORE: Report = {};
const NO_ARGS: Args = {};

export function edit(line: number, span: Span, newText: string): Edit {
  return { line, start: span.start, end: span.end, newText };
}
