import * as vscode from 'vscode';
import { PROFILES, type ProfileStatement, type Script } from '../script';
import type { Say } from '../words/words';
import { LANGUAGE, type Flow, type Flows } from './flows';
import { rangeOf } from './range';
import { endings } from './playing';
import { wishesFor } from './settings';
import { outcomeOf } from './status';

interface Entry extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

function command(name: string, ...args: unknown[]): () => Thenable<unknown> {
  return () => vscode.commands.executeCommand(name, ...args);
}

/** The flow in the active editor, else a visible one. */
async function activeFlow(flows: Flows): Promise<{ document: vscode.TextDocument; flow: Flow } | undefined> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  for (const editor of [activeTextEditor, ...visibleTextEditors]) {
    if (editor?.document.languageId !== LANGUAGE) continue;
    const flow = await flows.when(editor.document);
    if (flow !== undefined) return { document: editor.document, flow };
  }
  return undefined;
}

function profileIn(script: Script): { line: number; statement: ProfileStatement } | undefined {
  const line = script.lines.findLastIndex((l) => l.statement?.kind === 'profile');
  const statement = script.lines[line]?.statement;
  return statement?.kind === 'profile' ? { line, statement } : undefined;
}

/** Shows the menu of the status bar item. */
async function showMenu(flows: Flows, say: Say): Promise<void> {
  const active = await activeFlow(flows);
  const entries: Entry[] = [];
  if (active !== undefined) {
    const { document, flow } = active;
    const { counts } = outcomeOf(flow.trace);
    const written = profileIn(flow.trace.script);
    entries.push({
      label: `$(type-hierarchy) ${say('menu/diagram')}`,
      run: command('tcpflow.openPanel', document.uri),
    });
    if (counts.error + counts.warning + counts.hint > 0)
      entries.push({
        label: `$(arrow-down) ${say('menu/next-finding')}`,
        description: say('status/counts', counts),
        run: () => nextFinding(document, flow),
      });
    if (endings(flow.trace).length > 0)
      entries.push({ label: `$(check-all) ${say('finish/menu')}`, run: command('tcpflow.finish', document.uri) });
    entries.push(
      {
        label: `$(server) ${say('menu/profile')}`,
        description: written?.statement.name.text ?? wishesFor(document).profile,
        run: () => chooseProfile(flows, say),
      },
      { label: '', kind: vscode.QuickPickItemKind.Separator },
    );
  }
  entries.push(
    { label: `$(new-file) ${say('menu/new')}`, run: command('tcpflow.newFlow') },
    { label: `$(mortar-board) ${say('menu/walkthrough')}`, run: command('tcpflow.openWalkthrough') },
    { label: `$(book) ${say('menu/reference')}`, run: command('tcpflow.openLanguageReference') },
    {
      label: `$(gear) ${say('menu/settings')}`,
      run: command('workbench.action.openSettings', '@ext:tcpflow.tcpflow'),
    },
  );
  const title = active?.flow.trace.title;
  const chosen = await vscode.window.showQuickPick(entries, {
    title: title === undefined ? 'TCP Flow' : `TCP Flow: ${title}`,
  });
  await chosen?.run?.();
}

/** Moves the cursor to the next finding, continuing at the first after the last, and opens VS Code's marker view. */
async function nextFinding(document: vscode.TextDocument, flow: Flow): Promise<void> {
  const column = vscode.window.visibleTextEditors.find((e) => e.document === document)?.viewColumn;
  const editor = await vscode.window.showTextDocument(document, column);
  const { line, character } = editor.selection.active;
  const all = flow.trace.findings;
  const next = all.find((f) => f.line > line || (f.line === line && f.start > character)) ?? all[0];
  if (next === undefined) return;
  const { start } = rangeOf(next.line, next);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.showHover');
}

/** Prompts for a profile. It is written to the flow if the flow names one; else the setting is changed. */
async function chooseProfile(flows: Flows, say: Say): Promise<void> {
  const active = await activeFlow(flows);
  const written = active === undefined ? undefined : profileIn(active.flow.trace.script);
  const current = written?.statement.name.text ?? (active && wishesFor(active.document).profile);
  const chosen = await vscode.window.showQuickPick(
    PROFILES.map((name) => ({
      label: name,
      description: name === current ? say('menu/current') : '',
      detail: say(`profile/${name}`),
    })),
    { title: say(written === undefined ? 'menu/profile-of-all' : 'menu/profile-of-this') },
  );
  if (chosen === undefined) return;
  if (active !== undefined && written !== undefined) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(active.document.uri, rangeOf(written.line, written.statement.name), chosen.label);
    await vscode.workspace.applyEdit(edit);
    return;
  }
  const config = vscode.workspace.getConfiguration('tcpflow', active?.document);
  const inWorkspace = config.inspect('profile')?.workspaceValue !== undefined;
  await config.update(
    'profile',
    chosen.label,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

export function registerMenu(flows: Flows, say: Say): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('tcpflow.showMenu', () => showMenu(flows, say)),
    vscode.commands.registerCommand('tcpflow.chooseProfile', () => chooseProfile(flows, say)),
    vscode.commands.registerCommand('tcpflow.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', 'tcpflow.tcpflow#start', false),
    ),
  );
}
