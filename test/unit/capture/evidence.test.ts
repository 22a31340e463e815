import assert from 'node:assert/strict';
import { type Event, type Passage, explain } from '../../../src/capture/explain';
import { CASES } from './columns';

/** A fate in the words of the fixtures. */
function said({ fate, arrivals }: Passage, isForgotten: boolean): string {
  const rules = [...new Set(fate.because.map(({ rule }) => rule))];
  const times = arrivals.length > 1 ? [`x${String(arrivals.length)}`] : [];
  return [fate.kind, fate.sure, ...rules, ...times, ...(isForgotten ? ['forgets'] : [])].join(' ');
}

const unique = (events: readonly Event[]): readonly Passage[] => [...new Set(events.map(({ passage }) => passage))];

describe('rules of evidence', () => {
  for (const { file, cases } of CASES) {
    describe(file, () => {
      for (const { title, taps, fates, supposed } of cases) {
        it(title, () => {
          const { events } = explain(taps);
          const passages = unique(events);
          const forgotten = new Set(events.filter(({ kind }) => kind === 'forget').map(({ passage }) => passage));
          for (const [frame, fate] of fates) {
            const those = passages.filter(({ frames }) => frames[0] === frame);
            assert.equal(those.map((one) => said(one, forgotten.has(one))).join(', '), fate, `frame ${String(frame)}`);
          }
          const told = passages
            .filter((one) => one.supposed)
            .map(
              (one) =>
                `${one.from === 0 ? 'c' : 's'} ${String(one.segment.seq)} ${String(one.segment.len)} : ${said(one, false)}`,
            );
          assert.deepEqual(told, supposed);
          const expectsForgotten = [...fates.values()].some((fate) => fate.includes('forgets'));
          assert.equal(forgotten.size > 0, expectsForgotten);
        });
      }
    });
  }
});
