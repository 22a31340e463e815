import { strict as assert } from 'node:assert';
import { ACK, RST, SYN, formatFlags } from '../../../src/wire/flags';
import { owes } from '../../../src/tcp/owes';
import { CORPUS, listRuns, readRun } from '../../kernel/corpus';
import { INDISTINGUISHABLE } from '../../kernel/indistinguishable';
import type { FlowLine } from '../../kernel/flow';
import { play, show, statesAgree, type Played } from '../../kernel/play';
import type { Run } from '../../kernel/run';

/** The time within which a kernel's segment counts as a reply, microseconds. */
const AT_ONCE = 4_000;

const runs: Run[] = [];
const played = (forged: 'plain' | 'spoofing'): Played[] => runs.map((run) => play(run, { forged })!);
const forgedLines = (p: Played): (readonly [number, FlowLine])[] =>
  [...p.flow.lines].filter(([, line]) => line.forged && line.kind === 'send');

describe('segments forged between real Linux kernels', function () {
  this.timeout(60_000);

  const listed = listRuns().filter((run) => run.kind === 'forged');
  if (listed.length === 0) {
    it(`0 runs: there are no captures in ${CORPUS}`, () => undefined);
    return;
  }
  before(() => runs.push(...listed.map(readRun)));

  it('finds them, and nothing before them, when they are taken for the host’s own', function () {
    let found = 0;
    for (const p of played('plain')) {
      const lines = forgedLines(p).map(([line]) => line);
      const early = p.errors.filter((f) => f.line < Math.min(...lines));
      assert.deepEqual(
        early.map((f) => show(p, f)),
        [],
      );
      const missed = lines.filter((line) => !p.errors.some((f) => f.line === line));
      const excused = INDISTINGUISHABLE.some((i) => i.run === p.run.name);
      assert.equal(
        missed.length > 0,
        excused,
        `${p.run.name}: ${missed.map((line) => p.flow.text.split('\n')[line]).join('\n')}`,
      );
      found += lines.length - missed.length;
    }
    this.runnable().title += `: ${found} of ${played('plain').flatMap(forgedLines).length}`;
  });

  it('finds nothing in what the hosts did, once the forged segments are said to be forged', () => {
    for (const p of played('spoofing')) {
      assert.deepEqual(
        [...p.errors, ...p.warnings].map((f) => show(p, f)),
        [],
      );
    }
  });

  it('goes through the states that the kernels went through', () => {
    for (const p of played('spoofing')) assert.ok(statesAgree(p), p.run.name);
  });

  it('owes the reply that the kernel gave', function () {
    let replies = 0;
    for (const p of played('spoofing')) {
      for (const [number, line] of forgedLines(p)) {
        const owed = owedAfter(p, number);
        const given = replyTo(p, line);
        assert.equal(owed, given, `${p.run.name}: ${p.flow.text.split('\n')[number] ?? ''}`);
        replies++;
      }
    }
    this.runnable().title += `: ${replies} of ${played('spoofing').flatMap(forgedLines).length}`;
  });
});

const FORM = SYN | RST | ACK;

/** The segment that the receiver of a forged segment must send. */
function owedAfter(p: Played, line: number): string {
  const step = p.trace.steps.find((s) => s.line === line);
  const endpoint = step?.kind === 'segment' ? step.after.ends.get(step.sent.to) : undefined;
  const [due] = endpoint === undefined ? [] : owes(endpoint.tcb, endpoint.resets);
  return due === undefined ? 'nothing' : formatFlags(due.flags & FORM);
}

/** The segment that the receiver's kernel sent within {@link AT_ONCE}. */
function replyTo(p: Played, forged: FlowLine): string {
  const at = forged.arrived ?? forged.time;
  const reply = [...p.flow.lines.values()].find(
    (l) => l.kind === 'send' && l.sender !== forged.sender && l.time > at && l.time < at + AT_ONCE,
  );
  return reply?.segment === undefined ? 'nothing' : formatFlags(reply.segment.flags & FORM);
}
