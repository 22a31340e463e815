/** The editor of capture files: the table of their connections. */
import * as vscode from 'vscode';
import type { Capture } from '../../capture';
import type { Say } from '../../words/words';
import { makeNonce, pageHtml } from '../html';
import { TABLE_TEXTS, type TableRow, type ToPage, isFromPage } from './messages';
import type { CaptureDoor, LoadCaptures } from './part';

/** The editor, by default and as an option (`*.cap`, which other programs use as well). */
const VIEW_TYPES = ['tcpflow.capture', 'tcpflow.capture.option'];
/** The largest file that is read, octets: an extension gets a file whole, or not at all. */
const MOST = 2 ** 30;
/** Rows a message. */
const ROWS = 20_000;
/** The octets between two turns for other work. */
const TURN = 1 << 23;

/** A file is read for each of its editors; nothing is kept between them. */
type Document = vscode.CustomDocument;

/** A file that can't be shown: one sentence. */
class Unreadable extends Error {}

/** Lets other work have a turn. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Reads a file, unless it is too large. */
async function octetsOf(uri: vscode.Uri, say: Say): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST) throw new Unreadable(say('capture/table/too-large', { gibibytes: MOST / 2 ** 30 }));
  return vscode.workspace.fs.readFile(uri);
}

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

class CaptureEditor implements vscode.CustomReadonlyEditorProvider<Document> {
  constructor(
    private readonly root: vscode.Uri,
    private readonly say: Say,
    private readonly load: LoadCaptures,
  ) {}

  openCustomDocument(uri: vscode.Uri): Document {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: Document, { webview, onDidDispose }: vscode.WebviewPanel): void {
    let isWanted = true;
    let isBegun = false;
    onDidDispose(() => {
      isWanted = false;
    });
    const folder = vscode.Uri.joinPath(this.root, 'dist', 'webview');
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    const post = (message: ToPage): Thenable<boolean> => webview.postMessage(message);
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.onDidReceiveMessage((message: unknown) => {
      if (!isFromPage(message)) return;
      if (message.type === 'cancel') isWanted = false;
      else if (!isBegun) {
        isBegun = true;
        void this.show(uri, post, () => isWanted);
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
  private async show(
    uri: vscode.Uri,
    post: (message: ToPage) => Thenable<boolean>,
    isWanted: () => boolean,
  ): Promise<void> {
    const { say } = this;
    void post({ type: 'setup', texts: Object.fromEntries(TABLE_TEXTS.map((id) => [id, say(id)])) });
    try {
      const [octets, door] = await Promise.all([octetsOf(uri, say), this.load()]);
      let told = 0;
      const capture = await door.readCapture(door.inMemory(octets), async (read) => {
        if (read - told >= TURN) {
          told = read;
          void post({ type: 'progress', part: read / octets.length });
          await turn();
        }
        return isWanted();
      });
      const { frames, packets } = capture.counts;
      const notes = notesOf(capture, door, say);
      const [first = ''] = notes;
      if (capture.problem !== undefined && frames === 0) throw new Unreadable(first);
      const rows = rowsOf(capture, door);
      for (let at = 0; at < rows.length; at += ROWS) await post({ type: 'rows', rows: rows.slice(at, at + ROWS) });
      await post({ type: 'table', packets, frames, notes });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await post({
        type: 'failed',
        text: error instanceof Unreadable ? text : say('capture/table/failed', { reason: text }),
      });
    }
  }
}

export function registerTable(root: vscode.Uri, say: Say, load: LoadCaptures): vscode.Disposable {
  // The page keeps its rows while it is hidden, as reading may take long.
  const options = { webviewOptions: { retainContextWhenHidden: true }, supportsMultipleEditorsPerDocument: true };
  const editor = new CaptureEditor(root, say, load);
  const register = (type: string): vscode.Disposable =>
    vscode.window.registerCustomEditorProvider(type, editor, options);
  return vscode.Disposable.from(...VIEW_TYPES.map(register));
}
