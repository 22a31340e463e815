import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diagram } from '../../../src/diagram/build';
import { pairLayout } from '../../../src/diagram/beside';
import { currentAt, pair, stopAt, stopsOf } from '../../../src/diagram/compare';
import { FIRST, rowParts } from '../../../src/diagram/layout';
import { EVERYTHING, FLOWS, play } from './flows';
import { share } from '../share';

const made = (text: string) => diagram(play(text));
const LOST = FLOWS.close.replace(
  'client -> server ACK\nexpect',
  'client -x server ACK\nserver -> client FIN,ACK seq=y+1\nclient -> server ACK\nexpect',
);

/** The rows of one side in the order of pairing. */
function inOrder(rows: Int32Array): number[] {
  return [...rows].filter((r) => r >= 0);
}

describe('diagram: two flows beside each other', () => {
  it('finds no difference between a flow and itself, whatever its numbers, addresses and notes are', () => {
    const other = FLOWS.close
      .replace('isn=1000', 'isn=77')
      .replace('10.0.0.1', '10.9.9.9')
      .replace('section "Four-way close"', 'note "the close"\nsection "Now they close"');
    const pairing = pair(made(FLOWS.close), made(other));
    assert.equal(pairing.first, -1);
    assert.ok(pairing.differs.every((d) => d === 0));
  });

  it('takes a call that is written for one that a segment implies', () => {
    assert.equal(pair(made(FLOWS.close), made(FLOWS.close.replace(/\n(client|server) close/g, ''))).first, -1);
  });

  it('marks the first difference, and pairs what is alike again behind it', () => {
    const [a, b] = [made(FLOWS.close), made(LOST)];
    const { left, right, first, differs } = pair(a, b);
    const lost = b.rows(0, b.index.rows).rows.find((r) => r.fate === 'lost')?.row;
    assert.equal(right[first], lost);
    const arrives = a.rows(left[first] ?? -1, (left[first] ?? -1) + 1).rows[0];
    assert.deepEqual([arrives?.flags, arrives?.fate], ['ACK', 'arrived'], 'the same segment with another fate');
    assert.equal(differs[first], 1);
    const [lastA, lastB] = [a.index.rows - 1, b.index.rows - 1];
    assert.equal(right[left.indexOf(lastA)], lastB);
  });

  it('tells flows apart that send the same and come to other states', () => {
    const [a, b] = [made(FLOWS.close), made(`variant no-time-wait\n${FLOWS.close}`)];
    const { right, first } = pair(a, b);
    const row = b.rows(0, b.index.rows).rows[right[first] ?? -1];
    assert.deepEqual(
      row?.changes.filter((c) => c.end === 0).map((c) => c.to),
      ['CLOSED'],
    );
  });

  it('stops where a step happens on some side, and passes headings over', () => {
    const [a, b] = [made(FLOWS.close), made(LOST)];
    const pairing = pair(a, b);
    const stops = stopsOf(pairing, [a.index, b.index]);
    const steps = (rows: Int32Array, of: Int32Array): number[] =>
      stops.map((moment) => of[rows[moment] ?? -1] ?? -1).filter((step) => step >= 0);
    // Each step with a row is in one stop, and the two sections are in none.
    const all = (of: Int32Array): number[] => [...of].filter((step) => step >= 0);
    assert.deepEqual(steps(pairing.left, a.index.stepOfRow), all(a.index.stepOfRow));
    assert.deepEqual(steps(pairing.right, b.index.stepOfRow), all(b.index.stepOfRow));
    assert.equal(pairing.left.length - stops.length, 2);
  });

  it('is at a stop until the next one begins', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 9].map((moment) => stopAt([1, 3, 4], moment)),
      [0, 0, 0, 1, 2, 2],
    );
    assert.equal(stopAt([], 3), 0);
  });

  it('keeps every row of both, in order, each once; rows of a moment stand level and none overlap', () => {
    const lines = [...new Set(`${FLOWS.close}${FLOWS.lost}${EVERYTHING}`.split('\n'))];
    const flow = fc.array(fc.constantFrom(...lines), { maxLength: 25 }).map((l) => l.join('\n'));
    fc.assert(
      fc.property(flow, flow, (one, two) => {
        const [a, b] = [made(one), made(two)];
        const pairing = pair(a, b);
        const all = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
        assert.deepEqual(inOrder(pairing.left), all(a.index.rows));
        assert.deepEqual(inOrder(pairing.right), all(b.index.rows));
        const place = pairLayout(a.index, b.index, pairing, 900, 'symbolic');
        const sides = [
          { ...a, rows: pairing.left, layout: place.left },
          { ...b, rows: pairing.right, layout: place.right },
        ];
        for (const { index, rows, layout } of sides) {
          // The line that marks the first difference crosses no name of an initial state.
          const states = (layout.tops[0] ?? 0) - FIRST + 16;
          if (place.differenceY >= 0 && index.rows > 0) assert.ok(Math.abs(states - 4 - place.differenceY) >= 16);
          rows.forEach((row, moment) => {
            assert.equal(Math.floor(currentAt(rows, moment)), inOrder(rows.subarray(0, moment + 1)).at(-1) ?? -1);
            if (row < 0) return;
            assert.equal(layout.tops[row], place.tops[moment]);
            const bottom = (layout.tops[row] ?? 0) + rowParts(index.shapes[row] ?? 0, layout).height;
            assert.ok(bottom <= (place.tops[moment + 1] ?? 0) + 0.01);
          });
        }
      }),
      { numRuns: share(150) },
    );
  });
});
