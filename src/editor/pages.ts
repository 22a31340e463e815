import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { LANGUAGE } from './flows';
import { pageEnding } from './say';

/** Shows a page of media/docs in VS Code's Markdown preview, in the display language where it is translated. */
async function openPage(root: vscode.Uri, path: string): Promise<boolean> {
  for (const ending of new Set([pageEnding(), '.md'])) {
    const uri = vscode.Uri.joinPath(root, `${path}${ending}`);
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      continue;
    }
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // Without VS Code's Markdown extension the text itself is still readable.
      await vscode.window.showTextDocument(uri, { preview: true });
    }
    return true;
  }
  return false;
}

/** Ids come from links, so they are looked at before they become a path. */
export function isRuleId(id: unknown): id is string {
  return typeof id === 'string' && /^[a-z0-9]+(?:\/[a-z0-9-]+)+$/.test(id);
}

/** The commands that open something to read or to begin with: a rule's page, the language reference, a new flow. */
export function registerPages(root: vscode.Uri, say: Say): vscode.Disposable {
  const docs = vscode.Uri.joinPath(root, 'media', 'docs');
  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.openRule', async (rule: unknown) => {
      if (!isRuleId(rule) || !(await openPage(docs, `rules/${rule}`))) {
        void vscode.window.showInformationMessage(say('editor/rule-missing', { rule: String(rule) }));
      }
    }),
    vscode.commands.registerCommand('tcpflow.openLanguageReference', () => openPage(docs, 'language')),
    vscode.commands.registerCommand('tcpflow.newFlow', async () => {
      const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: say('editor/new-flow') });
      await vscode.window.showTextDocument(document);
    }),
  );
}
