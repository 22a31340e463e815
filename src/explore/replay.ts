import type { Setting, World } from '../sim';
import { Acts } from './acts';
import type { Carried, Told } from './node';
import type { Bounds, Path } from './types';

/** The result of replaying a path. */
export interface Replay {
  readonly happened: readonly Told[];
  readonly world: World;
  /** The segments that are still in flight at the end, including those set aside. */
  readonly left: readonly Carried[];
}

/** Replays a path (sequence of acts) of a search, and records its events. */
export function replay(world: World, setting: Setting, bounds: Bounds, path: Path): Replay {
  const happened: Told[] = [];
  const acts = new Acts(world, setting, bounds, happened);
  let node = acts.root(world);
  for (const act of path) node = acts.do(node, act);
  return { happened, world: node.world, left: [...node.queues.flat(), ...node.aside] };
}
