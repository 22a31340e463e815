/**
 * How much of a law a run shows. The laws hold on random input, or on all flows of the project: `npm run test:unit` shows
 * a share of each, evenly drawn, and `npm run test:laws` shows all. The latter runs the test files that import this one.
 */

/** True where all is shown. */
export const WHOLE = process.env.TCPFLOW_LAWS === 'all';

/** One in this number is shown in the unit run. */
const PART = 20;

/** The count of random runs, or of cases that a test must have met at least. */
export function share(count: number, part = PART): number {
  return WHOLE ? count : Math.ceil(count / part);
}

/** Every twentieth item, from the first on; `part` is another number than twenty. */
export function some<T>(items: readonly T[], part = PART): readonly T[] {
  return WHOLE ? items : items.filter((_, i) => i % part === 0);
}
