import * as vscode from 'vscode';
import { PAGES } from '../pageUri';
import { createParser } from '../../script';
import type { Language } from '../../words/languages';
import { displayLanguage } from '../say';
import type { Catalogue, Entry, Words } from './catalogue';
import { inOtherWords } from './story';

/** The URI scheme of the library's flows, which are read-only files in every host. */
export const SCHEME = 'tcpflow-library';

export function flowUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${id}.tcpflow` });
}

/** The flow id in an address of the library or of a guide; undefined for other addresses. */
export function idOf({ scheme, path }: vscode.Uri): string | undefined {
  if (scheme !== SCHEME && scheme !== PAGES) return undefined;
  return /^(?:\/flows)?\/([a-z0-9-]+)\.tcpflow$/.exec(path)?.[1];
}

/** The shipped flows, read on demand. */
export interface Library {
  readonly language: Language;
  catalogue(): Promise<Catalogue>;
  entries(): Promise<readonly Entry[]>;
  entry(id: string): Promise<Entry | undefined>;
  /** The flow in the user's language; undefined if there is none. */
  text(id: string): Promise<string | undefined>;
  /** A text of an entry in the user's language. */
  say(words: Words): string;
}

/** The translations of a flow's texts in their order, null for a text without one, by the ids of the flows. */
type Tables = Readonly<Record<string, readonly (string | null)[] | undefined>>;

export function createLibrary(root: vscode.Uri): Library {
  const language = displayLanguage();
  const read = async (...path: string[]): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, ...path)));
  let index: Promise<Catalogue> | undefined;
  let flows: Promise<Readonly<Record<string, string>>> | undefined;
  let tables: Promise<Tables> | undefined;
  const texts = new Map<string, Promise<string>>();

  const catalogue = (): Promise<Catalogue> => {
    index ??= read('media', 'scenarios', 'index.json').then((json) => JSON.parse(json) as Catalogue);
    return index;
  };
  const entries = async (): Promise<readonly Entry[]> => (await catalogue()).entries;
  const entry = async (id: string): Promise<Entry | undefined> => (await entries()).find((e) => e.id === id);

  async function load({ id }: Entry): Promise<string> {
    flows ??= read('dist', 'flows.json').then((json) => JSON.parse(json) as Readonly<Record<string, string>>);
    const english = (await flows)[id];
    if (english === undefined) throw new Error(`no flow "${id}"`);
    if (language === 'en') return english;
    // A language whose flows are not translated has no tables.
    tables ??= read('dist', `flows.${language}.json`).then(
      (json) => JSON.parse(json) as Tables,
      () => ({}),
    );
    const others = (await tables)[id];
    return others === undefined ? english : inOtherWords(createParser().parse(english), others);
  }

  return {
    language,
    catalogue,
    entries,
    entry,
    async text(id) {
      const found = await entry(id);
      if (found === undefined) return undefined;
      let text = texts.get(id);
      if (text === undefined) {
        text = load(found);
        texts.set(id, text);
      }
      return text;
    },
    say: (words) => words[language],
  };
}
