import assert from 'node:assert/strict';
import { flip, isFiltering, PLAIN, turn } from '../../../src/diagram/arrange';

describe('diagram: what the reader opens and filters', () => {
  it('turns a fold or a section, and back', () => {
    const folded = turn(turn(PLAIN, 'fold:12'), 'section:3');
    assert.deepEqual([folded.turned, folded.closed], [[12], [3]]);
    assert.deepEqual(turn(turn(folded, 'section:3'), 'fold:12'), PLAIN);
  });

  it('flips an item of a list, and leaves the others in order', () => {
    assert.deepEqual(flip([1, 2, 3], 2), [1, 3]);
    assert.deepEqual(flip([1, 3], 2), [1, 3, 2]);
  });

  it('filters by host, by flag or by kind', () => {
    assert.ok(!isFiltering({ ...PLAIN, turned: [1], closed: [1], windows: true }));
    assert.ok(isFiltering({ ...PLAIN, hosts: [0] }));
    assert.ok(isFiltering({ ...PLAIN, flags: 2 }));
    assert.ok(isFiltering({ ...PLAIN, only: ['lost'] }));
  });
});
