import { H2_RULES, HTTP1_RULES, type LayerRule, TLS_RULES } from '../../layers';
import { type Args, type SegmentStatement, type Word, nearest } from '../../script';
import { SEGMENT_RULES } from '../../tcp/rules';
import type { Case } from '../../tcp/rules/rule';
import { type Fix, FLOW_RULES, edit, isGrave, meantName, ruleId } from '../../trace';
import type { Judgement } from './judge';
import { report, type Player } from '../play/player';
import { reportVerdict, type Scene } from './verdicts';

/** Rules that a segment may break: those of TCP, and those of messages, which are judged once the segment has left (say.ts). */
const LAYER_IDS: ReadonlySet<string> = new Set(
  [HTTP1_RULES, H2_RULES, TLS_RULES].flatMap((rows) => Object.values<LayerRule>(rows).map((r) => r.id)),
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
      const details = unknownRule(p.line, word, IDS, (close) => meantName(close) ?? close);
      report(p, FLOW_RULES['flow/unknown-rule'], word, details);
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

/**
 * The details of the finding on a word that names no rule: its fix is the nearest rule.
 *
 * @param spelt how a rule of `ids` is written in this place
 */
export function unknownRule(
  line: number,
  word: Word,
  ids: ReadonlySet<string>,
  spelt: (id: string) => string,
): { readonly args: Args; readonly fix?: Fix } {
  const args = { rule: word.text };
  const close = nearest(ruleId(word.text), [...ids]);
  if (close === undefined) return { args };
  const text = spelt(close);
  return { args, fix: { title: 'fix/set-field', args: { text }, edits: [edit(line, word, text)] } };
}
