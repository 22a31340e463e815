import { acknowledgmentRules } from './acknowledgment';
import { flagRules } from './flags';
import { ecnRules, resetEffectRules, urgentRules } from './header';
import { ipRules } from './ip';
import { limitRules, optionRules } from './limits';
import { openingOptionRules, sackRules, timestampRules } from './negotiated';
import { addressRules, hasBrokenOptions, headerRules, rawOptionRules } from './raw';
import { ANY, traitsOf, type Aspect, type Breach, type Case, type Rule } from './rule';
import { sequenceRules } from './sequence';
import { structureRules } from './structure';
import { timeWaitRules } from './timewait';
import { probeRules } from './probing';
import { ackTimingRules, overdueRules, retransmissionRules } from './timing';
import { flightRules, shrinkRules, windowFieldRules } from './window';

/** Groups of rules in the order of evaluation. In each group only the first rule that is broken is reported. */
export type RuleGroups = readonly (readonly Rule[])[];

const about = (rules: readonly Rule[], aspect: Aspect): readonly Rule[] => rules.filter((r) => r.aspect === aspect);

/** The rules, silent about a segment with an unreadable option list, as its options are not known. */
const readable = (rules: readonly Rule[]): readonly Rule[] => rules.map((rule) => ({ ...rule, reads: 'options' }));

/**
 * All rules as objects with the same keys in the same order. Most rules run for each segment, and JavaScript engines
 * access objects of one shape faster.
 */
const alike = (groups: RuleGroups): RuleGroups =>
  groups.map((rules) =>
    rules.map(({ id, level, source, aspect, on = ANY, needs, reads, check }) => ({
      id,
      level,
      source,
      aspect,
      on,
      needs,
      reads,
      check,
    })),
  );

export const RULE_GROUPS: RuleGroups = alike([
  // Header fields are compared with those in the script before another rule corrects them.
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
  // Options come before lengths: a segment that is too long because of its options is one mistake, not two.
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

/** All rules about sending a segment. An id may occur in several entries, one for each aspect. */
export const SEGMENT_RULES: readonly Rule[] = RULE_GROUPS.flat();

/**
 * The breach of a rule by a segment; none where the rule is about options and the option list can't be read.
 *
 * @param traits those of the segment, of which the rule needs one
 */
export function breachOf(rule: Rule, c: Case, traits = traitsOf(c)): Breach | undefined {
  if ((traits & (rule.on ?? ANY)) === 0) return undefined;
  return rule.reads !== undefined && hasBrokenOptions(c) ? undefined : rule.check(c);
}
