/** Connections of captures as read-only flows. */
import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import { type Flows, LANGUAGE } from '../flows';
import { keepFlow } from '../keep';
import { serveReadOnly } from '../readOnlyFiles';
import { CAPTURED, type ConnectionPlace, connectionUri, placeOf } from './connectionUri';
import { type CaptureFiles, reasonText } from './files';

/** Shows a connection in its capture's table. */
export type ShowInTable = (place: ConnectionPlace) => Promise<void>;

const SELECTOR: vscode.DocumentSelector = { language: LANGUAGE, scheme: CAPTURED };
const MICROS = 1e6;

/** Opens a connection beside its diagram, at the first step; one message says why it can't be opened. */
async function open(place: ConnectionPlace, files: CaptureFiles, say: Say): Promise<void> {
  try {
    await files.flow(place.file, place.id);
  } catch (error) {
    void vscode.window.showErrorMessage(reasonText(error, say));
    return;
  }
  const document = await vscode.workspace.openTextDocument(connectionUri(place));
  await vscode.window.showTextDocument(document, { preview: true });
  await vscode.commands.executeCommand('tcpflow.openPanel', document.uri);
  await vscode.commands.executeCommand('tcpflow.firstStep');
}

/** Copies a connection's flow; its name is that of the file and the number of the connection. */
async function keep(argument: unknown, files: CaptureFiles): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const place = uri && placeOf(uri);
  if (place === undefined) return;
  const { text } = await files.flow(place.file, place.id);
  const file = place.file.path
    .slice(place.file.path.lastIndexOf('/') + 1)
    .replace(/\.(?:pcap|pcapng|cap)(?:\.gz)?$/i, '');
  await keepFlow(text, `${file}-${place.id}`);
}

/** The lenses above a flow from a capture. */
function lenses(say: Say): vscode.CodeLensProvider {
  return {
    provideCodeLenses({ uri }) {
      const place = placeOf(uri);
      if (place === undefined) return [];
      const top = new vscode.Range(0, 0, 0, 0);
      return [
        new vscode.CodeLens(top, { title: say('library/step'), command: 'tcpflow.stepForward' }),
        new vscode.CodeLens(top, { title: say('capture/lens/keep'), command: 'tcpflow.keepFlow', arguments: [uri] }),
        new vscode.CodeLens(top, {
          title: say('capture/lens/table'),
          command: 'tcpflow.showConnection',
          arguments: [place.file, place.id],
        }),
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

/** The time of a frame. */
function hovers(flows: Flows, files: CaptureFiles, say: Say): vscode.HoverProvider {
  return {
    async provideHover(document, { line, character }) {
      const place = placeOf(document.uri);
      const statement = flows.script(document)?.lines[line]?.statement;
      if (place === undefined || statement?.kind !== 'segment') return undefined;
      const number = statement.frames?.numbers.find(({ start, end }) => start <= character && character <= end);
      if (number === undefined) return undefined;
      const { sightings } = await files.flow(place.file, place.id);
      const sighting = sightings.find(({ frame }) => frame === number.value);
      if (sighting === undefined) return undefined;
      const seconds = (sighting.at / MICROS).toFixed(6);
      const text = say('capture/hover/frame', { frame: number.value, seconds });
      return new vscode.Hover(text, new vscode.Range(line, number.start, line, number.end));
    },
  };
}

export function registerConnections(files: CaptureFiles, show: ShowInTable, flows: Flows, say: Say): vscode.Disposable {
  const read = async (uri: vscode.Uri): Promise<string | undefined> => {
    const place = placeOf(uri);
    return place === undefined ? undefined : (await files.flow(place.file, place.id)).text;
  };
  const command = (name: string, run: (place: ConnectionPlace) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, async (file: unknown, id: unknown) => {
      // The address in a link has been through JSON.
      if (typeof file !== 'object' || file === null || typeof id !== 'number') return;
      await run({ file: vscode.Uri.from(file as vscode.Uri), id });
    });
  return vscode.Disposable.from(
    serveReadOnly(CAPTURED, read, () => Promise.resolve([])),
    command('tcpflow.openConnection', (place) => open(place, files, say)),
    command('tcpflow.showConnection', show),
    vscode.commands.registerCommand('tcpflow.keepFlow', (argument: unknown) => keep(argument, files)),
    vscode.languages.registerCodeLensProvider(SELECTOR, lenses(say)),
    vscode.languages.registerDocumentLinkProvider(SELECTOR, links(flows, say)),
    vscode.languages.registerHoverProvider(SELECTOR, hovers(flows, files, say)),
  );
}
