import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { ours, problems } from './flowDocument';

const flow = (id: string): vscode.Uri => vscode.Uri.parse(`tcpflow-library:/${id}.tcpflow`);

interface Api {
  readonly flows: {
    get(document: vscode.TextDocument): { trace: { title?: string; steps: readonly unknown[] } } | undefined;
  };
}

async function activate(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>('tcpflow.tcpflow');
  assert(extension, 'the extension is not there');
  return extension.activate();
}

describe('the library', () => {
  /** Documents of earlier tests: those opened by the extension API stay open for minutes. */
  let earlier: readonly vscode.TextDocument[] = [];
  beforeEach(() => (earlier = [...vscode.workspace.textDocuments]));
  // The next test begins once the last editor of this one is closed.
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no editor', () => vscode.window.tabGroups.all.every((g) => g.tabs.length === 0));
    await until('no text', () =>
      vscode.workspace.textDocuments.every((d) => earlier.includes(d) || !d.isUntitled || d.languageId !== 'tcpflow'),
    );
  });

  it('serves its flows as files that cannot be written', async () => {
    await activate();
    const document = await vscode.workspace.openTextDocument(flow('handshake'));
    equal(document.languageId, 'tcpflow');
    assert(/^flow "Three-way handshake"/.test(document.getText()), document.getText().slice(0, 40));
    equal(vscode.workspace.fs.isWritableFileSystem('tcpflow-library'), false);
    let refused = false;
    await vscode.workspace.fs.writeFile(flow('handshake'), new Uint8Array()).then(undefined, () => (refused = true));
    assert(refused, 'it was written');
    const missing = await vscode.workspace.fs.stat(flow('no-such-flow')).then(
      () => 'there',
      () => 'not there',
    );
    equal(missing, 'not there');
  });

  it('has every flow of its index, each of them readable', async () => {
    await activate();
    const names = await vscode.workspace.fs.readDirectory(vscode.Uri.parse('tcpflow-library:/'));
    assert(names.length > 50, `${names.length} flows`);
    for (const [name] of names) {
      const uri = vscode.Uri.parse(`tcpflow-library:/${name}`);
      const { size } = await vscode.workspace.fs.stat(uri);
      equal((await vscode.workspace.fs.readFile(uri)).length, size);
    }
  });

  it('opens a flow beside its diagram, at the first step', async () => {
    const { flows } = await activate();
    await vscode.commands.executeCommand('tcpflow.openScenario', 'close');
    const editor = await until('the editor', () =>
      vscode.window.visibleTextEditors.find((e) => e.document.uri.path === '/close.tcpflow'),
    );
    equal(problems(editor.document).length, 0);
    assert((flows.get(editor.document)?.trace.steps.length ?? 0) > 10, 'it is not played');
    await until('the panel', () =>
      vscode.window.tabGroups.all.some((g) =>
        g.tabs.some((t) => t.input instanceof vscode.TabInputWebview && t.input.viewType.includes('tcpflow.panel')),
      ),
    );
    const first = editor.document
      .getText()
      .split('\n')
      .findIndex((l) => /^(client|server) /.test(l));
    await until('the first step', () => editor.selection.active.line === first);
  });

  it('links the questions at the top to the flows that answer them, also in a copy', async () => {
    await activate();
    const document = await vscode.workspace.openTextDocument(flow('handshake'));
    const copy = await vscode.workspace.openTextDocument({ language: 'tcpflow', content: document.getText() });
    await vscode.window.showTextDocument(copy);
    for (const { uri } of [document, copy]) {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri);
      const targets = links.map((l) => l.target?.toString(true) ?? '');
      assert(
        targets.some((t) => t.includes('tcpflow.openScenario') && t.includes('two-way-handshake')),
        targets.join(),
      );
    }
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const commands = lenses.map((l) => l.command?.command ?? '');
    assert(commands.includes('tcpflow.copyScenario') && commands.includes('tcpflow.relatedScenarios'), commands.join());
  });

  it('copies a flow to where it can be written', async () => {
    await activate();
    const wanted = (await vscode.workspace.openTextDocument(flow('refused'))).getText();
    await vscode.commands.executeCommand('tcpflow.copyScenario', 'refused');
    const copy = await until('the copy', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document !== undefined && document.uri.scheme !== 'tcpflow-library' ? document : undefined;
    });
    equal(copy.getText(), wanted);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    if (copy.uri.scheme !== 'untitled') await vscode.workspace.fs.delete(copy.uri);
  });

  it('gives an exercise to write in', async () => {
    await activate();
    await vscode.commands.executeCommand('tcpflow.openScenario', 'ack-of-data');
    const editor = await until('the exercise', () =>
      vscode.window.visibleTextEditors.find((e) =>
        e.document.getText().startsWith('flow "Exercise: acknowledging data"'),
      ),
    );
    assert(editor.document.isUntitled, 'it is not a copy');
    await until('the mistake', () => ours(editor.document).length > 0);
    await vscode.window.showTextDocument(editor.document);
    const at = editor.document.positionAt(editor.document.getText().indexOf('ack=x+2\n'));
    await editor.edit((b) => b.replace(new vscode.Range(at, at.translate(0, 7)), 'ack=x+11'));
    await until('no mistake', () => problems(editor.document).length === 0);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
