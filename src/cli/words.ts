/** What the command line itself says, in both languages. Findings and diagrams take their words from src/words. */
import type { Args } from '../script/syntax';
import { english as core, fill, sayIn, type Say } from '../words/words';
import { chinese } from './words.zh-cn';
import { english } from './words.en';

export type Language = 'en' | 'zh-cn';
export const LANGUAGE_NAMES: readonly Language[] = ['en', 'zh-cn'];

/** The command line's own texts, and those of the core. */
export interface Tell {
  (id: string, args?: Args): string;
  /** Words for what the core finds. */
  readonly say: Say;
  /** Why the system did not let us. */
  reason(error: Error): string;
}

const TABLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, 'zh-cn': chinese };

/** The language of a locale such as `zh_CN.UTF-8`; English for those that the project does not speak. */
export function languageOf(locale: string): Language {
  return /^zh(?![a-z])/i.test(locale) ? 'zh-cn' : 'en';
}

/** The language that `--lang` names, also as `zh`, `zh_CN` or `en-GB`. */
export function languageNamed(name: string): Language | undefined {
  return /^(?:en|zh)(?![a-z])/i.test(name) ? languageOf(name) : undefined;
}

export function speak(language: Language): Tell {
  const table = TABLES[language];
  const look = (id: string): string => (Object.hasOwn(table, id) ? (table[id] ?? id) : id);
  return Object.assign((id: string, args?: Args) => fill(look(id), args), {
    say: language === 'en' ? core : sayIn(language),
    reason(error: Error): string {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
      return Object.hasOwn(table, `reason/${code}`) ? look(`reason/${code}`) : code || error.message;
    },
  });
}
