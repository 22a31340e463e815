/** *Paste as Flow Lines*: text of tcpdump, tshark or Wireshark's list, pasted or dropped into a flow. */
import * as vscode from 'vscode';
import type { PastedFlow } from '../../capture';
import type { Say } from '../../words/words';
import { LANGUAGE } from '../flows';
import type { CaptureDoor, LoadCaptures } from './part';

const TEXT = 'text/plain';
const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('tcpflow', 'captured');
/** Marks of a line that tells of a segment: most text that is pasted has none, and then the part is not loaded. */
const MARK = /Flags \[|> [\w.:%-]+: [SFPRWEU.]+ |(?:→|->|>)\s+[\w()-]+\s+\[[A-Z]/;
const ANALYSERS = { tcpdump: 'tcpdump', wireshark: 'Wireshark' } as const;
/** The most lines that are named as left out. */
const MOST_LISTED = 12;

/** The flow under comments that name its source, and the lines of the text that are not in it. */
function about(pasted: PastedFlow, socket: CaptureDoor['socketText'], say: Say): string {
  const { analyser, client, server, segments, connections, filled, unread, text } = pasted;
  const listed = unread.slice(0, MOST_LISTED).map((line) => line + 1);
  const lines = [...listed, ...(unread.length > listed.length ? ['…'] : [])].join(', ');
  const parts = { analyser: ANALYSERS[analyser], client: socket(client), server: socket(server), segments };
  return [
    say('capture/paste/about', parts),
    ...(connections > 1 ? [say('capture/paste/others', { count: connections - 1 })] : []),
    ...(filled > 0 ? [say('capture/paste/filled', { count: filled })] : []),
    ...(unread.length > 0 ? [say('capture/paste/unread', { lines })] : []),
  ]
    .map((line) => `# ${line}\n`)
    .join('')
    .concat(text);
}

/** Within a flow that has a title, its own stays. */
function untitledIn(document: vscode.TextDocument, pasted: PastedFlow): PastedFlow {
  const isNamed = /^flow\b/m.test(document.getText());
  return isNamed ? { ...pasted, text: pasted.text.replace(/^flow .*\n/, '') } : pasted;
}

class CapturedText implements vscode.DocumentPasteEditProvider, vscode.DocumentDropEditProvider {
  constructor(
    private readonly say: Say,
    private readonly load: LoadCaptures,
  ) {}

  async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    _ranges: readonly vscode.Range[],
    transfer: vscode.DataTransfer,
    _context: vscode.DocumentPasteEditContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentPasteEdit[] | undefined> {
    const text = await this.textFor(document, transfer, token);
    return text === undefined ? undefined : [new vscode.DocumentPasteEdit(text, this.title, KIND)];
  }

  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    _position: vscode.Position,
    transfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const text = await this.textFor(document, transfer, token);
    return text === undefined ? undefined : new vscode.DocumentDropEdit(text, this.title, KIND);
  }

  private get title(): string {
    return this.say('capture/paste/title');
  }

  private async textFor(
    document: vscode.TextDocument,
    transfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    const text = await transfer.get(TEXT)?.asString();
    if (text === undefined || !MARK.test(text)) return undefined;
    const { pastedFlow, socketText } = await this.load();
    const pasted = token.isCancellationRequested ? undefined : await pastedFlow(text);
    if (pasted === undefined) return undefined;
    if (!('problem' in pasted)) return about(untitledIn(document, pasted), socketText, this.say);
    void vscode.window.showErrorMessage(this.say(pasted.problem.id, pasted.problem.args));
    return undefined;
  }
}

export function registerPaste(say: Say, load: LoadCaptures): vscode.Disposable {
  const provider = new CapturedText(say, load);
  return vscode.Disposable.from(
    vscode.languages.registerDocumentPasteEditProvider(LANGUAGE, provider, {
      providedPasteEditKinds: [KIND],
      pasteMimeTypes: [TEXT],
    }),
    vscode.languages.registerDocumentDropEditProvider(LANGUAGE, provider, {
      providedDropEditKinds: [KIND],
      dropMimeTypes: [TEXT],
    }),
  );
}
