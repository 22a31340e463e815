/**
 * All that can happen to a flow within bounds: an exhaustive search over the worlds of `sim`.
 *
 * `explore` searches; it is a generator that yields its progress every 2,000 states. `replay` plays a way again, with
 * its happenings. The room knows no line and no name of a script.
 */
export { explore } from './explore';
export { type Told } from './node';
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
