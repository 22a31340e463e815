import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROWS, type RowId } from '../../../src/tcp/rows';
import { holds, play, states } from './expecting';
import { flowsIn } from './table';

/** Rows of other documents than RFC 9293's transitions, of a listening port's queues, and of variants. */
const BEYOND = /^(?:E14|E46|E47|S08|T09|[IQV]\d\d)$/;

const IDS = Object.keys(ROWS) as RowId[];

/** Rows of the standard that the implementation reports as other rows, all of which must be taken in one step. */
const COMES_TO: Readonly<Record<string, readonly string[]>> = {
  // The exception to the sequence number check is the new connection itself.
  E13: ['E45'],
  // The sequence number check has dropped the RST before.
  E20: ['E11'],
  // In FIN-WAIT-1 one segment acknowledges the FIN and carries the peer's FIN.
  E82: ['E58', 'E83'],
  // If SEG.SEQ can't be validated, a FIN is not processed: a listener drops a segment without SYN and ACK.
  E86: ['L05'],
};

/** The rows that occur in the source, in all folders. */
function rowsInSource(): string[] {
  const rows = new Set<string>();
  for (const file of readdirSync('src/tcp', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file === 'rows.ts') continue;
    for (const [, row = ''] of readFileSync(join('src/tcp', file), 'utf8').matchAll(/'([UCLSET]\d\d)'/g)) rows.add(row);
  }
  assert.ok(rows.size >= 80, `only ${rows.size} transitions were found in the source`);
  return [...rows].sort();
}

describe('transitions', () => {
  const flows = flowsIn('transitions.tcpflow');
  flows.forEach((flow, i) => {
    it(`${flow.id} (${i + 1})`, () => {
      holds(flow.text);
      const rows = COMES_TO[flow.id] ?? [flow.id];
      const taken = play(flow.text).steps.map((s) => s.moves.map((m): string => m.row));
      const inOneStep = taken.some((moves) => rows.every((row) => moves.includes(row)));
      assert.ok(inOneStep, `${flow.text}\ntook ${taken.join(' ')}`);
    });
  });

  const shown = new Set(flows.map((f) => f.id));

  it('are 86, and all are shown', function () {
    const standard = IDS.filter((row) => !BEYOND.test(row));
    const missing = standard.filter((row) => !shown.has(row));
    this.runnable().title += `: ${standard.length - missing.length} of ${standard.length}`;
    assert.equal(standard.length, 86);
    assert.deepEqual(missing, []);
  });

  it('have no row in the engine that is not shown', () => {
    const rows = rowsInSource();
    assert.ok(rows.length > 80, `only ${rows.length} rows found`);
    assert.deepEqual(
      rows.filter((row) => !shown.has(row)),
      [],
    );
  });

  it('lead from and to the states that the table says', () => {
    for (const flow of flows) {
      for (const { row, from, to } of play(flow.text).steps.flatMap((s) => s.moves)) {
        const known = ROWS[row];
        assert.ok(known.from.includes(from), `${flow.text}\n${row} from ${from}`);
        assert.ok(known.to.includes(to) || (from === to && known.to.includes('same')), `${flow.text}\n${row} to ${to}`);
      }
    }
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
