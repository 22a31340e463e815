import { strict as assert } from 'node:assert';
import type { Sighting } from '../../../src/capture';
import type { Explanation, Passage, Tap } from '../../../src/capture/explain';
import { CORPUS, listRuns, readRun } from '../../kernel/corpus';
import { type Compared, compare, comparePair, newCompared, passagesOf } from '../../kernel/fates';
import type { Run, Side } from '../../kernel/run';

const SIDES: readonly Side[] = ['client', 'server'];

/** Changes what each packet of a capture says of its identification and options. */
function edited(change: (packet: NonNullable<Sighting['packet']>) => Partial<NonNullable<Sighting['packet']>>) {
  return (sightings: readonly Sighting[]): Tap => ({
    sightings: sightings.map((one) =>
      one.packet === undefined ? one : { ...one, packet: { ...one.packet, ...change(one.packet) } },
    ),
  });
}

const without = (option: 'ts' | 'sack') =>
  edited(({ segment }) => {
    const { [option]: gone, ...options } = segment.options;
    void gone;
    return { segment: { ...segment, options } };
  });

/** Ways in which a capture says less, or less exactly. */
const POORER: Readonly<Record<string, (sightings: readonly Sighting[]) => Tap>> = {
  'taken on the path': (sightings) => ({ sightings, place: 'path' }),
  'without identifications': edited(() => ({ identification: 0 })),
  'without timestamps': without('ts'),
  'without SACK': without('sack'),
  'with times to a millisecond': (sightings) => ({
    sightings: sightings.map((one) => ({ ...one, at: Math.floor(one.at / 1000) * 1000 })),
  }),
  'without its first five frames': (sightings) => ({ sightings: sightings.slice(5) }),
  'without every 20th frame': (sightings) => ({ sightings: sightings.filter((_, i) => i % 20 !== 19) }),
  'of the client alone': (sightings) => ({ sightings: sightings.filter(({ from }) => from === 'client') }),
};

describe('connections between real Linux kernels, explained from one tap', function () {
  this.timeout(120_000);

  const listed = listRuns().filter((run) => run.kind === 'natural');
  if (listed.length === 0) {
    it(`0 runs: there are no captures in ${CORPUS}`, () => undefined);
    return;
  }
  const runs: Run[] = [];
  before(() => runs.push(...listed.map(readRun).filter(({ loopback }) => loopback.length === 0)));

  const compareAll = (change?: (sightings: readonly Sighting[]) => Tap): Compared => {
    const compared = newCompared();
    for (const run of runs) for (const side of SIDES) compare(run, side, compared, change);
    return compared;
  };
  const right = ({ wrong, disordered }: Compared): void => {
    assert.deepEqual(wrong, []);
    assert.deepEqual(disordered, []);
  };

  it('proves no fate that is wrong, and finds losses or says that they can’t be told', function () {
    const compared = compareAll();
    right(compared);
    const { lost, found, open, called, data, undecided, proved, fates } = compared;
    const ratio = (found + open) / lost;
    assert.ok(ratio >= 0.95, compared.missed.join('\n'));
    assert.ok(undecided <= 0.05 * data, `${String(undecided)} of ${String(data)}`);
    this.runnable().title +=
      `: ${String(proved)} of ${String(fates)} proved; of ${String(lost)} data segments lost ${String(found)} found ` +
      `and ${String(open)} open; of ${String(data)} sent ${String(called)} called lost and ${String(undecided)} open`;
  });

  for (const [what, change] of Object.entries(POORER)) {
    it(`proves no fate that is wrong: a capture ${what}`, () => right(compareAll(change)));
  }

  it('two captures: proves the fate of each segment', function () {
    let proved = 0;
    let fates = 0;
    for (const run of runs) {
      const { told, wrong } = comparePair(run);
      assert.deepEqual(wrong, []);
      fates += told.length;
      proved += told.filter(({ fate }) => fate.sure === 'proved').length;
    }
    assert.ok(proved > 0.99 * fates);
    this.runnable().title += `: ${String(proved)} of ${String(fates)}`;
  });

  it('gives events in order of time, each sending before its arrivals, and arrivals to all that arrived', () => {
    for (const run of runs)
      for (const side of SIDES)
        for (const explanation of compare(run, side, newCompared())) isInOrder(explanation, run.name);
  });
});

function isInOrder({ events }: Explanation, name: string): void {
  const sent = new Set<Passage>();
  let now = -Infinity;
  for (const { kind, passage, at } of events) {
    assert.ok(at >= now, name);
    now = at;
    if (kind === 'send') sent.add(passage);
    else if (kind === 'arrive') assert.ok(sent.has(passage), name);
  }
  for (const { fate, arrivals } of passagesOf(events))
    assert.equal(arrivals.length > 0, fate.kind === 'arrived', `${name}: ${fate.kind}`);
}
