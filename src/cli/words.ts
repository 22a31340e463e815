/** What the command line itself says, in both languages. Findings and diagrams take their words from src/words. */
import type { Args } from '../script';
import { fill, languageOf, sayFrom, type Language, type Say } from '../words/say';

import type { Table } from '../words/table';
import { chinese } from './words.zh-cn';
import { english } from './words.en';

export type { Language };

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

/** The language that `--lang` names, also as `zh`, `zh_CN` or `en-GB`. */
export function languageNamed(name: string): Language | undefined {
  return /^(?:en|zh)(?![a-z])/i.test(name) ? languageOf(name) : undefined;
}

/** The core's texts in a language, loaded when they are spoken. */
async function tablesOf(language: Language): Promise<readonly Table[]> {
  return (await (language === 'en' ? import('../words/en') : import('../words/zh-cn'))).tables;
}

export async function speak(language: Language): Promise<Tell> {
  return tellWith(language, sayFrom(await tablesOf(language)));
}

/** The command line's texts in a language, beside those of the core in it. */
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
