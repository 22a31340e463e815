import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import type { Step, Trace } from '../../../src/check/trace';
import { final } from '../../../src/check/trace';
import { createParser } from '../../../src/script/parser';
import { formatFlags } from '../../../src/wire/flags';

function play(text: string): Trace {
  return check(createParser().parse(text));
}

const MARKS = { delivered: '->', lost: '-x', held: '~>' } as const;

/** `0.02 A -> B SYN,ACK 0 1 len=5`: what happened on the wire and to timers, with relative numbers. */
function told(trace: Trace): string[] {
  const name = (end: number): string => trace.cast.ends[end]?.name ?? '';
  const relative = (end: number, n: number): number => (n - (trace.bases[end]?.[0]?.base ?? 0)) >>> 0;
  return trace.steps.flatMap((step: Step) => {
    const at = step.time / 1e6;
    switch (step.kind) {
      case 'segment': {
        const { from, to, segment } = step.sent;
        const flags = formatFlags(segment.flags);
        const ack = flags.includes('ACK') ? ` ${relative(to, segment.ack)}` : '';
        const len = segment.len > 0 ? ` len=${segment.len}` : '';
        return [
          `${at} ${name(from)} ${MARKS[step.fate]} ${name(to)} ${flags} ${relative(from, segment.seq)}${ack}${len}`,
        ];
      }
      case 'deliver':
      case 'duplicate':
        return [
          `${at} ${step.kind} ${formatFlags(step.sent.segment.flags)} ${relative(step.sent.from, step.sent.segment.seq)}`,
        ];
      case 'timer':
        return [`${at} ${name(step.end)} ${step.timer}`];
      default:
        return [];
    }
  });
}

function ends(trace: Trace): string[] {
  return trace.cast.ends.map(({ id }) => final(trace).ends.get(id)?.tcb.state ?? '');
}

/** A flow, what its run comes to, and the states at its end. */
const FLOWS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [
    'opens a connection',
    'A connect B\nrun',
    ['0 A -> B SYN 0', '0 B -> A SYN,ACK 0 1', '0 A -> B ACK 1 1'],
    ['ESTABLISHED', 'ESTABLISHED'],
  ],
  [
    'lets two SYNs cross where both sides open',
    'A connect B\nB connect A\nrun',
    [
      '0 A ~> B SYN 0',
      '0 B ~> A SYN 0',
      '0 deliver SYN 0',
      '0 B ~> A SYN,ACK 0 1',
      '0 deliver SYN 0',
      '0 A ~> B SYN,ACK 0 1',
      '0 deliver SYN,ACK 0',
      '0 deliver SYN,ACK 0',
    ],
    ['ESTABLISHED', 'ESTABLISHED'],
  ],
];

describe('a run', () => {
  for (const [what, text, steps, states] of FLOWS) {
    it(what, () => {
      const trace = play(text);
      assert.deepEqual(told(trace), steps);
      assert.deepEqual(ends(trace), states);
      assert.deepEqual(trace.findings, []);
      const made = trace.steps.filter((s) => trace.script.lines[s.line]?.statement?.kind === 'run');
      assert.ok(made.every((s) => s.generated === true));
    });
  }
});
