import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { closeAll, fileAt, openFlow } from './flowDocument';

const OPEN = 'client -> server SYN seq=x\nserver -> client SYN,ACK seq=y\nclient -> server ACK\n';

/** The label of the diagram's tab; undefined for none. */
function label(): string | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('tcpflow.panel'))
    ?.label;
}

async function write(uri: vscode.Uri, text = OPEN): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function change(make: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  make(edit);
  assert(await vscode.workspace.applyEdit(edit), 'the change was refused');
}

async function openPanel(uri: vscode.Uri): Promise<void> {
  // A document opened by the extension API would stay open for minutes.
  await vscode.commands.executeCommand('vscode.open', uri);
  await vscode.commands.executeCommand('tcpflow.openPanel');
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  await until(`the panel of ${name}`, () => label() === `Flow: ${name}`);
}

describe('the panel', () => {
  // The panel would switch to a flow that another test left open.
  before(closeAll);

  afterEach(async () => {
    // Unsaved documents of other tests stay open, as VS Code would ask.
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const own = ({ input }: vscode.Tab): boolean =>
      input instanceof vscode.TabInputWebview ||
      (input instanceof vscode.TabInputText && input.uri.path.includes('/lives/'));
    await vscode.window.tabGroups.close(tabs.filter(own));
    await vscode.workspace.fs.delete(fileAt('lives'), { recursive: true }).then(undefined, () => undefined);
  });

  it('stays with a flow whose editor is closed', async () => {
    const uri = fileAt('lives/closed.tcpflow');
    await write(uri);
    await openPanel(uri);
    const group = vscode.window.tabGroups.all.find((g) => g.tabs.some((t) => t.input instanceof vscode.TabInputText));
    await vscode.window.tabGroups.close(group?.tabs ?? []);
    await until('the text document is dropped', () =>
      vscode.workspace.textDocuments.every((d) => d.uri.toString() !== uri.toString()),
    );
    equal(label(), 'Flow: closed.tcpflow');
    // Commands still act on the panel's flow.
    await vscode.commands.executeCommand('tcpflow.firstStep');
    equal(label(), 'Flow: closed.tcpflow');
  });

  it('goes along with a flow that gets another name, and with its folder', async () => {
    const uri = fileAt('lives/first.tcpflow');
    await write(uri);
    await openPanel(uri);
    const next = fileAt('lives/second.tcpflow');
    await change((edit) => edit.renameFile(uri, next));
    await until('the new name', () => label() === 'Flow: second.tcpflow');
    const folder = fileAt('lives/moved');
    await vscode.workspace.fs.createDirectory(folder);
    const last = vscode.Uri.joinPath(folder, 'third.tcpflow');
    await change((edit) => edit.renameFile(next, last));
    await until('the name in the other folder', () => label() === 'Flow: third.tcpflow');
    await change((edit) => edit.renameFile(folder, fileAt('lives/again')));
    await until('the document in the folder of another name', () =>
      vscode.workspace.textDocuments.some((d) => d.uri.path.endsWith('/lives/again/third.tcpflow')),
    );
    equal(label(), 'Flow: third.tcpflow');
  });

  it('stays with a flow that is deleted, and opens it again when it is back', async () => {
    const uri = fileAt('lives/back.tcpflow');
    await write(uri);
    await openPanel(uri);
    await change((edit) => edit.deleteFile(uri));
    await until('the text document goes', () =>
      vscode.workspace.textDocuments.every((d) => d.uri.toString() !== uri.toString()),
    );
    equal(label(), 'Flow: back.tcpflow');
    await change((edit) => edit.createFile(uri, { contents: new TextEncoder().encode(OPEN) }));
    await until('the text document is open again', () =>
      vscode.workspace.textDocuments.some((d) => d.uri.toString() === uri.toString()),
    );
    equal(label(), 'Flow: back.tcpflow');
  });

  it('shows nothing of a document that is no flow any more', async () => {
    const document = await openFlow(OPEN);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('tcpflow.openPanel');
    await until('the panel', () => label()?.startsWith('Flow: ') === true);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await until('the panel is empty', () => label() === 'TCP flow');
  });
});
