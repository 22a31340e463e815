import assert from 'node:assert/strict';
import { segmentName, titleOf } from '../../../src/panel/whatIfTitle';
import { english } from '../../../src/words/words';
import { FLOWS, play } from '../diagram/flows';

describe('panel: the title of a what-if', () => {
  const trace = play(FLOWS.close);
  const syn = trace.steps.findIndex((step) => step.kind === 'segment');
  const segment = segmentName(trace, syn, english);

  it('names a segment by its sender, its flags and its step, and nothing where none is sent', () => {
    assert.equal(segment, `client's SYN (step ${syn + 1})`);
    assert.equal(segmentName(trace, 0, english), '');
  });

  it('asks what is lost, doubled, delayed or forged', () => {
    assert.equal(titleOf({ kind: 'lose' }, segment, english), `What if ${segment} is lost?`);
    assert.equal(titleOf({ kind: 'duplicate' }, segment, english), `What if ${segment} arrives twice?`);
    const line = 'attacker -> server  RST  seq=x+1  spoofing client';
    assert.equal(titleOf({ kind: 'forge', line }, segment, english), 'What if somebody forges RST?');
    const delayed = [300_000, 2_000_000, 1_500_000, 1].map((by) => titleOf({ kind: 'delay', by }, 'it', english));
    assert.deepEqual(
      delayed,
      ['300 ms', '2 s', '1.5 s', '1 µs'].map((by) => `What if it is delayed by ${by}?`),
    );
  });
});
