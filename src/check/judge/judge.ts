import type { Segment } from '../../wire';
import { type RuleGroups, breachOf } from '../../tcp/rules';
import type { Breach, Case, Rule } from '../../tcp/rules/rule';
import { type Reason, whyOpen } from '../../tcp';
import type { Level } from '../../script';

/** A rule that a segment breaks, or a hint that it deserves. */
export interface Verdict {
  readonly rule: Rule;
  readonly level: Level;
  readonly breach: Breach;
  /** Why it can't be told, where the level is `open`. */
  readonly because?: Reason;
}

export interface Judgement {
  /** What is to be reported: at most one an aspect, the most telling. */
  readonly verdicts: readonly Verdict[];
  /** The segment as it would be right: what to go on with after a mistake. */
  readonly right: Segment;
  /** The segment cannot be sent at all, and there is no telling what was meant. */
  readonly impossible: Verdict | undefined;
  /** The receiver throws the segment away, by what is reported of it. */
  readonly drops: boolean;
}

/** Holds a segment against the rules, and mends it where they tell how. */
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
      // Its form is wrong: field rules would only repeat that. Mended, it is whole again.
      break;
    }
  }
  const said = verdicts.length < 2 ? verdicts : verdicts.filter((v) => !isSaidBetter(v, verdicts));
  return { verdicts: said, right: current.seg, impossible, drops: verdicts.some((v) => v.breach.drops === true) };
}

/** A remark that a segment goes again, or is a probe, gives way to what there is to say about just that. */
function isSaidBetter(remark: Verdict, verdicts: readonly Verdict[]): boolean {
  if (!remark.rule.id.startsWith('flow/') || remark.level !== 'hint') return false;
  return verdicts.some((v) => v.rule.aspect === 'time' || v.rule.aspect === 'segment');
}

/**
 * The most telling rule of a group that is broken. One whose needs are not known gives way to an error or a warning that
 * holds whatever they are.
 */
function firstBroken(group: readonly Rule[], c: Case): Verdict | undefined {
  let open: Verdict | undefined;
  for (const rule of group) {
    const breach = breachOf(rule, c);
    if (breach === undefined) continue;
    const level = breach.level ?? rule.level;
    const because = breach.sure === true ? undefined : whyOpen(rule.needs, c.x.unknown);
    if (because !== undefined) open ??= { rule, level: 'open', breach, because };
    else if (open === undefined || level !== 'hint') return { rule, level, breach };
  }
  return open;
}

/** Does the segment break the rule of this id, whichever its aspect? */
export function breaks(c: Case, id: string, groups: RuleGroups): boolean {
  return groups.some((rules) => rules.some((rule) => rule.id === id && breachOf(rule, c) !== undefined));
}
