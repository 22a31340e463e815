import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { TABS } from '../../../src/panel/tabs';
import { LANGUAGES } from '../../../src/words/languages';
import { SEGMENT_RULES } from '../../../src/tcp/rules';

const text = readFileSync('.github/CONTRIBUTING.md', 'utf8');

/** Files that name single rules, with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'src/check/judge/overdue.ts': 'a debt that a silence breaks',
  'src/check/play/expectations.ts': 'an expectation that a rule is about',
  'src/check/play/segment.ts': 'a handshake segment that was skipped',
  'src/diagram/ghost.ts': 'the segment that is missing before one that was not sent',
  'src/editor/diagnostics.ts': 'what is shown as a tag',
  'src/editor/fix/fixes.ts': 'a fix that inserts a line',
  'src/trace/flow-rules.ts': 'a rule that a silence or an expectation breaks as well',
};

function bodyOf(recipe: string): string {
  return text.split(`### ${recipe}\n`)[1]?.split(/\n##/)[0] ?? '';
}

/** The paths in a recipe, in order. */
function pathsOf(recipe: string): string[] {
  return [...bodyOf(recipe).matchAll(/`((?:src|test|media|package)[\w/.<>-]+)`/g)].map(([, path = '']) => path);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.(?:ts|mjs|tcpflow)$/.test(f))
    .map((f) => `${folder}/${f.replaceAll('\\', '/')}`);
}

/** A file without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*\*?[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

/** `<group>` stands for any name. */
function isThere(path: string): boolean {
  const [before, behind] = path.split(/<[a-z]+>/);
  if (behind === undefined) return existsSync(path);
  const folder = before?.slice(0, before.lastIndexOf('/') + 1) || '.';
  return readdirSync(folder).some((name) => {
    const start = `${folder === '.' ? '' : folder}${name}`;
    return (
      start.startsWith(before ?? '') && (behind.includes('/') ? existsSync(start + behind) : start.endsWith(behind))
    );
  });
}

describe('the recipes for contributors', () => {
  it('name files that are there', () => {
    const recipes = [...text.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name);
    assert.equal(recipes.length, 5);
    for (const recipe of recipes) {
      const paths = pathsOf(recipe);
      assert.ok(paths.length >= 2, recipe);
      for (const path of paths) {
        assert.ok(isThere(path), `${recipe}: ${path}`);
      }
    }
  });

  it('touch at most four files for a rule', () => {
    const steps = bodyOf('A rule').match(/^\d+\. /gm) ?? [];
    assert.deepEqual(steps, ['1. ', '2. ', '3. ', '4. ']);
  });

  it('have all files that name a language', () => {
    const allowed = pathsOf('A language').map((path) => new RegExp(`^${path.replace(/<[a-z]+>.*$/, '[a-z-]+/')}`));
    const files = [...filesIn('src'), ...filesIn('test/host'), 'build.mjs', 'package.json', '.vscodeignore'];
    const named = LANGUAGES.filter((l) => l !== 'en').map((l) => new RegExp(`(?<![\\w-])${l}(?![\\w-])`));
    const others = files.filter(
      (file) => !allowed.some((a) => a.test(file)) && named.some((name) => name.test(codeOf(file))),
    );
    assert.deepEqual(others, []);
  });

  it('add one row on each side for a tab', () => {
    for (const file of ['src/panel/tabs.ts', 'src/webview/tabs.ts']) {
      const source = readFileSync(file, 'utf8');
      for (const tab of TABS) assert.equal(source.match(new RegExp(`^  ${tab}: `, 'gm'))?.length, 1, `${file}: ${tab}`);
    }
    // What shows a tab is typed by its name; nothing else asks which tab it is.
    const [rows, views] = ['src/panel/tabs.ts', /^src\/webview\/(?:tabs|inspect-\w+)\.ts$/] as const;
    const others = [...filesIn('src/panel'), ...filesIn('src/webview')].filter((f) => f !== rows && !views.test(f));
    assert.deepEqual(
      others.filter((f) => TABS.some((tab) => new RegExp(`\\btab\\b.*'${tab}'`).test(readFileSync(f, 'utf8')))),
      [],
    );
  });

  it('have all files that name a rule', () => {
    const allowed = pathsOf('A rule').map((path) => new RegExp(`^${path.replace(/<[a-z]+>/g, '[\\w-]+')}$`));
    const files = [...filesIn('src'), ...filesIn('test/fixtures/flows/rules')];
    const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
    const ids = [...new Set(SEGMENT_RULES.map((r) => r.id))];
    assert.ok(ids.length > 150, `${ids.length} rules`);
    const others = files.filter(
      (file) => !allowed.some((path) => path.test(file)) && ids.some((id) => texts.get(file)?.includes(`'${id}'`)),
    );
    assert.deepEqual(others.sort(), Object.keys(ELSEWHERE).sort());
  });
});
