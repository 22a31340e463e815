import * as vscode from 'vscode';
import type { Fix } from '../trace';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { stopAtFirstSegment } from './library/begin';

/** Templates of new flows. Their texts are in `words`, as titles and comments are translated. */
const TEMPLATES = ['empty', 'handshake', 'connection', 'lost-data', 'lost-ack', 'close', 'refused'] as const;
type Template = (typeof TEMPLATES)[number];

async function openText(content: string, viewColumn: vscode.ViewColumn): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE, content });
  await vscode.window.showTextDocument(document, { viewColumn });
  return document;
}

/** Moves the cursor of the document's visible editor. */
function putCursor(document: vscode.TextDocument, at: vscode.Position): void {
  const editor = vscode.window.visibleTextEditors.find((e) => e.document === document);
  if (editor !== undefined) editor.selection = new vscode.Selection(at, at);
}

/** Resolves once a later version of the document has been checked, and VS Code has been told its diagnostics. */
async function nextCheck(flows: Flows, document: vscode.TextDocument): Promise<void> {
  const before = document.version;
  const key = document.uri.toString();
  await once(flows.onDidCheck, ({ uri, version }) => uri.toString() === key && version > before);
  await once(vscode.languages.onDidChangeDiagnostics, ({ uris }) => uris.some((uri) => uri.toString() === key));
}

function once<T>(event: vscode.Event<T>, isIt: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = event((value) => {
      if (!isIt(value)) return;
      listener.dispose();
      resolve();
    });
  });
}

/** True for the tab of the diagram. */
function isPanel({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.includes('tcpflow.panel');
}

async function chooseTemplate(say: Say): Promise<Template | undefined> {
  const items = TEMPLATES.map((id) => ({
    id,
    label: say(`template/${id}/title`),
    detail: say(`template/${id}/about`),
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: say('template/choose'), matchOnDetail: true });
  return chosen?.id;
}

function isTemplate(id: unknown): id is Template {
  return TEMPLATES.some((t) => t === id);
}

async function replace(document: vscode.TextDocument, edits: Fix['edits']): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.set(
    document.uri,
    edits.map((e) => vscode.TextEdit.replace(new vscode.Range(e.line, e.start, e.line, e.end), e.newText)),
  );
  await vscode.workspace.applyEdit(change);
}

/** Groups of editors: "Get Started" on the left; on the right the sample, and the diagram below it. */
const SAMPLE_LAYOUT = {
  orientation: 0,
  groups: [{ size: 0.45 }, { size: 0.55, groups: [{ size: 0.4 }, { size: 0.6 }] }],
};

/** Registers the commands for new flows and those of the "Get Started" pages: open a sample, break it, fix it. */
export function registerStart(flows: Flows, say: Say): vscode.Disposable {
  let sample: vscode.TextDocument | undefined;

  /** Opens the sample beside the "Get Started" pages, and its diagram below it, so that all three can be read. */
  async function openSample(): Promise<vscode.TextDocument> {
    if (sample !== undefined && !sample.isClosed) {
      const column = vscode.window.visibleTextEditors.find((e) => e.document === sample)?.viewColumn;
      await vscode.window.showTextDocument(sample, column ?? vscode.ViewColumn.Beside);
      return sample;
    }
    const { all } = vscode.window.tabGroups;
    const isAlone = all.length === 1 && all.every((g) => g.tabs.every((t) => !isPanel(t)));
    sample = await openText(say('template/handshake'), vscode.ViewColumn.Beside);
    // By its number: the page that was pressed may have the focus again, so that what is beside the active group is the sample.
    const column = isAlone ? vscode.ViewColumn.Three : undefined;
    await vscode.commands.executeCommand('tcpflow.openPanel', sample.uri, column);
    if (isAlone) await vscode.commands.executeCommand('vscode.setEditorLayout', SAMPLE_LAYOUT);
    await stopAtFirstSegment(flows, sample);
    return sample;
  }

  /** Introduces the most common mistake: the SYN,ACK acknowledges the SYN's own number. */
  async function breakSample(): Promise<void> {
    const document = await openSample();
    const lines = flows.script(document)?.lines ?? [];
    const line = lines.findIndex(
      ({ statement }) => statement?.kind === 'segment' && statement.ack?.expr.kind === 'sum',
    );
    const statement = lines[line]?.statement;
    if (statement?.kind !== 'segment' || statement.ack?.expr.kind !== 'sum') return;
    const { start, end } = statement.ack.expr;
    const left = statement.ack.expr.left;
    const newText = lines[line]?.text.slice(left.start, left.end) ?? '';
    const checked = nextCheck(flows, document);
    await replace(document, [{ line, start, end, newText }]);
    const editor = vscode.window.visibleTextEditors.find((e) => e.document === document);
    if (editor === undefined) return;
    editor.selection = new vscode.Selection(line, start, line, start);
    // The hover shows the finding, so it opens once the change has been checked.
    await checked;
    // VS Code draws diagnostics one task after it is told them. The answer to this question comes back behind that task.
    await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, editor.selection.active);
    // The hover opens in the editor that has the focus; the page that was pressed may have it again.
    await vscode.window.showTextDocument(document, editor.viewColumn);
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  async function fixSample(): Promise<void> {
    const document = await openSample();
    const fix = (await flows.when(document))?.trace.findings.find(
      (f) => f.level === 'error' && f.fix !== undefined,
    )?.fix;
    if (fix !== undefined) await replace(document, fix.edits);
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.newFlow', async (wanted?: unknown) => {
      const id = isTemplate(wanted) ? wanted : await chooseTemplate(say);
      if (id === undefined) return;
      const document = await openText(say(`template/${id}`), vscode.ViewColumn.Active);
      // The first line of an empty flow is written at its end.
      if (id === 'empty') putCursor(document, document.lineAt(document.lineCount - 1).range.end);
    }),
    vscode.commands.registerCommand('tcpflow.openSample', openSample),
    vscode.commands.registerCommand('tcpflow.breakSample', breakSample),
    vscode.commands.registerCommand('tcpflow.fixSample', fixSample),
  );
}
