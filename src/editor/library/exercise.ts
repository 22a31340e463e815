/** The test whether an exercise is solved: its mistakes are gone, and the rest of the flow is kept. */
import type { Trace } from '../../trace';
import { type Script, createParser } from '../../script';
import { flagNames } from '../../wire';
import { MISTAKES } from './catalogue';

/**
 * The parts of a flow that a solution must keep: sender, receiver and flags of each segment, settings, and the subjects
 * of expectations.
 */
function said({ lines }: Script): string[][] {
  return lines.flatMap(({ statement }) => {
    if (statement?.kind === 'segment')
      return [[`${statement.from.host.text}>${statement.to.host.text}`, ...flagNames(statement.flags?.bits ?? 0)]];
    if (statement?.kind === 'host')
      return [[`host ${statement.name.text}`, ...statement.settings.map((setting) => setting.key.text)]];
    return statement?.kind === 'expect' ? statement.items.map((i) => [`expect ${i.kind} ${i.who.host.text}`]) : [];
  });
}

/** True if all these parts are kept in order; additions do not matter. */
function keeps(original: Script, now: Script): boolean {
  const present = said(now);
  let at = 0;
  return said(original).every((wanted) => {
    while (at < present.length) {
      const here = present[at++] ?? [];
      if (wanted.every((word) => here.includes(word))) return true;
    }
    return false;
  });
}

export function isSolved(id: string, original: string, now: Trace): boolean {
  const rules = MISTAKES[id] ?? [];
  if (now.findings.some((f) => f.level !== 'hint' || rules.includes(f.rule))) return false;
  // A mistake declared by `violates` is not corrected.
  if (now.script.lines.some((l) => l.statement?.kind === 'segment' && l.statement.violates !== undefined)) return false;
  return keeps(createParser().parse(original), now.script);
}
