/** The flows of the library, read from media/scenarios. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Language } from '../../src/words/languages';
import { entryOf, ORDER, THEMES, type Catalogue, type Theme, type Words } from '../../src/editor/library/catalogue';

export const FOLDER = 'media/scenarios';

export interface LibraryFlow {
  readonly id: string;
  readonly theme: Theme;
  readonly file: string;
  readonly text: string;
}

/** All flows by theme, in the order of the catalogue; exercises contain deliberate mistakes. */
export function libraryFlows(): LibraryFlow[] {
  return THEMES.filter((theme) => existsSync(`${FOLDER}/${theme}`)).flatMap((theme) =>
    readdirSync(`${FOLDER}/${theme}`)
      .filter((f) => f.endsWith('.tcpflow'))
      .map((f) => f.replace('.tcpflow', ''))
      .sort((a, b) => ORDER[theme].indexOf(a) - ORDER[theme].indexOf(b))
      .map((id) => {
        const file = `${FOLDER}/${theme}/${id}.tcpflow`;
        return { id, theme, file, text: readFileSync(file, 'utf8').trimEnd() };
      }),
  );
}

/** The flows without exercises. */
export function scenarios(): LibraryFlow[] {
  return libraryFlows().filter((f) => f.theme !== 'mistakes');
}

/** The texts of a flow in another language, by their English; none where it has no table in that. */
export function tableOf(id: string, language: Language): Record<string, string> {
  const file = `${FOLDER}/${language}/${id}.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

export const chineseOf = (id: string): Record<string, string> => tableOf(id, 'zh-cn');

/** media/scenarios/index.json, as it has to be. */
export function catalogue(): Catalogue {
  const keywords = JSON.parse(readFileSync(`${FOLDER}/keywords.json`, 'utf8')) as Record<string, Words>;
  return {
    others: Object.fromEntries(Object.entries(keywords).filter(([id]) => id.includes('/'))),
    entries: libraryFlows().map(({ id, theme, text }) =>
      entryOf(id, theme, text, (language) => tableOf(id, language), keywords[id]),
    ),
  };
}
