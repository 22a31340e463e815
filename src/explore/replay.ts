import type { Setting, World } from '../sim';
import { Acts } from './acts';
import type { Carried, Told } from './node';
import type { Bounds, Path } from './types';

/** A way that was played again. */
export interface Replay {
  readonly happened: readonly Told[];
  readonly world: World;
  /** The segments that are still on their way at the end, and those that are set aside. */
  readonly left: readonly Carried[];
}

/** Plays a way of a search again, with its happenings. */
export function replay(world: World, setting: Setting, bounds: Bounds, path: Path): Replay {
  const happened: Told[] = [];
  const acts = new Acts(world, setting, bounds, happened);
  let node = acts.root(world);
  for (const act of path) node = acts.do(node, act);
  return { happened, world: node.world, left: [...node.queues.flat(), ...node.aside] };
}
