/**
 * A step described in words and numbers, for the panel, hovers, the command line and other programs.
 *
 * `storyOf` says what a step did in one sentence: what its sender did and why (`sending.ts`), what its receiver made of it
 * (`receiving.ts`, a clause a row of the transition table). `sumsOf` has the arithmetic behind it, `endpointsOf` both TCBs with
 * what changed, `headerOf` the header octet by octet, `visitsOf` when each end enters each state. `coursesOf` follows the messages
 * above TCP through the flow, and `messagesAt` has those of a step, part by part and octet by octet.
 *
 * All texts come from `words` by message id, through a `Say` function. This room neither contains nor parses sentences.
 */
export { type Carrier, type Course, type Courses, carrierAt, coursesOf } from './courses';
export { type Cell, type Endpoints, type Variable, endpointsOf } from './endpoints';
export { partyOf } from './eyes';
export { type Header, type HeaderCell, headerOf } from './header';
export { type MessageView, type MessageViews, type OctetPiece, isAboutMessages, messagesAt } from './message';
export type { MessagePart } from './message-parts';
export { type Part, type Point, RULER_PARTS, type Ruler } from './ruler';
export { headline, storyOf } from './story';
export { sumsOf } from './sums';
export {
  type Chart,
  type LastMove,
  type Standing,
  type States,
  type Visit,
  nextVisit,
  standingOf,
  visitsOf,
} from './visits';
