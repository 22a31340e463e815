import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { counterexample, explorationAt } from '../../../src/compose/exploration';
import { explore } from '../../../src/explore/explore';
import type { Outcome } from '../../../src/explore/types';
import { createParser } from '../../../src/script/parser';
import type { Trace } from '../../../src/trace/trace';

/** Explores the last line of a flow. */
export function explored(text: string): { readonly outcome: Outcome; readonly flow: string } {
  const trace = check(createParser().parse(text));
  const line = trace.script.lines.findLastIndex(({ statement }) => statement?.kind === 'explore');
  return exploredAt(trace, line);
}

/** The outcomes of all `explore` lines of a flow. */
export function exploredLines(text: string): Outcome[] {
  const trace = check(createParser().parse(text));
  return trace.script.lines.flatMap(({ statement }, line) =>
    statement?.kind === 'explore' ? [exploredAt(trace, line).outcome] : [],
  );
}

function exploredAt(trace: Trace, line: number): { readonly outcome: Outcome; readonly flow: string } {
  const search = explorationAt(trace, line);
  assert.ok(search !== undefined, trace.script.lines[line]?.text);
  const work = explore(search.world, search.setting, search.bounds, search.claim, { states: 300_000 });
  for (;;) {
    const { done, value } = work.next();
    if (done !== true) continue;
    const flow = value.kind === 'broken' ? counterexample(trace, line, search, value.path, { doubt: 'wrong' }) : '';
    return { outcome: value, flow };
  }
}
