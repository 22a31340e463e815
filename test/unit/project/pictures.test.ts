import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { LANGUAGES } from '../../../src/words/languages';

const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository: { url: string } };
const FOLDER = 'media/pictures';
const BASE = `${repository.url.replace(/\.git$/, '')}/raw/main/`;

describe('the READMEs', () => {
  for (const language of LANGUAGES) {
    const suffix = language === 'en' ? '' : `.${language}`;
    it(`README${suffix}.md opens with pictures in its language, one of which moves, from the repository`, () => {
      const text = readFileSync(`README${suffix}.md`, 'utf8');
      const pictures = [...text.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)];
      const files = pictures.map(([, , url = '']) => url.replace(BASE, ''));
      assert.deepEqual(
        files,
        ['steps', 'checked', 'https', 'http2'].map(
          (name) => `${FOLDER}/${name}${suffix}.${name === 'steps' ? 'gif' : 'png'}`,
        ),
      );
      for (const [i, file] of files.entries()) {
        assert.ok(existsSync(file), file);
        assert.notEqual(pictures[i]?.[1], '', `${file} is described`);
      }
      assert.ok((pictures[1]?.index ?? Infinity) < text.indexOf('\n## '));
    });
  }
});
