/**
 * The command *Save Diagram as Page…*: a flow as one HTML file for any browser, with the extension's own code in it.
 */
import * as vscode from 'vscode';
import { partsOf } from '../check';
import { type Flow, type Flows, LANGUAGE, numbersSetting, wishesIn } from '../editor';
import { type Packing, pageOf } from '../page';
import { languageOf } from '../words/languages';
import type { Say } from '../words/words';
import { documentOf } from './shownDocument';
import { through } from './through';

const packing: Packing = {
  gzip: async (text) =>
    (await through(new CompressionStream('gzip'), new TextEncoder().encode(text), Infinity)) ?? new Uint8Array(),
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
};

/**
 * Registers the command.
 *
 * @param root the extension's folder
 * @param shown the flow that the panel shows; undefined to take the active editor's flow
 */
export function registerSavePage(
  root: vscode.Uri,
  flows: Flows,
  shown: () => vscode.Uri | undefined,
  say: Say,
): vscode.Disposable {
  return vscode.commands.registerCommand('tcpflow.savePage', async () => {
    const document = await documentOf(shown());
    const flow = document && (await flows.when(document));
    if (flow) await savePage(root, flow, document.getText(), say);
  });
}

/** Asks for a file name, and writes the page of a flow. */
async function savePage(root: vscode.Uri, { uri, trace }: Flow, text: string, say: Say): Promise<void> {
  const isFile = vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  const path = uri.path.replace(/(\.tcpflow)?$/, '.html');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = isFile
    ? uri.with({ path })
    : folder && vscode.Uri.joinPath(folder, path.slice(path.lastIndexOf('/') + 1));
  const target = await vscode.window.showSaveDialog({ filters: { HTML: ['html'] }, ...(defaultUri && { defaultUri }) });
  if (target === undefined) return;
  const { profile, levels } = wishesIn(uri);
  const last = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const name = last.endsWith(`.${LANGUAGE}`) ? last : `${last}.${LANGUAGE}`;
  const language = languageOf(vscode.env.language);
  const flow = { text, name, language, profile, levels, numbers: numbersSetting() };
  const read = async (part: string): Promise<string> => {
    const file = vscode.Uri.joinPath(root, 'dist', ...part.split('/'));
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  };
  const page = await pageOf(flow, partsOf(trace), say, read, packing);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(page));
}
