import type { Duration } from '../script';
import { SECOND } from '../tcp';

const UNITS = { us: 1, ms: 1000, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND } as const;

/**
 * A duration in microseconds.
 *
 * @param msl the MSL in microseconds, for durations in `MSL`
 */
export function microsOf({ value, unit }: Duration, msl: number): number {
  return Math.round(value * (unit === 'MSL' ? msl : UNITS[unit]));
}

/** A duration for users, rounded to two decimal places: `4 min`, `1.5 s`, `200 ms`, `40 µs`. Input in microseconds. */
export function duration(micros: number): string {
  for (const unit of ['h', 'min', 's', 'ms'] as const) {
    if (micros >= UNITS[unit]) return `${Math.round((micros / UNITS[unit]) * 100) / 100} ${unit}`;
  }
  return `${micros} µs`;
}

/**
 * An exact duration in the script's notation: `1.5s`, `20ms`, `5180us`. The unit is the largest that gives a short
 * number.
 */
export function written(micros: number): string {
  return exactly(micros).join('');
}

/** An exact duration for users: `1.5 s`, `20 ms`, `5180 µs`. */
export function exact(micros: number): string {
  const [value, unit] = exactly(micros);
  return `${value} ${unit === 'us' ? 'µs' : unit}`;
}

function exactly(micros: number): readonly [number, 's' | 'ms' | 'us'] {
  if (micros % SECOND === 0 || (micros > SECOND && micros % (SECOND / 10) === 0)) return [micros / SECOND, 's'];
  return micros % UNITS.ms === 0 ? [micros / UNITS.ms, 'ms'] : [micros, 'us'];
}
