import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_GLIMPSE } from '../../../src/sim/limits';
import { check, checkInSlices } from '../../../src/check/check';
import { closingInSlices, finishing, closing } from '../../../src/compose/finish';
import { final, type Trace } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import { flow } from './random-flows';
import { share } from '../share';

const play = (text: string, previous?: Trace): Trace => check(createParser().parse(text), previous);

/** The result of a computation, and the number of its slices. */
function inTurns<T>(work: Generator<undefined, T>): { readonly result: T; readonly turns: number } {
  for (let turns = 0; ; turns++) {
    const { done, value } = work.next();
    if (done === true) return { result: value, turns };
  }
}

const told = ({ steps, findings, bases }: Trace): unknown => ({ steps, findings, bases });
/** A short form for flows of many steps. */
const gist = (trace: Trace): unknown => ({
  findings: trace.findings,
  network: final(trace).network,
  steps: trace.steps.map((s) => `${s.line} ${s.kind} ${s.time} ${'sent' in s ? s.sent.segment.seq : ''}`),
});

/** More data than the flow's budget has segments. */
const LARGE = 'A connect B\nrun\nA send 1000000000\nrun\n';
const STORM = 'A -> B SYN\nB -> A SYN,ACK\nA -> B ACK\nM -> B ACK len=10 spoofing A\nrun\n';

describe('a check in slices', () => {
  it('gives what a check in one piece gives', () => {
    fc.assert(
      fc.property(flow, (text) => {
        const { result } = inTurns(checkInSlices(createParser().parse(text)));
        assert.deepEqual(told(result), told(play(text)), text);
      }),
      { numRuns: share(40) },
    );
  });

  it('may be left between lines, and within a run', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `note "${i}"`).join('\n');
    assert.ok(inTurns(checkInSlices(createParser().parse(`A -> B SYN\n${lines}`))).turns >= 4);
    const { result, turns } = inTurns(checkInSlices(createParser().parse(LARGE)));
    assert.equal(result.findings.filter((f) => f.rule === 'flow/run-large').length, 1);
    assert.ok(turns >= MAX_GLIMPSE / 500, `${turns} turns`);
  });

  it('that is given up leaves the check before it as it was', () => {
    const before = play(LARGE);
    const steps = [...before.steps];
    const work = checkInSlices(createParser().parse(LARGE.replace('run\n', 'run for 1s\n')), before);
    work.next();
    work.next();
    assert.deepEqual(before.steps, steps);
    assert.deepEqual(gist(play(LARGE, before)), gist(before));
  });
});

describe('the budget of a flow', () => {
  it('is the same for a check that goes on from another', () => {
    const large = [LARGE, `${LARGE}A => B "x"\nrun\n`, LARGE.replace('1000000000', '1000')];
    const storms = [STORM, `${STORM}run\nA close\nrun\n`, STORM.replace('len=10', 'len=0')];
    for (const texts of [large, storms]) {
      const traces = texts.map((text) => play(text));
      for (const a of traces) {
        texts.forEach((b, i) => assert.deepEqual(gist(play(b, a)), gist(traces[i] as Trace), b));
      }
    }
  });

  it('is used up once: what comes behind it makes no step and no finding of its own', () => {
    const more = play(`${LARGE}run\nrun for 1s\nB => A "late"\nrun until A CLOSE-WAIT\n`);
    assert.deepEqual(
      more.findings.filter((f) => f.level !== 'hint').map((f) => [f.line, f.rule]),
      [[3, 'flow/run-large']],
    );
    assert.ok(more.steps.every((s) => s.line < 4 || s.kind === 'wait' || s.kind === 'call'));
  });

  it('leaves nothing to finish', () => {
    assert.equal(finishing(play(LARGE)), '');
    assert.equal(closing(play(LARGE)), '');
  });

  it('holds for what is tried behind a flow, which may be left as well', () => {
    const { turns } = inTurns(closingInSlices(play('A connect B\nrun\nA send 1000000000\n')));
    assert.ok(turns > 0);
  });
});
