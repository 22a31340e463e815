/** Loads the page into the webviews of the panel and of comparisons. */
import * as vscode from 'vscode';
import { affectsNumbers, makeNonce, numbersSetting, pageHtml } from '../editor';
import type { NumberForm } from './messages';

/** The panel's type for VS Code. */
export const VIEW_TYPE = 'tcpflow.panel';

/** Loads the page into a webview panel. The page sends `ready` once it listens. */
export function loadPage(context: vscode.ExtensionContext, { webview }: vscode.WebviewPanel): void {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml({
    nonce: makeNonce(),
    source: webview.cspSource,
    script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'panel.js')).toString(),
    sheet: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'panel.css')).toString(),
    language: vscode.env.language,
  });
}

export function panelIcon(context: vscode.ExtensionContext): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', `diagram-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

/** Calls `tell` when the setting for the form of numbers changes. */
export function onNumbersSetting(tell: (form: NumberForm) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (affectsNumbers(event)) tell(numbersSetting());
  });
}
