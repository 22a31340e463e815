/**
 * All that can happen to a flow within bounds: an exhaustive search over the worlds of `sim`.
 *
 * `acts.ts` lists what can happen in a state and gives the state after it: an arrival, a fault, a call, a crash, a
 * forgery (`forge.ts`) or the timers of one moment, with all that the ends concerned send because of it. `search.ts`
 * goes through the states by the number of faults, then of acts, so that the first break of a claim (`claims.ts`) is a
 * shortest one. `state-key.ts` says which states are one (`resends.ts`: which
 * retransmission timers can still run out), and `table.ts` holds those that were reached. `ghosts.ts`
 * keeps beside the world which connection a side and a segment belong to. `edges.ts` walks back from the states at rest.
 *
 * `explore` is a generator that yields its progress every few milliseconds. `replay` plays a way again, with its happenings;
 * `compose` writes them as lines. The room knows no line and no name of a script, and reads no clock.
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
