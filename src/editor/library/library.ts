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

/** A flow as the package holds it. */
interface Packed extends Entry {
  readonly text: string;
  /** By language: the translations of its texts in their order, null for a text without one. */
  readonly translated: Readonly<Partial<Record<Language, readonly (string | null)[]>>>;
}

/** The library as one file of the package. */
interface Packet extends Omit<Catalogue, 'entries'> {
  readonly flows: readonly Packed[];
}

export function createLibrary(root: vscode.Uri): Library {
  const language = displayLanguage();
  let packet: Promise<Packet> | undefined;
  const texts = new Map<string, string>();

  async function read(): Promise<Packet> {
    const octets = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'dist', 'library.json'));
    return JSON.parse(new TextDecoder().decode(octets)) as Packet;
  }
  const flows = async (): Promise<readonly Packed[]> => (await (packet ??= read())).flows;
  const entry = async (id: string): Promise<Packed | undefined> => (await flows()).find((e) => e.id === id);

  function inLanguage({ text, translated }: Packed): string {
    const others = translated[language];
    return others === undefined ? text : inOtherWords(createParser().parse(text), others);
  }

  return {
    language,
    async catalogue() {
      return { others: (await (packet ??= read())).others, entries: await flows() };
    },
    entries: flows,
    entry,
    async text(id) {
      const found = await entry(id);
      if (found === undefined) return undefined;
      const text = texts.get(id) ?? inLanguage(found);
      texts.set(id, text);
      return text;
    },
    say: (words) => words[language],
  };
}
