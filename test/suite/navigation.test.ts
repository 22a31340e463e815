import * as vscode from 'vscode';
import { assert, equal } from './assert';
import { marked, openFlow } from './flowDocument';

const FLOW = `host client 10.0.0.1
client -> server  SYN      seq=x
server -> client  SYN,ACK  seq=y  ack=x+1
client ~> server  ACK      seq=x+1  ack=y+1  as late
deliver late
`;

const at = (line: number, column: number): vscode.Position => new vscode.Position(line, column);
const place = (range: vscode.Range): string => `${range.start.line}:${range.start.character}`;

describe('navigation', () => {
  it('leads to where a name is bound, and to its uses', async () => {
    const document = await openFlow(FLOW);
    const definition = async (position: vscode.Position): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      return found.map((l) => place(l.range));
    };
    equal(await definition(at(2, 12)), ['0:5'], 'a host');
    equal(await definition(at(3, 31)), ['1:31'], 'a number');
    equal(await definition(at(4, 9)), ['3:48'], 'a segment');
    const uses = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      at(1, 31),
    );
    equal(uses.map((l) => place(l.range)).sort(), ['1:31', '2:38', '3:31']);
    const lit = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      at(4, 9),
    );
    equal(
      lit.map((h) => place(h.range)),
      ['3:48', '4:8'],
    );
  });

  it('leads from a segment to the one that it acknowledges, and to those that acknowledge it', async () => {
    const ways = async (command: string, source: string): Promise<string[]> => {
      const { text, cursor } = marked(source);
      const document = await openFlow(text);
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        command,
        document.uri,
        cursor,
      );
      return found.map((l) => place('targetUri' in l ? (l.targetSelectionRange ?? l.targetRange) : l.range));
    };
    equal(await ways('vscode.executeDefinitionProvider', FLOW.replace('ack=y', 'a|ck=y')), ['2:0']);
    equal(await ways('vscode.executeImplementationProvider', FLOW.replace('SYN,', 'S|YN,')), ['3:0']);
    equal(await ways('vscode.executeReferenceProvider', FLOW.replace('SYN,', 'S|YN,')), ['1:0', '3:0']);
    const { text, cursor } = marked(FLOW.replace('~>', '~|>'));
    const document = await openFlow(text);
    const lit = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      'vscode.executeDocumentHighlights',
      document.uri,
      cursor,
    );
    equal(
      lit.map((h) => h.range.start.line),
      [3, 2, 4],
      'the segment, what it acknowledges, and where it arrives',
    );
  });

  it('expands a selection from word to clause to statement to section', async () => {
    const { text, cursor } = marked(`section "Open"\n${FLOW.replace('ack=x', 'ack=|x')}`);
    const document = await openFlow(text);
    const [chain] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [cursor],
    );
    const texts: string[] = [];
    for (let range = chain; range !== undefined; range = range.parent as vscode.SelectionRange)
      texts.push(document.getText(range.range));
    const at = (wanted: string): number => texts.findIndex((t) => t === wanted);
    assert(at('x+1') >= 0 && at('ack=x+1') > at('x+1'), JSON.stringify(texts));
    assert(at('server -> client  SYN,ACK  seq=y  ack=x+1') > at('ack=x+1'), JSON.stringify(texts));
    assert(
      texts.some((t) => t.startsWith('section "Open"')),
      JSON.stringify(texts),
    );
  });

  it('renames a name everywhere', async () => {
    const document = await openFlow(FLOW);
    const rename = (position: vscode.Position, name: string): Thenable<vscode.WorkspaceEdit> =>
      vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, position, name);
    assert(await vscode.workspace.applyEdit(await rename(at(1, 2), '客户端')), 'the edits were refused');
    equal(document.getText().replaceAll('\r', ''), FLOW.replaceAll('client', '客户端'));
    const refused = await Promise.resolve(rename(at(1, 10), 'SYN')).then(
      () => '',
      (error: unknown) => String(error),
    );
    assert(refused.includes('SYN'), `SYN became a host: ${refused}`);
  });
});
