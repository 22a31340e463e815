import { readFileSync, readdirSync } from 'node:fs';
import { TOOLS, toolOf } from '../../../src/agent/tools';
import { ruleIds } from '../../../src/report/rule-page';
import type { Catalogue } from '../../../src/editor/library/catalogue';
import { catalogue } from '../library';
import { guidePictures } from '../guides';
import { profilePage } from './profile-page';
import { coveragePage } from '../check/coverage-page';
import { RULE_SPACES } from '../../../src/trace';
import { flowsIn } from '../check/table';

/** The files generated from the code, its texts and the tests' declarations, by path from the root. */
export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  files.set('media/docs/profiles.md', profilePage('en'));
  files.set('media/docs/profiles.zh-cn.md', profilePage('zh-cn'));
  files.set('media/docs/coverage.md', coveragePage('en'));
  files.set('media/docs/coverage.zh-cn.md', coveragePage('zh-cn'));
  files.set('media/scenarios/index.json', linesOf(catalogue()));
  files.set('src/words/examples.tcpflow', ruleExamples());
  files.set('package.json', withTools(withRules(readFileSync('package.json', 'utf8'))));
  for (const [file, text] of guidePictures()) files.set(file, text);
  return files;
}

/** The manifest with the tools for models, which are those of `agent`. */
function withTools(manifest: string): string {
  const place = /(\n {4}"languageModelTools": )\[(?:\]|[^]*?\n {4}\])/;
  if (!place.test(manifest)) throw new Error('package.json has no list of tools');
  const tools = TOOLS.map((tool) => {
    const { name, description, input } = toolOf(tool);
    return {
      name,
      displayName: `%tool.${tool}%`,
      userDescription: `%tool.${tool}.about%`,
      modelDescription: description,
      toolReferenceName: `tcpflow-${tool}`,
      canBeReferencedInPrompt: true,
      inputSchema: input,
    };
  });
  const text = JSON.stringify(tools, null, 2).replaceAll('\n', '\n    ');
  return manifest.replace(place, (_, head: string) => head + text);
}

/** For each rule the first flow that breaks it, without the findings that the tests expect beside its lines. */
function ruleExamples(): string {
  const first = new Map<string, string>();
  for (const { id, verdict, text } of readdirSync('test/fixtures/flows/rules')
    .sort()
    .flatMap((file) => flowsIn(`rules/${file}`))) {
    if (verdict === 'breaks' && !first.has(id))
      first.set(id, text.replace(/ *# (?:error|warning|open|hint): .*$/gm, ''));
  }
  return [...first].map(([id, text]) => `### ${id}\n${text}\n`).join('\n');
}

/** The manifest, whose settings offer each rule behind the groups of rules; each space of rules is a group. */
function withRules(manifest: string): string {
  const spaces = RULE_SPACES.map(({ name }) => name);
  const setting = /("propertyNames": \{\s*"pattern": "\^\()[^)]*([^\n]*\n\s*"examples": \[\n)([^\]]*?)(\n *\])/;
  if (!setting.test(manifest)) throw new Error('package.json has no list of rules');
  return manifest.replace(setting, (_, head: string, middle: string, list: string, foot: string) => {
    const known = list.split(',\n').map((line) => line.trim().replaceAll('"', ''));
    const [indent = ''] = /^ */.exec(list) ?? [];
    const groups = spaces.flatMap((space) => [
      `${space}/*`,
      ...known.filter((name) => name.startsWith(`${space}/`) && name.endsWith('-*')),
    ]);
    const names = [...groups, ...ruleIds().sort()].map((name) => `${indent}"${name}"`);
    return head + spaces.join('|') + middle + names.join(',\n') + foot;
  });
}

/** The catalogue with an entry a line: readable where it changes, and small in the package. */
function linesOf({ entries, ...rest }: Catalogue): string {
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"entries":[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`;
}
