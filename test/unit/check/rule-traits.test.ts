/** A rule's `on` leaves out segments that can't break it. */
import assert from 'node:assert/strict';
import { check } from '../../../src/check';
import { createParser } from '../../../src/script/parser';
import { RULE_GROUPS, type RuleGroups } from '../../../src/tcp/rules';
import { ANY, traitsOf } from '../../../src/tcp/rules/rule';
import { flowOf, projectFlows } from '../../fuzz/flows';
import { Random } from '../../fuzz/random';
import { share, some } from '../share';

/** Flows at random beside those of the project, and the length above which one is left out. */
const FLOWS = 4000;
const LONGEST = 6000;

describe('what a rule is about', () => {
  it('is there in each segment that breaks it', () => {
    const silenced = new Set<string>();
    let broken = 0;
    /** Rules that speak of all segments, and say which of them their `on` would have left out. */
    const groups: RuleGroups = RULE_GROUPS.map((rules) =>
      rules.map((rule) => ({
        ...rule,
        on: ANY,
        check(c) {
          const breach = rule.check(c);
          if (breach !== undefined) broken++;
          if (breach !== undefined && (traitsOf(c) & (rule.on ?? ANY)) === 0)
            silenced.add(`${rule.id}, ${rule.aspect}`);
          return breach;
        },
      })),
    );
    const known = projectFlows();
    const random = Array.from({ length: share(FLOWS, 40) }, (_, i) => flowOf(new Random(5, i), known));
    for (const text of [...some(known, 12), ...random])
      if (text.length < LONGEST) check(createParser().parse(text), undefined, groups);
    assert.deepEqual([...silenced], []);
    assert.ok(broken > 500, String(broken));
  });
});
