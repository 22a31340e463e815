import type { Rule } from '../tcp/rules/rule';

/**
 * A rule as reports, pages and settings know it: its id (`tcp/ack-late`: its space, and its name there), how strong a
 * finding is, where that is written, and the facets of the TCB that the verdict rests on.
 */
export type RuleRow = Pick<Rule, 'id' | 'level' | 'source' | 'needs'>;
