import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import type { Step, Trace } from '../../../src/trace/trace';
import { final } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import { formatFlags } from '../../../src/wire/flags';
import { flowsIn } from './table';

function play(text: string): Trace {
  return check(createParser().parse(text));
}

const MARKS = { arrived: '->', lost: '-x', dropped: '->', 'in-flight': '~>', 'not-sent': '', open: '?>' } as const;

/** A happening on the wire or of a timer, with relative numbers: `0.02 A -> B SYN,ACK 0 1 len=5`. */
function told(trace: Trace): string[] {
  const name = (end: number): string => trace.cast.ends[end]?.name ?? '';
  const relative = (end: number, n: number): number => (n - (trace.bases[end]?.[0]?.base ?? 0)) >>> 0;
  return trace.steps.flatMap((step: Step) => {
    const at = Math.round(step.time / 1000) / 1000;
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

/** The expectations in a flow's comments: `#= …` for a happening, `#> …` for the final states. */
function expected(text: string, mark: string): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith(mark) ? [line.slice(mark.length).trim()] : []));
}

describe('a run', () => {
  for (const { id, text } of flowsIn('played.tcpflow')) {
    it(id, () => {
      const trace = play(text);
      assert.deepEqual(told(trace), expected(text, '#='));
      assert.deepEqual([ends(trace).join(' ')], expected(text, '#>'));
      assert.deepEqual(
        trace.findings.filter((f) => f.level !== 'hint'),
        [],
      );
    });
  }
});
