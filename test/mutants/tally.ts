/** Mutants counted by category. */
import { CASCADES, isCascade, isCaught, isMissed, LEGAL, reasonFor } from './explained';
import type { Verdict } from './verdict';

export interface Tally {
  readonly kind: string;
  readonly mutants: number;
  /** There is an error or warning on the changed line. */
  readonly caught: number;
  /** There is none, and the standard allows the segment. */
  readonly legal: number;
  readonly missed: number;
  /** Of the caught ones, those with a second error or warning elsewhere. */
  readonly cascades: number;
  /** Those of them for which a reason is listed. */
  readonly explained: number;
  /** The reasons why legal mutants are legal. */
  readonly reasons: readonly string[];
}

export function tally(all: readonly Verdict[]): Tally[] {
  const kinds = [...new Set(all.map((v) => v.mutation.kind))].sort();
  return [
    ...kinds.map((kind) =>
      count(
        kind,
        all.filter((v) => v.mutation.kind === kind),
      ),
    ),
    count('all', all),
  ];
}

function count(kind: string, of: readonly Verdict[]): Tally {
  const cascades = of.filter(isCascade);
  const legal = of.filter((v) => !isCaught(v) && !isMissed(v));
  return {
    kind,
    mutants: of.length,
    caught: of.filter(isCaught).length,
    legal: legal.length,
    missed: of.filter(isMissed).length,
    cascades: cascades.length,
    explained: cascades.filter((v) => reasonFor(CASCADES, v) !== undefined).length,
    reasons: kind === 'all' ? [] : [...new Set(legal.map((v) => reasonFor(LEGAL, v)?.reason ?? ''))],
  };
}
