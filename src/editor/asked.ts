/** The flow and the line that a command is about: its arguments where a lens gives them, else the active editor's. */
import * as vscode from 'vscode';
import type { Flow, Flows } from './flows';

export async function askedFlow(flows: Flows, uri: unknown): Promise<Flow | undefined> {
  const document =
    uri instanceof vscode.Uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
  return document && flows.when(document);
}

/** A line, from 0. */
export function askedLine(line: unknown): number {
  return typeof line === 'number' ? line : (vscode.window.activeTextEditor?.selection.active.line ?? 0);
}
