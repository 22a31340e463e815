/** Waiting for conditions that can only be polled. */
import { setTimeout } from 'node:timers/promises';

/** The time after which a hanging wait is stopped, milliseconds. */
export const patience = 60_000;

/** Polls `probe`, which must have no effects, until it returns something truthy, and returns that. */
export async function until(what, probe) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`timed out: ${typeof what === 'function' ? what() : what}`);
    await setTimeout(50);
  }
}
