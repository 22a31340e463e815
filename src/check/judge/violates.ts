import { type SegmentStatement, nearest } from '../../script';
import { SEGMENT_RULES } from '../../tcp/rules';
import type { Case } from '../../tcp/rules/rule';
import { isGrave } from '../../trace';
import type { Judgement } from './judge';
import { edit, report, type Player } from '../play/player';
import { reportVerdict, type Scene } from './verdicts';

const IDS: ReadonlySet<string> = new Set(SEGMENT_RULES.map((r) => r.id));

/** A rule's full id, as `violates` may leave out the `tcp/` before it. */
export function ruleId(written: string): string {
  return written.includes('/') ? written : `tcp/${written}`;
}

/**
 * `violates RULE`: the mistake is meant, so nothing is said about the rules that are named, or about the same part of
 * the line; but each of them must indeed be broken.
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
  // A mistake is meant, and which one is not known until the name is right.
  if (!known) return;
  for (const verdict of judgement.verdicts) {
    if (excused.has(verdict.rule.id) || aspects.has(verdict.rule.aspect) || !isGrave(verdict)) continue;
    reportVerdict(p, s, c, scene, verdict);
  }
}
