import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  difference,
  distance,
  ge,
  gt,
  inWindow,
  le,
  lt,
  max,
  MODULUS,
  seq,
  type Seq,
} from '../../../src/wire/seq';

const HALF = 0x8000_0000;
/** Numbers near zero, near 2^31 and near the wrap are frequent. */
const number = fc.oneof(
  fc.nat({ max: MODULUS - 1 }),
  fc.constantFrom(0, 1, 2, HALF - 1, HALF, HALF + 1, MODULUS - 2, MODULUS - 1),
);
const seqs: fc.Arbitrary<Seq> = number.map(seq);
const step = fc.oneof(fc.integer({ min: 1, max: HALF - 1 }), fc.constantFrom(1, 2, HALF - 1));

function law<T>(title: string, property: fc.IProperty<T>): void {
  it(title, () => {
    fc.assert(property, { numRuns: 500 });
  });
}

describe('sequence numbers', () => {
  law(
    'stay in [0, 2^32)',
    fc.property(seqs, fc.integer(), (a, n) => {
      const b = add(a, n);
      assert.ok(Number.isInteger(b) && b >= 0 && b < MODULUS);
      assert.equal(seq(a + MODULUS), a);
      assert.equal(seq(a - MODULUS), a);
    }),
  );

  law(
    'add and take away again',
    fc.property(seqs, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (a, n) => {
      assert.equal(add(add(a, n), -n), a);
      assert.equal(distance(a, add(a, n)), seq(n));
    }),
  );

  law(
    'are as far apart as their distance says',
    fc.property(seqs, seqs, seqs, (a, b, c) => {
      assert.equal(add(a, distance(a, b)), b);
      assert.equal(add(a, difference(a, b)), b);
      assert.equal(seq(distance(a, b) + distance(b, c)), distance(a, c));
    }),
  );

  law(
    'have an order that is strict and never goes both ways',
    fc.property(seqs, seqs, (a, b) => {
      assert.ok(!(lt(a, b) && lt(b, a)));
      assert.ok(!lt(a, a));
      assert.equal(gt(a, b), lt(b, a));
      assert.equal(ge(a, b), le(b, a));
      assert.equal(le(a, b), a === b || lt(a, b));
    }),
  );

  law(
    'are ordered unless they are 2^31 apart',
    fc.property(seqs, seqs, (a, b) => {
      const apart = distance(a, b) === HALF;
      assert.equal(lt(a, b) || lt(b, a) || a === b, !apart);
      if (apart) assert.ok(!le(a, b) && !ge(a, b));
    }),
  );

  law(
    'keep their order when both move, across the wrap too',
    fc.property(seqs, seqs, seqs, (a, b, c) => {
      assert.equal(lt(add(a, c), add(b, c)), lt(a, b));
      assert.equal(difference(add(a, c), add(b, c)), difference(a, b));
    }),
  );

  law(
    'come before what lies less than 2^31 ahead',
    fc.property(seqs, step, (a, n) => {
      const b = add(a, n);
      assert.ok(lt(a, b));
      assert.equal(max(a, b), b);
      assert.equal(max(b, a), b);
      assert.equal(difference(a, b), n);
      assert.equal(difference(b, a), -n);
    }),
  );

  it('at distance 2^31 exactly are neither less nor greater', () => {
    const a = seq(5);
    const b = seq(5 + HALF);
    assert.deepEqual([lt(a, b), gt(a, b), le(a, b), ge(a, b)], [false, false, false, false]);
    assert.equal(max(a, b), a);
    assert.equal(difference(a, b), -HALF);
    assert.equal(difference(b, a), -HALF);
  });

  law(
    'lie in a window of n from its first to its last',
    fc.property(seqs, fc.integer({ min: 1, max: MODULUS - 1 }), (a, n) => {
      assert.ok(inWindow(a, a, n));
      assert.ok(inWindow(add(a, n - 1), a, n));
      assert.ok(!inWindow(add(a, n), a, n));
      assert.ok(!inWindow(add(a, -1), a, n));
      assert.ok(!inWindow(a, a, 0));
    }),
  );

  law(
    'lie in a window just if their distance is less than its length',
    fc.property(seqs, seqs, seqs, (x, a, n) => {
      assert.equal(inWindow(x, a, n), distance(a, x) < n);
      assert.equal(inWindow(add(x, 7), add(a, 7), n), inWindow(x, a, n));
    }),
  );

  it('wrap from 2^32-1 to 0', () => {
    assert.equal(add(seq(MODULUS - 1), 1), 0);
    assert.ok(lt(seq(MODULUS - 1), seq(0)));
    assert.equal(seq(-1), MODULUS - 1);
    assert.equal(seq(Number.NaN), 0);
    assert.equal(seq(1.9), 1);
  });
});
