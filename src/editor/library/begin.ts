/** The first minute: a flow beside its diagram, paused at the first segment, with one line of what to press. */
import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import { LANGUAGE, type Flows } from '../flows';
import { flowUri } from './library';

/** True once the first flow has been shown; stored permanently. */
const BEGUN = 'tcpflow.begun';

/** Puts the cursor, which the diagram follows, at the line of the first segment. */
export async function stopAtFirstSegment(flows: Flows, document: vscode.TextDocument): Promise<void> {
  const flow = await flows.when(document);
  const step = flow?.trace.steps.find((s) => s.kind === 'segment');
  const editor = vscode.window.visibleTextEditors.find((e) => e.document === document);
  if (step === undefined || editor === undefined) return;
  editor.selection = new vscode.Selection(step.line, 0, step.line, 0);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * Leads a new user somewhere, once. A flow that is open is shown beside its diagram; if nothing is open, and the library is
 * in sight, the handshake is. Users who want no page at startup (`workbench.startupEditor`) are left alone.
 */
export function registerBegin(
  { globalState }: vscode.ExtensionContext,
  tree: Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>,
  flows: Flows,
  say: Say,
): vscode.Disposable {
  const wanted = vscode.workspace.getConfiguration('workbench').get('startupEditor') !== 'none';
  if (!wanted || globalState.get<boolean>(BEGUN) === true) return new vscode.Disposable(() => undefined);
  let begun = false;

  async function begin(open: () => Thenable<vscode.TextDocument>): Promise<void> {
    if (begun) return;
    begun = true;
    await globalState.update(BEGUN, true);
    const document = await open();
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
    await stopAtFirstSegment(flows, document);
    const [step, start] = [say('begin/step'), say('begin/start')];
    const chosen = await vscode.window.showInformationMessage(say('begin/keys'), step, start);
    if (chosen === step) await vscode.commands.executeCommand('tcpflow.stepForward');
    if (chosen === start) await vscode.commands.executeCommand('tcpflow.openWalkthrough');
  }

  const ofEditor = (editor: vscode.TextEditor | undefined): void => {
    if (editor?.document.languageId === LANGUAGE) void begin(() => Promise.resolve(editor.document));
  };
  const ofTree = (): void => {
    if (tree.visible && vscode.window.tabGroups.all.every((group) => group.tabs.length === 0))
      void begin(() => vscode.workspace.openTextDocument(flowUri('handshake')));
  };
  ofEditor(vscode.window.activeTextEditor);
  ofTree();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(ofEditor),
    tree.onDidChangeVisibility(ofTree),
  );
}
