import assert from 'node:assert/strict';
import { apply, holds, play } from './expecting';
import { flowsIn } from './table';

const RULES = ['flow/scaled-windows', 'flow/window-beyond-buffer'];

describe('windows in octets', () => {
  for (const flow of flowsIn('scaled.tcpflow')) {
    it(flow.id.replaceAll('-', ' '), () => {
      holds(flow.text);
      const before = play(flow.text).findings;
      for (const { rule, fix } of before.filter((f) => RULES.includes(f.rule))) {
        assert.ok(fix !== undefined);
        const after = play(apply(flow.text, fix)).findings;
        assert.deepEqual(
          after.filter((f) => f.rule === rule),
          [],
          rule,
        );
      }
    });
  }
});
