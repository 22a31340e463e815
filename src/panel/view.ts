/**
 * One panel: a flow in a webview, with its current step tied to the editor's cursor. The view passes events to a
 * session (`session.ts`) and executes the session's requests.
 */
import * as vscode from 'vscode';
import type { MessageLook } from '../diagram';
import { type Flow, type Flows, fixesFor, numbersSetting, setNumbers } from '../editor';
import type { Edit } from '../trace';
import type { Say } from '../words/words';
import { exportFlow, type ExportRequest } from './exporting';
import { createSealer, readLetter } from './envelopes';
import type { HostMessage, PageState } from './messages';
import { loadPage, onNumbersSetting } from './page';
import { createRasterizer } from './rasterizing';
import { session, startSession, type Request, type Session, type SessionEvent, type Shown } from './session';

type SelectRequest = Extract<Request, { type: 'select' }>;
type EditRequest = Extract<Request, { type: 'edit' }>;
type InsertRequest = Extract<Request, { type: 'insert' }>;
type LifeEvent = Extract<SessionEvent, { type: 'absent' | 'closed' | 'gone' | 'written' | 'renamed' }>;

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  const key = uri.toString();
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor?.document.uri.toString() === key) return activeTextEditor;
  return visibleTextEditors.find((e) => e.document.uri.toString() === key);
}

/** The line (from 0) of a flow's cursor; 0 if no editor shows it. */
function cursorIn(uri: vscode.Uri): number {
  return editorOf(uri)?.selection.active.line ?? 0;
}

function shownOf({ uri, version, trace }: Flow): Shown {
  return { uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1), version, trace };
}

/** Watches a file on disk and reports its changes; does nothing for a document that is not a file. */
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

/** A webview panel with its page and session. */
export class PanelView implements vscode.Disposable {
  private state: Session;
  /** The document whose check is awaited, and its initial step. */
  private awaited: { readonly document: vscode.TextDocument; readonly step: number | undefined } | undefined;
  private watched: { readonly uri: string; readonly watcher: vscode.Disposable } | undefined;
  private readonly sealer = createSealer();
  private readonly clocks = new Set<ReturnType<typeof setTimeout>>();
  private readonly pixels = createRasterizer((message) => this.post([message]));
  private readonly listeners: readonly vscode.Disposable[];

  constructor(
    context: vscode.ExtensionContext,
    readonly panel: vscode.WebviewPanel,
    private readonly flows: Flows,
    private readonly say: Say,
    kept?: PageState,
  ) {
    this.state = startSession(say, numbersSetting(), kept);
    loadPage(context, panel);
    this.listeners = [
      panel.webview.onDidReceiveMessage((value: unknown) => this.received(value)),
      panel.onDidChangeViewState(() => {
        // A hidden page no longer exists; it sends `ready` when it is visible again.
        if (panel.visible) return;
        this.take({ type: 'hidden' });
        this.pixels.giveUp();
      }),
      onNumbersSetting((form) => this.take({ type: 'numbers', form })),
    ];
  }

  get locked(): boolean {
    return this.state.locked;
  }

  get step(): number {
    return this.state.step;
  }

  get steps(): number {
    return this.state.flow?.trace.steps.length ?? 0;
  }

  /** The display of messages, and the chosen observer who reads messages. */
  get look(): MessageLook {
    return this.state.how;
  }

  /** The URI of the shown flow. */
  get uri(): vscode.Uri | undefined {
    return this.state.place && vscode.Uri.parse(this.state.place.uri);
  }

  /** The shown flow and its step, from 0. */
  get place(): { readonly uri: vscode.Uri; readonly step: number } | undefined {
    return this.uri && { uri: this.uri, step: this.step };
  }

  /** Shows a flow at `step`, or at the cursor's step without one. */
  show(document: vscode.TextDocument, step?: number): void {
    this.awaited = { document, step };
    const found = this.flows.get(document) ?? this.flows.beginning(document);
    if (found) this.shown(found);
    // The check takes long: its result is shown when it is ready, if still wanted.
  }

