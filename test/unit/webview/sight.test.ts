import assert from 'node:assert/strict';
import { diagram } from '../../../src/diagram/build';
import { layout } from '../../../src/diagram/layout';
import { rowOf } from '../../../src/diagram/model';
import { anchorOf, isInSight } from '../../../src/webview/sight';
import { FLOWS, play } from '../diagram/flows';

const { index } = diagram(play(FLOWS.close));
const { tops } = layout(index, 700, 'symbolic');
const top = (row: number): number => tops[row] ?? 0;
/** The heading before the second half of the flow: a row without a step. */
const HEADING = index.stepOfRow.indexOf(-1, 2);

describe('page: what of the diagram is in sight', () => {
  it('counts a row of which some is in sight', () => {
    const sight = { top: top(3), bottom: top(5) };
    assert.deepEqual(
      [-1, 2, 3, 4, 5].map((row) => isInSight(tops, row, sight)),
      [false, false, true, true, false],
    );
    assert.ok(isInSight(tops, 2, { ...sight, top: sight.top - 1 }));
  });

  it('keeps the current step where it is while it is in sight', () => {
    const step = index.stepOfRow[4] ?? -1;
    assert.deepEqual(anchorOf(index, tops, step, { top: top(3) + 1, bottom: top(6) }), {
      step,
      offset: top(4) - top(3) - 1,
    });
  });

  it('keeps the first step in sight where the current one is not: of headings there is none to keep', () => {
    assert.ok(HEADING > 0 && (index.stepOfRow[HEADING + 1] ?? -1) >= 0);
    const step = index.stepOfRow[HEADING + 1] ?? -1;
    assert.deepEqual(anchorOf(index, tops, 0, { top: top(HEADING), bottom: top(HEADING + 3) }), {
      step,
      offset: top(HEADING + 1) - top(HEADING),
    });
    assert.equal(rowOf(index, step), HEADING + 1);
  });

  it('keeps none where no step is left below', () => {
    const none = { ...index, stepOfRow: index.stepOfRow.map(() => -1) };
    assert.equal(anchorOf(none, tops, -1, { top: 0, bottom: 100 }), undefined);
  });
});
