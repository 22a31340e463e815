/** A run whose forged segments are not detected, with the reason. */
export interface Indistinguishable {
  readonly run: string;
  readonly reason: string;
}

/** Forged segments that no rule can distinguish from the host's own. */
export const INDISTINGUISHABLE: readonly Indistinguishable[] = [
  { run: 'forged_in_established-b', reason: 'An RST with the exact number is what ABORT would send.' },
  { run: 'time_wait_forged-a', reason: 'The host has no connection any more, and may open one with any number.' },
];
