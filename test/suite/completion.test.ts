import * as vscode from 'vscode';
import { assert, equal, until } from './assert';
import { marked, openFlow, ours, problems } from './flowDocument';

/** What our provider offers at a place: static snippets are left aside. */
async function offers(document: vscode.TextDocument, at: vscode.Position): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return list.items
    .filter((item) => item.kind !== vscode.CompletionItemKind.Snippet)
    .sort((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
}

function labelOf(item: vscode.CompletionItem | undefined): string {
  const label = item?.label ?? '';
  return typeof label === 'string' ? label : label.label;
}

describe('completion', () => {
  it('writes a handshake from an empty file, the first offer taken again and again', async () => {
    const document = await openFlow('');
    for (let line = 0; line < 3; line++) {
      const [first] = await offers(document, new vscode.Position(line, 0));
      assert(typeof first?.insertText === 'string', 'no line is offered');
      assert((first.detail ?? '').length > 0, 'it is not said why');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(line, 0), `${first.insertText}\n`);
      assert(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    }
    equal(document.getText().split('\n'), [
      'client -> server  SYN  seq=x',
      'server -> client  SYN,ACK  seq=y  ack=x+1',
      'client -> server  ACK  seq=x+1  ack=y+1',
      '',
    ]);
    await until('no finding', () => ours(document).length === 0);
    equal(problems(document).length, 0);
  });

  it('puts the right number first inside a line', async () => {
    const { text, cursor } = marked('client -> server SYN seq=x\nserver -> client SYN,ACK seq=y ack=|\n');
    const document = await openFlow(text);
    const [first] = await offers(document, cursor);
    equal(labelOf(first), 'x+1');
  });
});
