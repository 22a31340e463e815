import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import type { Trace } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';

/** Transmissions and their times, with numbers independent of the ISNs. */
function outline(trace: Trace): unknown {
  return trace.steps.map((step) =>
    'sent' in step
      ? [step.kind, step.time, step.sent.from, step.sent.segment.flags, step.sent.segment.len]
      : [step.kind, step.time],
  );
}

const play = (isn: number, lines: readonly string[]): Trace => {
  const trace = check(
    createParser().parse(
      [`host client isn=${isn} ecn=on mss=1000`, 'host server isn=7 ecn=on mss=1000', ...lines].join('\n'),
    ),
  );
  assert.deepEqual(trace.findings, []);
  return trace;
};

const marked = (isn: number): readonly string[] => [
  'link client server delay=10ms',
  'client connect',
  'client send 30000',
  `run until client.snd.una = ${(isn + 8001) % 2 ** 32}`,
  'server -> client  ECE,ACK',
  'run',
];
const lost = (): readonly string[] => [
  'link client server delay=10ms',
  'client connect',
  'lose 9th data from client',
  'client send 30000',
  'run',
];

describe('runs wherever counting begins', () => {
  for (const [what, lines] of [
    ['a congestion mark', marked],
    ['a loss', lost],
  ] as const) {
    // With the last ones recovery begins with SND.NXT at or near zero.
    for (const isn of [0x8000_0000, 0xf000_0000, ...Array.from({ length: 30 }, (_, i) => 2 ** 32 - 1 - i * 1000)]) {
      it(`${what}: from ${isn} as from 1000`, () => {
        assert.deepEqual(outline(play(isn, lines(isn))), outline(play(1000, lines(1000))));
      });
    }
  }
});
