import { readFileSync } from 'node:fs';
import { english } from '../../../src/words/words';
import { ruleIds } from '../../../src/report/rule-page';
import { catalogue } from '../library';
import { guidePictures } from '../guides';
import { profilePage } from '../../../src/words/profilePage';
import { coveragePage } from '../check/coverage-page';

/** The files generated from the code, its texts and the tests' declarations, by path from the root. */
export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  files.set('media/docs/profiles.md', profilePage('en'));
  files.set('media/docs/profiles.zh-cn.md', profilePage('zh-cn'));
  files.set('media/docs/coverage.md', coveragePage('en'));
  files.set('media/docs/coverage.zh-cn.md', coveragePage('zh-cn'));
  files.set('media/scenarios/index.json', `${JSON.stringify(catalogue(), null, 1)}\n`);
  files.set('package.json', withRules(readFileSync('package.json', 'utf8')));
  for (const [file, text] of guidePictures()) files.set(file, text);
  return files;
}

/** The manifest with settings for each rule, after those for groups of rules. */
function withRules(manifest: string): string {
  return manifest.replace(
    /("propertyNames": \{[^[]*"examples": \[\n)([^\]]*?)(\n *\])/,
    (_, head: string, list: string, foot: string) => {
      const groups = list.split(',\n').filter((line) => line.endsWith('*"'));
      const [indent = ''] = /^ */.exec(groups[0] ?? '') ?? [];
      const rules = ruleIds(english)
        .sort()
        .map((id) => `${indent}"${id}"`);
      return head + [...groups, ...rules].join(',\n') + foot;
    },
  );
}
