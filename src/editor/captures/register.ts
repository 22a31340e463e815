import * as vscode from 'vscode';
import type { Say } from '../../words/words';
import type { Flows } from '../flows';
import { registerExport } from './export';
import type { LoadCaptures } from './part';
import { registerTable } from './table';

/** Registers the table of a capture's connections, and the command that writes a flow as a capture. */
export function registerCaptures(
  context: vscode.ExtensionContext,
  flows: Flows,
  say: Say,
  load: LoadCaptures,
): vscode.Disposable {
  return vscode.Disposable.from(registerExport(flows, say, load), registerTable(context.extensionUri, say, load));
}
