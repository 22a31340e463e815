import { acknowledgmentRules } from './acknowledgment';
import { flagRules } from './flags';
import { limitRules, optionRules } from './limits';
import type { Rule } from './rule';
import { sequenceRules } from './sequence';
import { structureRules } from './structure';

/** Rules in groups, in the order in which they are asked; within a group, at most one rule speaks. */
export type RuleGroups = readonly (readonly Rule[])[];

export const RULE_GROUPS: RuleGroups = [
  structureRules,
  flagRules,
  sequenceRules,
  acknowledgmentRules,
  limitRules.filter((r) => r.aspect === 'len'),
  limitRules.filter((r) => r.aspect === 'call'),
  optionRules,
];

/** Every rule that judges a segment's sending. An id may stand in several rows, one for each aspect. */
export const SEGMENT_RULES: readonly Rule[] = RULE_GROUPS.flat();
