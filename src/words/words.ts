/** Both languages together, for the build and for tests. */
import { tables as ENGLISH } from './en';
import { languageOf, sayFrom, type Say } from './say';
import { tables as CHINESE } from './zh-cn';

export type { Say } from './say';
export { fill } from './say';

export const english: Say = sayFrom(ENGLISH);
const chinese: Say = sayFrom(CHINESE);

/** The texts for a locale such as `zh-CN`, `zh_CN.UTF-8` or `en`; English for unsupported languages. */
export function sayIn(locale: string): Say {
  return languageOf(locale) === 'en' ? english : chinese;
}

const ENGLISH_TEXTS = new Map(ENGLISH.flatMap((table) => Object.entries(table)));
const CHINESE_TEXTS = new Map(CHINESE.flatMap((table) => Object.entries(table)));

/** The English text of an id, with its `{arguments}` unresolved. */
export function englishText(id: string): string | undefined {
  return ENGLISH_TEXTS.get(id);
}

/** All texts in both languages, in a stable order. */
export function everyText(): { readonly id: string; readonly en: string; readonly zh: string | undefined }[] {
  return [...ENGLISH_TEXTS].map(([id, en]) => ({ id, en, zh: CHINESE_TEXTS.get(id) }));
}
