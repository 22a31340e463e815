import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Dues } from '../../../src/sim/dues';
import { check } from '../../../src/check/check';
import { final } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import type { Endpoint } from '../../../src/sim/world';
import { Items } from '../../../src/wire/persistent';

const [endpoint] = ((): Endpoint[] => {
  const made = final(check(createParser().parse('A -> B SYN'))).ends.get(0);
  return made === undefined ? [] : [made];
})();

/** An endpoint whose timer expires at `at`; for this test the field `attempts` holds the time. */
const due = (at: number): Endpoint => ({ ...(endpoint as Endpoint), attempts: at });
const dueAt = ({ attempts }: Endpoint): number => (attempts > 90 ? Infinity : attempts);

describe('the timers of many ends', () => {
  it('come in order, the first of two at one moment first, whatever has changed', () => {
    const times = fc.nat(100);
    const changes = fc.array(fc.tuple(fc.nat(199), times, times), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 200 }), changes, (first, later) => {
        let ends = Items.of(first.map(due));
        const dues = new Dues(ends, dueAt);
        const now = [...first];
        for (const [index, at, until] of [[-1, 0, 100] as const, ...later]) {
          ends = ends.set(index, due(at));
          if (index >= 0 && index < now.length) now[index] = at;
          const least = Math.min(...now.filter((t) => t <= 90));
          const right = least <= until ? now.indexOf(least) : undefined;
          assert.equal(dues.next(ends, until), right);
        }
      }),
    );
  });

  it('more connections than are looked at one by one end as each would alone', () => {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, i) => `client:${i + 1} connect server:80`).join('\n') + '\nrun\n';
    const states = (count: number): Set<string> => {
      const { ends } = final(check(createParser().parse(lines(count))));
      const seen = new Set<string>();
      ends.forEach(({ tcb }) => seen.add(tcb.state));
      return seen;
    };
    assert.deepEqual(states(100), states(1));
  });
});
