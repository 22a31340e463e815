/** Waiting for what can only be looked at again and again. */
import { setTimeout } from 'node:timers/promises';

/** Only ends a wait that would hang. */
export const patience = 60_000;

/** Waits until `probe`, which only looks, gives something truthy, and returns it. */
export async function until(what, probe) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`timed out: ${typeof what === 'function' ? what() : what}`);
    await setTimeout(50);
  }
}
