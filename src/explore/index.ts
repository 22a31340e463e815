/**
 * All that can happen to a flow within bounds: an exhaustive search over the worlds of `sim`.
 *
 * `explore` searches; it is a generator that yields its progress every 2,000 states. `replay` plays a way again, with
 * its happenings. The room knows no line and no name of a script.
 */
import type { Setting, World } from '../sim';
import type { Bounds, Claim, Limits, Outcome, Progress } from './types';

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

/** @param claim undefined for none: the search then only tells what can be reached */
export type Explore = (
  world: World,
  setting: Setting,
  bounds: Bounds,
  claim: Claim | undefined,
  limits: Limits,
) => Generator<Progress, Outcome>;
