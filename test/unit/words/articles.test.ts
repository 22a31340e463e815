import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GUIDES } from '../../../src/editor/library/catalogue';
import { IMAGES } from '../../../src/tell/plain';
import { RULES } from '../../../src/trace';
import { libraryFlows } from '../library';

interface Statement {
  readonly id: string;
  readonly mark: string;
  readonly text: string;
  readonly entries: readonly string[];
}

const FILE = 'test/fixtures/articles.tsv';
const lines = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const statements = lines.map((line): Statement => {
  const [id = '', mark = '', text = '', entries = ''] = line.split('\t');
  return { id, mark, text, entries: entries.split(' ').filter((entry) => entry !== '' && entry !== '-') };
});
const guide = readFileSync('media/docs/guides/articles.md', 'utf8');

describe('the statements of articles', () => {
  it('are counted through, and each has its words', () => {
    const counts = [138, 55, 52, 54, 81];
    const ids = counts.flatMap((count, article) => Array.from({ length: count }, (_, i) => `00${article}.${i + 1}`));
    assert.deepEqual(
      statements.map(({ id }) => id),
      ids,
    );
    for (const { id, text } of statements) assert.ok(text.length > 2, id);
  });

  it('are shown or corrected, all that are about TCP', () => {
    const open = statements.filter(({ mark }) => mark !== 'S' && mark !== 'C');
    // What certificates cost, how HTTP came about: no flow is about that.
    assert.deepEqual(
      open.map(({ id, mark }) => `${id} ${mark}`),
      ['000.128 -', '000.129 -', '000.132 -', '000.138 -', '002.24 -', '002.25 -', '002.30 -'],
    );
    for (const { id, mark, entries } of statements) assert.equal(entries.length > 0, mark !== '-', id);
  });

  it('name entries that are there', () => {
    const known = new Set([
      ...libraryFlows().map(({ id }) => id),
      ...GUIDES.map((id) => `guide:${id}`),
      ...IMAGES.map((id) => `tell:${id}`),
      ...RULES.map(({ id }) => `rule:${id}`),
    ]);
    const missing = statements.flatMap(({ id, entries }) =>
      entries.filter((e) => !known.has(e)).map((e) => `${id} ${e}`),
    );
    assert.deepEqual(missing, []);
  });

  it('are corrected in the guide, beside the flow that shows it', () => {
    for (const { id, mark, entries } of statements) {
      assert.equal(entries.includes('guide:articles'), mark === 'C', id);
      const flows = entries.filter((entry) => !entry.includes(':'));
      if (mark === 'C') assert.ok(flows.length > 0 || entries.length > 1, `${id} has nothing to look at`);
      if (mark === 'C') for (const flow of flows) assert.ok(guide.includes(`/${flow}.tcpflow)`), `${id} ${flow}`);
    }
  });
});
