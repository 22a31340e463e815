import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { closeAll, codeOf, hoverAt, openFile } from './flowDocument';

const EXPLORED = `variant two-way-handshake
server listen
explore client connect, client abort, client connect: no-ghost
explore client connect: never client FIN-WAIT-1
`;
/** More states than are searched before a turn of the host. */
const LARGE = 'server listen\nexplore lose 2, delay 2, duplicate 2, client connect, client close: no-deadlock\n';

function explored(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((d) => codeOf(d).startsWith('flow/claim-'));
}

async function lensesOf(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return lenses.map(({ command }) => command?.command ?? '').filter((name) => name.startsWith('tcpflow.explore'));
}

const start = (document: vscode.TextDocument, line: number): Thenable<string | undefined> =>
  vscode.commands.executeCommand('tcpflow.explore', document.uri, line);

describe('explore', () => {
  afterEach(closeAll);

  it('is searched when asked, says what breaks the claim, and opens the flow that does', async () => {
    const document = await openFile('explored.tcpflow', EXPLORED);
    await until('two lenses', async () => (await lensesOf(document)).length === 2);
    equal(explored(document).length, 0, 'diagnostics before');
    equal(await start(document, 2), 'broken', 'the first outcome');
    equal(await start(document, 3), 'holds', 'the second outcome');
    equal(
      explored(document).map((d) => [codeOf(d), d.severity, d.range.start.line]),
      [['flow/claim-broken', 0, 2]],
    );
    assert((await hoverAt(document, new vscode.Position(2, 3))).length > 0, 'no hover');
    const lenses = await lensesOf(document);
    equal(lenses, [
      ...['tcpflow.explore', 'tcpflow.explore.open', 'tcpflow.explore.compare', 'tcpflow.explore.coverage'],
      ...['tcpflow.explore', 'tcpflow.explore.coverage'],
    ]);
    await vscode.commands.executeCommand('tcpflow.explore.open', document.uri, 2);
    const found = (): vscode.TextDocument | undefined =>
      vscode.window.visibleTextEditors.find(({ document: shown }) => /expect server ESTABLISHED/.test(shown.getText()))
        ?.document;
    await until('the counterexample', () => found() !== undefined);
    const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs: some }) => some);
    await until('its diagram', () =>
      tabs().some(
        ({ input, label }) => input instanceof vscode.TabInputWebview && label.endsWith(found()?.uri.path ?? '?'),
      ),
    );
  });

  it('is a test of the Test Explorer', async () => {
    const document = await openFile('tested.tcpflow', EXPLORED);
    await until('two lenses', async () => (await lensesOf(document)).length === 2);
    // VS Code takes over the tests of an extension some time after they were made, and says nothing of it.
    await until('an outcome for each line', async () => {
      await vscode.commands.executeCommand('testing.runAll');
      return (await lensesOf(document)).length === 6;
    });
    equal(
      explored(document).map((d) => [codeOf(d), d.range.start.line]),
      [['flow/claim-broken', 2]],
    );
  });

  it('compares the flow that breaks the claim with the run without faults', async () => {
    const document = await openFile('compared.tcpflow', EXPLORED);
    await until('two lenses', async () => (await lensesOf(document)).length === 2);
    equal(await start(document, 2), 'broken', 'the outcome');
    await vscode.commands.executeCommand('tcpflow.explore.compare', document.uri, 2);
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    await until('the comparison', () => labels().some((label) => label.includes('↔')));
  });

  it('drops an outcome with an edit above it, and keeps it with one below', async () => {
    const document = await openFile('edited.tcpflow', EXPLORED);
    await until('two lenses', async () => (await lensesOf(document)).length === 2);
    equal(await start(document, 2), 'broken', 'the outcome');
    const edit = async (line: number, text: string): Promise<void> => {
      const edits = new vscode.WorkspaceEdit();
      edits.insert(document.uri, new vscode.Position(line, 0), text);
      assert(await vscode.workspace.applyEdit(edits), 'the edit was refused');
    };
    await edit(4, '# below\n');
    await until('the next check', async () => (await lensesOf(document)).length === 5);
    equal(explored(document).length, 1, 'diagnostics after an edit below');
    await edit(0, '# above\n');
    await until('no outcome', async () => (await lensesOf(document)).length === 2);
    equal(explored(document).length, 0, 'diagnostics after an edit above');
  });

  it('is stopped while it runs, and lets the host answer meanwhile', async () => {
    const document = await openFile('large.tcpflow', LARGE);
    await until('a lens', async () => (await lensesOf(document)).length === 1);
    const outcome = start(document, 1);
    await until('the lens that stops', async () => (await lensesOf(document)).includes('tcpflow.explore.stop'));
    await vscode.commands.executeCommand('tcpflow.explore.stop', document.uri, 1);
    equal(await outcome, undefined, 'the outcome of a search that was stopped');
    equal(await lensesOf(document), ['tcpflow.explore']);
  });
});
