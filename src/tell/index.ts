/**
 * A step described in words and numbers, for the panel, hovers, the command line and other programs.
 *
 * `storyOf` describes a step in one sentence. `sending.ts` says what the sender did and why. `receiving.ts` says how
 * the receiver processed the segment, one clause for each row of the transition table. `sumsOf` gives the calculations
 * of a step, `endpointsOf` both TCBs with the changed values, `headerOf` the header octet by octet. `visitsOf` lists
 * the changes of state of each end. `plainOf` tells a step as letters or a telephone call. `secretsAt` says who knows
 * which secret of TLS.
 *
 * All texts come from `words` by message id, through a `Say` function. This folder neither contains nor parses
 * sentences.
 */
export { type Carrier, type Course, type Courses, NO_COURSES, carrierAt, coursesOf, endOf } from './courses';
export { type Cell, type Endpoints, type Variable, endpointsOf } from './endpoints';
export { partyOf } from './eyes';
export { type Header, type HeaderCell, headerOf } from './header';
export { type Lock, lockAt, wireOpening } from './lock';
export { type MessageView, type MessageViews, type OctetPiece, isAboutMessages, messagesAt } from './message';
export type { MessagePart } from './message-parts';
export { IMAGES, type Image, plainOf } from './plain';
export { type Part, type Point, RULER_PARTS, type Ruler } from './ruler';
export { type SecretCell, type SecretRow, type Secrets, secretsAt } from './secrets';
export { speaksTls } from './secured';
export { headline, storyOf } from './story';
export { type Stall, type StreamCourse, type StreamCourses, type StreamData, streamsOf } from './streams';
export { type StreamCell, type StreamRow, type StreamTable, type TableView, speaksH2, streamsAt } from './stream-table';
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
