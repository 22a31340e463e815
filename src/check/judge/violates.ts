import { HTTP1_RULES, TLS_RULES } from '../../layers';
import { type SegmentStatement, nearest } from '../../script';
import { SEGMENT_RULES } from '../../tcp/rules';
import type { Case } from '../../tcp/rules/rule';
import { FLOW_RULES, edit, isGrave, meantName, ruleId } from '../../trace';
import type { Judgement } from './judge';
import { report, type Player } from '../play/player';
import { reportVerdict, type Scene } from './verdicts';

/** Rules that a segment may break: those of TCP, and those of messages, which are judged once the segment has left (say.ts). */
const LAYER_IDS: ReadonlySet<string> = new Set(
  [...Object.values(HTTP1_RULES), ...Object.values(TLS_RULES)].map((r) => r.id),
);
const IDS: ReadonlySet<string> = new Set([...SEGMENT_RULES.map((r) => r.id), ...LAYER_IDS]);

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
      const text = close === undefined ? undefined : (meantName(close) ?? close);
      report(p, FLOW_RULES['flow/unknown-rule'], word, {
        args: { rule: word.text },
        ...(text === undefined
          ? {}
          : { fix: { title: 'fix/set-field', args: { text }, edits: [edit(p.line, word, text)] } }),
      });
      known = false;
      continue;
    }
    if (LAYER_IDS.has(id)) continue;
    if (!isBroken(id)) report(p, FLOW_RULES['flow/rule-not-broken'], word, { args: { rule: word.text } });
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