  /** True if the panel shows the document or is about to. */
  shows(uri: vscode.Uri): boolean {
    return (this.awaited?.document.uri.toString() ?? this.state.place?.uri) === uri.toString();
  }

  /** Reports a change of a document, a file or a folder. */
  feed(event: LifeEvent): void {
    this.take(event);
  }

  /** Makes a step the current one, in the panel and in the editor. */
  go(step: number): void {
    this.take({ type: 'go', step });
  }

  /** Goes to the next event on the wire, or to the one before. */
  goToEvent(by: 1 | -1): void {
    this.take({ type: 'event', by });
  }

  togglePlay(): void {
    this.take({ type: 'play' });
  }

  /** Goes to the next or previous step with an error or a warning. */
  goToFinding(by: 1 | -1): void {
    this.take({ type: 'finding', by });
  }

  async exportAs(request: Omit<ExportRequest, 'arrangement'>): Promise<void> {
    const { flow, how } = this.state;
    if (!flow) return;
    const from = { uri: vscode.Uri.parse(flow.uri), trace: flow.trace };
    await exportFlow(from, { ...request, arrangement: how }, this.say, this.pixels.rasterize);
  }

  checked(flow: Flow): void {
    if (this.awaited) this.shown(flow);
    else this.take({ type: 'checked', flow: shownOf(flow), cursor: cursorIn(flow.uri) });
  }

  /** Reports a move of the cursor; `byHand` if certainly by keyboard or mouse. */
  moved(editor: vscode.TextEditor, byHand: boolean): void {
    this.take({ type: 'cursor', line: editor.selection.active.line, version: editor.document.version, byHand });
  }

  clear(): void {
    this.awaited = undefined;
    this.take({ type: 'cleared' });
  }

  dispose(): void {
    this.watched?.watcher.dispose();
    for (const clock of this.clocks) clearTimeout(clock);
    for (const listener of this.listeners) listener.dispose();
  }

  /** Passes an event to the session and executes the messages. */
  private take(event: SessionEvent): void {
    const outcome = session(this.state, event);
    this.state = outcome.state;
    const toPage = outcome.messages.flatMap((message) => (message.to === 'page' ? [message.message] : []));
    // Every message of the page is answered.
    if (toPage.length > 0 || event.type === 'page') this.post(toPage);
    for (const message of outcome.messages) if (message.to === 'editor') this.act(message.request);
    this.watch();
  }

  /** Sends messages; returns false if the page is not ready. */
  private post(messages: readonly HostMessage[]): boolean {
    if (this.state.ready) void this.panel.webview.postMessage(this.sealer.seal(messages));
    return this.state.ready;
  }

  private received(value: unknown): void {
    const letter = readLetter(value);
    if (!letter) return;
    this.sealer.answer(letter);
    this.take({ type: 'page', message: letter.message });
  }

  /** Shows the awaited flow. */
  private shown(flow: Flow): void {
    if (this.awaited?.document.uri.toString() !== flow.uri.toString()) return;
    const { step } = this.awaited;
    this.awaited = undefined;
    this.take({ type: 'shown', flow: shownOf(flow), cursor: cursorIn(flow.uri), step });
  }

  /** Watches the file of the shown flow. */
  private watch(): void {
    const key = this.state.place?.uri;
    if (this.watched?.uri === key) return;
    this.watched?.watcher.dispose();
    const tell = (event: LifeEvent): void => this.take(event);
    this.watched = key === undefined ? undefined : { uri: key, watcher: watcherOf(vscode.Uri.parse(key), tell) };
  }

