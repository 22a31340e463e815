import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TABS } from '../../../src/panel/tabs';
import { hexOf, linesOf, partAt, textOf } from '../../../src/webview/inspect-message';
import { tabFor } from '../../../src/webview/inspector';

describe('webview: the octets of a message', () => {
  const parts = [
    { depth: 0, name: 'request line', value: '', from: 0, to: 14 },
    { depth: 1, name: 'method', value: '', from: 0, to: 3 },
    { depth: 0, name: 'body', value: '', from: 16, to: 40 },
  ];

  it('belong to the innermost part, and to none between parts', () => {
    assert.deepEqual(
      [0, 3, 14, 16, 40].map((at) => partAt(parts, at)),
      [1, 0, -1, 2, -1],
    );
  });

  it('stand sixteen a line, or as many as are asked for, in stretches of one part, in the segment or out of it', () => {
    const octets = Array.from({ length: 40 }, (_, i) => i);
    const lines = linesOf({ from: 0, octets }, { parts, here: { from: 8, to: 20 } });
    assert.deepEqual(
      lines.map((line) => line.map(({ from, part, here }) => `${from} ${part}${here ? ' here' : ''}`)),
      [['0 1', '3 0', '8 0 here', '14 -1 here'], ['16 2 here', '20 2'], ['32 2']],
    );
    const narrow = linesOf({ from: 0, octets: octets.slice(0, 18) }, { parts, here: { from: 8, to: 20 } }, 8);
    assert.deepEqual(
      narrow.map((line) => line.map(({ from }) => from)),
      [[0, 3], [8, 14], [16]],
    );
    fc.assert(
      fc.property(fc.nat(50), fc.nat(60), fc.nat(60), fc.constantFrom(8, 16), (count, a, b, line) => {
        const here = { from: Math.min(a, b), to: Math.max(a, b) };
        const all = linesOf({ from: 32, octets: octets.slice(0, count) }, { parts, here }, line).flat();
        assert.deepEqual(
          all.flatMap((s) => s.octets),
          octets.slice(0, count),
        );
        assert.ok(all.every((s) => s.octets.every((_, i) => partAt(parts, s.from + i) === s.part)));
      }),
    );
  });

  it('are digits and characters, or signs for what is not given and not seen', () => {
    assert.deepEqual([0x47, 0x0a, -1, -2].map(hexOf), ['47', '0a', '??', '··']);
    assert.deepEqual([0x47, 0x0a, -1, -2].map(textOf), ['G', '.', '.', '.']);
  });

  it('have a tab that keys pass over where it is not in sight', () => {
    const without = TABS.filter((tab) => !['message', 'secrets', 'streams'].includes(tab));
    assert.equal(tabFor('End', 'header', without), 'steps');
    assert.equal(tabFor('ArrowRight', 'steps', without), 'endpoints');
    assert.equal(tabFor('ArrowRight', 'steps'), 'message');
  });
});
