import type { Sent } from '../../sim';
import { lineAt } from '../../script';
import {
  type Edit,
  FLOW_RULES,
  type Finding,
  type Fix,
  type Presumed,
  type ShownFate,
  edit,
  finding,
  stepSending,
} from '../../trace';
import { type Player, labelled, sentAt, stepsBack } from '../play/player';

/** Hints at the present line that it decides open fates: so it is in every world in which the line is legal. */
export function shownHints(p: Player, shown: readonly ShownFate[]): readonly Finding[] {
  const statement = lineAt(p.script, p.line)?.statement;
  if (statement === undefined) return [];
  return shown.map(({ sent, fate }) => {
    const at = sentAt(p, sent);
    const fix = fixOf(p, sent, at, fate);
    return finding(p.line, FLOW_RULES['flow/fate-shown'], statement, {
      says: `flow/fate-shown/${fate}`,
      args: { line: at + 1 },
      related: [{ line: at, message: `related/fate-${fate}`, args: {} }],
      ...(fix === undefined ? {} : { fix }),
    });
  });
}

/** The hint that there are more open fates than can be followed, at the line where the first of them is settled. */
export function presumedHint(p: Player, presumed: readonly Presumed[]): readonly Finding[] {
  const statement = lineAt(p.script, p.line)?.statement;
  const [first] = presumed;
  if (statement === undefined || first === undefined) return [];
  const at = sentAt(p, first.sent);
  return [
    finding(p.line, FLOW_RULES['flow/fate-presumed'], statement, {
      args: { line: at + 1 },
      related: [{ line: at, message: 'related/fate-presumed', args: {} }],
    }),
  ];
}

/** Writes the fate: another arrow, `drop` in place of `deliver`, or `~>` and a `deliver` before the present line. */
function fixOf(p: Player, sent: Sent, at: number, how: ShownFate['fate']): Fix | undefined {
  const written = lineAt(p.script, at);
  const s = written?.statement;
  if (s?.kind !== 'segment' || s.arrow !== 'open') return undefined;
  const arrow = (text: string): Edit => edit(at, s.arrowSpan, text);
  const fix = (...edits: Edit[]): Fix => ({ title: `fix/fate-${how}`, args: { line: at + 1 }, edits });
  if (labelled(p, sent) === undefined) {
    if (how !== 'late') return fix(arrow(how === 'arrived' ? '->' : '-x'));
    const name = freshName(p);
    return fix(
      arrow('~>'),
      edit(at, { start: s.end, end: s.end }, ` as ${name}`),
      edit(p.line, { start: 0, end: 0 }, `deliver ${name}\n`),
    );
  }
  if (how === 'late') return undefined;
  const delivery = deliveryOf(p, sent);
  const stands = delivery === undefined ? undefined : lineAt(p.script, delivery)?.statement;
  if (delivery === undefined || stands?.kind !== 'deliver') return undefined;
  if (how === 'arrived') return fix(arrow('~>'));
  const start = stands.time === undefined ? stands.start : stands.name.start - 'deliver '.length;
  return fix(arrow('~>'), edit(delivery, { start, end: start + 'deliver'.length }, 'drop'));
}

/** The line (from 0) at which a named segment arrives, if it does. */
function deliveryOf(p: Player, sent: Sent): number | undefined {
  for (const step of stepsBack(p)) {
    if (step.kind === 'deliver' && step.sent.id === sent.id) return step.line;
    if (stepSending([step], sent.id) >= 0) return undefined;
  }
  return undefined;
}

function freshName(p: Player): string {
  for (let i = 1; ; i++) if (!p.scope.names.has(`s${i}`)) return `s${i}`;
}
