/** The document that a command of the panel acts on. */
import * as vscode from 'vscode';

/** @param shown the flow that the panel shows; undefined to take the active editor's document */
export async function documentOf(shown: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  return shown === undefined ? vscode.window.activeTextEditor?.document : vscode.workspace.openTextDocument(shown);
}
