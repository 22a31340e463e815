/** Completion within `goal …`. */
import { GOALS } from '../../script';
import { ruleIds } from '../../report';
import { meantName } from '../../trace';
import { SENT_ITEMS } from './faults';
import type { Item } from './item';

/** Words that a goal may begin with besides a side. */
export const GOAL_ITEMS: readonly Item[] = GOALS.map((label) => ({
  kind: 'keyword',
  label,
  snippet: label === 'keep' ? label : `${label} $0`,
  why: { id: `keyword/${label}` },
}));

/** Behind the two sides of a goal's segment: flags, or `data`. */
export const GOAL_SENT_ITEMS: readonly Item[] = SENT_ITEMS.filter(({ label }) => label !== 'from');

/** Rules behind `without`: all of them; behind `breaks`, those that a segment can break on purpose. */
export function goalRules(text: string): Item[] {
  const breaks = /^goal\s+breaks\b/.test(text);
  return ruleIds()
    .filter((id) => !breaks || meantName(id) !== undefined)
    .map((label) => ({ kind: 'rule', label, why: { id: `why/${label}` } }));
}

/** Behind the first side of a goal, its arrow too. */
export function inGoal(items: Item[], text: string): Item[] {
  if (!/^\s*\S+\s+$/.test(text)) return items;
  const arrows = ['->', '-x'].map((label): Item => ({
    kind: 'arrow',
    label,
    why: { id: label === '->' ? 'arrow/deliver' : 'arrow/lose' },
  }));
  return [...items, ...arrows];
}
