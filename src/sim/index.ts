/**
 * Two or more endpoints and a network, without any text.
 *
 * A `World` is a value: clock, ends, network, segments in flight, Fast Open cookies. Worlds share what did not change
 * (`keyed.ts`, `persistent.ts`), so that a flow may keep one behind each step. A `Setting` is what is fixed before: cast,
 * configurations, and what users do unasked.
 *
 * `act.ts` is the way in for whoever explores: `act` gives the world behind one thing that can happen, `next` lists what can,
 * `run` lets both engines play on until a goal is reached. Behind these stands a `Motion`, a world that is being changed in
 * place for the length of one call, with a `Recorder` that is told each happening: the checker makes steps of them.
 *
 * A segment departs (`depart.ts`), takes its path (`path.ts`: links, losses, faults), and is delivered (`deliver.ts`).
 * `events.ts` finds the next arrival or timer, `run.ts` orders what happens at one moment: timers, arrivals, then who was last
 * spoken to. `queue.ts` is the retransmission queue. `budget.ts` and `limits.ts` bound what a flow may spend.
 *
 * Segments and faults have numbers in the order of sending (`World.serial`). Lines, labels, rule ids and findings are unknown
 * here: equal states are equal, whatever text led to them.
 */
export { type Act, type Outcome, act, next, run } from './act';
export type { Transit } from './arrivals';
export { asking, charge, isSpent, mustStop } from './budget';
export { deliver, isUnread, reopened, take } from './deliver';
export { beginsAt, depart, differingOctet, outlook } from './depart';
export { type Event, fire, land, launch, nextEvent, recall, transitsOf } from './events';
export type { Goal, Stop } from './goal';
export type { Happening, Landing } from './happening';
export { Keyed } from './keyed';
export {
  FREE_TIMERS,
  MAX_ECHOES,
  MAX_GLIMPSE,
  MAX_PROBES,
  MAX_RUN,
  MAX_SEGMENTS,
  MAX_SEND,
  MAX_TIME,
  MAX_TRIAL,
  MAX_TRIAL_HEAD,
} from './limits';
export {
  type Motion,
  type Move,
  type Recorder,
  configOf,
  infoOf,
  issAbove,
  nextIss,
  note,
  setEndpoint,
  takeNumber,
  withIss,
} from './motion';
export { type Fault, type Link, count, fits } from './path';
export { Queue } from './persistent';
export { firstSending } from './queue';
export { isAcknowledged, play } from './run';
export { same, sameWorld } from './same';
export { type Habits, type Setting, endpointOf, initialWorld } from './setting';
export { connect, forget, hearIcmp, queueText, userCall } from './user';
export {
  type Cast,
  type DueFor,
  type EndId,
  type EndInfo,
  type Endpoint,
  type HostInfo,
  type Micros,
  type Sent,
  type World,
  flightKey,
} from './world';
