/** The editor of capture files: the table of their connections. */
import * as vscode from 'vscode';
import type { Capture } from '../../capture';
import type { Say } from '../../words/words';
import { makeNonce, pageHtml } from '../html';
import type { ConnectionPlace } from './connectionUri';
import { type CaptureFiles, MOST_KEPT, type ReadFile, Unreadable, reasonText } from './files';
import { type RowOutcome, TABLE_TEXTS, type TableRow, type ToPage, isFromPage } from './messages';
import type { CaptureDoor, LoadCaptures } from './part';
import { Survey } from './survey';

/** The editor, by default and as an option (`*.cap`, which other programs use as well). */
const VIEW_TYPES = ['tcpflow.capture', 'tcpflow.capture.option'];
/** Rows a message. */
const ROWS = 20_000;
/** A file is read for each of its editors; nothing is kept between them. */
type Document = vscode.CustomDocument;

function rowsOf({ connections }: Capture, { socketText }: CaptureDoor): TableRow[] {
  return connections.map(({ id, client, server, packets, octets, first, last, opened, ended }) => ({
    id,
    client: socketText(client),
    server: socketText(server),
    packets,
    octets,
    first,
    last,
    opened,
    ended,
  }));
}

function notesOf({ counts, problem }: Capture, door: CaptureDoor, say: Say): string[] {
  const ending = problem === undefined ? [] : [say(problem.id, problem.args)];
  return [...ending, ...door.notesOf(counts).map(({ id, args }) => say(id, args))];
}

/** A table in an editor: its page, and the row that is to be shown once it is there. */
interface OpenTable {
  readonly uri: string;
  readonly panel: vscode.WebviewPanel;
  readonly post: (message: ToPage) => Thenable<boolean>;
  /** True while the editor is open, and reading was not cancelled. */
  isOpen: boolean;
  isThere: boolean;
  wanted: number | undefined;
  survey: Survey | undefined;
}

/** Opens a connection from its row. The table stays open, though its tab was a preview. */
async function openFrom(panel: vscode.WebviewPanel, file: vscode.Uri, id: number): Promise<void> {
  if (panel.active) await vscode.commands.executeCommand('workbench.action.keepEditor');
  await vscode.commands.executeCommand('tcpflow.openConnection', file, id);
}

export class CaptureTables implements vscode.CustomReadonlyEditorProvider<Document> {
  private readonly open = new Set<OpenTable>();

  constructor(
    private readonly root: vscode.Uri,
    private readonly files: CaptureFiles,
    private readonly say: Say,
    private readonly load: LoadCaptures,
  ) {}

  register(): vscode.Disposable {
    // The page keeps its rows while it is hidden, as reading may take long.
    const options = { webviewOptions: { retainContextWhenHidden: true }, supportsMultipleEditorsPerDocument: true };
    const register = (type: string): vscode.Disposable =>
      vscode.window.registerCustomEditorProvider(type, this, options);
    return vscode.Disposable.from(...VIEW_TYPES.map(register));
  }

  /** Shows a connection's row: in the table that is open, or in a new one. */
  async show({ file, id }: ConnectionPlace): Promise<void> {
    const find = (): OpenTable | undefined => [...this.open].find(({ uri }) => uri === file.toString());
    const known = find();
    if (known === undefined) await vscode.commands.executeCommand('vscode.openWith', file, VIEW_TYPES[0]);
    else known.panel.reveal();
    const table = find();
    if (table === undefined) return;
    if (table.isThere) void table.post({ type: 'select', id });
    else table.wanted = id;
  }

  openCustomDocument(uri: vscode.Uri): Document {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: Document, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    let isBegun = false;
    const post = (message: ToPage): Thenable<boolean> => webview.postMessage(message);
    const key = uri.toString();
    const table: OpenTable = {
      uri: key,
      panel,
      post,
      isOpen: true,
      isThere: false,
      wanted: undefined,
      survey: undefined,
    };
    this.open.add(table);
    panel.onDidDispose(() => {
      table.isOpen = false;
      this.open.delete(table);
    });
    const folder = vscode.Uri.joinPath(this.root, 'dist', 'webview');
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isFromPage(message)) return;
      if (message.type === 'cancel') table.isOpen = false;
      else if (message.type === 'sight') table.survey?.see(message.ids);
      else if (message.type === 'open') void openFrom(panel, uri, message.id);
      else if (!isBegun) {
        isBegun = true;
        void this.fill(uri, table);
      }
    });
    webview.html = pageHtml({
      nonce: makeNonce(),
      source: webview.cspSource,
      script: file('captures.js'),
      sheet: file('captures.css'),
      language: vscode.env.language,
    });
  }

  /** Reads the file and sends its table, with progress while it is read. */
  private async fill(uri: vscode.Uri, table: OpenTable): Promise<void> {
    const { say } = this;
    const { post } = table;
    void post({ type: 'setup', texts: Object.fromEntries(TABLE_TEXTS.map((id) => [id, say(id)])) });
    try {
      let told = 0;
      const { file, isKept } = await this.files.read(uri, (part) => {
        if (part !== told) void post({ type: 'progress', part });
        told = part;
        return table.isOpen;
      });
      const { capture } = file;
      const door = await this.load();
      const { frames, packets } = capture.counts;
      const notes = notesOf(capture, door, say);
      if (!isKept) notes.push(say('capture/table/not-explained', { mebibytes: MOST_KEPT / 2 ** 20 }));
      const [first = ''] = notes;
      if (capture.problem !== undefined && frames === 0) throw new Unreadable(first);
      const rows = rowsOf(capture, door);
      for (let at = 0; at < rows.length; at += ROWS) await post({ type: 'rows', rows: rows.slice(at, at + ROWS) });
      await post({ type: 'table', packets, frames, notes, isExplained: isKept });
      table.isThere = true;
      if (table.wanted !== undefined) void post({ type: 'select', id: table.wanted });
      if (isKept) await this.explain(file, door, table);
    } catch (error) {
      await post({ type: 'failed', text: reasonText(error, say) });
    }
  }

  private async explain({ capture, octets }: ReadFile, door: CaptureDoor, table: OpenTable): Promise<void> {
    const openTables = this.open;
    const wanted = {
      get isCancellationRequested(): boolean {
        return !openTables.has(table);
      },
    };
    const post = (outcomes: readonly RowOutcome[], left: number): Thenable<boolean> =>
      table.post({ type: 'outcomes', outcomes, left });
    table.survey = new Survey(capture, octets, door, wanted, post);
    await table.survey.run();
    table.survey = undefined;
  }
}
