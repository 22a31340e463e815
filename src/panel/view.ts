/** One panel: a flow shown in a webview, its current step tied to the cursor of its editor. */
import * as vscode from 'vscode';
import { firstStepFrom } from '../check/lookup';
import type { Trace } from '../check/trace';
import { foldsRuns, PLAIN, type Arrangement } from '../diagram/arrange';
import { diagram } from '../diagram/build';
import { nextFinding, type Diagram } from '../diagram/model';
import type { Flow, Flows } from '../editor/flows';
import type { Say } from '../words/words';
import { detail, listOfSteps } from './detail';
import type { Editable, Tab } from './inspection';
import { readPageMessage, type Detail, type HostMessage, type PageMessage, type PageState } from './messages';
import { exportFlow, type ExportRequest } from './exporting';
import { loadPage, numbersSetting } from './page';
import { createRasterizer } from './rasterizing';
import { rewrite } from './rewrite';
import { pageTexts } from './texts';
import { nextVisit, visitsOf, type Visit } from './visits';

/** Rows that go with a flow's first message, on either side of the current one. */
const NEAR = 60;
/** Checks that follow each other faster than this, in milliseconds, make one message. */
const FRAME = 16;

/** The last step at or before a line (from 0); -1 where there is none. */
function stepAtLine(trace: Trace, line: number): number {
  return firstStepFrom(trace, line + 1) - 1;
}

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

