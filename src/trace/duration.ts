import type { Duration } from '../script/syntax';
import { SECOND } from '../tcp/config';

const UNITS = { us: 1, ms: 1000, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND } as const;

/** A duration in microseconds, where `MSL` is as long as `msl`. */
export function microsOf({ value, unit }: Duration, msl: number): number {
  return Math.round(value * (unit === 'MSL' ? msl : UNITS[unit]));
}
