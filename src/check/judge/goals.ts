/**
 * The goals of an exercise (`goal …`), judged once the flow is played to its end: a hint on each that is not reached. A goal changes
 * nothing in the flow. `goal keep` needs the exercise as it was given, which `grade` of src/compose has.
 */
import { type Aim, type Args, type Line, type Script, type Span } from '../../script';
import type { Cast, EndId } from '../../sim';
import { FLOW_RULES, type Finding, NOTHING_TOLD, RULES, type Step, finding, ruleId } from '../../trace';
import type { Parts } from '../checked';
import { playerAt } from '../meaning';
import { isMeant } from '../play/ends';
import { playExpect } from '../play/expectations';
import type { Player } from '../play/player';
import { unknownRule } from './violates';

/** A goal as it stands in the text. */
interface Goal {
  readonly line: number;
  readonly aim: Aim;
  readonly text: string;
}

/** @param collect the findings of the flow: those of its lines, and those of the flow as a whole */
export function goalFindings(parts: Parts, script: Script, collect: () => readonly Finding[]): Finding[] {
  const goals: Goal[] = [];
  parts.lines.visit(0, parts.lines.length, ({ statement, text }, line) => {
    if (statement?.kind === 'goal') goals.push({ line, aim: statement.aim, text });
  });
  const other = collect();
  // Segments are looked for behind those of the goals before.
  let behind = 0;
  let steps: readonly Step[] | undefined;
  return goals.flatMap((goal): Finding[] => {
    const { aim, line } = goal;
    // Of a host whose name is taken for a misspelling, that alone is said.
    if (other.some((f) => f.line === line && f.rule === 'flow/misspelt-host')) return [];
    switch (aim.kind) {
      case 'holds':
        return holds(parts, script, goal, aim);
      case 'sent': {
        steps ??= parts.stretches.steps();
        const at = steps.findIndex((step, i) => i >= behind && isSuch(parts.roles.cast, step, aim));
        if (at < 0) return [open(goal, aim, aim.arrow === 'lose' ? 'lost' : 'sent', { text: quoted(goal, aim) })];
        behind = at + 1;
        return [];
      }
      case 'without':
      case 'breaks':
        return aim.rules.flatMap((word) => {
          const id = ruleId(word.text);
          if (!IDS.has(id))
            return [
              finding(
                line,
                FLOW_RULES['flow/unknown-rule'],
                word,
                unknownRule(line, word, IDS, (close) => close),
              ),
            ];
          if (aim.kind === 'breaks')
            return breaks(parts, id, other) ? [] : [open(goal, word, aim.kind, { rule: word.text })];
          const still = other.find((f) => f.rule === id);
          return still === undefined ? [] : [open(goal, word, aim.kind, { rule: word.text, line: still.line + 1 })];
        });
      case 'keep':
        return [];
    }
  });
}

/** A goal that is not reached, and in which way. */
function open({ line }: Goal, span: Span, way: string, args: Args): Finding {
  return finding(line, FLOW_RULES['flow/goal-open'], span, { says: `flow/goal-open/${way}`, args });
}

function quoted({ text }: Goal, { start, end }: Span): string {
  return text.slice(start, end);
}

/** Expectations are played behind the last line. */
function holds(parts: Parts, script: Script, goal: Goal, aim: Aim & { readonly kind: 'holds' }): Finding[] {
  return aim.items.flatMap((item) => {
    const p = playerAtEnd(parts, script);
    playExpect(p, { kind: 'expect', start: item.start, end: item.end, items: [item] }, false);
    const said = [...p.findings, ...p.steps.flatMap((step) => step.findings)];
    const [first] = said.filter((f) => f.level === 'error' || f.level === 'warning' || f.level === 'open');
    if (first === undefined) return [];
    const { right } = first.args;
    const text = quoted(goal, item);
    return [right === undefined ? open(goal, item, 'other', { text }) : open(goal, item, 'holds', { text, right })];
  });
}

function playerAtEnd({ roles, lines, stretches, initial, bases }: Parts, script: Script): Player {
  const place = stretches.before(Infinity) ?? { world: initial, scope: NOTHING_TOLD };
  return playerAt({ roles, stretches, bases }, script, place, lines.length);
}

/** True if a step is a segment as the goal has it: with these flags at least, and arrived or lost. */
function isSuch(cast: Cast, step: Step, { from, to, arrow, flags, data }: Aim & { readonly kind: 'sent' }): boolean {
  if (step.kind !== 'segment' && step.kind !== 'deliver' && step.kind !== 'drop') return false;
  const { sent, fate } = step;
  if (arrow === 'lose' ? fate !== 'lost' : fate !== 'arrived' && fate !== 'dropped') return false;
  if (data !== undefined && sent.segment.len === 0) return false;
  const wanted = flags?.bits ?? 0;
  return (sent.segment.flags & wanted) === wanted && isEnd(cast, sent.from, from) && isEnd(cast, sent.to, to);
}

function isEnd(cast: Cast, end: EndId, who: Parameters<typeof isMeant>[2]): boolean {
  const host = cast.ends[end]?.host;
  return host !== undefined && cast.hosts[host]?.name === who.host.text && isMeant(cast, end, who);
}

/** True if a segment says that it breaks the rule, and does. */
function breaks({ lines }: Parts, id: string, said: readonly Finding[]): boolean {
  let found = false;
  const declares = ({ statement: s }: Line): boolean =>
    s?.kind === 'segment' && s.violates?.some((word) => ruleId(word.text) === id) === true;
  lines.visit(0, lines.length, (line, number) => {
    found ||= declares(line) && !said.some((f) => f.line === number && f.rule === 'flow/rule-not-broken');
  });
  return found;
}

const IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));
