/** The panel beside the editor: follows the active flow, is restored after a restart, and has commands. */
import * as vscode from 'vscode';
import { LANGUAGE, type Flows } from '../editor';
import type { Say } from '../words/words';
import { registerStepCommands } from './commands';
import { registerComparing } from './comparing';
import { createLockedGroup } from './lockedGroup';
import { readPageState } from './messages';
import { VIEW_TYPE, panelIcon } from './page';
import { type Shower, registerLinks } from './links';
import { registerSavePage } from './savePage';
import { registerTicket } from './ticket';
import { PanelView } from './view';
import { BranchDocuments, registerWhatIf } from './whatIf';

function isFlow(editor: vscode.TextEditor | undefined): editor is vscode.TextEditor {
  return editor?.document.languageId === LANGUAGE;
}

async function documentAt(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  if (!uri) {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    return [activeTextEditor, ...visibleTextEditors].find(isFlow)?.document;
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // The file of a restored panel may no longer exist.
    return undefined;
  }
}

/** Registers the commands that share a flow: as an HTML page, as text for a ticket, as a link. */
function registerGiving(context: vscode.ExtensionContext, flows: Flows, panel: Shower, say: Say): vscode.Disposable[] {
  const uri = (): vscode.Uri | undefined => panel.shown()?.uri;
  return [
    registerSavePage(context.extensionUri, flows, uri, say),
    registerTicket(context, flows, uri, say),
    ...registerLinks(panel, say),
  ];
}

/** Registers the panel, its commands and its serializer. */
export function registerPanel(context: vscode.ExtensionContext, flows: Flows, say: Say): void {
  let view: PanelView | undefined;
  const group = createLockedGroup();
  const branches = new BranchDocuments();

  function attach(made: PanelView): PanelView {
    view?.panel.dispose();
    view = made;
    group.opened();
    made.panel.onDidDispose(() => {
      made.dispose();
      if (view === made) view = undefined;
    });
    return made;
  }

  const open = async (uri?: unknown, column?: unknown): Promise<void> =>
    show(
      await documentAt(uri instanceof vscode.Uri ? uri : undefined),
      undefined,
      typeof column === 'number' ? column : undefined,
    );

  /** @param column the column of a new panel; beside the active editor if absent */
  function show(document: vscode.TextDocument | undefined, step?: number, column = vscode.ViewColumn.Beside): void {
    if (view) {
      view.panel.reveal(undefined, true);
    } else {
      const where = { viewColumn: column, preserveFocus: true };
      const panel = vscode.window.createWebviewPanel(VIEW_TYPE, say('panel/untitled'), where);
      panel.iconPath = panelIcon(context);
      attach(new PanelView(context, panel, flows, say));
    }
    if (document) view?.show(document, step);
  }

  context.subscriptions.push(
    group,
    new vscode.Disposable(() => {
      view?.dispose();
    }),
    vscode.commands.registerCommand('tcpflow.openPanel', open),
    ...registerStepCommands(() => view, open, say),
    ...registerGiving(context, flows, { shown: () => view?.place, show }, say),
    ...registerComparing(context, flows, say, branches, () => view?.look),
    ...registerWhatIf(flows, say, () => view, branches),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const kept = readPageState(state);
        const made = attach(new PanelView(context, panel, flows, say, kept));
        const uri = kept && kept.uri !== '' ? vscode.Uri.parse(kept.uri) : undefined;
        const document = await documentAt(uri);
        if (document) made.show(document, kept?.step);
        else if (uri) made.feed({ type: 'absent', uri: uri.toString() });
      },
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (view && !view.locked && isFlow(editor)) view.show(editor.document);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      const byHand =
        kind === vscode.TextEditorSelectionChangeKind.Keyboard || kind === vscode.TextEditorSelectionChangeKind.Mouse;
      if (view?.shows(textEditor.document.uri)) view.moved(textEditor, byHand);
    }),
    ...followingFlow(flows, () => view),
  );
}

/** Passes to the panel the checks of its flow, and the events of the flow's file (closed, renamed, deleted). */
function followingFlow(flows: Flows, viewOf: () => PanelView | undefined): vscode.Disposable[] {
  return [
    flows.onDidCheck((flow) => {
      const view = viewOf();
      if (view?.shows(flow.uri)) view.checked(flow);
    }),
    // VS Code closes documents without an editor; the panel keeps the flow.
    flows.onDidDrop((uri) => viewOf()?.feed({ type: 'closed', uri: uri.toString() })),
    vscode.workspace.onDidOpenTextDocument((document) => {
      // VS Code closes and reopens a document when its language changes; the document is no flow any more.
      const view = viewOf();
      if (document.languageId !== LANGUAGE && view?.shows(document.uri)) view.clear();
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files)
        viewOf()?.feed({ type: 'renamed', from: oldUri.toString(), to: newUri.toString() });
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) viewOf()?.feed({ type: 'gone', uri: uri.toString() });
    }),
    vscode.workspace.onDidCreateFiles(({ files }) => {
      for (const uri of files) viewOf()?.feed({ type: 'written', uri: uri.toString() });
    }),
  ];
}
