import { Keyed } from './keyed';
import { Queue, sameOctets } from '../wire';
import type { World } from './world';

/** True if two worlds are equal by value; shared parts are not compared. */
export function sameWorld(a: World, b: World): boolean {
  return same(a, b);
}

/** True if two values are equal; immutable lists and maps are compared by their items. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Keyed && b instanceof Keyed) return sameKeyed(a, b);
  if (a instanceof Queue && b instanceof Queue) return sameQueues(a, b);
  if (a instanceof Uint8Array || b instanceof Uint8Array)
    return a instanceof Uint8Array && b instanceof Uint8Array && sameOctets(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

function sameKeyed(a: Keyed<unknown>, b: Keyed<unknown>): boolean {
  return a.sameAs(b, same);
}

/** Queues are views of longer arrays; only their items are compared. */
function sameQueues(a: Queue<unknown>, b: Queue<unknown>): boolean {
  if (a.size !== b.size) return false;
  for (let i = 0; i < a.size; i++) if (!same(a.get(i), b.get(i))) return false;
  return true;
}
