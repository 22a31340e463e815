/** Mutants counted by kind. */
import { CASCADES, isCascade, isCaught, isMissed, LEGAL, reasonFor } from './explained';
import type { Verdict } from './verdict';

export interface Tally {
  readonly kind: string;
  readonly mutants: number;
  /** An error or a warning stands on the changed line. */
  readonly caught: number;
  /** Nothing does, and the standard allows the segment. */
  readonly legal: number;
  readonly missed: number;
  /** Of the caught ones: a second error or warning stands elsewhere; and how many of these a reason is listed for. */
  readonly cascades: number;
  readonly explained: number;
  /** Why survivors are legal. */
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
