import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GUIDES, guideOf } from '../../../src/editor/library/catalogue';
import { guidePages, guidePictures } from '../guides';
import { play } from '../check/expecting';
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

  for (const [id, title] of [
    ['tls12-rsa', /^\| TLS 1\.2[,，] ?RSA /],
    ['tls12-ecdhe', /^\| TLS 1\.2[,，] ?ECDHE /],
    ['tls13', /^\| TLS 1\.3 /],
  ] as const)
    it(`https says what the handshake of ${id} takes`, () => {
      const segments = play(scenarios().find((f) => f.id === id)?.text ?? '').steps.filter((s) => s.kind === 'segment');
      const messages = segments.map(({ says }) => says?.flatMap(({ message }) => message ?? []) ?? []);
      const isData = ({ name }: { readonly name: string }): boolean => name === 'Application Data';
      const request = messages.findIndex((all) => all.some(isData));
      const sent = { request: 0, response: 0 };
      for (const { kind, from, to } of messages.slice(0, request + 1).flatMap((all) => all.filter((m) => !isData(m))))
        sent[kind] += to - from;
      const senders = segments.slice(0, request + 1).map((s) => s.sent.from);
      const roundTrips = senders.filter((end, i) => end === senders[0] && i > 0 && senders[i - 1] !== end).length;
      for (const [file, language] of [
        ['https.md', 'en'],
        ['https.zh-cn.md', 'zh-cn'],
      ] as const) {
        const row = pages
          .get(`media/docs/guides/${file}`)
          ?.split('\n')
          .find((line) => title.test(line) && line.split('|').length === 6);
        const number = (n: number): string => (language === 'en' ? n.toLocaleString('en') : String(n));
        const cells = row
          ?.split('|')
          .slice(2, 5)
          .map((c) => c.trim());
        assert.deepEqual(cells, [String(roundTrips), number(sent.request), number(sent.response)], file);
      }
    });
});
