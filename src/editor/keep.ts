/** Copies of read-only flows, which are the user's own from then on. */
import * as vscode from 'vscode';
import { LANGUAGE } from './flows';

/** Opens a copy of a flow: a new file of the workspace, or an untitled document where there is no folder to write to. */
export async function keepFlow(text: string, name: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder !== undefined && vscode.workspace.fs.isWritableFileSystem(folder.scheme) !== false) {
    const uri = await freeName(folder, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content: text });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
}

/** An unused file name in a folder. */
async function freeName(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const uri = vscode.Uri.joinPath(folder, n === 1 ? `${name}.tcpflow` : `${name}-${n}.tcpflow`);
    try {
      await vscode.workspace.fs.stat(uri);
    } catch {
      return uri;
    }
  }
}
