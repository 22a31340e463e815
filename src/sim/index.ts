/**
 * Two or more endpoints and a network, without any text.
 *
 * A `World` is a value: clock, ends, network, segments in flight, Fast Open cookies, queues of listening ports. Worlds share unchanged parts
 * (`keyed.ts`, `src/wire/persistent.ts`), so that a flow can keep one for each step. A `Setting` is fixed from the start: hosts
 * and ends, configurations, and habits of the users.
 *
 * `act.ts` is the interface for callers with worlds as values. `act` gives the world after one action, `next` lists the
 * possible actions, and `run` simulates until a goal is reached. Internally a `Motion` is a world that is changed in
 * place during one call. It reports each happening to a `Recorder`; the checker makes steps of them.
 *
 * A segment departs (`depart.ts`), takes its path (`path.ts`: links, losses, faults), and is delivered (`deliver.ts`).
 * `events.ts` finds the next arrival or timer. `run.ts` orders the happenings of one moment: timers, arrivals, then
 * transmissions, beginning with the end that received a segment last. `queue.ts` is the retransmission queue.
 * `listener.ts` holds the queues of a listening port, its SYN cookies, and the socket calls `bind` and `accept`.
 * `budget.ts` and `limits.ts` bound the resources that a flow may use.
 *
 * Segments and faults are numbered in the order of sending (`World.serial`). Lines, labels, rule ids and findings are
 * unknown here, so equal states are equal whatever script led to them.
 */
export { type Act, type Outcome, act, motion, next, run } from './act';
export type { Transit } from './arrivals';
export type { TlsPart } from './setting';
export { type Uttered, domainOf, h2HostOf, tlsHostOf } from './app';
export { asking, charge, isSpent, mustStop } from './budget';
export { asAltered, deliver, isUnread, reopened, take } from './deliver';
export { beginsAt, composed, depart, differingOctet, outlook, textFor } from './depart';
export { Dues } from './dues';
export { type Event, FEW, fire, land, launch, nextEvent, recall, timerOf, transitsOf } from './events';
export type { Goal, Stop } from './goal';
export type { Happening, Landing } from './happening';
export { type Ahead, Keys } from './key';
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
export { type Fault, type Link, clamped, count, fits } from './path';
export { firstSending } from './queue';
export { MAX_BACKLOG, accept, bind } from './listener';
export { leak, securedAt } from './secrets';
export { isAcknowledged, play } from './run';
export { alike } from './alike';
export { same, sameWorld } from './same';
export { type Habits, type Setting, endpointOf, initialWorld } from './setting';
export { connect, forget, hearIcmp, queueText, userCall } from './user';
export {
  type Cast,
  type DueFor,
  type EndId,
  type EndInfo,
  type Endpoint,
  type FlowTls,
  type HostInfo,
  type Micros,
  type Sent,
  type World,
  flightKey,
} from './world';
