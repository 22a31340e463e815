import type { Segment } from '../../wire';
import { type RuleGroups, breachOf } from '../../tcp/rules';
import { type Breach, type Case, type Rule, traitsOf } from '../../tcp/rules/rule';
import { type Reason, whyIncomplete, whyOpen } from '../../tcp';
import type { Level } from '../../script';
import { spaceOf } from '../../trace';

/** A broken rule, or a hint. */
export interface Verdict {
  readonly rule: Rule;
  readonly level: Level;
  readonly breach: Breach;
  /** For level `open`: the reason why it can't be decided. */
  readonly because?: Reason;
}

export interface Judgement {
  /** The findings to report: for each aspect at most one, the most specific. */
  readonly verdicts: readonly Verdict[];
  /** The corrected segment, with which the flow continues. */
  readonly right: Segment;
  /** The verdict if the segment can't be sent at all and no correction is known. */
  readonly impossible: Verdict | undefined;
  /** True if the receiver drops the segment because of a reported mistake. */
  readonly drops: boolean;
}

/** Applies the rules to a segment, and corrects it if they give a right value. */
export function judge(c: Case, groups: RuleGroups): Judgement {
  const verdicts: Verdict[] = [];
  let current = c;
  let impossible: Verdict | undefined;
  for (const group of groups) {
    const verdict = firstBroken(group, current);
    if (verdict === undefined) continue;
    verdicts.push(verdict);
    if (verdict.level === 'open') continue;
    if (verdict.level !== 'error' && verdict.breach.mends !== true) continue;
    if (verdict.breach.right !== undefined) current = current.mended(verdict.breach.right);
    else if (verdict.rule.aspect === 'segment') impossible = verdict;
    if (verdict.rule.aspect === 'segment') {
      // The segment's form is wrong, so field rules would only repeat that, unless it was corrected.
      break;
    }
  }
  const said = verdicts.length < 2 ? verdicts : verdicts.filter((v) => !isSaidBetter(v, verdicts));
  return { verdicts: said, right: current.seg, impossible, drops: verdicts.some((v) => v.breach.drops === true) };
}

/** True if a hint that only describes a segment (retransmission, probe) is superseded by another finding about the same. */
function isSaidBetter(remark: Verdict, verdicts: readonly Verdict[]): boolean {
  if (spaceOf(remark.rule.id).judgesPeers || remark.level !== 'hint') return false;
  return verdicts.some((v) => v.rule.aspect === 'time' || v.rule.aspect === 'segment');
}

/**
 * The first broken rule of a group. If a rule's needs are unknown, a later rule that gives a certain error or warning
 * takes precedence.
 */
function firstBroken(group: readonly Rule[], c: Case): Verdict | undefined {
  let open: Verdict | undefined;
  const traits = traitsOf(c);
  for (const rule of group) {
    const breach = breachOf(rule, c, traits);
    if (breach === undefined) continue;
    const level = breach.level ?? rule.level;
    const unknown = breach.sure === true ? undefined : (whyOpen(rule.needs, c.x.unknown) ?? unheard(rule, c));
    const because = unknown ?? whyIncomplete(rule, level, c.lacks);
    if (because !== undefined) open ??= { rule, level: 'open', breach, because };
    else if (open === undefined || level !== 'hint') return { rule, level, breach };
  }
  return open;
}

/** Rules about the time and the occasion of a segment need all that has reached its sender. */
function unheard({ aspect }: Rule, { isPeerMissed }: Case): Reason | undefined {
  return isPeerMissed && (aspect === 'time' || aspect === 'segment') ? 'not-captured' : undefined;
}

/** True if the segment breaks the rule with this id, for any aspect. */
export function breaks(c: Case, id: string, groups: RuleGroups): boolean {
  return groups.some((rules) => rules.some((rule) => rule.id === id && breachOf(rule, c) !== undefined));
}
