import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';
import { everyText, sayIn } from '../../../src/words/words';

const ids = everyText().flatMap(({ id }) => /^template\/([^/]+)\/title$/.exec(id)?.[1] ?? []);

describe('templates of new flows', () => {
  for (const id of ids) {
    for (const language of ['en', 'zh-cn']) {
      it(`${id} (${language}): checks clean`, () => {
        const text = sayIn(language)(`template/${id}`);
        assert.deepEqual(
          // A hint about a retransmission is no fault.
          check(createParser().parse(text))
            .findings.filter((f) => f.rule !== 'flow/retransmission')
            .map((f) => `${f.line + 1} ${f.rule}`),
          [],
        );
      });
    }
  }

  it('say the same to the endpoints in both languages', () => {
    const played = (id: string, language: string): unknown => {
      const { steps } = check(createParser().parse(sayIn(language)(`template/${id}`)));
      return steps.map((s) => (s.kind === 'segment' ? s.sent.segment : s.kind));
    };
    for (const id of ids) assert.deepEqual(played(id, 'zh-cn'), played(id, 'en'), id);
  });
});
