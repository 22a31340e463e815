import { type SegmentStatement, nearest } from '../../script';
import { SEGMENT_RULES } from '../../tcp/rules';
import type { Case } from '../../tcp/rules/rule';
import { isGrave } from '../../trace';
import type { Judgement } from './judge';
import { edit, report, type Player } from '../play/player';
import { reportVerdict, type Scene } from './verdicts';

const IDS: ReadonlySet<string> = new Set(SEGMENT_RULES.map((r) => r.id));

/** The full id of a rule, which may be written without `tcp/`. */
export function ruleId(written: string): string {
  return written.includes('/') ? written : `tcp/${written}`;
}

/**
 * Evaluates `violates RULE`. The named rules, and others about the same aspect, are not reported; each named rule must
 * be broken.
 */
export function checkViolations(
  p: Player,
  s: SegmentStatement,
  c: Case,
  scene: Scene,
  judgement: Judgement,
  isBroken: (id: string) => boolean,
): void {
  const excused = new Set<string>();
  const aspects = new Set<string>();
  let known = true;
  for (const word of s.violates ?? []) {
    const id = ruleId(word.text);
    if (!IDS.has(id)) {
      const close = nearest(id, [...IDS]);
      report(p, 'flow/unknown-rule', 'error', word, {
        args: { rule: word.text },
        ...(close === undefined
          ? {}
          : {
              fix: {
                title: 'fix/set-field',
                args: { text: close.slice(4) },
                edits: [edit(p.line, word, close.slice(4))],
              },
            }),
      });
      known = false;
      continue;
    }
    if (!isBroken(id)) report(p, 'flow/rule-not-broken', 'error', word, { args: { rule: word.text } });
    excused.add(id);
    for (const rule of SEGMENT_RULES) if (rule.id === id) aspects.add(rule.aspect);
  }
  // With an unknown rule name nothing more is reported, as the intended mistake is not known.
  if (!known) return;
  for (const verdict of judgement.verdicts) {
    if (excused.has(verdict.rule.id) || aspects.has(verdict.rule.aspect) || !isGrave(verdict)) continue;
    reportVerdict(p, s, c, scene, verdict);
  }
}
