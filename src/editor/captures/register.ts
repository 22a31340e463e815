import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import type { Flows } from '../flows';
import { registerConnections } from './connections';
import { registerExport } from './export';
import { CaptureFiles } from './files';
import type { LoadCaptures } from './part';
import { registerPaste } from './paste';
import { CaptureTables } from './table';

/**
 * Registers the table of a capture's connections, the connections as flows, pasting text of analysers, and the command that writes
 * a flow as a capture.
 */
export function registerCaptures(
  context: vscode.ExtensionContext,
  flows: Flows,
  say: Say,
  load: LoadCaptures,
): vscode.Disposable {
  let changed: (uri: vscode.Uri) => void = () => undefined;
  const files = new CaptureFiles(say, load, flows.given, (uri) => changed(uri));
  const tables = new CaptureTables(context.extensionUri, files, say, load);
  return vscode.Disposable.from(
    registerExport(flows, say, load),
    registerPaste(say, load),
    tables.register(),
    registerConnections(
      files,
      (hears) => (changed = hears),
      (place) => tables.show(place),
      flows,
      say,
      load,
    ),
  );
}