  private act(request: Request): void {
    switch (request.type) {
      case 'title':
        this.panel.title = request.text;
        break;
      case 'select':
        this.select(request).then(undefined, () => undefined);
        break;
      case 'reopen':
        void this.reopen(request.uri);
        break;
      case 'edit':
        this.edit(request).then(undefined, () => undefined);
        break;
      case 'insert':
        this.insert(request).then(undefined, () => undefined);
        break;
      case 'rule':
        vscode.commands.executeCommand('tcpflow.openRule', request.rule).then(undefined, () => undefined);
        break;
      case 'numbers':
        setNumbers(request.form).then(undefined, () => undefined);
        break;
      case 'export':
        void this.exportAs(request.request);
        break;
      case 'png':
        this.pixels.answered(request.request, request.bytes);
        break;
      case 'wake':
        this.wake(request.after);
        break;
    }
  }

  private async select({ line, anew, open }: SelectRequest): Promise<void> {
    if (!this.state.place) return;
    const uri = vscode.Uri.parse(this.state.place.uri);
    const editor = editorOf(uri);
    if (editor) this.selectIn(editor, line, anew);
    else if (open) await this.openAt(uri, line);
  }

  /** Puts the cursor at the beginning of a line, so that a long line is not scrolled sideways. */
  private selectIn(editor: vscode.TextEditor, line: number, anew: boolean): void {
    const { document } = editor;
    if (line < 0 || line >= document.lineCount) return;
    if (!anew && editor.selection.active.line === line) return;
    const { range } = document.lineAt(line);
    const wanted = new vscode.Selection(range.end, range.start);
    if (!editor.selection.isEqual(wanted)) {
      this.take({ type: 'selecting', line });
      editor.selection = wanted;
    }
    const start = new vscode.Range(range.start, range.start);
    editor.revealRange(start, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Opens the flow in an editor column other than the panel's. */
  private async openAt(uri: vscode.Uri, line: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (line < 0 || line >= document.lineCount) return;
    const { range } = document.lineAt(line);
    const column = vscode.window.tabGroups.all.find((g) => g.viewColumn !== this.panel.viewColumn)?.viewColumn;
    const options = { preserveFocus: true, selection: range, viewColumn: column ?? vscode.ViewColumn.Beside };
    this.take({ type: 'selecting', line });
    await vscode.window.showTextDocument(document, options);
  }

  private async reopen(uri: string): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const flow = await this.flows.when(document);
      if (!flow || this.state.place?.uri !== uri) return;
      this.take({ type: 'checked', flow: shownOf(flow), cursor: cursorIn(flow.uri) });
    } catch {
      this.take({ type: 'gone', uri });
    }
  }

  private async edit({ version, edit: made }: EditRequest): Promise<void> {
    const key = this.state.place?.uri;
    const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === key);
    if (document?.version !== version) return;
    await this.apply(document.uri, [made]);
  }

  /** Inserts the script line that is missing before a step, as the finding's own fix does. */
  private async insert({ version, step }: InsertRequest): Promise<void> {
    const { flow } = this.state;
    const key = this.state.place?.uri;
    if (!flow || flow.version !== version || key === undefined) return;
    const { trace } = flow;
    const fix = (trace.steps[step]?.findings ?? [])
      .flatMap((finding) => fixesFor(trace, finding))
      .find(({ title }) => title === 'fix/insert');
    const uri = vscode.Uri.parse(key);
    const document = await vscode.workspace.openTextDocument(uri);
    if (fix === undefined || document.version !== version) {
      this.take({ type: 'insert-failed' });
      return;
    }
    await this.apply(uri, fix.edits);
  }

  private async apply(uri: vscode.Uri, edits: readonly Edit[]): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    for (const { line, start, end, newText } of edits)
      change.replace(uri, new vscode.Range(line, start, line, end), newText);
    if (!(await vscode.workspace.applyEdit(change))) this.take({ type: 'edit-failed' });
  }

  private wake(after: number): void {
    const clock = setTimeout(() => {
      this.clocks.delete(clock);
      this.take({ type: 'woken' });
    }, after);
    this.clocks.add(clock);
  }
}
