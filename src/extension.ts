import * as vscode from 'vscode';
import { partLoader } from './editor/platform';
import type { CaptureDoor } from './editor/captures/part';
import type { Flows, H2Door, LoadDoors, TlsDoor } from './editor/flows';
import type { ExtendMarkdownIt } from './editor/markdownPreview';
import type { AgentDoor, ToolParts } from './editor/tools';
import type { Features } from './features';
import type { First } from './first';
import { languageOf } from './words/languages';
import type { Table } from './words/table';

/** The API that `activate` returns, for tests and other extensions. */
export interface Api {
  /** Called by VS Code's Markdown preview (`markdown.markdownItPlugins`). */
  readonly extendMarkdownIt: ExtendMarkdownIt;
  readonly flows: Flows;
  /** The time for loading the parts and registering everything, milliseconds. */
  readonly activationMs: number;
}

interface Framed {
  readonly door: H2Door;
}

interface Tls {
  readonly door: TlsDoor;
}

interface Captures {
  readonly door: CaptureDoor;
}

interface Agents {
  readonly door: AgentDoor;
}

interface Words {
  readonly tables: readonly Table[];
}

/** Loads the parts (test/host/parts.mjs) and the texts of the display language; the parts that check a flow come first. */
export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const start = performance.now();
  const load = partLoader(context.extensionUri);
  const words = `words.${languageOf(vscode.env.language)}` as const;
  const [, { tables }, first] = (await load(['engine', words, 'first'])) as [unknown, Words, First];
  /** The texts that findings are said with: those on TLS and HTTP/2 come with these parts. */
  const said = [...tables];
  const loadSpoken = async <Part>(name: 'tls' | 'h2'): Promise<Part> => {
    const [part, more] = (await load([name, `${words}.more`])) as [Part, Words];
    if (said.length === tables.length) said.push(...more.tables);
    return part;
  };
  const loadDoors: LoadDoors = {
    tls: async () => (await loadSpoken<Tls>('tls')).door,
    h2: async () => (await loadSpoken<Framed>('h2')).door,
  };
  const flows = first.activate(context, said, loadDoors);
  const loadCaptures = async (): Promise<CaptureDoor> => ((await load(['captures'])) as [Captures])[0].door;
  const [more, , features] = (await load([`${words}.more`, 'drawing', 'features'])) as [Words, unknown, Features];
  const toolParts: ToolParts = {
    agent: async () => ((await load(['agents'])) as [Agents])[0].door,
    async speak(language) {
      const texts = (await load([`words.${language}`, `words.${language}.more`])) as [Words, Words];
      return features.speak(texts.flatMap((part) => part.tables));
    },
  };
  const extendMarkdownIt = features.activate(context, flows, [...tables, ...more.tables], loadCaptures, toolParts);
  return { flows, extendMarkdownIt, activationMs: performance.now() - start };
}
