import { strict as assert } from 'node:assert';
import { CORPUS, listRuns, readRun } from '../../kernel/corpus';
import { DISPLACED, EXPLAINED } from '../../kernel/explained';
import { NOT_YET, type NotYet } from '../../kernel/not-yet';
import { play, show, statesAgree, type Played } from '../../kernel/play';
import { some, WHOLE } from '../share';

const listed = some(listRuns(), 8);
const notYet = (run: string, what: NotYet['what']): NotYet | undefined =>
  NOT_YET.find((n) => n.run === run && n.what === what);

describe('real Linux kernels', function () {
  this.timeout(60_000);

  if (listed.length === 0) {
    it(`0 runs: there are no captures in ${CORPUS}`, () => undefined);
    return;
  }

  const natural = new Map<string, Played | undefined>();
  const withTimes = new Map<string, Played | undefined>();
  before(() => {
    for (const listedRun of listed) {
      if (listedRun.kind !== 'natural') continue;
      const run = readRun(listedRun);
      natural.set(run.name, play(run));
      withTimes.set(run.name, play(run, { timed: true }));
    }
  });
  const played = (): Played[] => [...natural.values()].filter((p) => p !== undefined);
  const timed = (): Played[] => [...withTimes.values()].filter((p) => p !== undefined);

  it('finds no error in what they did of themselves', function () {
    const clean = played().filter((p) => p.errors.length === 0).length;
    this.runnable().title += `: ${clean} of ${natural.size} runs`;
    const wrong = played().filter((p) => !notYet(p.run.name, 'errors'));
    assert.deepEqual(
      wrong.flatMap((p) => p.errors.map((f) => show(p, f))),
      [],
    );
  });

  it('goes through the states that they went through', function () {
    const all = played().flatMap((p) => p.states);
    const sum = (of: (s: (typeof all)[number]) => number): number => all.reduce((n, s) => n + of(s), 0);
    this.runnable().title += `: ${sum((s) => s.matched)} of ${sum((s) => s.kernel.length)} changes`;
    for (const p of played()) {
      if (notYet(p.run.name, 'states')) continue;
      for (const s of p.states) {
        const kernel = s.kernel.map((c) => c.to).join(' ');
        const engine = s.engine.map((e) => e.state).join(' ');
        assert.ok(
          s.agrees && s.matched === s.kernel.length,
          `${p.run.name} ${s.end}\n  kernel ${kernel}\n  engine ${engine}`,
        );
        for (const { change, late } of s.displaced) {
          // A call (OPEN, CLOSE) may change the state before its segment can be sent; the flow contains the segment
          // only.
          const waits = late > 0 && ['SYN-SENT', 'FIN-WAIT-1', 'LAST-ACK'].includes(change.to);
          const known = DISPLACED.some((d) => d.scenario === p.run.scenario && d.to === change.to);
          assert.ok(waits || known, `${p.run.name} ${s.end} ${change.to}: ${late} µs`);
        }
      }
    }
  });

  it('finds no error in when they did it', function () {
    const late = timed().filter((p) => p.errors.length > 0);
    this.runnable().title += `: ${timed().length - late.length} of ${natural.size} runs`;
    assert.deepEqual(
      late
        .filter((p) => !notYet(p.run.name, 'times') && !notYet(p.run.name, 'errors'))
        .flatMap((p) => p.errors.map((f) => show(p, f))),
      [],
    );
  });

  it('finds their congestion windows within slow start, and after a timeout down to one segment', () => {
    const beyond = [...played(), ...timed()].flatMap((p) =>
      p.trace.findings.filter((f) => ['flow/slow-start', 'flow/loss-window'].includes(f.rule)).map((f) => show(p, f)),
    );
    assert.deepEqual(beyond, []);
  });

  it('explains every warning', () => {
    const used = new Set<string>();
    for (const p of played()) {
      if (notYet(p.run.name, 'errors')) continue;
      for (const warning of p.warnings) {
        const reason = EXPLAINED.find((e) => e.rule === warning.rule && ['*', p.run.scenario].includes(e.scenario));
        assert.ok(reason, show(p, warning));
        used.add(`${reason.rule} ${reason.scenario}`);
      }
    }
    if (!WHOLE) return;
    assert.deepEqual(
      EXPLAINED.map((e) => `${e.rule} ${e.scenario}`).filter((e) => !used.has(e)),
      [],
      'nothing to explain',
    );
  });

  const known = NOT_YET.filter(({ run }) => WHOLE || listed.some(({ name }) => name === run));
  it(`still fails where it is known to: ${known.length} entries`, () => {
    for (const { run, what } of known) {
      const p = (what === 'times' ? withTimes : natural).get(run);
      const fails =
        p === undefined
          ? what === 'unsayable'
          : what === 'states'
            ? !statesAgree(p)
            : what !== 'unsayable' && p.errors.length > 0;
      assert.ok(natural.has(run) && fails, `${run}: ${what} holds now`);
    }
  });
});
