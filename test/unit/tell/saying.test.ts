import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';
import { storyOf } from '../../../src/tell/story';
import { english, sayIn } from '../../../src/words/words';
import { EXCHANGE, PIPELINED } from '../diagram/exchanges';

function stories(text: string, language = 'en'): string[] {
  const trace = check(createParser().parse(text));
  return trace.steps.map((_, at) => storyOf(trace, at, sayIn(language)).text[0]);
}

describe('tell: stories of messages', () => {
  it('say what is asked and answered, and what has come whole', () => {
    const told = stories(EXCHANGE);
    assert.match(
      told[4] ?? '',
      /; client asks GET \/index\.html, whole in this segment; server has the whole request GET \/index\.html\.$/,
    );
    assert.match(told[6] ?? '', /; of 200 OK the segment carries bytes 1 to 1460 of 5041\.$/);
    assert.match(told[7] ?? '', /lost.*; of 200 OK the segment carries bytes 1461 to 2920 of 5041\.$/);
    assert.match(told[12] ?? '', /bytes 1461 to 2920 of 5041; client has the whole response 200 OK\.$/);
    assert.doesNotMatch(told[2] ?? '', /segment carries|whole/);
  });

  it('put several messages of a segment into one clause, and tell an arrival of its own', () => {
    const told = stories(PIPELINED);
    assert.match(told[3] ?? '', /client asks GET \/a \+ GET \/b, whole in this segment/);
    assert.match(told[4] ?? '', /server answers 404 Not Found \+ 200 OK, whole in this segment/);
    assert.match(told[5] ?? '', /client asks POST \/form, whole in this segment\.$/);
    assert.match(told[7] ?? '', /server has the whole request POST \/form\.$/);
    assert.match(stories(PIPELINED, 'zh-cn')[7] ?? '', /server 已收到完整的请求 POST \/form。$/);
    assert.equal(english('message/story-handed', { host: 'a', names: 'b' }), 'a hands b over to TCP');
  });
});
