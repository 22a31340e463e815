import assert from 'node:assert/strict';
import { scenarios } from '../library';
import { play } from './expecting';
import { begunAt, type Amount } from './midstream';
import { share, some } from '../share';

/** The distance between the lines at which a flow is begun. */
const STRIDE = 4;

describe('a flow without a mistake, begun in the middle', () => {
  for (const amount of ['all', 'numbers', 'state'] as const satisfies readonly Amount[]) {
    it(`has no error where ${amount} is given`, () => {
      let begun = 0;
      const wrong: string[] = [];
      for (const { id, text } of some(scenarios(), 5)) {
        const trace = play(text);
        if (trace.findings.some((f) => f.level === 'error')) continue;
        for (let line = 1; line < trace.script.lines.length; line += STRIDE) {
          if (trace.script.lines[line]?.statement === undefined) continue;
          const cut = begunAt(trace, line, amount);
          if (cut === undefined) continue;
          begun++;
          const { findings, script } = play(cut);
          for (const f of findings)
            if (f.level === 'error')
              wrong.push(`${id} from ${line + 1}: ${f.rule}: ${script.lines[f.line]?.text ?? ''}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(begun > share(50, 5), String(begun));
    });
  }
});
