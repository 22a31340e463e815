/** Asking for a flow: an open one, one of the workspace, or any file. */
import * as vscode from 'vscode';
import { LANGUAGE } from '../editor/flows';
import type { Say } from '../words/words';

/** Files of the workspace that are offered at most. */
const MOST = 200;

interface Choice extends vscode.QuickPickItem {
  readonly uri: vscode.Uri | undefined;
}

export async function chooseFlow(title: string, say: Say, not?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const found = new Map<string, vscode.Uri>();
  const active = vscode.window.activeTextEditor?.document;
  const open = vscode.workspace.textDocuments.filter((d) => d.languageId === LANGUAGE && d !== active);
  for (const { uri } of active?.languageId === LANGUAGE ? [active, ...open] : open) found.set(uri.toString(), uri);
  for (const uri of await vscode.workspace.findFiles('**/*.tcpflow', '**/node_modules/**', MOST)) {
    found.set(uri.toString(), uri);
  }
  if (not) found.delete(not.toString());
  const choices: Choice[] = [...found.values()].map((uri) => {
    const path = vscode.workspace.asRelativePath(uri);
    const at = path.lastIndexOf('/');
    return { uri, label: path.slice(at + 1), description: at < 0 ? '' : path.slice(0, at) };
  });
  choices.push({ uri: undefined, label: say('diagram/compare-open'), alwaysShow: true });
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  if (!chosen) return undefined;
  if (chosen.uri) return chosen.uri;
  const files = await vscode.window.showOpenDialog({ title, filters: { 'TCP Flow': ['tcpflow'] } });
  return files?.[0];
}
