import type { Duration } from '../script';
import { SECOND } from '../tcp';

const UNITS = { us: 1, ms: 1000, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND } as const;

/** A duration in microseconds, where `MSL` is as long as `msl`. */
export function microsOf({ value, unit }: Duration, msl: number): number {
  return Math.round(value * (unit === 'MSL' ? msl : UNITS[unit]));
}

/** `4 min`, `1.5 s`, `200 ms`, `40 µs`: the largest unit that leaves a number of at least one, to two places. */
export function duration(micros: number): string {
  for (const unit of ['h', 'min', 's', 'ms'] as const) {
    if (micros >= UNITS[unit]) return `${Math.round((micros / UNITS[unit]) * 100) / 100} ${unit}`;
  }
  return `${micros} µs`;
}

/** `1.5s`, `20ms`, `5180us`: to the microsecond as a line writes it, in the largest unit that leaves a short number. */
export function written(micros: number): string {
  return exactly(micros).join('');
}

/** `1.5 s`, `20 ms`, `5180 µs`: the same for people. */
export function exact(micros: number): string {
  const [value, unit] = exactly(micros);
  return `${value} ${unit === 'us' ? 'µs' : unit}`;
}

function exactly(micros: number): readonly [number, 's' | 'ms' | 'us'] {
  if (micros % SECOND === 0 || (micros > SECOND && micros % (SECOND / 10) === 0)) return [micros / SECOND, 's'];
  return micros % UNITS.ms === 0 ? [micros / UNITS.ms, 'ms'] : [micros, 'us'];
}
