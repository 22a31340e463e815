import type { Setting, World } from '../sim';
import { type Answer, search } from './search';
import type { Bounds, Claim, Limits, Outcome, Progress } from './types';

/**
 * Searches all that can happen to a world, and yields its progress every few milliseconds. The outcome depends on the
 * arguments alone, unless the caller answers `give-up` to a progress: then it is that of the limit.
 *
 * @param claim undefined for none: the search then only tells what can be reached
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
