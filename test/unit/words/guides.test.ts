import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GUIDES, guideOf } from '../../../src/editor/library/catalogue';
import { guidePages, guidePictures } from '../guides';
import { scenarios } from '../library';

const pages = new Map(guidePages().map(({ file, text }) => [file, text]));

/** The links of a page, without the language suffix of pictures. */
function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

describe('the guides', () => {
  for (const guide of GUIDES) {
    it(`${guide} says the same in both languages, and its links lead somewhere`, () => {
      const english = pages.get(`media/docs/guides/${guide}.md`);
      const chinese = pages.get(`media/docs/guides/${guide}.zh-cn.md`);
      assert.ok(english !== undefined && chinese !== undefined);
      assert.deepEqual(links(chinese.replaceAll('.zh-cn.svg', '.svg')), links(english));
      const heads = (text: string): string[] => text.match(/^#+ |^\|(?=[-:])/gm) ?? [];
      assert.deepEqual(heads(chinese), heads(english));
      assert.match(chinese, /依据：RFC 9293/);
      for (const text of [english, chinese]) {
        for (const link of links(text)) {
          assert.ok(existsSync(join(dirname(`media/docs/guides/${guide}.md`), link)), link);
        }
      }
    });
  }

  it('has no other page, and no picture that none shows', () => {
    assert.equal(pages.size, 2 * GUIDES.length);
    assert.deepEqual(
      readdirSync('media/docs/images').map((f) => `media/docs/images/${f}`),
      [...guidePictures().keys()].sort(),
    );
  });

  it('are all offered above the flows that they show', () => {
    for (const guide of GUIDES) {
      const shown = scenarios().filter(({ id }) =>
        pages.get(`media/docs/guides/${guide}.md`)?.includes(`${id}.tcpflow`),
      );
      assert.ok(
        shown.some((flow) => guideOf(flow) === guide),
        guide,
      );
    }
  });
});
