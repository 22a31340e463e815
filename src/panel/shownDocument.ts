/** The document that a command of the panel is about. */
import * as vscode from 'vscode';

/** @param shown the flow that the panel shows; without one it is that of the active editor */
export async function documentOf(shown: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  return shown === undefined ? vscode.window.activeTextEditor?.document : vscode.workspace.openTextDocument(shown);
}
