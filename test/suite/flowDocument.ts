import * as vscode from 'vscode';
import { assert, until } from './assert';

/** A flow's text; `|` in the source marks the cursor. */
export interface Marked {
  readonly text: string;
  readonly cursor: vscode.Position;
}

export function marked(source: string): Marked {
  const at = source.indexOf('|');
  assert(at >= 0, 'no | in the text');
  const lines = source.slice(0, at).split('\n');
  const cursor = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
  return { text: source.slice(0, at) + source.slice(at + 1), cursor };
}

/**
 * Opens a text as an untitled flow in an editor. VS Code may give it, for a while, the text that it has kept of an earlier one of
 * the same name.
 */
export async function openFlow(text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'tcpflow', content: text });
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() !== text) {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    assert(await editor.edit((edit) => edit.replace(all, text)), 'the text is not in the editor');
  }
  await until('activation', () => vscode.extensions.getExtension('tcpflow.tcpflow')?.isActive);
  return document;
}

/** A file of the workspace with a name that no other test uses. */
export function fileAt(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert(folder, 'no workspace');
  return vscode.Uri.joinPath(folder, path);
}

/**
 * Opens a text as a file in an editor. VS Code may give an untitled document, for a while, what it has kept of an earlier
 * one of the same name.
 */
export async function openFile(path: string, text: string): Promise<vscode.TextDocument> {
  const uri = fileAt(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  // A document opened by the extension API would stay open for minutes.
  await vscode.commands.executeCommand('vscode.open', uri);
  const document = vscode.window.activeTextEditor?.document;
  assert(document?.uri.toString() === uri.toString(), `${path} is not in the editor`);
  return document;
}

/** Closes all editors without saving. */
export async function closeAll(): Promise<void> {
  for (let left = 100; left > 0 && vscode.window.tabGroups.activeTabGroup.activeTab !== undefined; left--)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

export function ours(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === 'tcpflow');
}

/** The diagnostics that are errors or warnings. */
export function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
  return ours(document).filter((d) => d.severity <= vscode.DiagnosticSeverity.Warning);
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** The text of the hovers at a place. */
export async function hoverAt(document: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return hovers
    .flatMap((h) => h.contents)
    .map((c) => (typeof c === 'string' ? c : c.value))
    .join('\n');
}

/** The inlay hints of a document as text, with their lines (from 0). */
export async function hintsOf(document: vscode.TextDocument): Promise<[number, string][]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return hints.map((h) => [
    h.position.line,
    typeof h.label === 'string' ? h.label : h.label.map((part) => part.value).join(''),
  ]);
}
