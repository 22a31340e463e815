/** The flows of the library, read from media/scenarios. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { entryOf, ORDER, THEMES, type Catalogue, type Theme } from '../../src/editor/library/catalogue';

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

/** The Chinese texts of a flow by their English ones. */
export function chineseOf(id: string): Record<string, string> {
  return JSON.parse(readFileSync(`${FOLDER}/zh-cn/${id}.json`, 'utf8')) as Record<string, string>;
}

/** The right content of media/scenarios/index.json. */
export function catalogue(): Catalogue {
  return { entries: libraryFlows().map(({ id, theme, text }) => entryOf(id, theme, text, chineseOf(id))) };
}
