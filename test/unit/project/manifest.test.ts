import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROFILES } from '../../../src/script/vocabulary';
import { ruleIds } from '../../../src/report/rule-page';
import { spaceOf } from '../../../src/trace';
import { LANGUAGES } from '../../../src/words/languages';

interface Colour {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}
interface Step {
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly colors: readonly Colour[];
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
    readonly configuration: {
      readonly properties: {
        readonly 'tcpflow.profile': { readonly enum: readonly string[] };
        readonly 'tcpflow.rules': {
          readonly propertyNames: { readonly pattern: string; readonly examples: readonly string[] };
        };
      };
    };
  };
};

describe('the package', () => {
  it('has every part and page that the extension loads', () => {
    const [, parts = ''] = /export type Part =\s*([^;]+);/.exec(readFileSync('src/editor/platform.ts', 'utf8')) ?? [];
    const pages = readFileSync('build.mjs', 'utf8').matchAll(/'(dist\/webview\/[\w.]+)'/g);
    const files = [
      ...[...parts.matchAll(/'(\w+)'/g)].map(([, part = '']) => `dist/${part}.js`),
      ...LANGUAGES.flatMap((language) => [`dist/words.${language}.js`, `dist/words.${language}.more.js`]),
      'dist/library.json',
      ...[...pages].map(([, page = '']) => page),
    ];
    assert.ok(files.length > 11, files.join());
    const packaged = readFileSync('.vscodeignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!dist/'))
      .map((line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
    assert.deepEqual(
      files.filter((file) => !packaged.some((pattern) => pattern.test(file))),
      [],
    );
  });
});

describe('package.json', () => {
  it('contributes the colours that the page draws with, each for all kinds of theme', () => {
    const sheet = readFileSync('src/webview/colours.css', 'utf8');
    const used = new Set([...sheet.matchAll(/--vscode-tcpflow-(\w+)/g)].map((m) => `tcpflow.${m[1] ?? ''}`));
    const { colors } = manifest.contributes;
    assert.deepEqual(colors.map((c) => c.id).sort(), [...used].sort());
    for (const { id, defaults } of colors)
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
  });

  it('has each command once, and every one of them registered once', () => {
    const ids = manifest.contributes.commands.map((c) => c.command);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
    // Panel commands are registered by a helper that adds the extension's prefix.
    const registered: string[] = [];
    for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join('src', file), 'utf8');
      for (const [, id = ''] of source.matchAll(/registerCommand\(\s*'([^']+)'/g)) registered.push(id);
      if (file.endsWith('commands.ts'))
        for (const [, id = ''] of source.matchAll(/ command\('(\w+)'/g)) registered.push(`tcpflow.${id}`);
    }
    assert.deepEqual(
      registered.filter((id, i) => registered.indexOf(id) !== i),
      [],
    );
    assert.deepEqual(
      ids.filter((id) => !registered.includes(id)),
      [],
    );
  });

  it('offers every rule and every profile in the settings, and groups that have rules', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties['tcpflow.profile'].enum, PROFILES);
    const { pattern, examples: names } = properties['tcpflow.rules'].propertyNames;
    for (const name of names) assert.match(name, new RegExp(pattern));
    const groups = names.filter((n) => n.endsWith('*'));
    assert.deepEqual(names.filter((n) => !n.endsWith('*')).sort(), ruleIds().sort());
    for (const group of groups.filter((g) => spaceOf(g).hasPages))
      assert.ok(
        ruleIds().some((id) => id.startsWith(group.slice(0, -1))),
        group,
      );
  });

  it('has its settings, and the commands that one begins with, in the README of both languages', () => {
    const { properties } = manifest.contributes.configuration;
    for (const [readme, words] of [
      ['README.md', 'package.nls.json'],
      ['README.zh-cn.md', 'package.nls.zh-cn.json'],
    ] as const) {
      const text = readFileSync(readme, 'utf8');
      const titles = JSON.parse(readFileSync(words, 'utf8')) as Record<string, string>;
      const steps = ['stepForward', 'stepBack', 'firstStep', 'lastStep', 'togglePlay', 'openPanel', 'newFlow'];
      for (const id of steps)
        assert.ok(text.includes(titles[`command.${id}`]?.replace('…', '') ?? '?'), `${readme}: ${id}`);
      for (const id of Object.keys(properties)) assert.ok(text.includes(`\`${id}\``), `${readme}: ${id}`);
    }
  });

  it('has a walkthrough whose pictures follow the theme, and whose buttons do something', () => {
    const commands = new Set(manifest.contributes.commands.map((c) => c.command));
    const words = ['package.nls.json', 'package.nls.zh-cn.json'].map(
      (file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>,
    );
    for (const { description, media, completionEvents } of manifest.contributes.walkthroughs.flatMap((w) => w.steps)) {
      const pictures = words.map((w) => w[media.svg.slice(1, -1)] ?? media.svg);
      for (const picture of pictures) {
        const svg = readFileSync(picture, 'utf8');
        // The page that shows it allows no inline styles, only attributes.
        assert.doesNotMatch(svg, /style/, picture);
        assert.doesNotMatch(svg, /(?:fill|stroke)="#|href/, `${picture} has a colour of its own`);
      }
      // The Chinese picture is the English one with its words in Chinese.
      const [en = '', zh = ''] = pictures.map((picture) => readFileSync(picture, 'utf8'));
      const drawn = (svg: string): string => svg.replace(/<text[^>]*>[^<]*<\/text>/g, '');
      assert.equal(drawn(zh), drawn(en));
      assert.doesNotMatch(zh, /handshake/);
      const links = words.map((w) =>
        [...(w[description.slice(1, -1)] ?? '').matchAll(/\(command:([^)]+)\)/g)].map((m) => m[1] ?? ''),
      );
      assert.deepEqual(links[0], links[1], description);
      // A page of a walkthrough shows backticks as they are.
      for (const w of words) assert.doesNotMatch(w[description.slice(1, -1)] ?? '', /`/);
      for (const command of [...(links[0] ?? []), ...completionEvents.map((e) => e.replace('onCommand:', ''))])
        assert.ok(commands.has(command), command);
    }
  });
});
