import assert from 'node:assert/strict';
import { apply, holds, isClean, play } from './expecting';
import { flowsIn } from './table';

describe('numbers that are relative to the SYNs', () => {
  for (const flow of flowsIn('relative.tcpflow')) {
    it(flow.id, () => {
      holds(flow.text);
      const fix = play(flow.text).findings.find((f) => f.rule === 'flow/relative-numbers')?.fix;
      if (fix !== undefined) isClean(apply(flow.text, fix));
    });
  }

  it('are played as what they stand for', () => {
    const text =
      'A -> B SYN seq=100\nB -> A SYN,ACK seq=500 ack=101\nA -> B ACK ack=1\nA -> B PSH,ACK seq=1 ack=1 len=5\n';
    const sent = play(text).steps.flatMap((s) =>
      s.kind === 'segment' ? [[s.sent.segment.seq, s.sent.segment.ack]] : [],
    );
    assert.deepEqual(sent.slice(2), [
      [101, 501],
      [101, 501],
    ]);
  });
});
