/**
 * The `.tcpflow` language: text to syntax tree, and back.
 *
 * `createParser` reads a text line by line (`lexer.ts`, `line.ts`, one file for each kind of statement). A line whose
 * text has not changed keeps its `Line` object, so results that depend on the line alone can be cached by it. A line
 * with a syntax error has findings, and the statement as far as it could be read. `syntax.ts` is the tree;
 * `vocabulary.ts` lists all words of the language.
 *
 * `format.ts` formats a text; `meaning.ts` compares the meaning of two statements. `names.ts` finds where names are
 * bound and used, `rename.ts` renames them. `slip.ts` and `near.ts` suggest corrections of misspelt words.
 *
 * This folder simulates nothing: each line is parsed independently of the lines before it.
 */
export { fold } from './fold';
export { type LineEdit, format, formatted } from './format';
export { parseLine } from './line';
export { sameMeaning } from './meaning';
export { type Name, type NameKind, type NamePlace, type Names, listed, namesOf } from './names';
export { nearest } from './near';
export { createParser } from './parser';
export { type Change, Pieces, changeOf, lineAt, movedBy, piecesOf, scriptOf } from './pieces';
export { quoted } from './quote';
export { rename } from './rename';
export { isSlip } from './slip';
export { ordinal, spellSegment } from './spell';
export type { SaidBody, SaidFields, SaidSyntax, Saying } from './said-syntax';
export type {
  Aim,
  Args,
  Arrow,
  CaptureStatement,
  CallStatement,
  CertificateStatement,
  Duration,
  EndRef,
  ExpectStatement,
  Expectation,
  Expr,
  Fact,
  FaultStatement,
  Field,
  FlightStatement,
  ForgetStatement,
  GivenStatement,
  GoalStatement,
  HostStatement,
  IcmpStatement,
  KeylogStatement,
  LeakStatement,
  LetStatement,
  Level,
  Line,
  LinkStatement,
  MessageStatement,
  NoteStatement,
  Num,
  OptionList,
  ProfileStatement,
  RunStatement,
  Script,
  SegmentStatement,
  Setting,
  Span,
  Statement,
  Str,
  TaskStatement,
  Timing,
  TodayStatement,
  TransitStatement,
  WaitStatement,
  Word,
} from './syntax';
export type { Allowed, ClaimSyntax, ExploreStatement } from './explore-syntax';
export { octetColumn } from './string';
export { withoutTail } from './trimmed';
export { visible, visibleJson } from './visible';
export {
  ARROWS,
  CALLS,
  CAPTURE_SETTINGS,
  CLAIMS,
  CLAIM_KINDS,
  CLAUSES,
  type CallName,
  DURATION_VARIABLES,
  ECN,
  ECN_WORDS,
  EXPLORED_CALLS,
  EXPLORE_WORDS,
  FACTS,
  FAILS,
  FIELDS,
  FLAGS,
  FORGE_SKILLS,
  FORGETS,
  FRAME,
  type FieldKey,
  GOALS,
  ICMP,
  ICMP_ERRORS,
  INNER_WORDS,
  IP_FIELDS,
  type IcmpErrorName,
  type IpFieldKey,
  LEAK,
  LINK_SETTINGS,
  type LinkSetting,
  OPTIONS,
  type OptionName,
  PROFILES,
  SETTINGS,
  STATEMENTS,
  SUPPOSED,
  FRAMES,
  TAPS,
  type TapWord,
  UNITS,
  VARIABLES,
  VARIANTS,
  WIRE,
  variableName,
} from './vocabulary';
