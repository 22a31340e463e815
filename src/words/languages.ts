/** The languages that the project speaks: each has a folder beside this file. English stands in where another lacks a page. */
export const LANGUAGES = ['en', 'zh-cn'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that a name or a locale stands for, by its first part: `zh`, `zh-CN`, `zh_CN.UTF-8`. */
export function languageNamed(name: string): Language | undefined {
  const tag = /^[a-z]+/i.exec(name)?.[0].toLowerCase();
  return LANGUAGES.find((language) => language.replace(/-.*$/, '') === tag);
}

/** The language of a locale; English for those that the project does not speak. */
export function languageOf(locale: string): Language {
  return languageNamed(locale) ?? 'en';
}

/** How a page in a language ends, before `.md`: English pages have no mark. */
export function pageEnding(language: Language): string {
  return language === 'en' ? '' : `.${language}`;
}
