import assert from 'node:assert/strict';
import { same } from '../../../src/sim/same';

/** A view at an offset into a longer array, as a segment's data are into the text that was written. */
function view(offset: number, bytes: readonly number[]): Uint8Array {
  const whole = new Uint8Array(offset + bytes.length + 5).fill(99);
  whole.set(bytes, offset);
  return whole.subarray(offset, offset + bytes.length);
}

describe('equal values', () => {
  const bytes = Array.from({ length: 23 }, (_, i) => i * 11);

  it('compares octets by value, wherever they lie in memory', () => {
    for (const a of [0, 1, 4, 8]) for (const b of [0, 1, 2, 3, 4]) assert.ok(same(view(a, bytes), view(b, bytes)));
    const whole = view(0, bytes);
    assert.ok(same(whole.subarray(3, 9), whole.subarray(3, 9)));
  });

  it('tells any one octet apart, and a part from the whole', () => {
    for (const offset of [0, 1]) {
      for (let at = 0; at < bytes.length; at++) {
        const other = bytes.map((v, i) => (i === at ? v ^ 1 : v));
        assert.ok(!same(view(0, bytes), view(offset, other)), `octet ${at}`);
      }
      assert.ok(!same(view(0, bytes), view(offset, bytes.slice(0, -1))));
    }
    assert.ok(!same(view(0, [1, 2]), [1, 2]));
  });
});
