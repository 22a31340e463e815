import assert from 'node:assert/strict';
import { translated } from '../../../src/editor/library/story';
import { svg } from '../../../src/diagram/export';
import { createParser } from '../../../src/script/parser';
import { english, sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';
import { chineseOf, libraryFlows } from '../library';

describe('the diagrams of the library', () => {
  for (const { id, text } of libraryFlows()) {
    it(`${id} is drawn in both languages, and no text is cut short`, () => {
      const told = [
        { text, language: 'en', say: english },
        { text: translated(createParser().parse(text), chineseOf(id)), language: 'zh-cn', say: sayIn('zh-cn') },
      ];
      for (const { text: flow, language, say } of told) {
        const trace = play(flow);
        const hosts = new Set(trace.cast.ends.map((e) => e.host)).size;
        const drawn = svg(trace, { say, language, width: hosts > 3 ? 960 : 760 });
        assert.match(drawn, /^<svg [^>]*>/);
        const cut = [...drawn.matchAll(/>([^<]*…[^<]*)</g)]
          .map((m) => m[1] ?? '')
          // Of a long payload its beginning is shown.
          .filter((t) => !flow.includes(t) && !t.startsWith('“'));
        assert.deepEqual(cut, []);
      }
    });
  }
});
