/** The outcome of an exploration as a message with a level: the same in the editor and on the command line. */
import type { Outcome, TakenRow } from '../explore';
import type { Args } from '../script';
import { ROWS, type RowId } from '../tcp';

/** The outcome in words; a claim that holds has no finding. */
export interface Verdict {
  /** The message's id and arguments. */
  readonly id: string;
  readonly args: Args;
  readonly finding: { readonly level: 'error' | 'warning' | 'hint'; readonly rule: string } | undefined;
}

const FINDINGS = {
  broken: { level: 'error', rule: 'flow/claim-broken' },
  limit: { level: 'warning', rule: 'flow/explore-limit' },
  idle: { level: 'hint', rule: 'flow/claim-idle' },
} as const;

export function verdictOf(outcome: Outcome): Verdict {
  const args = { states: grouped(outcome.states), transitions: grouped(outcome.transitions) };
  switch (outcome.kind) {
    case 'holds':
      return { id: 'explore/holds', args, finding: undefined };
    case 'idle':
      return { id: 'explore/idle', args, finding: FINDINGS.idle };
    case 'broken': {
      const { faults } = outcome;
      const id = faults === 0 ? 'explore/broken' : faults === 1 ? 'explore/broken-by-one' : 'explore/broken-by';
      return { id, args: { ...args, faults, steps: outcome.path.length }, finding: FINDINGS.broken };
    }
    case 'limit':
      return outcome.faults === undefined
        ? { id: 'explore/limit', args, finding: FINDINGS.limit }
        : { id: 'explore/limit-up-to', args: { ...args, faults: outcome.faults }, finding: FINDINGS.limit };
  }
}

/** A number with commas between its thousands. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The rows of the transition table that a search can take: those of listening queues and of variants are apart. */
const COUNTED = (Object.keys(ROWS) as RowId[]).filter(isCounted);

function isCounted(row: string): boolean {
  return !row.startsWith('Q') && !row.startsWith('V');
}

/** The number of the table's transitions that were taken, and that of all. */
export function coverageOf(outcome: Outcome): { readonly taken: number; readonly all: number } {
  return { taken: transitionsOf(outcome).taken.length, all: COUNTED.length };
}

/** The transitions that a search took and those that it did not take, in the order of the table. */
export function transitionsOf({ rows }: Outcome): {
  readonly taken: readonly TakenRow[];
  readonly left: readonly RowId[];
} {
  const ways = new Map(rows.map((one) => [one.row, one]));
  return {
    taken: COUNTED.flatMap((row) => ways.get(row) ?? []),
    left: COUNTED.filter((row) => !ways.has(row)),
  };
}
