/** The page on initial sequence numbers: the algorithm of RFC 6528 computed from the user's input. */
import * as vscode from 'vscode';
import { makeNonce, pageHtml } from '../editor';
import type { Say } from '../words/words';
import { ISN_TEXTS, isReady, type IsnSetup } from './isnMessages';
import { panelIcon } from './page';

const VIEW_TYPE = 'tcpflow.isn';

export function registerIsnPage(context: vscode.ExtensionContext, say: Say): vscode.Disposable[] {
  let shown: vscode.WebviewPanel | undefined;

  function fill(panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    shown = panel;
    panel.title = say('isn/title');
    panel.iconPath = panelIcon(context);
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isReady(message)) return;
      const texts = Object.fromEntries(ISN_TEXTS.map((id) => [id, say(id)]));
      const setup: IsnSetup = { type: 'setup', texts };
      void webview.postMessage(setup);
    });
    webview.html = pageHtml({
      nonce: makeNonce(),
      source: webview.cspSource,
      script: file('isn.js'),
      sheet: file('isn.css'),
      language: vscode.env.language,
    });
    panel.onDidDispose(() => {
      if (shown === panel) shown = undefined;
    });
  }

  return [
    vscode.commands.registerCommand('tcpflow.openIsn', () => {
      if (shown === undefined)
        fill(vscode.window.createWebviewPanel(VIEW_TYPE, say('isn/title'), vscode.ViewColumn.Active));
      else shown.reveal();
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel(panel) {
        fill(panel);
        return Promise.resolve();
      },
    }),
  ];
}
