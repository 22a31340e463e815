import { acknowledgmentRules } from './acknowledgment';
import { flagRules } from './flags';
import { ecnRules, resetEffectRules, urgentRules } from './header';
import { ipRules } from './ip';
import { limitRules, optionRules } from './limits';
import { openingOptionRules, sackRules, timestampRules } from './negotiated';
import { addressRules, hasBrokenOptions, headerRules, rawOptionRules } from './raw';
import type { Aspect, Breach, Case, Rule } from './rule';
import { sequenceRules } from './sequence';
import { structureRules } from './structure';
import { timeWaitRules } from './timewait';
import { ackTimingRules, overdueRules, probeRules, retransmissionRules } from './timing';
import { flightRules, shrinkRules, windowFieldRules } from './window';

/** Rules in groups, in the order in which they are asked; within a group, at most one rule speaks. */
export type RuleGroups = readonly (readonly Rule[])[];

const about = (rules: readonly Rule[], aspect: Aspect): readonly Rule[] => rules.filter((r) => r.aspect === aspect);

const readable = (rules: readonly Rule[]): readonly Rule[] => rules.map((rule) => ({ ...rule, reads: 'options' }));

/** All rules with the same keys in the same order: each segment asks most of them, and engines read like objects faster. */
const alike = (groups: RuleGroups): RuleGroups =>
  groups.map((rules) =>
    rules.map(({ id, level, source, aspect, needs, reads, check }) => ({
      id,
      level,
      source,
      aspect,
      needs,
      reads,
      check,
    })),
  );

export const RULE_GROUPS: RuleGroups = alike([
  // What stands in the header is held against the line as it is written, before anything else mends that.
  about(headerRules, 'doff'),
  about(headerRules, 'reserved'),
  about(headerRules, 'checksum'),
  addressRules,
  structureRules,
  about(timeWaitRules, 'segment'),
  [...flagRules, ...about(ecnRules, 'flags')],
  [...about(timeWaitRules, 'seq'), ...sequenceRules],
  acknowledgmentRules,
  resetEffectRules,
  // Options before lengths: what an option takes of the segment is no second mistake.
  [...rawOptionRules, ...optionRules, ...openingOptionRules],
  readable(timestampRules),
  readable(sackRules),
  windowFieldRules,
  urgentRules,
  [...shrinkRules, ...about(limitRules, 'len'), ...flightRules],
  about(limitRules, 'call'),
  about(ecnRules, 'ecn'),
  about(ipRules, 'dscp'),
  about(ipRules, 'id'),
  about(ipRules, 'security'),
  [...retransmissionRules, ...ackTimingRules, ...overdueRules, ...probeRules],
]);

/** Every rule that judges a segment's sending. An id may stand in several rows, one for each aspect. */
export const SEGMENT_RULES: readonly Rule[] = RULE_GROUPS.flat();

/** What a rule has to say of a segment. */
export function breachOf(rule: Rule, c: Case): Breach | undefined {
  return rule.reads !== undefined && hasBrokenOptions(c) ? undefined : rule.check(c);
}
