/** One panel: a flow shown in a webview, its current step tied to the cursor of its editor. It feeds its session. */
import * as vscode from 'vscode';
import type { Flow, Flows } from '../editor/flows';
import type { Say } from '../words/words';
import { exportFlow, type ExportRequest } from './exporting';
import { readPageMessage, type HostMessage, type PageState } from './messages';
import { loadPage, numbersSetting, onNumbersSetting } from './page';
import { createRasterizer } from './rasterizing';
import { session, startSession, type Request, type SessionEvent, type Shown } from './session';

export interface PanelView extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly locked: boolean;
  /** Shows a flow; `step` is the one to begin with, else the cursor's. */
  show(document: vscode.TextDocument, step?: number): void;
  shows(uri: vscode.Uri): boolean;
  /** The flow that is shown. */
  readonly uri: vscode.Uri | undefined;
  /** Makes the step the current one, here and in the editor. */
  go(step: number): void;
  readonly step: number;
  readonly steps: number;
  togglePlay(): void;
  /** The next step with an error or a warning, or the one before. */
  goToFinding(by: 1 | -1): void;
  exportAs(request: Omit<ExportRequest, 'arrangement'>): Promise<void>;
  checked(flow: Flow): void;
  /** The cursor moved; `byHand` where a key or the mouse did it for certain. */
  moved(editor: vscode.TextEditor, byHand: boolean): void;
  clear(): void;
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  const key = uri.toString();
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document.uri.toString() === key) return activeTextEditor;
  return visibleTextEditors.find((e) => e.document.uri.toString() === key);
}

/** The line (from 0) of a flow's cursor; 0 where it has no editor in sight. */
function cursorIn(uri: vscode.Uri): number {
  return editorOf(uri)?.selection.active.line ?? 0;
}

function shownOf({ uri, version, trace }: Flow): Shown {
  return { uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1), version, trace };
}

/** Fills a webview panel with the page and serves it. */
export function createView(
  context: vscode.ExtensionContext,
  panel: vscode.WebviewPanel,
  flows: Flows,
  say: Say,
  kept?: PageState,
): PanelView {
  const { webview } = panel;
  let state = startSession(say, numbersSetting(), kept);
  let document: vscode.TextDocument | undefined;
  /** The document whose long check is waited for. */
  let awaited: vscode.TextDocument | undefined;
  const clocks = new Set<ReturnType<typeof setTimeout>>();
  loadPage(context, panel);

  const post = (message: HostMessage): boolean => {
    if (state.ready) void webview.postMessage(message);
    return state.ready;
  };
  const pixels = createRasterizer(post);

  function feed(event: SessionEvent): void {
    const outcome = session(state, event);
    ({ state } = outcome);
    for (const message of outcome.messages) {
      if (message.to === 'page') post(message.message);
      else act(message.request);
    }
  }

  function act(request: Request): void {
    switch (request.type) {
      case 'title':
        panel.title = request.text;
        break;
      case 'select':
        select(request);
        break;
      case 'edit':
        edit(request).then(undefined, () => undefined);
        break;
      case 'rule':
        vscode.commands.executeCommand('tcpflow.openRule', request.rule).then(undefined, () => undefined);
        break;
      case 'export':
        void exportAs(request.request);
        break;
      case 'png':
        pixels.answered(request.request, request.bytes);
        break;
      case 'wake': {
        const clock = setTimeout(() => {
          clocks.delete(clock);
          feed({ type: 'woken' });
        }, request.after);
        clocks.add(clock);
        break;
      }
    }
  }

  function select({ line, anew, open }: Extract<Request, { type: 'select' }>): void {
    if (!document || line < 0 || line >= document.lineCount) return;
    const editor = editorOf(document.uri);
    if (editor && !anew && editor.selection.active.line === line) return;
    const { range } = document.lineAt(line);
    if (editor) {
      // The cursor stands at the line's start: a long line is not scrolled sideways.
      const wanted = new vscode.Selection(range.end, range.start);
      if (!editor.selection.isEqual(wanted)) {
        feed({ type: 'selecting', line });
        editor.selection = wanted;
      }
      const start = new vscode.Range(range.start, range.start);
      editor.revealRange(start, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } else if (open) {
      const column = vscode.window.tabGroups.all.find((g) => g.viewColumn !== panel.viewColumn)?.viewColumn;
      const options = { preserveFocus: true, selection: range, viewColumn: column ?? vscode.ViewColumn.Beside };
      feed({ type: 'selecting', line });
      vscode.window.showTextDocument(document, options).then(undefined, () => undefined);
    }
  }

  async function edit({ version, edit: made }: Extract<Request, { type: 'edit' }>): Promise<void> {
    if (document?.version !== version) return;
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(made.line, made.start, made.line, made.end), made.newText);
    if (!(await vscode.workspace.applyEdit(change))) feed({ type: 'edit-failed' });
  }

  async function exportAs(request: Omit<ExportRequest, 'arrangement'>): Promise<void> {
    const { flow, how } = state;
    if (!flow) return;
    const from = { uri: vscode.Uri.parse(flow.uri), trace: flow.trace };
    await exportFlow(from, { ...request, arrangement: how }, say, pixels.rasterize);
  }

  const listeners = [
    webview.onDidReceiveMessage((value: unknown) => {
      const message = readPageMessage(value);
      if (message) feed({ type: 'page', message });
    }),
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; it says that it is ready once it is back.
      if (panel.visible) return;
      feed({ type: 'hidden' });
      pixels.giveUp();
    }),
    onNumbersSetting((form) => feed({ type: 'numbers', form })),
  ];

  return {
    panel,
    get locked() {
      return state.locked;
    },
    get step() {
      return state.step;
    },
    get steps() {
      return state.flow?.trace.steps.length ?? 0;
    },
    get uri() {
      return document?.uri;
    },
    shows: (uri) => document?.uri.toString() === uri.toString(),
    show(next, step) {
      document = next;
      awaited = undefined;
      const shown = (flow: Flow): void => {
        feed({ type: 'shown', flow: shownOf(flow), cursor: cursorIn(next.uri), step });
      };
      const found = flows.get(next);
      if (found) {
        shown(found);
        return;
      }
      // A long check: what it comes to is shown once it is done, if it is still wanted then.
      awaited = next;
      void flows.when(next).then((flow) => {
        if (awaited !== next) return;
        awaited = undefined;
        if (flow) shown(flow);
      });
    },
    go: (step) => feed({ type: 'go', step }),
    togglePlay: () => feed({ type: 'play' }),
    goToFinding: (by) => feed({ type: 'finding', by }),
    exportAs,
    checked(flow) {
      if (awaited === undefined) feed({ type: 'checked', flow: shownOf(flow), cursor: cursorIn(flow.uri) });
    },
    moved(editor, byHand) {
      feed({ type: 'cursor', line: editor.selection.active.line, version: editor.document.version, byHand });
    },
    clear() {
      document = undefined;
      awaited = undefined;
      feed({ type: 'cleared' });
    },
    dispose() {
      for (const clock of clocks) clearTimeout(clock);
      for (const listener of listeners) listener.dispose();
    },
  };
}
