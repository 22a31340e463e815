/** One panel: a flow shown in a webview, its current step tied to the cursor of its editor. It feeds its session. */
import * as vscode from 'vscode';
import type { Flow, Flows } from '../editor/flows';
import type { Say } from '../words/words';
import { exportFlow, type ExportRequest } from './exporting';
import { createSealer, readLetter } from './envelopes';
import type { HostMessage, PageState } from './messages';
import { loadPage, numbersSetting, onNumbersSetting } from './page';
import { createRasterizer } from './rasterizing';
import { session, startSession, type Request, type SessionEvent, type Shown } from './session';

type LifeEvent = Extract<SessionEvent, { type: 'absent' | 'closed' | 'gone' | 'written' | 'renamed' }>;

export interface PanelView extends vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly locked: boolean;
  /** Shows a flow; `step` is the one to begin with, else the cursor's. */
  show(document: vscode.TextDocument, step?: number): void;
  /** Whether it shows a document, or is about to. */
  shows(uri: vscode.Uri): boolean;
  /** What befell a document, a file or a folder. */
  feed(event: LifeEvent): void;
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

/** Tells of what becomes of a file on its disk; nothing of what is no file. */
function watcherOf(uri: vscode.Uri, tell: (event: LifeEvent) => void): vscode.Disposable {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) return new vscode.Disposable(() => undefined);
  const key = uri.toString();
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  const on =
    (type: 'gone' | 'written') =>
    (found: vscode.Uri): void => {
      if (found.toString() === key) tell({ type, uri: key });
    };
  watcher.onDidDelete(on('gone'));
  watcher.onDidChange(on('written'));
  watcher.onDidCreate(on('written'));
  return watcher;
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
  /** The document whose long check is waited for, and the step that it is to begin with. */
  let awaited: { readonly document: vscode.TextDocument; readonly step: number | undefined } | undefined;
  let watched: { readonly uri: string; readonly watcher: vscode.Disposable } | undefined;
  const sealer = createSealer();
  const clocks = new Set<ReturnType<typeof setTimeout>>();
  loadPage(context, panel);

  const post = (messages: readonly HostMessage[]): boolean => {
    if (state.ready) void webview.postMessage(sealer.seal(messages));
    return state.ready;
  };
  const pixels = createRasterizer((message) => post([message]));

  function feed(event: SessionEvent): void {
    const outcome = session(state, event);
    ({ state } = outcome);
    const toPage = outcome.messages.flatMap((message) => (message.to === 'page' ? [message.message] : []));
    // Whatever the page says is answered.
    if (toPage.length > 0 || event.type === 'page') post(toPage);
    for (const message of outcome.messages) if (message.to === 'editor') act(message.request);
    watch();
  }

  /** Follows the file of what is shown, for as long as it is shown. */
  function watch(): void {
    const key = state.place?.uri;
    if (watched?.uri === key) return;
    watched?.watcher.dispose();
    watched = key === undefined ? undefined : { uri: key, watcher: watcherOf(vscode.Uri.parse(key), feed) };
  }

  /** The text document of what is shown, where VS Code has it. */
  function documentHere(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((d) => d.uri.toString() === state.place?.uri);
  }

  async function reopen(uri: string): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const flow = await flows.when(document);
      if (flow && state.place?.uri === uri) feed({ type: 'checked', flow: shownOf(flow), cursor: cursorIn(flow.uri) });
    } catch {
      feed({ type: 'gone', uri });
    }
  }

  function act(request: Request): void {
    switch (request.type) {
      case 'title':
        panel.title = request.text;
        break;
      case 'select':
        select(request).then(undefined, () => undefined);
        break;
      case 'reopen':
        void reopen(request.uri);
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

  async function select({ line, anew, open }: Extract<Request, { type: 'select' }>): Promise<void> {
    if (!state.place) return;
    const uri = vscode.Uri.parse(state.place.uri);
    const editor = editorOf(uri);
    if (editor) {
      const { document } = editor;
      if (line < 0 || line >= document.lineCount) return;
      if (!anew && editor.selection.active.line === line) return;
      const { range } = document.lineAt(line);
      // The cursor stands at the line's start: a long line is not scrolled sideways.
      const wanted = new vscode.Selection(range.end, range.start);
      if (!editor.selection.isEqual(wanted)) {
        feed({ type: 'selecting', line });
        editor.selection = wanted;
      }
      const start = new vscode.Range(range.start, range.start);
      editor.revealRange(start, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } else if (open) {
      const document = await vscode.workspace.openTextDocument(uri);
      if (line < 0 || line >= document.lineCount) return;
      const { range } = document.lineAt(line);
      const column = vscode.window.tabGroups.all.find((g) => g.viewColumn !== panel.viewColumn)?.viewColumn;
      const options = { preserveFocus: true, selection: range, viewColumn: column ?? vscode.ViewColumn.Beside };
      feed({ type: 'selecting', line });
      await vscode.window.showTextDocument(document, options);
    }
  }

  async function edit({ version, edit: made }: Extract<Request, { type: 'edit' }>): Promise<void> {
    const document = documentHere();
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

  /** Shows the flow that was waited for. */
  function shown(flow: Flow): void {
    if (awaited?.document.uri.toString() !== flow.uri.toString()) return;
    const { step } = awaited;
    awaited = undefined;
    feed({ type: 'shown', flow: shownOf(flow), cursor: cursorIn(flow.uri), step });
  }

  const listeners = [
    webview.onDidReceiveMessage((value: unknown) => {
      const letter = readLetter(value);
      if (!letter) return;
      sealer.answer(letter);
      feed({ type: 'page', message: letter.message });
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
      return state.place && vscode.Uri.parse(state.place.uri);
    },
    shows: (uri) => (awaited?.document.uri.toString() ?? state.place?.uri) === uri.toString(),
    feed,
    show(document, step) {
      awaited = { document, step };
      const found = flows.get(document);
      if (found) shown(found);
      // A long check: what it comes to is shown once it is done, if it is still wanted then.
    },
    go: (step) => feed({ type: 'go', step }),
    togglePlay: () => feed({ type: 'play' }),
    goToFinding: (by) => feed({ type: 'finding', by }),
    exportAs,
    checked(flow) {
      if (awaited) shown(flow);
      else feed({ type: 'checked', flow: shownOf(flow), cursor: cursorIn(flow.uri) });
    },
    moved(editor, byHand) {
      feed({ type: 'cursor', line: editor.selection.active.line, version: editor.document.version, byHand });
    },
    clear() {
      awaited = undefined;
      feed({ type: 'cleared' });
    },
    dispose() {
      watched?.watcher.dispose();
      for (const clock of clocks) clearTimeout(clock);
      for (const listener of listeners) listener.dispose();
    },
  };
}
