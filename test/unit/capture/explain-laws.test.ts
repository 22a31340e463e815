import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Sighting } from '../../../src/capture';
import { explain } from '../../../src/capture/explain';
import { type Segment, seq } from '../../../src/wire';
import { CASES } from './columns';
import { assertWellExplained, passagesOf } from './well-explained';

const CAPTURES = CASES.flatMap(({ cases }) => cases.flatMap(({ taps }) => taps.map(({ sightings }) => sightings)));

const number = fc.oneof(
  fc.constantFrom(0, 1, 101, 201, 2 ** 31, 2 ** 32 - 1),
  fc.nat(5000),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

/** A change of a packet. */
const changes = fc.record(
  {
    seq: number,
    ack: number,
    flags: fc.nat(63),
    len: fc.constantFrom(0, 1, 100, 1460, 65_535),
    win: fc.constantFrom(0, 1000),
    id: fc.nat(65_535),
    at: fc.integer({ min: -1_000_000, max: 10_000_000 }),
    checksum: fc.boolean(),
    from: fc.constantFrom('client' as const, 'server' as const),
    sack: fc.array(fc.record({ left: number.map(seq), right: number.map(seq) }), { maxLength: 4 }),
    ts: fc.record({ val: number.map(seq), ecr: number.map(seq) }),
    mss: fc.constantFrom(0, 1, 100, 1460),
  },
  { requiredKeys: [] },
);

type Change = Partial<typeof changes extends fc.Arbitrary<infer T> ? T : never>;

function changed(one: Sighting, change: Change): Sighting {
  const { packet } = one;
  if (packet === undefined) return one;
  const { segment } = packet;
  const { sack = segment.options.sack, ts = segment.options.ts, mss = segment.options.mss } = change;
  const options: Segment['options'] = {
    ...(sack === undefined ? {} : { sack }),
    ...(ts === undefined ? {} : { ts }),
    ...(mss === undefined ? {} : { mss }),
  };
  const { flags = segment.flags, len = segment.len, win = segment.win } = change;
  const numbers = { seq: seq(change.seq ?? segment.seq), ack: seq(change.ack ?? segment.ack) };
  const {
    id: identification = packet.identification,
    checksum = packet.checksum,
    from = one.from,
    at = one.at,
  } = change;
  return {
    ...one,
    from,
    at,
    packet: { ...packet, identification, checksum, segment: { ...segment, ...numbers, flags, len, win, options } },
  };
}

/** Captures with packets that are changed, gone, or there again. */
const mutated = fc
  .record({
    capture: fc.constantFrom(...CAPTURES),
    edits: fc.array(
      fc.record({ at: fc.nat(30), what: fc.constantFrom('change', 'change', 'drop', 'again'), change: changes }),
      {
        maxLength: 8,
      },
    ),
  })
  .map(({ capture, edits }) => {
    const sightings = [...capture];
    for (const { at, what, change } of edits) {
      const one = sightings[at % Math.max(1, sightings.length)];
      if (one === undefined) continue;
      const index = sightings.indexOf(one);
      if (what === 'drop') sightings.splice(index, 1);
      else if (what === 'again') sightings.splice(index, 0, one);
      else sightings[index] = changed(one, change);
    }
    return sightings.map((one, index) => ({ ...one, frame: index + 1 }));
  });

describe('laws of explaining', () => {
  it('whatever is captured: events in order, each sending before its arrivals, arrivals to what arrived', () => {
    fc.assert(fc.property(mutated, (sightings) => assertWellExplained(explain([{ sightings }]))));
  });

  it('one capture has each of its frames once, and no number is changed', () => {
    fc.assert(
      fc.property(mutated, (sightings) => {
        const passages = passagesOf(explain([{ sightings }])).filter(({ supposed }) => !supposed);
        const frames = new Set(passages.flatMap((one) => one.frames));
        assert.deepEqual(
          [...frames].sort((a, b) => a - b),
          sightings.map(({ frame }) => frame),
        );
        for (const { segment, frames } of passages) {
          const seen = sightings[(frames[0] ?? 0) - 1]?.packet?.segment;
          assert.ok(seen !== undefined && segment.ack === seen.ack && segment.win === seen.win);
          // A piece of a long frame begins within it.
          assert.ok((segment.seq - seen.seq) >>> 0 <= seen.len);
        }
      }),
    );
  });

  it('two captures, whatever they have in common', () => {
    fc.assert(
      fc.property(mutated, mutated, (one, two) =>
        assertWellExplained(
          explain([
            { sightings: one, place: 'client' },
            { sightings: two, place: 'server' },
          ]),
        ),
      ),
    );
  });

  it('what one gap must hold is bounded', () => {
    const [sightings = []] = CAPTURES;
    const last = sightings.at(-1);
    assert.ok(last?.packet !== undefined);
    const far = changed(last, { seq: 16_000_000, flags: 16, len: 1, from: 'client' });
    const { events } = explain([{ sightings: [...sightings, far], place: 'server' }]);
    assert.ok(events.length < 600, String(events.length));
  });
});
