/**
 * The language: text to a tree, and back.
 *
 * `createParser` reads a text line by line (`lexer.ts`, `line.ts`, a file a kind of statement) and keeps lines that did not
 * change as the same objects: all that depends on a line may be kept with it. A line that cannot be read is a line with
 * findings, and as much of a statement as could be told. `syntax.ts` is the tree, `vocabulary.ts` has all words in one place.
 *
 * `format.ts` lays a text out; `meaning.ts` tells whether two statements mean the same. `names.ts` finds what names are bound to,
 * `rename.ts` changes them everywhere. `slip.ts` and `near.ts` find the word that was meant.
 *
 * No endpoint acts here, and no line is judged by what comes before it.
 */
export { fold } from './fold';
export { type LineEdit, format, formatted } from './format';
export { parseLine } from './line';
export { sameMeaning } from './meaning';
export { type Name, type NameKind, type NamePlace, type Names, namesOf } from './names';
export { nearest } from './near';
export { createParser } from './parser';
export { type Change, Pieces, changeOf, lineAt, movedBy, piecesOf, scriptOf } from './pieces';
export { quoted } from './quote';
export { rename } from './rename';
export { isSlip } from './slip';
export { ordinal, spellSegment } from './spell';
export type {
  Args,
  Arrow,
  CallStatement,
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
  HostStatement,
  IcmpStatement,
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
  SaidBody,
  SaidFields,
  SaidSyntax,
  Saying,
  Script,
  SegmentStatement,
  Setting,
  Span,
  Statement,
  Str,
  Timing,
  TransitStatement,
  WaitStatement,
  Word,
} from './syntax';
export { octetColumn } from './string';
export { withoutTail } from './trimmed';
export { visible, visibleJson } from './visible';
export {
  ARROWS,
  CALLS,
  CLAUSES,
  type CallName,
  ECN,
  ECN_WORDS,
  FACTS,
  FIELDS,
  FLAGS,
  FORGETS,
  type FieldKey,
  ICMP,
  ICMP_ERRORS,
  INNER_WORDS,
  IP_FIELDS,
  type IcmpErrorName,
  type IpFieldKey,
  LINK_SETTINGS,
  OPTIONS,
  type OptionName,
  PROFILES,
  SETTINGS,
  STATEMENTS,
  SUPPOSED,
  UNITS,
  VARIABLES,
  VARIANTS,
} from './vocabulary';
