/**
 * An exhaustive search for all futures of a flow within bounds, over the simulated states (worlds) of `sim`.
 *
 * `acts.ts` lists the acts that can happen in a state and gives the state after each: an arrival, a fault, a call, a
 * crash, a forgery (`forge.ts`) or the timers of one moment, with the segments sent in consequence. `search.ts` visits
 * the states by the number of faults, then of acts, so that the first violation of a claim (`claims.ts`) has a shortest
 * path. `state-key.ts` tells which states are equal (`resends.ts`: which retransmission timers can still expire), and
 * `table.ts` holds the states that were reached. `ghosts.ts` tells which connection a side and a segment belong to.
 * `edges.ts` finds states from which no state at rest can be reached.
 *
 * `explore` is a generator that yields its progress every few milliseconds. `replay` replays a path (sequence of acts)
 * and records its events, which `compose` writes as script lines. This folder depends neither on script syntax and
 * names nor on the real time.
 */
export { explore } from './explore';
export { type Told } from './node';
export { type Answer } from './search';
export { type Replay, replay } from './replay';
export type {
  AllowedCall,
  AllowedCrash,
  AllowedFault,
  AllowedForge,
  Bounds,
  Claim,
  ClaimName,
  Figures,
  Limits,
  Outcome,
  Pair,
  Path,
  Progress,
  TakenRow,
} from './types';
