import type { Micros } from './explanation';
import type { Sending } from './sending';

/** Periods of timestamp clocks that hosts use (RFC 7323 §5.4 allows 1 ms to 1 s), microseconds. */
const PERIODS: readonly Micros[] = [1000, 2000, 4000, 10_000];
/** The share by which a measured period may differ: the path delays the first and the last segment differently. */
const TOLERANCE = 0.25;
/** So many ticks are measured at least. */
const LEAST_TICKS = 16;

/**
 * Times of sending of segments that the tap saw in another order than they were sent, by their TSval (RFC 7323 §4): the
 * time at which the tap saw them says little, as the path delayed at least one of them.
 *
 * @param sendings of one host, in the order of sending, with the latest time at which each can have been sent
 */
export function timeByStamps(sendings: readonly Sending[]): void {
  const delayed = outOfOrder(sendings);
  if (delayed.length === 0) return;
  const stamped = sendings.filter(({ val }) => !Number.isNaN(val));
  const period = periodOf(stamped);
  if (period === undefined) return;
  const base = stamped.reduce((least, { at, val }) => Math.min(least, at - val * period), Infinity);
  for (const one of delayed) if (!Number.isNaN(one.val)) one.stamped = Math.min(one.due, base + one.val * period);
}

/** Segments that were seen behind a later one, or before an earlier one. */
function outOfOrder(sendings: readonly Sending[]): readonly Sending[] {
  let latest = -Infinity;
  return sendings.filter(({ at, due }) => {
    const isBefore = at < latest;
    latest = Math.max(latest, at);
    return isBefore || due < at;
  });
}

/** The period of the clock, from the first to the last segment that the path delayed no more than others; undefined if it can't be told. */
function periodOf(stamped: readonly Sending[]): Micros | undefined {
  const usual = stamped.filter(({ due, at }) => due === at);
  const [first] = usual;
  const last = usual.at(-1);
  if (first === undefined || last === undefined || last.val - first.val < LEAST_TICKS) return undefined;
  const measured = (last.at - first.at) / (last.val - first.val);
  return PERIODS.find((period) => Math.abs(measured - period) <= period * TOLERANCE);
}
