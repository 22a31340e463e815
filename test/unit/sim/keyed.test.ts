import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Keyed } from '../../../src/sim/keyed';

/** Pairs of keys with equal 32-bit FNV-1a hashes, and some others. */
const KEYS = [
  'costarring',
  'liquid',
  'declinate',
  'macallums',
  'altarage',
  'zinke',
  'x',
  'y',
  '#1',
  '#2',
  'späť',
  '客户端',
];

type Change = { readonly set: string; readonly to: number } | { readonly delete: string };

const key = fc.oneof(
  fc.constantFrom(...KEYS),
  fc.nat(200).map((n) => `#${n}`),
);
const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.record({ set: key, to: fc.nat() }), weight: 2 },
  { arbitrary: fc.record({ delete: key }), weight: 1 },
);

function changed(keyed: Keyed<number>, c: Change): Keyed<number> {
  return 'set' in c ? keyed.set(c.set, c.to) : keyed.delete(c.delete);
}

describe('items by key', () => {
  it('are what a Map holds, in its order, after any changes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
        const map = new Map<string, number>();
        let keyed = Keyed.empty<number>();
        for (const c of changes) {
          keyed = changed(keyed, c);
          if ('set' in c) map.set(c.set, c.to);
          else map.delete(c.delete);
        }
        assert.deepEqual([...keyed], [...map]);
        assert.deepEqual(keyed.keys(), [...map.keys()]);
        assert.deepEqual(keyed.values(), [...map.values()]);
        assert.equal(keyed.size, map.size);
        for (const k of KEYS) {
          assert.equal(keyed.get(k), map.get(k));
          assert.equal(keyed.has(k), map.has(k));
        }
        assert.deepEqual(
          [...keyed.filter((n) => n % 2 === 0)],
          [...map].filter(([, n]) => n % 2 === 0),
        );
      }),
    );
  });

  it('are the same as others with equal items, whatever led to both', () => {
    const listed = (keyed: Keyed<number>): string => JSON.stringify([...keyed].sort());
    const equal = (a: number, b: number): boolean => a === b;
    const few: fc.Arbitrary<Change> = fc.oneof(fc.record({ set: key, to: fc.nat(2) }), fc.record({ delete: key }));
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 100 }),
        fc.array(few, { maxLength: 6 }),
        fc.array(few, { maxLength: 6 }),
        (all, one, other) => {
          const start = all.reduce(changed, Keyed.empty<number>());
          const [a, b] = [one.reduce(changed, start), other.reduce(changed, start)];
          assert.equal(a.sameAs(b, equal), listed(a) === listed(b));
          // The same items without any common part.
          const again = [...a].reverse().reduce((keyed, [k, n]) => keyed.set(k, n), Keyed.empty<number>());
          assert.ok(a.sameAs(again, equal) && again.sameAs(a, equal));
        },
      ),
    );
  });

  it('leave their earlier states as they were', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const states = [Keyed.empty<number>()];
        const seen = ['[]'];
        for (const c of changes) {
          const next = changed(states.at(-1) as Keyed<number>, c);
          states.push(next);
          seen.push(JSON.stringify([...next]));
        }
        assert.deepEqual(
          states.map((s) => JSON.stringify([...s])),
          seen,
        );
      }),
    );
  });

  it('tell keys of one hash apart', () => {
    const both = Keyed.empty<number>().set('costarring', 1).set('liquid', 2).set('x', 3);
    assert.equal(both.get('costarring'), 1);
    assert.equal(both.get('liquid'), 2);
    assert.equal(both.delete('liquid').get('costarring'), 1);
    assert.equal(both.delete('liquid').has('liquid'), false);
    assert.equal(both.delete('costarring').delete('liquid').size, 1);
  });

  it('are themselves where nothing changes', () => {
    const one = Keyed.empty<number>().set('x', 1);
    assert.equal(one.set('x', 1), one);
    assert.equal(one.delete('y'), one);
    assert.equal(
      one.filter(() => true),
      one,
    );
  });
});
