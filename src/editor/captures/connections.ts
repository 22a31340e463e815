/** Connections of captures as read-only flows. */
import * as vscode from 'vscode';
import type { OpenedConnection } from '../../capture';
import type { Say } from '../../words/words';
import { type Flows, LANGUAGE } from '../flows';
import { keepFlow } from '../keep';
import { serveReadOnly } from '../readOnlyFiles';
import { CAPTURED, type ConnectionPlace, connectionUri, placeOf } from './connectionUri';
import { Lines, SHOW_LINE, registerShowLine } from './evidence';
import { type CaptureFiles, reasonText } from './files';
import type { LoadCaptures } from './part';

/** Shows a connection in its capture's table. */
export type ShowInTable = (place: ConnectionPlace) => Promise<void>;

const SELECTOR: vscode.DocumentSelector = { language: LANGUAGE, scheme: CAPTURED };
const MICROS = 1e6;

/** Opens a connection beside its diagram, at the first step; one message says why it can't be opened. */
async function open(place: ConnectionPlace, files: CaptureFiles, say: Say): Promise<void> {
  try {
    // Its beginning is enough to be read.
    await files.text(place);
  } catch (error) {
    void vscode.window.showErrorMessage(reasonText(error, say));
    return;
  }
  const document = await vscode.workspace.openTextDocument(connectionUri(place));
  const editor = await vscode.window.showTextDocument(document, { preview: true });
  await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
  await vscode.commands.executeCommand('tcpflow.firstStep');
  const opened = await files.flow(place);
  if (place.second !== undefined && !opened.isPaired) {
    void vscode.window.showWarningMessage(say('capture/flow/unpaired', { id: place.id }));
  }
  const { part, firstFinding } = opened;
  if (part === undefined || firstFinding === undefined) return;
  const range = document.lineAt(firstFinding).range;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
}

/** The connection of a document, or of the flow in the editor. */
function placeIn(argument: unknown): ConnectionPlace | undefined {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  return uri && placeOf(uri);
}

/** Opens a connection with a second capture of it, which the user chooses unless a program names it. */
async function openSecond(argument: unknown, named: unknown, files: CaptureFiles, say: Say): Promise<void> {
  const place = placeIn(argument);
  if (place === undefined) return;
  const chosen =
    named instanceof vscode.Uri
      ? [named]
      : await vscode.window.showOpenDialog({
          title: say('capture/command/choose-second'),
          defaultUri: vscode.Uri.joinPath(place.file, '..'),
          filters: { [say('capture/command/any-capture')]: ['pcap', 'pcapng', 'cap', 'gz'] },
        });
  const second = chosen?.[0];
  if (second !== undefined) await open({ file: place.file, id: place.id, second }, files, say);
}

/** Copies a connection's flow; its name is that of the file and the number of the connection. */
async function keep(argument: unknown, files: CaptureFiles): Promise<void> {
  const place = placeIn(argument);
  if (place === undefined) return;
  const { text } = await files.flow(place);
  const file = place.file.path
    .slice(place.file.path.lastIndexOf('/') + 1)
    .replace(/\.(?:pcap|pcapng|cap)(?:\.gz)?$/i, '');
  await keepFlow(text, `${file}-${place.id}`);
}

/** The lenses above a flow from a capture. */
function lenses(files: CaptureFiles, say: Say): vscode.CodeLensProvider {
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command = '', ...args: unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command, arguments: args });
  return {
    async provideCodeLenses({ uri }) {
      const place = placeOf(uri);
      if (place === undefined) return [];
      const { file, id, second } = place;
      const { part, isLong, isPaired } = await files.flow(place);
      const open = (title: string, wanted: number | 'whole'): vscode.CodeLens =>
        lens(title, 'tcpflow.openConnection', file, id, wanted);
      const { number = 0, count = 0, frames = [0, 0] } = part ?? {};
      return [
        lens(say('library/step'), 'tcpflow.stepForward'),
        lens(say('capture/lens/keep'), 'tcpflow.keepFlow', uri),
        lens(say('capture/lens/table'), 'tcpflow.showConnection', file, id),
        isPaired && second !== undefined
          ? lens(say('capture/lens/paired', { file: second.path.slice(second.path.lastIndexOf('/') + 1) }))
          : lens(say('capture/lens/second'), 'tcpflow.openSecondCapture', uri),
        ...(part ? [lens(say('capture/lens/part', { number, count, first: frames[0], last: frames[1] }))] : []),
        ...(number > 1 ? [open(say('capture/lens/part-before'), number - 1)] : []),
        ...(number < count ? [open(say('capture/lens/part-behind'), number + 1)] : []),
        ...(part ? [open(say('capture/lens/whole'), 'whole')] : []),
        ...(isLong && !part ? [open(say('capture/lens/parts'), 1)] : []),
      ];
    },
  };
}

