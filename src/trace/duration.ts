import type { Duration } from '../script/syntax';
import { SECOND } from '../tcp/config';

const UNITS = { us: 1, ms: 1000, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND } as const;

/** A duration in microseconds, where `MSL` is as long as `msl`. */
export function microsOf({ value, unit }: Duration, msl: number): number {
  return Math.round(value * (unit === 'MSL' ? msl : UNITS[unit]));
}

/** `4 min`, `1.5 s`, `200 ms`, `40 µs`: the largest unit that leaves a number of at least one. */
export function duration(micros: number): string {
  const units: readonly (readonly [number, string])[] = [
    [3_600_000_000, 'h'],
    [60_000_000, 'min'],
    [1_000_000, 's'],
    [1000, 'ms'],
  ];
  for (const [size, unit] of units) {
    if (micros >= size) return `${Math.round((micros / size) * 100) / 100} ${unit}`;
  }
  return `${micros} µs`;
}
