/** The command line's own texts in both languages. Texts of findings and diagrams are in src/words. */
import type { Args } from '../script';
import { fill, languageOf, sayFrom, type Language, type Say } from '../words/say';

import type { Table } from '../words/table';
import { chinese } from './words.zh-cn';
import { english } from './words.en';

export type { Language };

export const LANGUAGE_NAMES: readonly Language[] = ['en', 'zh-cn'];

/** Gives the texts of the command line. */
export interface Tell {
  (id: string, args?: Args): string;
  /** Gives the texts of findings and diagrams. */
  readonly say: Say;
  /** The text of a system error. */
  reason(error: Error): string;
}

const TABLES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en: english, 'zh-cn': chinese };

/** The language given by `--lang`; also `zh`, `zh_CN` or `en-GB`. Undefined for others. */
export function languageNamed(name: string): Language | undefined {
  return /^(?:en|zh)(?![a-z])/i.test(name) ? languageOf(name) : undefined;
}

/** Loads the tables of src/words for a language. */
async function tablesOf(language: Language): Promise<readonly Table[]> {
  return (await (language === 'en' ? import('../words/en') : import('../words/zh-cn'))).tables;
}

export async function speak(language: Language): Promise<Tell> {
  return tellWith(language, sayFrom(await tablesOf(language)));
}

/** The command line's texts in a language, with those of src/words in the same language. */
export function tellWith(language: Language, say: Say): Tell {
  const table = TABLES[language];
  const look = (id: string): string => (Object.hasOwn(table, id) ? (table[id] ?? id) : id);
  return Object.assign((id: string, args?: Args) => fill(look(id), args), {
    say,
    reason(error: Error): string {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
      return Object.hasOwn(table, `reason/${code}`) ? look(`reason/${code}`) : code || error.message;
    },
  });
}
