/** The test whether an exercise is solved: its mistakes are gone, and the rest of the flow is kept. */
import type { Trace } from '../../trace';
import { type Saying, type Script, createParser } from '../../script';
import { flagNames } from '../../wire';
import { MISTAKES } from './catalogue';

/**
 * What a mended flow must still say: who sends to whom with which flags at least, which messages with which header fields, what
 * is set, and about whom something is expected.
 */
function said({ lines }: Script): string[][] {
  return lines.flatMap(({ statement }) => {
    if (statement?.kind === 'segment') {
      const ends = `${statement.from.host.text}>${statement.to.host.text}`;
      return [[ends, ...flagNames(statement.flags?.bits ?? 0), ...messages(statement.saying)]];
    }
    if (statement?.kind === 'host')
      return [[`host ${statement.name.text}`, ...statement.settings.map((setting) => setting.key.text)]];
    return statement?.kind === 'expect'
      ? statement.items.map((i) => [`expect ${i.kind} ${i.who?.host.text ?? ''}`])
      : [];
  });
}

/** Requests by their methods, responses by their status codes, and the names of the fields that are written. */
function messages(saying: Saying | undefined): string[] {
  return (saying?.items ?? []).flatMap(({ method, status, fields }) => [
    method?.text ?? String(status?.value ?? ''),
    ...(fields?.items ?? []).map((f) => f.name.text.toLowerCase()),
  ]);
}

/** The words that must stay, in order; what has been added does not matter. */
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
