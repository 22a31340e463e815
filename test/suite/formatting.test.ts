import * as vscode from 'vscode';
import { assert, equal } from './assert';
import { openFlow } from './flowDocument';

const TYPED = `client → server syn  seq = x
server->client [syn, ack]  ack=x+1   # answered

expect client  established
`;
const OPTIONS = { tabSize: 2, insertSpaces: true };

async function formatBy(document: vscode.TextDocument, command: string, ...rest: unknown[]): Promise<string> {
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(command, document.uri, ...rest);
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, edits);
  assert(await vscode.workspace.applyEdit(edit), 'the edits were refused');
  return document.getText().replaceAll('\r', '');
}

describe('formatting', () => {
  it('lays out a whole flow', async () => {
    const document = await openFlow(TYPED);
    equal(
      await formatBy(document, 'vscode.executeFormatDocumentProvider', OPTIONS),
      `client -> server  SYN      seq=x
server -> client  SYN,ACK         ack=x+1  # answered

expect client ESTABLISHED
`,
    );
  });

  it('lays out the lines of a selection, aligned with their run', async () => {
    const document = await openFlow(TYPED);
    equal(
      await formatBy(document, 'vscode.executeFormatRangeProvider', new vscode.Range(1, 0, 2, 0), OPTIONS),
      TYPED.replace('server->client [syn, ack]  ack=x+1   #', 'server -> client  SYN,ACK         ack=x+1  #'),
    );
  });

  it('puts a line that has just been written into the columns of its run', async () => {
    const document = await openFlow('a -> b  SYN  seq=x\nb->a SYN,ACK ack=x+1\n');
    equal(
      await formatBy(document, 'vscode.executeFormatOnTypeProvider', new vscode.Position(2, 0), '\n', OPTIONS),
      'a -> b  SYN      seq=x\nb -> a  SYN,ACK         ack=x+1\n',
    );
  });
});
