import assert from 'node:assert/strict';
import { listRuns, readRun } from '../../kernel/corpus';
import { difference, replayOf } from '../../kernel/replay';
import { DIFFERS, UNTOLD } from '../../kernel/replay-differs';
import { share, some } from '../share';

/**
 * The kernels' segments follow from user calls, faults of the path and `profile linux`: `run` sends the same segments
 * at the same times. Only the calls and faults of each natural run are written.
 */
describe('kernel captures, played by the engines', function () {
  const all = listRuns().filter((r) => r.kind === 'natural');
  const runs = some(all, 5);
  // Without the corpus there is nothing to compare.
  if (runs.length === 0) return;
  const differing = new Map(DIFFERS.flatMap(({ reason, runs: names }) => names.map((n) => [n, reason] as const)));
  const reproduced = new Set<string>();

  for (const listed of runs) {
    it(listed.name, () => {
      const replay = replayOf(readRun(listed));
      if ('reason' in replay) {
        assert.ok(replay.reason in UNTOLD, replay.reason);
        return;
      }
      const differs = difference(replay);
      const reason = differing.get(listed.name);
      if (reason !== undefined) assert.notEqual(differs, undefined, `no longer differs: ${reason}`);
      else {
        assert.equal(differs, undefined, replay.text);
        reproduced.add(listed.scenario);
      }
    });
  }

  it('runs of many kinds are the same segment by segment', () => {
    assert.ok(reproduced.size >= share(30, 5), `${reproduced.size}: ${[...reproduced].join(', ')}`);
  });

  it('lists only runs that there are', () => {
    const names = new Set(all.map((r) => r.name));
    assert.deepEqual(
      [...differing.keys()].filter((n) => !names.has(n)),
      [],
    );
  });
});
