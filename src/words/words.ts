/** All languages at once: for what is made of them when the project is built and tested. */
import { tables as en } from './en';
import { type Language, languageOf } from './languages';
import { sayFrom, type Say } from './say';
import type { Table } from './table';
import { tables as zhCn } from './zh-cn';

export type { Say } from './say';
export { fill } from './say';

const TABLES: Readonly<Record<Language, readonly Table[]>> = { en, 'zh-cn': zhCn };
const SAYS = new Map(Object.entries(TABLES).map(([language, tables]) => [language, sayFrom(tables)]));

export const english: Say = sayFrom(en);

/** The texts for a locale such as `zh-CN`, `zh_CN.UTF-8` or `en`; English for unsupported languages. */
export function sayIn(locale: string): Say {
  return SAYS.get(languageOf(locale)) ?? english;
}

const ENGLISH_TEXTS = new Map(en.flatMap((table) => Object.entries(table)));
const CHINESE_TEXTS = new Map(zhCn.flatMap((table) => Object.entries(table)));

/** The English text of an id, with its `{arguments}` unresolved. */
export function englishText(id: string): string | undefined {
  return ENGLISH_TEXTS.get(id);
}

/** All texts in both languages, in a stable order. */
export function everyText(): { readonly id: string; readonly en: string; readonly zh: string | undefined }[] {
  return [...ENGLISH_TEXTS].map(([id, en]) => ({ id, en, zh: CHINESE_TEXTS.get(id) }));
}
