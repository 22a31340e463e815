import type { Setting, World } from '../sim';
import { type Answer, search } from './search';
import type { Bounds, Claim, Limits, Outcome, Progress } from './types';

/**
 * Searches all states that can be reached from a world, and yields the progress every few milliseconds. The outcome
 * depends only on the arguments, unless the caller answers `give-up`: then the outcome is `limit`.
 *
 * @param claim undefined for a search without a claim, which only reports the states that can be reached
 */
export function* explore(
  world: World,
  setting: Setting,
  bounds: Bounds,
  claim: Claim | undefined,
  limits: Limits,
): Generator<Progress, Outcome, Answer> {
  const { outcome } = yield* search(world, setting, bounds, claim, limits);
  return outcome;
}
