import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finding, RULES, RULE_SPACES, rowsOf } from '../../../src/trace';
import { STATES } from '../../../src/tcp/state';
import { FLAG_ORDER } from '../../../src/wire/flags';
import { exampleOf } from '../../../src/words/examples';
import { ruleIds, rulePage } from '../../../src/report/rule-page';
import { findingText } from '../../../src/words/finding';
import { LANGUAGES } from '../../../src/words/languages';
import { english, everyText, fill, firstSay, sayIn } from '../../../src/words/words';
import { WISHES, play } from '../check/expecting';
import { flowsIn } from '../check/table';
import { some } from '../share';
import { generatedFiles } from './generated';

const chinese = sayIn('zh-cn');
/** All rules that judge what a flow says about TCP, wherever they are reported. */
const RULE_IDS = [...new Set(RULES.map((r) => r.id))];
const SPACES = RULE_SPACES.map(({ name }) => name).join('|');

function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((m) => m[1] ?? ''))].sort();
}

describe('words', () => {
  it('has every text in both languages, with the same arguments', () => {
    for (const { id, en, zh } of everyText()) {
      assert.ok(zh, `${id} has no Chinese text`);
      assert.deepEqual(argumentsOf(zh), argumentsOf(en), id);
      assert.ok(en.trim() !== '' && zh.trim() !== '', id);
    }
  });

  it('uses each id once', () => {
    const ids = everyText().map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
  });

  it('has each table of a language in one of its two parts', () => {
    for (const language of LANGUAGES) {
      const folder = `src/words/${language}`;
      const namesIn = (file: string, pattern: RegExp): string[] =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)].map(([, name = '']) => name);
      const files = readdirSync(folder).filter((file) => !['index.ts', 'more.ts', 'cli.ts'].includes(file));
      const tables = files.flatMap((file) => namesIn(file, /^export const (\w+)/gm));
      const taken = ['index.ts', 'more.ts'].flatMap((part) => namesIn(part, /^ {2}(\w+),$/gm));
      assert.ok(tables.length > 40, String(tables.length));
      assert.deepEqual(taken.sort(), tables.sort());
    }
  });

  it('has all that findings say in the part that is loaded first, but those on TLS and HTTP/2, which come with these', () => {
    const all = everyText().filter(({ id }) => new RegExp(`^(${SPACES}|open|related)/|^editor/more`).test(id));
    const said = all.filter(({ id }) => !/^(?:h2|tls\d*)\//.test(id));
    assert.ok(all.length > said.length + 160, `${all.length} ${said.length}`);
    const extension = readFileSync('src/extension.ts', 'utf8');
    assert.match(extension, /load\(\[name, `\$\{words\}\.more`\]\)[^]*?said\.push\(\.\.\.more\.tables\)/);
    for (const part of ['tls', 'h2']) assert.ok(extension.includes(`('${part}'))`), part);
    assert.ok(said.length > 500, String(said.length));
    for (const language of LANGUAGES) {
      const first = new Set(firstSay(language).ids);
      assert.deepEqual(
        said.filter(({ id }) => !first.has(id)).map(({ id }) => id),
        [],
      );
    }
  });

  it('has Chinese texts in Chinese', () => {
    for (const { id, zh = '' } of everyText()) {
      // Texts that consist of names only (states, calls, numbers) may stay in Latin letters. Texts that only join
      // others have no letters.
      const bare = zh.replace(/\{\w+\}/g, '');
      if (id.endsWith('/out') || /^[\x20-\x7e\u2192\u3000-\u303f\uff00-\uffef]{0,6}$/.test(bare)) continue;
      assert.match(zh, /[\u4e00-\u9fff]/, `${id}: ${zh}`);
      assert.doesNotMatch(zh, /[\u4e00-\u9fff][,;:?!]/, `${id}: ASCII punctuation behind a Chinese character: ${zh}`);
    }
  });

  it('says what each rule means and why, in both languages', () => {
    for (const id of RULE_IDS) {
      for (const key of [id, `why/${id}`]) {
        assert.notEqual(english(key), key, `no text for ${key}`);
        assert.notEqual(chinese(key), key, `no Chinese text for ${key}`);
      }
    }
  });

  it('has a text for every id that the core uses', () => {
    const known = new Set(everyText().map(({ id }) => id));
    const missing: string[] = [];
    for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
      // The rules on segments are read from their table.
      if (!file.endsWith('.ts') || /^(words|tcp.rules)/.test(file)) continue;
      const source = readFileSync(join('src', file), 'utf8');
      for (const [, id = ''] of source.matchAll(
        new RegExp(`'((?:${SPACES}|fix|related|panel|diagram|editor)/[a-z][a-zA-Z0-9/-]*[a-zA-Z0-9])'`, 'g'),
      )) {
        if (!known.has(id)) missing.push(`${id} in ${file}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it('has a text for every case of a rule on messages', () => {
    const known = new Set(everyText().map(({ id }) => id));
    for (const [folder, ...spaces] of [
      ['http1', 'http1', 'tls'],
      ['tls', 'tls', 'tls12', 'tls13'],
    ] as const)
      for (const file of readdirSync(join('src/layers', folder))) {
        const source = readFileSync(join('src/layers', folder, file), 'utf8');
        for (const [, said = ''] of source.matchAll(/says: '([a-z0-9-]+\/[a-z0-9-]+)'/g))
          assert.ok(
            spaces.some((space) => known.has(`${space}/${said}`)),
            `${said} in ${file}`,
          );
      }
  });

  it('names every state and flag', () => {
    for (const id of [...STATES.map((s) => `state/${s}`), ...FLAG_ORDER.map(([name]) => `flag/${name}`)]) {
      assert.notEqual(english(id), id);
    }
  });

  it('fills in arguments and leaves alone what it does not know', () => {
    assert.equal(fill('{a} and {b}', { a: 1 }), '1 and {b}');
    assert.equal(fill('{a}', { a: '{b}', b: 'no' }), '{b}');
    assert.equal(english('no/such-text'), 'no/such-text');
    assert.equal(english('no/such-text', { a: 1, b: 'x' }), 'no/such-text (a: 1, b: x)');
    assert.equal(english('toString'), 'toString');
  });

  it('knows its languages by their locales', () => {
    const hello = (locale: string): string => sayIn(locale)('editor/level/error');
    assert.equal(hello('en-US'), 'error');
    for (const locale of ['zh', 'zh-cn', 'zh-CN', 'zh_CN.UTF-8', 'zh-Hans'])
      assert.equal(hello(locale), '错误', locale);
    for (const locale of ['fr', 'C', '', 'zhx']) assert.equal(hello(locale), 'error', locale);
  });

  it('links only to pages that are there, or are made when somebody opens them', () => {
    const rulePages = new Set(ruleIds().map((id) => join('media/docs/rules', `${id}.md`)));
    const isThere = (path: string): boolean => existsSync(path) || rulePages.has(path.replace('.zh-cn.md', '.md'));
    const pages = readdirSync('media/docs')
      .filter((file) => file.endsWith('.md'))
      .map((file) => ({ file: join('media/docs', file), text: readFileSync(join('media/docs', file), 'utf8') }));
    const made = some(ruleIds(), 5).flatMap((id) => [
      { file: `media/docs/rules/${id}.md`, text: rulePage(id, 'en', english, exampleOf(id), WISHES) },
      { file: `media/docs/rules/${id}.md`, text: rulePage(id, 'zh-cn', chinese, exampleOf(id), WISHES) },
    ]);
    for (const { file, text } of [...pages, ...made]) {
      for (const [, link = ''] of text.matchAll(/\]\(([^)#:]+\.md)\)/g))
        assert.ok(isThere(join(dirname(file), link)), `${file}: ${link}`);
    }
  });

  it('keeps the generated files up to date (node test/host/generate.mjs)', () => {
    for (const [file, text] of generatedFiles()) {
      assert.ok(existsSync(file), `${file} is missing`);
      assert.equal(readFileSync(file, 'utf8'), text, `${file} is stale`);
    }
  });
});

/** Texts of a finding, its fix and its related lines in which a `{name}` or an id is left. */
function unfilled(f: Finding): string[] {
  return [english, chinese].flatMap((say) =>
    [
      say(f.says ?? f.rule, f.args),
      ...(f.fix === undefined ? [] : [say(f.fix.title, f.fix.args)]),
      ...(f.related ?? []).map((r) => say(r.message, r.args)),
    ].filter((text) => new RegExp(`\\{[a-zA-Z]+\\}|^(${SPACES}|related|fix)/`).test(text)),
  );
}

describe('what is said of the flows of the rules', () => {
  for (const file of readdirSync('test/fixtures/flows/rules')) {
    it(`${file}: every text is there, every argument filled in`, () => {
      const texts = flowsIn(`rules/${file}`).flatMap(({ text }) => play(text).findings.flatMap(unfilled));
      assert.deepEqual(texts, []);
    });

    it(`${file}: every finding is said by the texts that are loaded first`, () => {
      const [whole, first] = [english, firstSay('en')];
      for (const { text } of flowsIn(`rules/${file}`))
        for (const finding of play(text).findings) {
          // Those on TLS and HTTP/2 come with these parts.
          if (/^(?:h2|tls\d*)\//.test(finding.rule)) continue;
          assert.equal(findingText(finding, first), findingText(finding, whole));
          for (const { message, args } of finding.related ?? [])
            assert.equal(first(message, args), whole(message, args));
        }
    });
  }
});

describe('examples of the rules', () => {
  it('are there for every rule', () => {
    assert.deepEqual(
      ruleIds().filter((id) => exampleOf(id) === undefined),
      [],
    );
  });

  for (const id of ruleIds()) {
    const text = exampleOf(id) ?? '';
    it(`${id}: the example breaks it, and nothing else`, () => {
      const { findings } = play(text);
      const found = findings.find((f) => f.rule === id);
      assert.ok(found, `found only ${findings.map((f) => f.rule).join(', ')}`);
      assert.deepEqual(
        findings.filter((f) => f.level !== 'hint' && f !== found).map((f) => f.rule),
        [],
      );
      assert.deepEqual(unfilled(found), []);
      const rows = rowsOf(id);
      assert.ok(
        rows.some(({ source }) => source === (found.source ?? '')),
        found.source,
      );
    });
  }
});

describe('package.nls', () => {
  const read = (file: string): Record<string, string> =>
    JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

  it('has the same keys in both languages, and those that package.json names', () => {
    const en = read('package.nls.json');
    const zh = read('package.nls.zh-cn.json');
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    const named = new Set([...readFileSync('package.json', 'utf8').matchAll(/"%([^%"]+)%"/g)].map((m) => m[1] ?? ''));
    assert.deepEqual([...named].sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(zh)) {
      // The file of a picture in the reader's language.
      if (key.endsWith('.picture')) continue;
      assert.match(text, /[\u4e00-\u9fff]/, `${key}: ${text}`);
      assert.doesNotMatch(text, /[\u4e00-\u9fff][,;:?!]/, `${key}: ${text}`);
      assert.deepEqual(text.match(/`[^`]+`/g)?.sort() ?? [], (en[key] ?? '').match(/`[^`]+`/g)?.sort() ?? [], key);
    }
  });
});
