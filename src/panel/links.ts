/**
 * Links that open a flow at a step: `vscode://tcpflow.tcpflow/open?flow=…&step=7`. `flow` is the deflated text in
 * base64url; `file` names a file of the workspace instead; `fence?uri=…&line=7` names a code fence of a Markdown text.
 * A link opens text and its diagram; it runs nothing and writes nothing.
 */
import * as vscode from 'vscode';
import { LANGUAGE } from '../editor';
import { fenceAtLink } from '../fence';
import type { Say } from '../words/words';
import { packed, unpacked } from './linkText';
import { documentOf } from './shownDocument';

/**
 * The link to a step (from 0) of a flow. The link names a file of the workspace, and contains the text of any other
 * flow.
 */
async function linkTo(document: vscode.TextDocument, step: number): Promise<string | undefined> {
  const isOfWorkspace = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined && !document.isUntitled;
  const flow = isOfWorkspace ? undefined : await packed(document.getText());
  if (!isOfWorkspace && flow === undefined) return undefined;
  const what = isOfWorkspace
    ? `file=${encodeURIComponent(vscode.workspace.asRelativePath(document.uri, false))}`
    : `flow=${flow ?? ''}`;
  return `${vscode.env.uriScheme}://tcpflow.tcpflow/open?${what}&step=${step + 1}`;
}

/** The document of a link: a new flow with its text, or the file of the workspace that it names. */
async function linked(query: string): Promise<vscode.TextDocument | undefined> {
  const [, flow] = /(?:^|&)flow=([\w-]*)/.exec(query) ?? [];
  if (flow !== undefined) {
    const content = await unpacked(flow);
    return content === undefined ? undefined : vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  }
  const [, file = ''] = /(?:^|&)file=([^&]+)/.exec(query) ?? [];
  return file === '' ? undefined : fileOfWorkspace(file);
}

/** A flow of the workspace by its path within a workspace folder; undefined if no folder has the file. */
async function fileOfWorkspace(path: string): Promise<vscode.TextDocument | undefined> {
  if (!path.endsWith(`.${LANGUAGE}`) || path.split(/[\\/]/).includes('..')) return undefined;
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    try {
      return await vscode.workspace.openTextDocument(vscode.Uri.joinPath(uri, path));
    } catch {
      // Another workspace folder may have the file.
    }
  }
  return undefined;
}

/** True for a document of the workspace or an open document. A link must not open any other document. */
function isKnown(document: string): boolean {
  const named = vscode.Uri.parse(document);
  const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === named.toString());
  return isOpen || vscode.workspace.getWorkspaceFolder(named) !== undefined;
}

/** The functions of the panel that links use. */
export interface Shower {
  /** The flow that is shown, and its step from 0; undefined without a panel. */
  shown(): { readonly uri: vscode.Uri; readonly step: number } | undefined;
  show(document: vscode.TextDocument, step: number | undefined): void;
}

/** Registers the handler of links and *Copy Link to This Step*. */
export function registerLinks(panel: Shower, say: Say): vscode.Disposable[] {
  const open = async ({ path, query }: vscode.Uri): Promise<void> => {
    const fence = path === '/fence' ? fenceAtLink(query) : undefined;
    if (fence !== undefined && isKnown(fence.document)) {
      const place = { webviewSection: 'tcpflow', tcpflowUri: fence.document, tcpflowLine: fence.line };
      await vscode.commands.executeCommand('tcpflow.fence.openDiagram', place);
      return;
    }
    const document = path === '/open' ? await linked(query) : undefined;
    if (document === undefined) {
      void vscode.window.showInformationMessage(say('link/broken'));
      return;
    }
    const step = Number(/(?:^|&)step=(\d{1,7})(?:&|$)/.exec(query)?.[1] ?? 0);
    await vscode.window.showTextDocument(document, { preview: false });
    panel.show(document, step >= 1 ? step - 1 : undefined);
  };
  return [
    vscode.window.registerUriHandler({ handleUri: open }),
    vscode.commands.registerCommand('tcpflow.copyLink', async () => {
      const shown = panel.shown();
      const document = await documentOf(shown?.uri);
      if (document?.languageId !== LANGUAGE) return;
      const link = await linkTo(document, Math.max(0, shown?.step ?? 0));
      if (link === undefined) {
        void vscode.window.showInformationMessage(say('link/too-long'));
        return;
      }
      await vscode.env.clipboard.writeText(link);
      vscode.window.setStatusBarMessage(say('link/copied'), 4000);
    }),
  ];
}
