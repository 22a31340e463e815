/** The command *Export Flow as Capture…*. */
import * as vscode from 'vscode';
import type { TapSide } from '../../capture';
import type { Finding } from '../../trace';
import { findingText } from '../../words/finding';
import type { Say } from '../../words/words';
import { type Flows, LANGUAGE } from '../flows';
import type { LoadCaptures } from './part';

/** The largest file that is written, octets: it is made in memory. */
const MOST = 1 << 29;

type Choice = TapSide | 'both';

async function chooseTap(say: Say): Promise<Choice | undefined> {
  const items = (['client', 'server', 'both'] as const).map((tap) => ({
    tap,
    label: say(`capture/command/tap-${tap}`),
    detail: say(`capture/command/about-${tap}`),
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: say('capture/command/choose-tap') });
  return chosen?.tap;
}

/** The pieces in one array; undefined if they are more than the limit. */
function collected(pieces: Iterable<Uint8Array>): Uint8Array | undefined {
  const list: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length > MOST) return undefined;
    list.push(piece);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of list) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The file to write: beside the flow, or in the first folder of the workspace. */
async function chooseFile(uri: vscode.Uri, say: Say): Promise<vscode.Uri | undefined> {
  const path = uri.path.replace(/(\.tcpflow)?$/, '.pcapng');
  const isFile = vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const defaultUri = isFile ? uri.with({ path }) : folder && vscode.Uri.joinPath(folder, name);
  return vscode.window.showSaveDialog({
    filters: { [say('capture/command/filter')]: ['pcapng'] },
    ...(defaultUri ? { defaultUri } : {}),
  });
}

/** The files of a choice: of both taps, the one named and those of the two taps beside it. */
function filesOf(target: vscode.Uri, choice: Choice): readonly { readonly uri: vscode.Uri; readonly tap: TapSide }[] {
  if (choice !== 'both') return [{ uri: target, tap: choice }];
  const named = (letter: string): vscode.Uri =>
    target.with({ path: target.path.replace(/(\.pcapng)?$/i, `.${letter}.pcapng`) });
  return [
    { uri: named('c'), tap: 'client' },
    { uri: named('s'), tap: 'server' },
  ];
}

function isChoice(value: unknown): value is Choice {
  return value === 'client' || value === 'server' || value === 'both';
}

export function registerExport(flows: Flows, say: Say, load: LoadCaptures): vscode.Disposable {
  const fail = (text: string): void => void vscode.window.showErrorMessage(text);

  async function write(document: vscode.TextDocument, choice: Choice, target: vscode.Uri): Promise<void> {
    const flow = await flows.when(document);
    if (flow === undefined) return;
    const trace = await flows.whole(flow.trace);
    const { exportFlow } = await load();
    const words = { say, finding: (finding: Finding) => findingText(finding, say) };
    for (const { uri, tap } of filesOf(target, choice)) {
      const { frames, pieces } = exportFlow(trace, tap, words);
      const octets = frames === 0 ? undefined : collected(pieces());
      if (octets === undefined) {
        const large = say('capture/command/too-large', { megabytes: MOST >> 20 });
        fail(frames === 0 ? say('capture/export/nothing', { tap: say(`capture/export/tap-${tap}`) }) : large);
        return;
      }
      await vscode.workspace.fs.writeFile(uri, octets);
    }
  }

  /** @param wanted a tap, and @param to a file, where a program calls the command */
  async function run(wanted?: unknown, to?: unknown): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== LANGUAGE) {
      fail(say('capture/command/no-flow'));
      return;
    }
    const choice = isChoice(wanted) ? wanted : await chooseTap(say);
    if (choice === undefined) return;
    const target = to instanceof vscode.Uri ? to : await chooseFile(document.uri, say);
    if (target === undefined) return;
    try {
      await write(document, choice, target);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  }

  return vscode.commands.registerCommand('tcpflow.exportCapture', run);
}
