import * as vscode from 'vscode';
import type { Flows } from './editor/flows';
import { partLoader } from './editor/platform';
import type { Features } from './features';
import type { First } from './first';
import type { Table } from './words/table';

/** The API that `activate` returns, for tests and other extensions. */
export interface Api extends Pick<Features, 'extendMarkdownIt'> {
  readonly flows: Flows;
  /** The time for loading the parts and registering everything, milliseconds. */
  readonly activationMs: number;
}

interface Words {
  readonly tables: readonly Table[];
}

/** Loads the parts (test/host/parts.mjs) and the texts of the display language; the parts that check a flow come first. */
export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const start = performance.now();
  const load = partLoader(context.extensionUri);
  const words = /^zh(?![a-z])/i.test(vscode.env.language) ? 'words.zh-cn' : 'words.en';
  const [, { tables }, first] = (await load(['engine', words, 'first'])) as [unknown, Words, First];
  const { flows, say } = first.activate(context, tables);
  const [, features] = (await load(['drawing', 'features'])) as [unknown, Features];
  features.activate(context, flows, say);
  return { flows, extendMarkdownIt: features.extendMarkdownIt, activationMs: performance.now() - start };
}
