/** All languages at once: for what is made of them when the project is built and tested. */
import { tables as enFindings } from './en';
import { tables as enMore } from './en/more';
import { type Language, languageOf } from './languages';
import { sayFrom, type Say } from './say';
import type { Table } from './table';
import { tables as zhCnFindings } from './zh-cn';
import { tables as zhCnMore } from './zh-cn/more';

export type { Say } from './say';
export { fill } from './say';

/** Those that are loaded before a flow is checked. */
const FIRST: Readonly<Record<Language, readonly Table[]>> = { en: enFindings, 'zh-cn': zhCnFindings };
const en = [...enFindings, ...enMore];
const zhCn = [...zhCnFindings, ...zhCnMore];
const TABLES: Readonly<Record<Language, readonly Table[]>> = { en, 'zh-cn': zhCn };
const SAYS = new Map(Object.entries(TABLES).map(([language, tables]) => [language, sayFrom(tables)]));

export const english: Say = sayFrom(en);

/** The texts for a locale such as `zh-CN`, `zh_CN.UTF-8` or `en`; English for unsupported languages. */
export function sayIn(locale: string): Say {
  return SAYS.get(languageOf(locale)) ?? english;
}

/** A language before all of its texts are loaded: it says findings only. */
export function firstSay(language: Language): Say {
  return sayFrom(FIRST[language]);
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
