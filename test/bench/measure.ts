import { performance } from 'node:perf_hooks';

/** The median of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}

/** The duration of `run` in milliseconds: the median of `times` runs, after one that is not counted. */
export function medianTime(times: number, run: (round: number) => void): number {
  run(0);
  const figures: number[] = [];
  for (let i = 1; i <= times; i++) figures.push(time(() => run(i)).ms);
  return median(figures);
}

export function time<T>(run: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = run();
  return { ms: performance.now() - start, value };
}
