/**
 * Flows derived from flows, as text.
 *
 * `branch` writes a what-if: a segment is lost, delayed, duplicated or forged. `go-on.ts` continues it with the written
 * lines as long as both sides would still send them, then with the simulation. `no-keep-alive.ts` and `secured.ts` ask what else
 * could be with HTTP and TLS. `finishing` and `closing` write the
 * lines that bring a flow to rest, or close its connections. `writeOut` replaces a `run` by the lines of its steps,
 * which give the same worlds; `explorationAt` reads an `explore` line as a search, and
 * `counterexample` writes a way that it has found as a flow (`lines.ts`). `rewrite` changes a field of a line.
 *
 * `nextLines` lists the lines that may come next, each played before it is offered (`trial.ts`: a flow in which other texts are
 * tried in place of a line; `sides.ts`: the sides to which it may belong).
 *
 * The results are checked before they are offered. These functions take a trace and return text, in slices if that takes
 * long. `grade` alone returns no text: it holds an answer against its exercise.
 */
export { type WhatIf, branch, branchInSlices, typedDelay } from './branch';
export { closingInSlices, finishingInSlices } from './finish';
export { type GoalState, type Grade, grade, isExercise } from './grade';
export {
  MOST_TRIED,
  type Message,
  type NextLine,
  firstLine,
  likelyFlags,
  mostTried,
  nextLines,
  nextWait,
} from './next-line';
export { freshName, isFirstSyn, numbersOf } from './next-numbers';
export { rewrite } from './rewrite';
export { briefNumbers, filledClauses } from './segment-text';
export { type Side, sideNames, sidesAt } from './sides';
export { type Trials, type Tried, trialsAt, trialsBefore } from './trial';
export {
  type Exploration,
  type FoundTexts,
  claimText,
  counterexample,
  explorationAt,
  undisturbed,
} from './exploration';
export { CERTIFICATE_FAULTS, type CertificateFault } from './secured';
export { writeOut } from './write-out';
