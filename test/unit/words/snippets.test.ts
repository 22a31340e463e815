import assert from 'node:assert/strict';
import { snippetItems } from '../../../src/editor/complete/snippets';
import { parseLine } from '../../../src/script/line';
import { sayIn } from '../../../src/words/words';

/** The lines of a snippet with its places filled in as they are offered. */
function filled(body: string): string[] {
  const values = new Map<string, string>();
  const text = body
    .replace(/\$\{(\d+)\|([^,|]*)[^}]*\}/g, '$2')
    .replace(/\$\{(\d+):((?:\\.|[^}\\])*)\}/g, (_, n: string, value: string) => {
      values.set(n, value.replace(/\\(.)/g, '$1'));
      return values.get(n) ?? '';
    });
  return text.replace(/\$(\d+)/g, (_, n: string) => values.get(n) ?? '').split('\n');
}

describe('snippets', () => {
  for (const { label: id, snippet = '' } of snippetItems([])) {
    it(`${id}: lines that can be read, the same in both languages but for their titles`, () => {
      const [en = [], zh = []] = ['en', 'zh-cn'].map((language) =>
        filled(typeof snippet === 'string' ? snippet : sayIn(language)(snippet.id)),
      );
      for (const line of [...en, ...zh]) assert.deepEqual(parseLine(line).findings, [], line);
      const bare = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/"[^"]*"/, '""'));
      assert.deepEqual(bare(zh), bare(en));
      for (const line of zh) assert.doesNotMatch(line, /"[^"\p{Script=Han}]+"/u);
      assert.match(sayIn('zh-cn')(`snippet/${id}/about`), /\p{Script=Han}/u);
    });
  }
});
