import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check/check';
import { final, type Trace } from '../../../src/trace/trace';
import { writeOut } from '../../../src/compose/write-out';
import { createParser } from '../../../src/script/parser';
import { flow, line, told } from './random-flows';
import { share } from '../share';

const play = (text: string): Trace => check(createParser().parse(text));

const opened = (profile: string, link: string, ...lines: string[]): string =>
  [
    `profile ${profile}`,
    'host client',
    'host server',
    link,
    'client connect',
    'run until client ESTABLISHED, server ESTABLISHED',
    ...lines,
    'run',
  ].join('\n');

/** A tail loss probe is sent while SACK blocks take room: it is the end of the last segment, sent once. */
const PROBE_BESIDE_BLOCKS = opened(
  'linux',
  'link client server delay=5ms rate=2Mbit',
  'server send 5450',
  'server send "GET / HTTP/1.1\\r\\n\\r\\n"',
  'server send 9001',
  'client send 4215',
  'delay next from client by 20ms',
  'client close',
  'run',
  'server close',
);

/** When written out, the server's arrow comes first; timers of the same moment must still expire in the same order. */
const SERVER_SPEAKS_FIRST = opened(
  'freebsd',
  '',
  'server send "hello"',
  'run',
  'client send "hello"',
  'server send "hello"',
);

/** The run ends between a segment and its duplicate. */
const COPY_IN_FLIGHT = opened(
  'rfc9293',
  'link client server delay=20ms',
  'duplicate next from client',
  'client send "hello"',
  'run until server owes ACK',
);

/** Segments of an earlier run arrive at the same moment, with replies in between. */
const TOGETHER = opened('rfc9293', 'link client server delay=20ms', 'client send 4000', 'run for 1ms', 'run');

/** The final state of each side by name. */
function ends(trace: Trace): unknown {
  const world = final(trace);
  const sides = [...trace.cast.ends].sort((a, b) => a.name.localeCompare(b.name));
  return sides.map(({ id }) => {
    const endpoint = world.ends.get(id);
    return endpoint && { ...endpoint.tcb, resets: endpoint.resets, ended: endpoint.ended };
  });
}

/** Findings about the script's own lines, not about the simulation: a failing call, a condition never met. */
const OWN = new Set(['flow/run-never', 'tcp/user-call']);
const wrongIn = (trace: Trace): unknown[] => trace.findings.filter((f) => f.level !== 'hint' && !OWN.has(f.rule));

describe('the law of runs', () => {
  it('the same flow gives the same trace', () => {
    fc.assert(
      fc.property(flow, (text) => {
        assert.deepEqual(play(text).steps, play(text).steps);
      }),
      { numRuns: share(30) },
    );
  });

  it('all that was sent arrives once and in order, and both sides come to rest', () => {
    fc.assert(
      fc.property(flow, (text) => {
        const trace = play(text);
        assert.deepEqual(wrongIn(trace), [], text);
        const world = final(trace);
        assert.equal(world.network.transits, 0);
        const [a, b] = [0, 1].map((end) => world.ends.get(end)?.tcb);
        assert.ok(a && b);
        if (a.state === 'CLOSED' || b.state === 'CLOSED') return;
        assert.equal(a.sndUna, a.sendEnd ?? a.sndUna, text);
        assert.equal(b.rcvNxt, a.sndNxt, text);
        assert.equal(a.rcvNxt, b.sndNxt, text);
      }),
      { numRuns: share(100), examples: [[PROBE_BESIDE_BLOCKS]] },
    );
  });

  it('a run written out gives the same segments at the same times, and nothing to find', () => {
    fc.assert(
      fc.property(flow, fc.nat(20), (text, pick) => {
        const trace = play(text);
        const runs = trace.script.lines.flatMap(({ statement: s }, i) =>
          s?.kind === 'run' || s?.kind === 'message' ? [i] : [],
        );
        const at = runs[pick % runs.length] ?? 0;
        const lines = text.split('\n');
        const written = [...lines.slice(0, at), writeOut(trace, at), ...lines.slice(at + 1)].join('\n');
        const again = play(written);
        assert.deepEqual(wrongIn(again), [], `${text}\n---\n${written}`);
        assert.deepEqual(told(again), told(trace), `${text}\n---\n${written}`);
        assert.deepEqual(ends(again), ends(trace), `${text}\n---\n${written}`);
      }),
      {
        numRuns: share(150),
        examples: [
          ...[0, 1, 2].map((n): [string, number] => [SERVER_SPEAKS_FIRST, n]),
          [COPY_IN_FLIGHT, 1],
          [TOGETHER, 2],
        ],
      },
    );
  });

  it('a changed line gives the trace that a whole check gives', () => {
    fc.assert(
      fc.property(flow, fc.nat(30), line, (text, pick, other) => {
        const parser = createParser();
        const before = check(parser.parse(text));
        const lines = text.split('\n');
        lines[4 + (pick % (lines.length - 4))] = other;
        const changed = lines.join('\n');
        const after = check(parser.parse(changed), before);
        const whole = play(changed);
        assert.deepEqual(after.findings, whole.findings);
        assert.deepEqual(ends(after), ends(whole));
        assert.equal(after.steps.length, whole.steps.length);
      }),
      { numRuns: share(60) },
    );
  });
});
