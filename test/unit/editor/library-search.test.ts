import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GUIDES, PAGE_IDS } from '../../../src/editor/library/catalogue';
import { createSearch } from '../../../src/editor/library/search';
import { thingsOf, type Thing } from '../../../src/editor/library/things';
import { LANGUAGES } from '../../../src/words/languages';
import { sayIn } from '../../../src/words/words';
import { catalogue, FOLDER } from '../library';

/** What is in sight of a list of results without scrolling. */
const IN_SIGHT = 6;

const COMMANDS = [{ id: 'tcpflow.openIsn', title: 'Open ISN Page' }];
const library = catalogue();
const things = new Map(LANGUAGES.map((language) => [language, thingsOf(library, language, sayIn(language), COMMANDS)]));
const searches = new Map([...things].map(([language, all]) => [language, createSearch(all)]));

/** The name of a thing in the list of words: flows and exercises have their ids alone. */
function nameOf({ kind, id }: Thing): string {
  return kind === 'flow' || kind === 'exercise' ? id : `${kind}/${id}`;
}

const WORDS = readFileSync('test/fixtures/library-words.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [word = '', ids = ''] = line.split(' -> ');
    return { word, ids: ids.split(' ') };
  });

describe('the search of the library', () => {
  const found = (word: string, language: (typeof LANGUAGES)[number]): string[] =>
    searches.get(language)?.(word).map(nameOf) ?? [];

  it('has a list of at least 150 words', () => assert.ok(WORDS.length >= 150, `${WORDS.length} words`));

  for (const language of LANGUAGES)
    it(`finds what the words of readers are about, among the first (${language})`, () => {
      const missed = WORDS.flatMap(({ word, ids }) => {
        const first = found(word, language).slice(0, IN_SIGHT);
        return ids.some((id) => first.includes(id)) ? [] : [`${word}: ${first.join(', ')}`];
      });
      assert.deepEqual(missed, []);
    });

  it('takes `_`, `-` and blanks for one, and capitals for small letters', () => {
    for (const word of ['TIME-WAIT', 'CLOSE_WAIT', 'half-open', 'three-way handshake', 'tcp_tw_reuse']) {
      const wanted = found(word, 'en');
      for (const sign of ['_', '-', ' ', '  '])
        for (const other of [word.replace(/[-_ ]/g, sign), word.replace(/[-_ ]/g, sign).toUpperCase()])
          assert.deepEqual(found(other, 'en'), wanted, other);
    }
  });

  it('lists everything while nothing is typed, and nothing for what is nowhere', () => {
    assert.equal(found('  ', 'en').length, things.get('en')?.length);
    assert.deepEqual(found('zzyzx', 'en'), []);
    assert.deepEqual(found('(.*)[', 'en').length, things.get('en')?.length);
  });

  it('has keywords in both languages for each flow, guide and page, and for nothing else', () => {
    const keywords = JSON.parse(readFileSync(`${FOLDER}/keywords.json`, 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const ids = [
      ...library.entries.map((e) => e.id),
      ...GUIDES.map((id) => `guide/${id}`),
      ...PAGE_IDS.map((id) => `page/${id}`),
    ];
    assert.deepEqual(Object.keys(keywords).sort(), ids.sort());
    for (const [id, words] of Object.entries(keywords))
      for (const language of LANGUAGES) assert.ok((words[language] ?? '').length > 0, `${id} in ${language}`);
  });
});