/** Links from the frames of a line to the connection's row. */
function links(flows: Flows, say: Say): vscode.DocumentLinkProvider {
  return {
    provideDocumentLinks(document) {
      const place = placeOf(document.uri);
      const script = flows.script(document);
      if (place === undefined || script === undefined) return [];
      const query = JSON.stringify([place.file, place.id]);
      const target = vscode.Uri.from({ scheme: 'command', path: 'tcpflow.showConnection', query });
      return script.lines.flatMap(({ statement }, line) => {
        if (statement?.kind !== 'segment' || statement.frames === undefined) return [];
        return statement.frames.numbers.map(({ start, end }) => {
          const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), target);
          link.tooltip = say('capture/lens/table');
          return link;
        });
      });
    },
  };
}

/** The fate of a line's segment with its evidence, and the time of the frame under the pointer. */
function hovers(flows: Flows, files: CaptureFiles, say: Say, load: LoadCaptures): vscode.HoverProvider {
  const known = new WeakMap<OpenedConnection, Lines>();
  return {
    async provideHover(document, { line, character }) {
      const place = placeOf(document.uri);
      if (place === undefined) return undefined;
      const opened = await files.flow(place);
      const lines = known.get(opened) ?? new Lines(opened, await load());
      known.set(opened, lines);
      const parts = [...lines.about(line, document.uri, say)];
      const statement = flows.script(document)?.lines[line]?.statement;
      const numbers = statement?.kind === 'segment' ? (statement.frames?.numbers ?? []) : [];
      const number = numbers.find(({ start, end }) => start <= character && character <= end);
      const sighting = opened.sightings.find(({ frame }) => frame === number?.value);
      if (sighting !== undefined) {
        const seconds = (sighting.at / MICROS).toFixed(6);
        parts.unshift(say('capture/hover/frame', { frame: sighting.frame, seconds }));
      }
      if (parts.length === 0) return undefined;
      const query = encodeURIComponent(JSON.stringify([place.file, place.id]));
      parts.push(`[${say('capture/lens/table')}](command:tcpflow.showConnection?${query})`);
      const text = new vscode.MarkdownString(parts.join('\n\n'));
      text.isTrusted = { enabledCommands: ['tcpflow.showConnection', SHOW_LINE] };
      return new vscode.Hover(text, number && new vscode.Range(line, number.start, line, number.end));
    },
  };
}

/** @param hear takes what says that the text of a flow has changed */
export function registerConnections(
  files: CaptureFiles,
  hear: (changed: (uri: vscode.Uri) => void) => void,
  show: ShowInTable,
  flows: Flows,
  say: Say,
  load: LoadCaptures,
): vscode.Disposable {
  const read = async (uri: vscode.Uri): Promise<string | undefined> => {
    const place = placeOf(uri);
    return place === undefined ? undefined : files.text(place);
  };
  const command = (name: string, run: (place: ConnectionPlace) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (file: unknown, id: unknown, part: unknown) => {
      // The address in a link has been through JSON.
      if (typeof file !== 'object' || file === null || typeof id !== 'number') return;
      const isPart = part === 'whole' || typeof part === 'number';
      await run({ file: vscode.Uri.from(file as vscode.Uri), id, ...(isPart ? { part } : {}) });
    });
  const served = serveReadOnly(CAPTURED, read, () => Promise.resolve([]));
  hear((uri) => served.changed(uri));
  return vscode.Disposable.from(
    served,
    command('tcpflow.openConnection', (place) => open(place, files, say)),
    command('tcpflow.showConnection', show),
    vscode.commands.registerCommand('tcpflow.keepFlow', (argument: unknown) => keep(argument, files)),
    registerShowLine(),
    vscode.commands.registerCommand('tcpflow.openSecondCapture', (argument: unknown, second: unknown) =>
      openSecond(argument, second, files, say),
    ),
    vscode.languages.registerCodeLensProvider(SELECTOR, lenses(files, say)),
    vscode.languages.registerDocumentLinkProvider(SELECTOR, links(flows, say)),
    vscode.languages.registerHoverProvider(SELECTOR, hovers(flows, files, say, load)),
  );
}
