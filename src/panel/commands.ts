/** The commands that step through a flow, for keybindings and the command palette. */
import * as vscode from 'vscode';
import type { Say } from '../words/words';
import { chooseExport } from './choose';
import type { PanelView } from './view';

/** Registers the commands. Each command acts on the open panel, or opens the panel if it is closed. */
export function registerStepCommands(
  view: () => PanelView | undefined,
  open: () => Promise<void>,
  say: Say,
): vscode.Disposable[] {
  const command = (name: string, act: (view: PanelView) => void): vscode.Disposable =>
    vscode.commands.registerCommand(`tcpflow.${name}`, async () => {
      const shown = view();
      if (shown) act(shown);
      else await open();
    });
  return [
    command('stepForward', (v) => v.goToEvent(1)),
    command('stepBack', (v) => v.goToEvent(-1)),
    command('firstStep', (v) => v.go(0)),
    command('lastStep', (v) => v.go(v.steps - 1)),
    command('togglePlay', (v) => v.togglePlay()),
    command('nextFinding', (v) => v.goToFinding(1)),
    command('previousFinding', (v) => v.goToFinding(-1)),
    vscode.commands.registerCommand('tcpflow.exportDiagram', async () => {
      if (!view()) await open();
      const request = await chooseExport(say);
      if (request) await view()?.exportAs(request);
    }),
  ];
}
