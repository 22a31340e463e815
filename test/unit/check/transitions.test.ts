import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holds, play, states } from './expecting';
import { flowsIn } from './table';

/** Rows with tests of their own: timers but 2MSL, timestamps, other profiles, urgent data. */
const ELSEWHERE = /^(T(?!05)..|E10|E42|E65)$/;

/** Calls that fail: their rows are no moves. */
const FAILING = new Set(['U04', 'U17', 'U19', 'U22', 'U24']);

function rowsInSource(): string[] {
  const rows = new Set<string>();
  for (const file of readdirSync('src/tcp')) {
    if (!file.endsWith('.ts')) continue;
    for (const [, row = ''] of readFileSync(join('src/tcp', file), 'utf8').matchAll(/'([UCLSET]\d\d)'/g)) rows.add(row);
  }
  return [...rows].sort();
}

describe('transitions', () => {
  const flows = flowsIn('transitions.tcpflow');
  flows.forEach((flow, i) => {
    it(`${flow.id} (${i + 1})`, () => {
      holds(flow.text);
      if (flow.id === 'FAILS') return;
      const rows = play(flow.text).steps.flatMap((s) => s.moves.map((m) => m.row));
      assert.ok(rows.includes(flow.id), `${flow.text}\ntook ${rows.join(' ')}`);
    });
  });

  it('are all shown', () => {
    const shown = new Set(flows.map((f) => f.id));
    assert.deepEqual(
      rowsInSource().filter((row) => !shown.has(row) && !ELSEWHERE.test(row) && !FAILING.has(row)),
      [],
    );
  });

  it('say where they lead: a move begins where the one before it ended', () => {
    for (const flow of flows) {
      const trace = play(flow.text);
      const state = new Map(trace.cast.ends.map((e) => [e.id, trace.initial.ends.get(e.id)?.tcb.state]));
      for (const step of trace.steps) {
        for (const move of step.moves) {
          assert.equal(move.from, state.get(move.end), `${flow.text}\nline ${step.line + 1}: ${move.row}`);
          state.set(move.end, move.to);
        }
        for (const e of trace.cast.ends)
          assert.equal(step.after.ends.get(e.id)?.tcb.state, state.get(e.id), `${flow.text}\nline ${step.line + 1}`);
      }
    }
  });
});

describe('the figures of RFC 9293', () => {
  for (const flow of flowsIn('figures.tcpflow')) {
    it(flow.id.replace('-', ' '), () => {
      holds(flow.text);
      assert.match(states(flow.text), /^A=(\S+) B=\1$/);
    });
  }
});
