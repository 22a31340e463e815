import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { holds, play, states } from './expecting';

const FOLDER = 'media/scenarios';
const files = readdirSync(FOLDER).filter((f) => f.endsWith('.tcpflow'));

/** How each one must end. */
const ENDS: Readonly<Record<string, RegExp>> = {
  handshake: /=ESTABLISHED .*=ESTABLISHED/,
  'handshake-options': /=ESTABLISHED .*=ESTABLISHED/,
  'ack-data': /=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED/,
  'simultaneous-open': /=ESTABLISHED .*=ESTABLISHED/,
  refused: /=CLOSED .*=CLOSED/,
  'old-duplicate-syn': /=ESTABLISHED .*=ESTABLISHED/,
  'data-simple': /=ESTABLISHED .*=ESTABLISHED/,
  close: /=CLOSED .*=CLOSED/,
  'close-by-server': /=CLOSED .*=CLOSED/,
  'half-close': /=CLOSED .*=CLOSED/,
  'close-three': /=CLOSED .*=CLOSED/,
  'simultaneous-close': /=CLOSED .*=CLOSED/,
  abort: /=CLOSED .*=CLOSED/,
};

describe('the scenarios', () => {
  it('are all there', () => {
    assert.deepEqual(
      Object.keys(ENDS).filter((id) => !files.includes(`${id}.tcpflow`)),
      [],
    );
  });

  for (const file of files) {
    it(`${file} is clean, says what it shows, and ends as it should`, () => {
      const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
      const trace = play(text);
      holds(text);
      assert.deepEqual(
        trace.findings.filter((f) => f.rule !== 'flow/retransmission' && f.rule !== 'flow/keepalive-probe'),
        [],
        'not even a hint',
      );
      assert.ok(trace.title);
      assert.ok(text.split('\n').length <= 60, 'short');
      const asserted = trace.script.lines.flatMap((l) => (l.statement?.kind === 'expect' ? l.statement.items : []));
      assert.ok(asserted.filter((i) => i.kind === 'state').length >= 2);
      assert.ok(trace.steps.some((s) => s.kind === 'note'));
      const ends = ENDS[file.replace('.tcpflow', '')];
      if (ends) assert.match(states(text), ends);
    });
  }
});
