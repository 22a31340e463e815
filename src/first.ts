import type { ExtensionContext } from './editor';
import { registerDiagnostics } from './editor/diagnostics';
import { checkOpen, OpenFlows, type Flows, type LoadDoors } from './editor/flows';
import { sayFrom } from './words/say';
import type { Table } from './words/table';

export interface First {
  activate: typeof activate;
}

/** Checks the open flows and shows the findings, before the other features are loaded. */
export function activate(context: ExtensionContext, tables: readonly Table[], load: LoadDoors): Flows {
  const say = sayFrom(tables);
  const flows = new OpenFlows(load);
  context.subscriptions.push(flows, registerDiagnostics(flows, say));
  checkOpen(flows);
  return flows;
}
