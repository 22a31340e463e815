import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { counterexample, explorationAt } from '../../../src/compose/exploration';
import { explore } from '../../../src/explore/explore';
import type { Outcome } from '../../../src/explore/types';
import { createParser } from '../../../src/script/parser';

/** Explores the last line of a flow. */
export function explored(text: string): { readonly outcome: Outcome; readonly flow: string } {
  const trace = check(createParser().parse(text));
  const line = trace.script.lines.findLastIndex(({ statement }) => statement?.kind === 'explore');
  const search = explorationAt(trace, line);
  assert.ok(search !== undefined, text);
  const work = explore(search.world, search.setting, search.bounds, search.claim, { states: 300_000 });
  for (;;) {
    const { done, value } = work.next();
    if (done !== true) continue;
    const flow = value.kind === 'broken' ? counterexample(trace, line, search, value.path, { doubt: 'wrong' }) : '';
    return { outcome: value, flow };
  }
}
