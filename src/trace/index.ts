/**
 * The result of checking a flow, for all rooms that read it.
 *
 * A `Trace` is a list of steps. Each `Step` has its line, its time, the world after it, the names known so far
 * (`Scope`), the rows of the transition table that were taken, and its findings. The world before a step is the one
 * after the preceding step. `lookup.ts` finds steps by line or segment (`firstStepFrom`, `stepSending`, `lineSending`);
 * worlds know no lines.
 *
 * A `Finding` is an id with arguments, a place, a level, a source and perhaps a fix, made of a rule's row (`rules.ts`: all rows;
 * `rule-spaces.ts`: what rules of a family share). Words are put to it in `words`. `numbers.ts`
 * shows sequence numbers in three forms: by name, relative, absolute. `duration.ts` has the units of time and how a duration
 * is written.
 *
 * Nothing here simulates, and nothing depends on a natural language.
 */
export type { Guess, OpenFates, OtherWorld, Presumed, ShownFate } from './open-fates';
export { duration, exact, microsOf, written } from './duration';
export { type Edit, type Finding, type Fix, type Related, type Report, edit, finding, isGrave } from './finding';
export { FLOW_RULES, SILENCES } from './flow-rules';
export { gravest } from './gravest';
export { type Levels, NO_LEVELS, atLevels, readLevels } from './levels';
export {
  EDITABLE,
  type Editable,
  firstStepFrom,
  givenEnds,
  isPresumed,
  labelOf,
  lineSending,
  namedFlights,
  pathOf,
  segmentLine,
  stepSending,
  stepsAt,
  writtenText,
} from './lookup';
export {
  FORMS,
  type NumberForm,
  type ThreeForms,
  inForm,
  nearestBase,
  numberings,
  showFrom,
  showNumber,
  formsFrom,
  threeForms,
  writeNumber,
} from './numbers';
export type { RuleRow } from './rule-row';
export { RULE_SPACES, type RuleSpace, meantName, ruleId, spaceOf } from './rule-spaces';
export { RULES, rowsOf } from './rules';
export { sourceLink } from './source';
export { type Loose, type Played, Stretches, addReading, byPlace, firstTelling } from './stretches';
export {
  type Binding,
  type CallStep,
  type IcmpStep,
  FILLED_ACK,
  FILLED_FLAGS,
  FILLED_LEN,
  FILLED_OPTIONS,
  FILLED_SEQ,
  FILLED_WIN,
  type Fate,
  type FlightStep,
  type Move,
  NOTHING_TOLD,
  type NumberBase,
  type Scope,
  type SegmentStep,
  type Step,
  type Trace,
  before,
  final,
} from './trace';
