import { bundleOfTranslations } from '../../../src/words/bundle';
import { catalogue } from '../library';
import { guidePictures } from '../guides';
import { EXAMPLES } from './examples';
import { profilePage } from '../../../src/words/profilePage';
import { coveragePage } from '../check/coverage-page';
import { ruleIds, rulePage } from '../../../src/words/rulePage';

/** The files that follow from the code, its word tables and the tests' declarations, by path from the root. */
export function generatedFiles(): Map<string, string> {
  const files = new Map<string, string>();
  files.set('media/l10n/bundle.l10n.zh-cn.json', `${JSON.stringify(bundleOfTranslations(), null, 2)}\n`);
  for (const id of ruleIds()) {
    files.set(`media/docs/rules/${id}.md`, rulePage(id, 'en', EXAMPLES[id]));
    files.set(`media/docs/rules/${id}.zh-cn.md`, rulePage(id, 'zh-cn', EXAMPLES[id]));
  }
  files.set('media/docs/profiles.md', profilePage('en'));
  files.set('media/docs/profiles.zh-cn.md', profilePage('zh-cn'));
  files.set('media/docs/coverage.md', coveragePage('en'));
  files.set('media/docs/coverage.zh-cn.md', coveragePage('zh-cn'));
  files.set('media/scenarios/index.json', `${JSON.stringify(catalogue(), null, 1)}\n`);
  for (const [file, text] of guidePictures()) files.set(file, text);
  return files;
}
