import * as vscode from 'vscode';
import { stepsAt } from '../trace';
import type { Say } from '../words/words';
import { LANGUAGE, type Flows } from './flows';
import { plays, runSummary } from './runText';

const SETTING = 'tcpflow.codeLens.enabled';

/** Registers the lens above each `run` and message: its result, and the command to write it out. */
export function registerCodeLens(flows: Flows, say: Say): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider = vscode.languages.registerCodeLensProvider(LANGUAGE, {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const flow = await flows.when(document);
      if (flow === undefined || !vscode.workspace.getConfiguration(undefined, document).get<boolean>(SETTING, true))
        return [];
      const { trace, uri } = flow;
      const lenses: vscode.CodeLens[] = [];
      trace.script.lines.forEach((_, line) => {
        if (!plays(trace, line) || stepsAt(trace, line).length === 0) return;
        const range = new vscode.Range(line, 0, line, 0);
        const text = `${say('run/title')}${say('run/colon')}${runSummary(trace, line, say)}`;
        lenses.push(
          new vscode.CodeLens(range, { title: text, command: 'tcpflow.showLine', arguments: [uri, line] }),
          new vscode.CodeLens(range, {
            title: say('run/write-out'),
            tooltip: say('run/write-out-tooltip'),
            command: 'tcpflow.writeOut',
            arguments: [uri, line],
          }),
        );
      });
      return lenses;
    },
  });
  const setting = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTING)) changed.fire();
  });
  return vscode.Disposable.from(provider, setting, changed);
}
