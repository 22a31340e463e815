import assert from 'node:assert/strict';
import { BAD, CONTROL, flowThatSays } from '../unit/diagram/nasty';
import { inFolder, tcpflow } from './run';

describe('what people write, on the command line', () => {
  it('reaches text, JSON, annotations and traces as text', () =>
    inFolder({ 'a.tcpflow': `${flowThatSays(BAD)}\nA -> B "\x9b31m\x1b\u202e" seq=nothing\n` }, (folder) => {
      const run = (...args: string[]): string => tcpflow([...args, 'a.tcpflow'], { cwd: folder }).out;
      const outputs = [
        run('check'),
        run('check', '--format', 'json'),
        run('check', '--format', 'github'),
        run('trace'),
        run('diagram', '--format', 'text'),
        run('diagram', '--format', 'mermaid'),
        run('diagram'),
      ];
      for (const out of outputs) {
        assert.ok(out.length > 100, out);
        assert.doesNotMatch(out, CONTROL);
      }
      const notes = (outputs[3] ?? '')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { text?: string });
      // A JSON reader gets the original text.
      assert.ok(notes.some((step) => step.text === '\x1b]0;pwned\x07\0\r\n\t\x9b31m\u202etxt\u2066\u2028'));
      JSON.parse(outputs[1] ?? '');
    }));
});
