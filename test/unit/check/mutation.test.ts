import assert from 'node:assert/strict';
import { CASCADES, isCascade, isMissed, LEGAL, reasonFor, show } from '../../mutants/explained';
import { libraryMutants, writtenMutants } from '../../mutants/flows';
import { tally } from '../../mutants/tally';
import type { Verdict } from '../../mutants/verdict';
import { share, WHOLE } from '../share';

/** One in this number of the library's mutants is played here; `npm run bench -- --mutants` plays all. */
const LIBRARY_SHARE = WHOLE ? 5 : 100;
/** The same of the mutants of flows written for this purpose. */
const WRITTEN_SHARE = WHOLE ? 1 : 20;

describe('clean flows with one field of one segment changed', function () {
  this.timeout(60_000);
  let all: Verdict[] = [];
  before(() => {
    all = [...writtenMutants(WRITTEN_SHARE), ...libraryMutants(LIBRARY_SHARE)];
  });

  it('are found on the changed line, but for those that the standard allows', function () {
    const sum = tally(all).at(-1);
    assert.ok(sum && sum.mutants > share(1000, 20));
    this.runnable().title += `: ${sum.mutants} mutants, ${sum.caught} found, ${sum.legal} legal`;
    assert.deepEqual(all.filter(isMissed).map(show), []);
  });

  it('are found once, but where no one value is right', function () {
    const cascades = all.filter(isCascade);
    this.runnable().title += `: ${cascades.length} cascades`;
    assert.deepEqual(cascades.filter((v) => reasonFor(CASCADES, v) === undefined).map(show), []);
  });

  it('are found by one rule a line', () => {
    const twice = all.filter((v) => v.here.length > 1 && reasonFor(CASCADES, v) === undefined);
    assert.deepEqual(twice.map(show), []);
  });

  it('have a reason in each list that is used', () => {
    if (!WHOLE) return;
    const idle = LEGAL.filter((r) => r.when === undefined && !all.some((v) => reasonFor(LEGAL, v) === r));
    assert.deepEqual(
      idle.map((r) => r.reason),
      [],
    );
  });
});
