import * as vscode from 'vscode';
import { equal } from './assert';
import { openFlow } from './flowDocument';

describe('semantic tokens', () => {
  it('tell hosts, numbers, named segments, states and rules apart', async () => {
    const document = await openFlow('a ~> b SYN seq=x as s violates rst-ack\nexpect a syn_sent\n');
    const ask = (command: string, ...rest: unknown[]): Thenable<vscode.SemanticTokens> =>
      vscode.commands.executeCommand(command, document.uri, ...rest);
    const all = [
      0, 0, 1, 0, 0, 0, 5, 1, 0, 0, 0, 10, 1, 1, 0, 0, 5, 1, 2, 0, 0, 11, 7, 4, 0, 1, 7, 1, 0, 0, 0, 2, 8, 3, 0,
    ];
    equal([...(await ask('vscode.provideDocumentSemanticTokens')).data], all);
    const last = new vscode.Range(1, 0, 1, 17);
    equal([...(await ask('vscode.provideDocumentRangeSemanticTokens', last)).data], [1, 7, 1, 0, 0, 0, 2, 8, 3, 0]);
  });
});
