import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Items, Queue } from '../../../src/wire/persistent';
import { share } from '../share';

const sizes = fc.constantFrom(1, 31, 32, 33, 64, 1024, 1056, 1057, 5000, 40_000);

describe('a persistent list', () => {
  it('is like an array of which each change makes a copy, and tells what differs', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { maxLength: 20 }), (size, places) => {
        const array = Array.from({ length: size }, (_, i) => i);
        const first = Items.of(array);
        let list = first;
        const changed = new Set<number>();
        for (const place of places) {
          const at = place % size;
          list = list.set(at, -1 - at);
          changed.add(at);
        }
        assert.equal(list.set(size, 0), list);
        const is: number[] = [];
        list.forEach((item, i) => (is[i] = item));
        assert.deepEqual(
          is,
          array.map((n) => (changed.has(n) ? -1 - n : n)),
        );
        for (const at of [0, size - 1, size, ...changed]) assert.equal(list.get(at), is[at]);
        const seen: number[] = [];
        first.changes(list, (at) => seen.push(at));
        assert.deepEqual(
          seen,
          [...changed].sort((a, b) => a - b),
        );
        const same: number[] = [];
        first.forEach((item) => same.push(item));
        assert.deepEqual(same, array);
      }),
      { numRuns: share(60) },
    );
  });
});

describe('a queue made of items', () => {
  it('grows like any other, and leaves its earlier states as they were', () => {
    const three = Queue.of([1, 2, 3]);
    const four = three.push(4);
    const other = three.push(5);
    assert.deepEqual(
      [three.items(), four.items(), other.items()],
      [
        [1, 2, 3],
        [1, 2, 3, 4],
        [1, 2, 3, 5],
      ],
    );
    assert.deepEqual(four.drop(2).items(), [3, 4]);
    assert.ok(four.some((item) => item === 4) && !three.some((item) => item === 4) && !four.drop(2).some((i) => i < 3));
  });
});