/** Fills a webview panel with the page and serves it. */
export function createView(
  context: vscode.ExtensionContext,
  panel: vscode.WebviewPanel,
  flows: Flows,
  say: Say,
  kept?: PageState,
): PanelView {
  const { webview } = panel;
  let document: vscode.TextDocument | undefined;
  let flow: Flow | undefined;
  let drawing: Diagram | undefined;
  let id = 0;
  /** The first number of the document that is shown: what a page says of an older check of it still holds. */
  let since = 0;
  let step = kept?.step ?? -1;
  let locked = kept?.locked ?? false;
  let tab: Tab = kept?.tab ?? 'endpoints';
  /** Found when the state diagram is looked at first. */
  let visits: readonly Visit[] | undefined;
  let ready = false;
  let timer: number | undefined;
  /** As the reader arranges it; runs are folded in long flows until the reader says otherwise. */
  let how: Arrangement = kept?.arrangement ?? { ...PLAIN, runs: undefined };
  /** Lines that this side has selected, oldest first, until the event that tells of it comes: no move of the cursor. */
  let selecting: number[] = [];

  loadPage(context, panel);

  const send = (message: HostMessage): boolean => {
    if (ready) void webview.postMessage(message);
    return ready;
  };
  const pixels = createRasterizer(send);

  function sendFlow(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!flow || !drawing) {
      send({ type: 'nothing' });
      return;
    }
    const { trace } = flow;
    const row = drawing.index.rowOfStep[step] ?? 0;
    send({
      type: 'flow',
      id,
      uri: flow.uri.toString(),
      name: nameOf(flow.uri),
      index: drawing.index,
      window: drawing.rows(row - NEAR, row + NEAR),
      detail: detailOf(trace),
      locked,
      arrangement: { ...how, runs: foldsRuns(trace, how) },
    });
  }

  /** The current step, with what the tab in sight shows of it and nothing else. */
  function detailOf(trace: Trace): Detail {
    if (tab === 'states') visits ??= visitsOf(trace);
    return detail(trace, step, say, tab, visits);
  }

  function nameOf(uri: vscode.Uri): string {
    return uri.path.slice(uri.path.lastIndexOf('/') + 1);
  }

  function take(next: Flow, wanted?: number): void {
    const moved = flow?.uri.toString() !== next.uri.toString();
    const old = moved ? undefined : flow?.trace;
    flow = next;
    visits = undefined;
    // What was folded and looked for was in the other flow.
    if (moved && wanted === undefined) how = { ...PLAIN, runs: how.runs, time: how.time, windows: how.windows };
    drawing = diagram(next.trace, how);
    id++;
    if (moved) since = id;
    const count = next.trace.steps.length;
    const editor = editorOf(next.uri);
    const line = editor?.selection.active.line ?? 0;
    const atCursor = line > 0 ? stepAtLine(next.trace, line) : -1;
    // A flow that has just been opened is shown as a whole, unless the cursor is in the midst of it.
    if (wanted !== undefined) step = wanted;
    else if (atCursor >= 0) step = sameOfLine(old, next.trace, line) ?? atCursor;
    else if (moved) step = count - 1;
    step = Math.min(step, count - 1);
    if (count > 0) step = Math.max(0, step);
    panel.title = say('panel/title', { name: nameOf(next.uri) });
    timer ??= setTimeout(sendFlow, FRAME);
  }

  /** Of several steps that the cursor's line makes, the one that was current before the flow was checked again. */
  function sameOfLine(old: Trace | undefined, now: Trace, line: number): number | undefined {
    if (old?.steps[step]?.line !== line) return undefined;
    const at = firstStepFrom(now, line) + step - firstStepFrom(old, line);
    return now.steps[at]?.line === line ? at : undefined;
  }

  function select(line: number, focus: boolean): void {
    if (!document || line < 0 || line >= document.lineCount) return;
    const editor = editorOf(document.uri);
    const { range } = document.lineAt(line);
    if (editor) {
      // The cursor stands at the line's start: a long line is not scrolled sideways.
      const wanted = new vscode.Selection(range.end, range.start);
      if (!editor.selection.isEqual(wanted)) {
        selecting.push(line);
        editor.selection = wanted;
      }
      const start = new vscode.Range(range.start, range.start);
      editor.revealRange(start, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } else if (focus) {
      const column = vscode.window.tabGroups.all.find((g) => g.viewColumn !== panel.viewColumn)?.viewColumn;
      const options = { preserveFocus: true, selection: range, viewColumn: column ?? vscode.ViewColumn.Beside };
      selecting.push(line);
      vscode.window.showTextDocument(document, options).then(undefined, () => undefined);
    }
  }

  function go(to: number, tell: boolean): void {
    if (!flow || flow.trace.steps.length === 0) return;
    step = Math.max(0, Math.min(flow.trace.steps.length - 1, to));
    const line = flow.trace.steps[step]?.line ?? -1;
    if (editorOf(flow.uri)?.selection.active.line !== line) select(line, false);
    sendStep(tell);
  }

  /** A changed field of the header becomes a change of the line, to be undone like any other. */
  async function edit(at: number, field: Editable, value: string): Promise<void> {
    if (!flow || !document || flow.version !== document.version) return;
    const made = rewrite(flow.trace, at, field, value);
    if (!made) {
      sendStep(false);
      send({ type: 'said', text: say('inspect/edit-refused', { text: value }) });
      return;
    }
    const change = new vscode.WorkspaceEdit();
    change.replace(flow.uri, new vscode.Range(made.line, made.start, made.line, made.end), made.newText);
    // Whatever the cursor is on, the step stays.
    step = at;
    select(made.line, false);
    if (await vscode.workspace.applyEdit(change)) return;
    sendStep(false);
    send({ type: 'said', text: say('inspect/edit-failed') });
  }

  function sendStep(reveal: boolean): void {
    if (flow) send({ type: 'step', id, detail: detailOf(flow.trace), reveal });
  }

  function received(message: PageMessage): void {
    switch (message.type) {
      case 'ready':
        ready = true;
        send({ type: 'setup', texts: pageTexts(say), numbers: numbersSetting() });
        sendFlow();
        break;
      case 'rows':
        if (message.id === id && drawing) {
          // No more than a page can have in sight, whatever it asks for.
          const to = Math.min(message.to, message.from + 2000);
          send({ type: 'rows', id, window: drawing.rows(message.from, to) });
        }
        break;
      case 'step':
        if (message.id === id) go(message.step, false);
        break;
      case 'line':
        if (message.id === id) select(message.line, true);
        break;
      case 'lock':
        locked = message.locked;
        break;
      case 'rule':
        vscode.commands.executeCommand('tcpflow.openRule', message.rule).then(undefined, () => undefined);
        break;
      case 'arrange':
        // Pressed while the flow was being checked again, it is meant for it all the same.
        if (message.id < since || !flow) break;
        how = message.arrangement;
        drawing = diagram(flow.trace, how);
        id++;
        sendFlow();
        break;
      case 'export':
        void exportAs(message);
        break;
      case 'png':
        pixels.answered(message.request, message.bytes);
        break;
      case 'tab':
        if (message.tab === tab) break;
        tab = message.tab;
        sendStep(false);
        break;
      case 'list':
        if (message.id === id && flow) {
          const to = Math.min(message.to, message.from + 1000);
          send({ type: 'list', id, items: listOfSteps(flow.trace, message.from, to, say) });
        }
        break;
      case 'edit':
        if (message.id === id) edit(message.step, message.field, message.value).then(undefined, () => undefined);
        break;
      case 'visit':
        if (message.id === id && flow) {
          visits ??= visitsOf(flow.trace);
          const to = nextVisit(visits, step, message.state);
          if (to >= 0) go(to, true);
        }
        break;
      case 'pair-rows':
      case 'moment':
      case 'pair-line':
      case 'what-if':
        break;
    }
  }

  async function exportAs(request: Omit<ExportRequest, 'arrangement'>): Promise<void> {
    if (flow) await exportFlow(flow, { ...request, arrangement: how }, say, pixels.rasterize);
  }

  const listener = webview.onDidReceiveMessage((value: unknown) => {
    const message = readPageMessage(value);
    if (message) received(message);
  });
  const hidden = panel.onDidChangeViewState(() => {
    // A hidden page is gone; it says that it is ready once it is back.
    if (panel.visible) return;
    ready = false;
    pixels.giveUp();
  });

  return {
    panel,
    get locked() {
      return locked;
    },
    get step() {
      return step;
    },
    get steps() {
      return flow?.trace.steps.length ?? 0;
    },
    get uri() {
      return document?.uri;
    },
    shows: (uri) => document?.uri.toString() === uri.toString(),
    show(next, wanted) {
      document = next;
      const found = flows.get(next);
      if (
        found &&
        (flow?.uri.toString() !== found.uri.toString() || flow.version !== found.version || wanted !== undefined)
      ) {
        take(found, wanted);
      }
    },
    go: (to) => go(to, true),
    togglePlay: () => void send({ type: 'play' }),
    goToFinding(by) {
      if (!drawing) return;
      const to = nextFinding(drawing.index, step, by);
      if (to >= 0) go(to, true);
    },
    exportAs,
    checked: (next) => take(next),
    moved(editor, byHand) {
      const { line } = editor.selection.active;
      // Events come later than what they tell of, and several selections may come as one event, the last.
      const at = byHand ? -1 : selecting.lastIndexOf(line);
      selecting = at < 0 ? [] : selecting.slice(at + 1);
      const own = at >= 0;
      // While a change is not yet checked the lines do not fit the steps; the check brings the step.
      if (own || !flow || flow.version !== editor.document.version) return;
      // Several steps may come from one line: any of them is the cursor's.
      if (flow.trace.steps[step]?.line === line) return;
      const to = stepAtLine(flow.trace, line);
      if (to < 0 || to === step) return;
      step = to;
      sendStep(true);
    },
    clear() {
      document = undefined;
      flow = undefined;
      drawing = undefined;
      visits = undefined;
      id++;
      panel.title = say('panel/untitled');
      sendFlow();
    },
    dispose() {
      clearTimeout(timer);
      listener.dispose();
      hidden.dispose();
    },
  };
}
